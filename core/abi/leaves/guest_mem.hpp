// SPDX-License-Identifier: GPL-2.0
//
// TDG.MEM.*: private memory.
#pragma once

#include "core/abi/leaf.hpp"

namespace tdx::leaf_rows {

// clang-format off
constexpr LeafSpec guest_mem[] = {
	{
		.leaf = GuestLeaf::MemPageAccept,
		.name = "TDG.MEM.PAGE.ACCEPT",
		.scope = Scope::Td,
		.effect = Effect::Td,
		.retry = Retry::Busy,
		.rule = "2M: restarts by itself, progress kept in the SEPT entry",
		.summary = "accept a pending private page; page is zeroed",
		.operands = {
			in(Reg::Rcx, K::Gpa, "GPA", 51, 12),
			in(Reg::Rcx, K::Level, "LEVEL", 2, 0),
		},
	},
	{
		.leaf = GuestLeaf::MemPageAttrRd,
		.name = "TDG.MEM.PAGE.ATTR.RD",
		.since = Release::V1_5,
		.scope = Scope::Td,
		.effect = Effect::Reads,
		.retry = Retry::Busy,
		.summary = "read page attributes for all VMs",
		.operands = {
			in(Reg::Rcx, K::Gpa, "GPA", 51, 12),
			out(Reg::Rcx, K::Gpa, "GPA", 51, 12),
			out(Reg::Rcx, K::Level, "LEVEL", 2, 0),
			out(Reg::Rdx, K::Attributes, "GPA_ATTRIBUTES"),
			error(Reg::Rcx, K::Zero, "0"),
			error(Reg::Rdx, K::Zero, "0"),
		},
	},
	{
		.leaf = GuestLeaf::MemPageAttrWr,
		.name = "TDG.MEM.PAGE.ATTR.WR",
		.since = Release::V1_5,
		.scope = Scope::Td,
		.effect = Effect::Td,
		.retry = Retry::Busy,
		.summary = "L1: set page attributes for L2 VMs (creates L2 aliases)",
		.operands = {
			in(Reg::Rcx, K::Gpa, "GPA", 51, 12),
			in(Reg::Rcx, K::Level, "LEVEL", 2, 0),
			in(Reg::Rdx, K::Attributes, "GPA_ATTRIBUTES"),
			in(Reg::R8, K::Flags, "ATTR_FLAGS"),
			out(Reg::Rcx, K::Gpa, "GPA", 51, 12),
			out(Reg::Rcx, K::Level, "LEVEL", 2, 0),
			out(Reg::Rdx, K::Attributes, "GPA_ATTRIBUTES"),
		},
	},
	{
		.leaf = GuestLeaf::MemPageRelease,
		.name = "TDG.MEM.PAGE.RELEASE",
		.since = Release::V2_0,
		.scope = Scope::Td,
		.effect = Effect::Td,
		.xstate = Xstate::Reset,
		.summary = "give an accepted page back",
	},
};
// clang-format on

} // namespace tdx::leaf_rows
