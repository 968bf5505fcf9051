// SPDX-License-Identifier: GPL-2.0
//
// What TDH.SYS.CONFIG sets up for the platform: TDMRs with their PAMT areas, and who owns which
// KeyID.
#pragma once

#include "core/abi/page.hpp"
#include "core/emu/ground/lock.hpp"

namespace tdx::emu {

constexpr u32 max_tdmrs = 64;
constexpr u32 max_reserved_areas = 16;
constexpr u32 max_keyids = 2048;

struct ReservedArea {
	u64 offset;
	u64 size;
};

struct Tdmr {
	ShareLock lock;
	u32 num_reserved;
	u64 base;
	u64 size;
	u64 pamt[page_sizes]; // physical address of each level's entries
	u64 pamt_size[page_sizes];
	Atomic<u64> next_init; // memory below has its PAMT entries; usable by whole 1 GiB blocks
	ReservedArea reserved[max_reserved_areas];
};

enum class KeyState : u8 { Free, Assigned, Flushed, Reserved };

// An entry of the key ownership table (KOT), by KeyID.
struct Key {
	KeyState state;
	Atomic<u8> unflushed; // packages whose caches were not yet written back since the KeyID was
			      // flushed
};

// Progress of TDH.PHYMEM.CACHE.WB on a package.
struct CacheWriteBack {
	ShareLock lock;
	u32 next_block;              // 0: no interrupted run
	u64 keyids[max_keyids / 64]; // that were flushed when it started
};

} // namespace tdx::emu
