// SPDX-License-Identifier: GPL-2.0
//
// TDG.MR.*: run-time measurement and reports.
#pragma once

#include "core/abi/leaf.hpp"

namespace tdx::leaf_rows {

// clang-format off
constexpr LeafSpec guest_mr[] = {
	{
		.leaf = GuestLeaf::MrRtmrExtend,
		.name = "TDG.MR.RTMR.EXTEND",
		.scope = Scope::Td,
		.effect = Effect::Td,
		.retry = Retry::Busy,
		.summary = "extend a run-time measurement register",
		.operands = {
			in(Reg::Rcx, K::GpaBuffer, "DATA_GPA"),
			in(Reg::Rdx, K::Index, "INDEX"),
		},
	},
	{
		.leaf = GuestLeaf::MrReport,
		.name = "TDG.MR.REPORT",
		.scope = Scope::Td,
		.effect = Effect::Reads,
		.retry = Retry::Busy,
		.rule = "restarts by itself (RIP not advanced)",
		.summary = "make a TDREPORT",
		.operands = {
			in(Reg::Rcx, K::GpaBuffer, "REPORT_GPA"),
			in(Reg::Rdx, K::GpaBuffer, "REPORTDATA_GPA"),
			in(Reg::R8, K::Choice, "SUBTYPE"),
		},
	},
	{
		.leaf = GuestLeaf::MrVerifyreport,
		.name = "TDG.MR.VERIFYREPORT",
		.since = Release::V1_5,
		.scope = Scope::Td,
		.effect = Effect::Reads,
		.summary = "check that a report MAC was made on this platform",
		.operands = {
			in(Reg::Rcx, K::GpaBuffer, "REPORTMACSTRUCT_GPA"),
		},
	},
	{
		.leaf = GuestLeaf::MrKeyGet,
		.name = "TDG.MR.KEY.GET",
		.since = Release::V1_5_34,
		.scope = Scope::Td,
		.effect = Effect::Reads,
		.retry = Retry::Busy,
		.summary = "derive a sealing key",
		.operands = {
			in(Reg::Rcx, K::GpaBuffer, "TDKEYREQUEST_GPA"),
			in(Reg::Rdx, K::GpaBuffer, "KEY_OUTPUT_GPA"),
			in(Reg::R8, K::Choice, "REQUESTOR", 7, 0),
			out(Reg::R9, K::Size, "KEY_SIZE"),
		},
	},
};
// clang-format on

} // namespace tdx::leaf_rows
