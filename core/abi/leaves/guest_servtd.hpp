// SPDX-License-Identifier: GPL-2.0
//
// TDG.SERVTD.*: what a service TD may do.
#pragma once

#include "core/abi/leaf.hpp"

namespace tdx::leaf_rows {

// clang-format off
constexpr LeafSpec guest_servtd[] = {
	{
		.leaf = GuestLeaf::ServtdRd,
		.name = "TDG.SERVTD.RD",
		.since = Release::V1_5,
		.scope = Scope::Td,
		.effect = Effect::Reads,
		.retry = Retry::Entropy | Retry::Busy,
		.summary = "service TD: read metadata of the target TD",
		.operands = {
			in(Reg::Rcx, K::Handle, "BINDING_HANDLE"),
			in(Reg::Rdx, K::FieldId, "FIELD_ID"),
			in(Reg::R10, K::Uuid, "TARGET_UUID"),
			in(Reg::R11, K::Uuid, "TARGET_UUID"),
			in(Reg::R12, K::Uuid, "TARGET_UUID"),
			in(Reg::R13, K::Uuid, "TARGET_UUID"),
			out(Reg::Rdx, K::FieldId, "NEXT_FIELD_ID"),
			out(Reg::R8, K::Value, "VALUE"),
			out(Reg::R10, K::Uuid, "CURRENT_TARGET_UUID"),
			out(Reg::R11, K::Uuid, "CURRENT_TARGET_UUID"),
			out(Reg::R12, K::Uuid, "CURRENT_TARGET_UUID"),
			out(Reg::R13, K::Uuid, "CURRENT_TARGET_UUID"),
		},
	},
	{
		.leaf = GuestLeaf::ServtdWr,
		.name = "TDG.SERVTD.WR",
		.since = Release::V1_5,
		.scope = Scope::Td,
		.effect = Effect::Td,
		.retry = Retry::Busy,
		.summary = "service TD: write metadata of the target TD (e.g. MIG_DEC_KEY)",
		.operands = {
			in(Reg::Rcx, K::Handle, "BINDING_HANDLE"),
			in(Reg::Rdx, K::FieldId, "FIELD_ID"),
			in(Reg::R8, K::Value, "VALUE"),
			in(Reg::R9, K::Mask, "MASK"),
			in(Reg::R10, K::Uuid, "TARGET_UUID"),
			in(Reg::R11, K::Uuid, "TARGET_UUID"),
			in(Reg::R12, K::Uuid, "TARGET_UUID"),
			in(Reg::R13, K::Uuid, "TARGET_UUID"),
			out(Reg::R8, K::Value, "OLD_VALUE"),
			out(Reg::R10, K::Uuid, "CURRENT_TARGET_UUID"),
			out(Reg::R11, K::Uuid, "CURRENT_TARGET_UUID"),
			out(Reg::R12, K::Uuid, "CURRENT_TARGET_UUID"),
			out(Reg::R13, K::Uuid, "CURRENT_TARGET_UUID"),
		},
	},
	{
		.leaf = GuestLeaf::ServtdRebindApprove,
		.name = "TDG.SERVTD.REBIND.APPROVE",
		.since = Release::V1_5_28,
		.scope = Scope::Td,
		.effect = Effect::Td,
		.summary =
			"service TD: allow another service TD to be bound in its place; no public "
			"release has more than the number",
		.operands = {
			in(Reg::Rcx, K::Handle, "BINDING_HANDLE"),
			in(Reg::Rdx, K::Value, "REBIND_SESSION_TOKEN"),
			in(Reg::R8, K::Value, "REBIND_SESSION_TOKEN"),
			in(Reg::R9, K::Value, "REBIND_SESSION_TOKEN"),
			in(Reg::R10, K::Uuid, "TARGET_UUID"),
			in(Reg::R11, K::Uuid, "TARGET_UUID"),
			in(Reg::R12, K::Uuid, "TARGET_UUID"),
			in(Reg::R13, K::Uuid, "TARGET_UUID"),
			in(Reg::R14, K::Value, "REBIND_SESSION_TOKEN"),
			out(Reg::R10, K::Uuid, "CURRENT_TARGET_UUID"),
			out(Reg::R11, K::Uuid, "CURRENT_TARGET_UUID"),
			out(Reg::R12, K::Uuid, "CURRENT_TARGET_UUID"),
			out(Reg::R13, K::Uuid, "CURRENT_TARGET_UUID"),
		},
	},
};
// clang-format on

} // namespace tdx::leaf_rows
