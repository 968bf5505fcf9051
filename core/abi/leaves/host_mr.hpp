// SPDX-License-Identifier: GPL-2.0
//
// TDH.MR.*: what a TD is built of, measured.
#pragma once

#include "core/abi/leaf.hpp"

namespace tdx::leaf_rows {

// clang-format off
constexpr LeafSpec host_mr[] = {
	{
		.leaf = HostLeaf::MrExtend,
		.name = "TDH.MR.EXTEND",
		.scope = Scope::Td,
		.effect = Effect::Td,
		.raw = Raw::Listed,
		.retry = Retry::Busy,
		.summary = "hash 256 bytes of an added page into MRTD",
		.operands = {
			in(Reg::Rcx, K::Gpa, "GPA"),
			in(Reg::Rdx, K::PageAddress, "TDR_PA"),
			out(Reg::Rcx, K::Zero, "0"),
			out(Reg::Rdx, K::Zero, "0"),
			error(Reg::Rcx, K::SeptEntry, "SEPT_ENTRY"),
			error(Reg::Rdx, K::LevelState, "LEVEL_STATE"),
		},
	},
	{
		.leaf = HostLeaf::MrFinalize,
		.name = "TDH.MR.FINALIZE",
		.scope = Scope::Td,
		.effect = Effect::Td,
		.raw = Raw::Listed,
		.retry = Retry::Busy,
		.summary = "finish MRTD; TD becomes RUNNABLE",
		.operands = {
			in(Reg::Rcx, K::PageAddress, "TDR_PA"),
		},
	},
};
// clang-format on

} // namespace tdx::leaf_rows
