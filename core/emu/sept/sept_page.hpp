// SPDX-License-Identifier: GPL-2.0
//
// Secure-EPT pages that the host gives to a call, one for the TD's own tree and one for each L2
// VM's, in R8 to R11.
#pragma once

#include "sept.hpp"

namespace tdx::emu {

constexpr u32 trees = max_l2_vms + 1;
constexpr u64 no_page = ~0ULL;
constexpr u64 page_unused = 1ULL << 63; // of a returned address; ignored in an input

CORE_INLINE Reg page_operand(u32 vm)
{
	return static_cast<Reg>(static_cast<u32>(Reg::R8) + vm);
}

// TDR in RDX, with a flag in bit 0.
struct FlaggedTdr {
	u64 raw;

	CORE_INLINE u64 pa() const { return raw & septe::address; }
	CORE_INLINE bool flag() const { return raw & 1; }
	CORE_INLINE bool valid() const { return !(raw & ~(septe::address | 1)); }
};

// A page per tree, each held in the PAMT once locked.
class SeptPages {
	HeldPage page[trees];
	u64 locked_{0}; // bit of each tree

public:
	CORE_ALWAYS_INLINE explicit SeptPages(Emu &m)
		: page{HeldPage{m}, HeldPage{m}, HeldPage{m}, HeldPage{m}}
	{}
	CORE_ALWAYS_INLINE ~SeptPages() = default;

	Status lock_free(u32 vm, u64 pa);
	CORE_ALWAYS_INLINE bool has(u32 vm) const { return locked_ >> vm & 1; }
	CORE_ALWAYS_INLINE u64 pa(u32 vm) const { return page[vm].pa(); }
	CORE_ALWAYS_INLINE PamtEntry &entry(u32 vm) const { return page[vm].entry(); }

	Status fill(u32 vm, u64 entry) const;
	// Fills the page with entries for the parts of a large page: @entry with the address of
	// each part.
	Status fill_split(u32 vm, u64 entry, u64 first_pa, u64 part) const;
	void assign(u32 vm, Td const &td) const;
};

// A table to be removed from a tree, held in the PAMT.
struct HeldTable {
	u64 pa;
	u64 *entries;
	PamtEntry *pamt; // null where there is no such table
	Held<u16> lock;

	CORE_ALWAYS_INLINE ~HeldTable() = default;

	// @at is its address, as read from the parent entry.
	Status take(Call &call, Td const &td, u64 at);
	void free(Td const &td) const;
};

// Returns the addresses of the removed pages to the host.
void give_back(Call &call, HeldTable const (&table)[trees]);

} // namespace tdx::emu
