// SPDX-License-Identifier: GPL-2.0
//
// TDG.VM.*: metadata of the TD.
#pragma once

#include "core/abi/leaf.hpp"

namespace tdx::leaf_rows {

// clang-format off
constexpr LeafSpec guest_vm[] = {
	{
		.leaf = GuestLeaf::VmRd,
		.name = "TDG.VM.RD",
		.max_version_1_5 = 1,
		.max_version = 1,
		.scope = Scope::Td,
		.effect = Effect::Reads,
		.summary = "read a TD-scope metadata element",
		.operands = {
			in(Reg::Rcx, K::Zero, "0"),
			in(Reg::Rdx, K::FieldId, "FIELD_ID"),
			out(Reg::R8, K::Value, "VALUE"),
			out(Reg::Rdx, K::FieldId, "NEXT_FIELD_ID", 63, 0, 1),
		},
	},
	{
		.leaf = GuestLeaf::VmWr,
		.name = "TDG.VM.WR",
		.scope = Scope::Td,
		.effect = Effect::Td,
		.retry = Retry::Busy,
		.summary = "write a TD-scope metadata element",
		.operands = {
			in(Reg::Rcx, K::Zero, "0"),
			in(Reg::Rdx, K::FieldId, "FIELD_ID"),
			in(Reg::R8, K::Value, "VALUE"),
			in(Reg::R9, K::Mask, "MASK"),
			out(Reg::R8, K::Value, "OLD_VALUE"),
		},
	},
};
// clang-format on

} // namespace tdx::leaf_rows
