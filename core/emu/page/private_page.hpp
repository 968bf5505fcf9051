// SPDX-License-Identifier: GPL-2.0
//
// Private pages: operands that name one, or offer a free one to the module.
#pragma once

#include "pamt.hpp"

namespace tdx::emu {

// A page named by an operand and held in the PAMT until the end of the scope.
class HeldPage {
	Emu &emu;
	PamtWalk walk;
	u64 address{0};

public:
	CORE_ALWAYS_INLINE explicit HeldPage(Emu &m) : emu{m} {}
	CORE_ALWAYS_INLINE ~HeldPage() = default;

	// The checks that the module makes of a private-page operand, in their order: alignment,
	// KeyID bits and MAXPA, TDMR, locks, size, page type.
	Status lock(
		u64 pa, Reg operand, PageType type, Hold hold, PageSize size = PageSize::Size4K);
	// The page's own entry only, for a page that the module found by itself; busy names
	// @operand. A 2 MiB range whose 4 KiB entries must all be free.
	Status lock_free_range(u64 pa, Reg operand, PageSize size);

	CORE_ALWAYS_INLINE u64 pa() const { return address; }
	CORE_ALWAYS_INLINE PamtEntry &entry() const { return walk.entry(); }
	CORE_ALWAYS_INLINE void release() { walk.release(); }
	CORE_ALWAYS_INLINE void leave_held() { walk.leave_held(); }
	// A 4 KiB page that was left held.
	CORE_ALWAYS_INLINE bool adopt(u64 pa, Hold how)
	{
		address = pa;
		return walk.adopt(emu, pa, how);
	}

	// The 4 KiB page itself; null when it cannot be reached.
	void *map() const;
	// The first bytes written to a page that the host gave: they may be refused.
	Status fill(u8 byte, Reg operand) const;
	CORE_ALWAYS_INLINE void assign(PageType type, u64 tdr_pa) const
	{
		entry().set(type, tdr_pa);
	}
};

// Shape of a private-page operand: aligned to @size, no KeyID bits, below MAXPA.
Status check_private_address(Emu const &emu, u64 pa, u64 size, Reg operand);

// Fills a page with a byte or a word, or copies one; false when the host's memory refuses.
bool fill_page(u64 pa, u8 byte);
bool fill_page_words(u64 pa, u64 word);
bool copy_page(u64 to, u64 from);

} // namespace tdx::emu
