// SPDX-License-Identifier: GPL-2.0
//
// The physical address metadata tables (PAMT): type and owner of each page in a TDMR.  They lie in
// memory that the host donated and may damage, so everything read from them is checked.
#pragma once

#include "core/abi/page.hpp"
#include "core/emu/ground/donated.hpp"
#include "core/emu/platform/call.hpp"

namespace tdx::emu {

// 16 bytes at all three levels.  Type and owner change only under an exclusive lock.
struct PamtEntry {
	ShareLockOf<u16> lock;
	Donated<PageType> type;
	Donated<u8> owner_high;
	Donated<u32> owner_low;
	Donated<u64> bepoch; // TLB epoch at blocking time, or migration epoch

	// Physical address of the owner's TDR page; 0 for a TDR.  A free page keeps its last owner.
	CORE_ALWAYS_INLINE u64 owner() const { return (u64{owner_high} << 32 | owner_low) << 12; }

	CORE_ALWAYS_INLINE void set(PageType to, u64 tdr_pa)
	{
		type = to;
		owner_low = static_cast<u32>(tdr_pa >> 12);
		owner_high = static_cast<u8>(tdr_pa >> 44);
	}
};
static_assert(sizeof(PamtEntry) == 16);

// The entries of all levels for one page of memory.
struct PamtPath {
	PamtEntry *level[page_sizes];
};

// Finds the entries; false if @pa is not in an initialised 1 GiB block of a TDMR.
bool find_pamt(Emu &emu, u64 pa, PamtPath &path);

// The entry for @pa at the level of @size; null if there is none.  Takes no lock.
PamtEntry *pamt_entry(Emu &emu, u64 pa, PageSize size);

// For an address read from donated memory: the PAMT entry of the page, or null unless the PAMT says
// that it has @type and belongs to the TD of @tdr_pa.  Takes no lock.
PamtEntry *owned_entry(Emu &emu, u64 pa, PageSize size, PageType type, u64 tdr_pa);

// The same check; returns the page itself.
void *owned_page(Emu &emu, u64 pa, PageType type, u64 tdr_pa);

// Entry @index (below 512) of those one level below that of @size.  One at a time, as PAMT areas
// need not be contiguous in the host's mapping; null if the memory cannot be reached.
PamtEntry *pamt_child(Emu &emu, u64 pa, PageSize size, u32 index);

// Splits a large page's entry into 512 smaller ones, or merges them, for the TD that owns them.
// OPERAND_BUSY with @operand if the large entry is locked.
Status pamt_demote(Emu &emu, u64 pa, PageSize size, u64 tdr_pa, Reg operand);
Status pamt_promote(Emu &emu, u64 pa, PageSize size, u64 tdr_pa, Reg operand);

// Writes the entries of the next 1024 pages of a TDMR; false if that memory cannot be written.
bool pamt_init_next(Tdmr const &tdmr);
constexpr u32 pamt_init_pages = 1024;

// A page found in the PAMT.  Its own entry is held as requested, entries of larger sizes above it
// are held shared.
class PamtWalk {
	PamtPath path{};
	Hold hold{Hold::None};
	PageSize found{PageSize::Size4K};
	bool held{false};

public:
	CORE_ALWAYS_INLINE PamtWalk() {}
	PamtWalk(PamtWalk const &) = delete;
	PamtWalk &operator=(PamtWalk const &) = delete;
	CORE_ALWAYS_INLINE ~PamtWalk() { release(); }

	// Down to @size, or to the page that covers @pa when that is larger.
	// OPERAND_ADDR_RANGE_ERROR or OPERAND_BUSY, with no operand yet.
	StatusCode walk(Emu &emu, u64 pa, PageSize size, Hold how);
	void release();
	// The page stays held beyond the scope, until another walk adopts it.
	CORE_ALWAYS_INLINE void leave_held() { held = false; }
	bool adopt(Emu &emu, u64 pa, Hold how);

	CORE_ALWAYS_INLINE bool holds() const { return held; }
	CORE_ALWAYS_INLINE PageSize size() const { return found; }
	CORE_ALWAYS_INLINE PamtEntry &entry() const { return *path.level[static_cast<u32>(found)]; }
};

} // namespace tdx::emu
