// SPDX-License-Identifier: GPL-2.0
//
// TDG.SYS.*: what the TDX module is.
#pragma once

#include "core/abi/leaf.hpp"

namespace tdx::leaf_rows {

// clang-format off
constexpr LeafSpec guest_sys[] = {
	{
		.leaf = GuestLeaf::SysRd,
		.name = "TDG.SYS.RD",
		.since = Release::V1_5,
		.scope = Scope::Platform,
		.effect = Effect::Reads,
		.summary = "read a global metadata element",
		.operands = {
			in(Reg::Rdx, K::FieldId, "FIELD_ID"),
			out(Reg::Rdx, K::FieldId, "NEXT_FIELD_ID"),
			out(Reg::R8, K::Value, "VALUE"),
		},
	},
	{
		.leaf = GuestLeaf::SysRdall,
		.name = "TDG.SYS.RDALL",
		.since = Release::V1_5,
		.scope = Scope::Platform,
		.effect = Effect::Reads,
		.summary = "dump global metadata as a list",
		.operands = {
			in(Reg::Rdx, K::GpaBuffer, "LIST_GPA"),
			in(Reg::R8, K::FieldId, "FIRST_FIELD_ID"),
			out(Reg::R8, K::FieldId, "NEXT_FIELD_ID"),
		},
	},
};
// clang-format on

} // namespace tdx::leaf_rows
