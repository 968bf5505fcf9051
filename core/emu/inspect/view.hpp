// SPDX-License-Identifier: GPL-2.0
//
// What people may see of the software TDX module's state, read without a lock.  Names are static.
#pragma once

#include "core/emu/platform/state.hpp"

namespace tdx::emu {

// A lock: number of shared holders, or this.
constexpr u32 held_exclusive = ~0u;

struct PlatformView {
	char const *state;
	bool dead;
	u32 lps;
	u32 initialised_lps;
	u32 packages;
	u32 keyid_start;
	u32 keyids;
	u32 keyid;          // the module's own; 0 for none yet
	u32 keyed_packages; // a bit each
	u32 num_tdmrs;
	bool handoff; // data for the next module to take over are there
	u32 lock;
	u32 kot_lock;
};

PlatformView view_platform(Emu const &emu);

struct KeyView {
	char const *state;
	bool free;
	u32 unflushed; // packages, a bit each
};

// False when that KeyID is not private.
bool view_key(Emu const &emu, u32 keyid, KeyView &view);

struct TdmrView {
	u64 base;
	u64 size;
	u64 initialised; // bytes that can be used
	u64 pamt[page_sizes];
	u64 pamt_size[page_sizes];
	u32 reserved_areas;
	u32 lock;
};

// False when there are not so many.
bool view_tdmr(Emu const &emu, u32 index, TdmrView &view);

// Null for the number of a damaged entry.
char const *page_type_name(PageType type);

struct PageView {
	PageType type; // a damaged entry may have any number
	PageSize size;
	u64 bytes;
	u64 owner; // TDR of the TD that has it, or had it last
	u64 bepoch;
	u32 lock;
};

// False when @pa is in no TDMR, or not initialised yet.
bool view_page(Emu &emu, u64 pa, PageView &view);

struct TdView {
	char const *lifecycle;
	char const *op_state; // null: it has no TDCS yet, and nothing below is known
	bool fatal;
	u32 hkid;
	u32 keyed_packages;
	u32 tdcs_pages;
	u64 chldcnt;
	u64 attributes;
	u64 xfam;
	u32 max_vcpus;
	u32 vcpus;
	u32 associated_vcpus;
	u32 l2_vms;
	u64 epoch;
	u64 mrtd[6];
	u32 op_state_lock;
	u32 sept_lock;
	u32 epoch_lock;
	u32 rtmr_lock;
};

// False when the page at @tdr is no TDR.
bool view_td(Emu &emu, u64 tdr, TdView &view);

struct VcpuView {
	char const *state;
	u32 index;
	u32 pages; // of its TDVPS
	u32 lp;    // that it is associated with, or no_lp
};

// False when the page at @tdvpr is no TDVPR.
bool view_vcpu(Emu &emu, u64 tdvpr, VcpuView &view);

struct SeptView {
	char const *state;
	bool free;
	u32 level;
	bool locked;
	u64 pa;    // of the page or table; 0 for a free entry
	u64 gpa;   // where the entry's range begins
	u64 bytes; // that it covers
};

// The lowest entry for @gpa in the tree of a TD.  False behind the end of its private memory, or
// where the tree can't be walked.
bool view_sept(Emu &emu, u64 tdr, u64 gpa, SeptView &view);

} // namespace tdx::emu
