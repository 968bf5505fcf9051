// SPDX-License-Identifier: GPL-2.0
//
// TDMR_INFO, with which the host describes a TDMR to TDH.SYS.CONFIG, and its checks.
#pragma once

#include "call.hpp"

namespace tdx::emu {

// As it lies in the host's memory.
struct TdmrInfo {
	u64 base;
	u64 size;
	struct {
		u64 base;
		u64 size;
	} pamt[page_sizes]; // 1G, 2M, 4K
	ReservedArea reserved[max_reserved_areas];
};
static_assert(sizeof(TdmrInfo) == 320);

// Checks @info, for TDMR number @index, by itself and against the TDMRs before it, and adds it to
// the module's table.
Status add_tdmr(Emu &emu, TdmrInfo const &info, u32 index);

} // namespace tdx::emu
