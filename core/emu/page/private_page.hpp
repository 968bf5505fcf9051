// SPDX-License-Identifier: GPL-2.0
//
// Private-page operands: pages that the module owns, or free ones that the host gives.
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
	// A free page to be used as one of @size; of a larger page all 512 smaller entries must be
	// free too.
	Status lock_free_range(u64 pa, Reg operand, PageSize size);

	CORE_ALWAYS_INLINE u64 pa() const { return address; }
	CORE_ALWAYS_INLINE PamtEntry &entry() const { return walk.entry(); }
	CORE_ALWAYS_INLINE void release() { walk.release(); }
	CORE_ALWAYS_INLINE void leave_held() { walk.leave_held(); }
	// Takes over a 4 KiB page that was left held.
	CORE_ALWAYS_INLINE bool adopt(u64 pa, Hold how)
	{
		address = pa;
		return walk.adopt(emu, pa, how);
	}

	// The 4 KiB page itself; null when it cannot be reached.
	void *map() const;
	// Fills a page that the host gave: it may not be writable memory.
	Status fill(u8 byte, Reg operand) const;
	CORE_ALWAYS_INLINE void assign(PageType type, u64 tdr_pa) const
	{
		entry().set(type, tdr_pa);
	}
};

// Checks the address of a private-page operand: aligned to @size, no KeyID bits, below MAXPA.
Status check_private_address(Emu const &emu, u64 pa, u64 size, Reg operand);

// Fill a page with a byte or a word, or copy one; false if the memory cannot be accessed.
bool fill_page(u64 pa, u8 byte);
bool fill_page_words(u64 pa, u64 word);
bool copy_page(u64 to, u64 from);

} // namespace tdx::emu
