// SPDX-License-Identifier: GPL-2.0
//
// TDH.MEM.SEPT.*: secure-EPT pages.
#pragma once

#include "core/abi/leaf.hpp"

namespace tdx::leaf_rows {

// clang-format off
constexpr LeafSpec host_mem_sept[] = {
	{
		.leaf = HostLeaf::MemSeptAdd,
		.name = "TDH.MEM.SEPT.ADD",
		.max_version_1_5 = 1,
		.max_version = 1,
		.scope = Scope::Td,
		.effect = Effect::Td,
		.raw = Raw::Listed,
		.retry = Retry::Busy | Retry::Resume,
		.resume = {.from_output = Reg::R8 | Reg::R9 | Reg::R10 | Reg::R11,
			.reg = Reg::Rax, .set = 0},
		.rule =
			"re-issue with the registers as returned (rcx/rdx restored; consumed "
			"pages are all ones)",
		.summary = "add secure-EPT page(s) for a range",
		.operands = {
			in(Reg::Rcx, K::Gpa, "GPA", 51, 12),
			in(Reg::Rcx, K::Level, "LEVEL", 2, 0),
			in(Reg::Rdx, K::PageAddress, "TDR_PA", 51, 12),
			in(Reg::Rdx, K::Flag, "ALLOW_EXISTING", 0, 0),
			in(Reg::R8, K::PageAddress, "SEPT_PAGE_PA"),
			in(Reg::R9, K::PageAddress, "L2_SEPT_PAGE_PA", 63, 0, 1),
			in(Reg::R10, K::PageAddress, "L2_SEPT_PAGE_PA", 63, 0, 1),
			in(Reg::R11, K::PageAddress, "L2_SEPT_PAGE_PA", 63, 0, 1),
			out(Reg::Rcx, K::Zero, "0"),
			out(Reg::Rdx, K::Zero, "0"),
			out(Reg::R8, K::PageAddress, "SEPT_PAGE_PA", 63, 0, 1),
			out(Reg::R9, K::PageAddress, "L2_SEPT_PAGE_PA", 63, 0, 1),
			out(Reg::R10, K::PageAddress, "L2_SEPT_PAGE_PA", 63, 0, 1),
			out(Reg::R11, K::PageAddress, "L2_SEPT_PAGE_PA", 63, 0, 1),
			error(Reg::Rcx, K::SeptEntry, "SEPT_ENTRY"),
			error(Reg::Rdx, K::LevelState, "LEVEL_STATE"),
			error(Reg::R8, K::PageAddress, "SEPT_PAGE_PA", 63, 0, 1),
			error(Reg::R9, K::PageAddress, "L2_SEPT_PAGE_PA", 63, 0, 1),
			error(Reg::R10, K::PageAddress, "L2_SEPT_PAGE_PA", 63, 0, 1),
			error(Reg::R11, K::PageAddress, "L2_SEPT_PAGE_PA", 63, 0, 1),
		},
	},
	{
		.leaf = HostLeaf::MemSeptRd,
		.name = "TDH.MEM.SEPT.RD",
		.scope = Scope::Td,
		.effect = Effect::Reads,
		.raw = Raw::Listed,
		.retry = Retry::Busy,
		.summary = "read a secure-EPT entry",
		.operands = {
			in(Reg::Rcx, K::Gpa, "GPA", 51, 12),
			in(Reg::Rcx, K::Level, "LEVEL", 2, 0),
			in(Reg::Rdx, K::PageAddress, "TDR_PA", 51, 12),
			in(Reg::Rdx, K::Flag, "L2_ATTRS", 0, 0),
			out(Reg::Rcx, K::SeptEntry, "SEPT_ENTRY"),
			out(Reg::Rdx, K::LevelState, "LEVEL_STATE"),
			out(Reg::R8, K::Attributes, "L2_ATTRIBUTES"),
			error(Reg::Rcx, K::SeptEntry, "SEPT_ENTRY"),
			error(Reg::Rdx, K::LevelState, "LEVEL_STATE"),
			error(Reg::R8, K::Attributes, "L2_ATTRIBUTES"),
		},
	},
	{
		.leaf = HostLeaf::MemSeptRemove,
		.name = "TDH.MEM.SEPT.REMOVE",
		.max_version_1_5 = 1,
		.max_version = 1,
		.scope = Scope::Td,
		.effect = Effect::Td,
		.raw = Raw::Listed,
		.retry = Retry::Busy,
		.summary = "remove empty secure-EPT page(s)",
		.operands = {
			in(Reg::Rcx, K::Gpa, "GPA", 51, 12),
			in(Reg::Rcx, K::Level, "LEVEL", 2, 0),
			in(Reg::Rdx, K::PageAddress, "TDR_PA"),
			out(Reg::Rcx, K::PageAddress, "SEPT_PAGE_PA"),
			out(Reg::Rdx, K::Zero, "0"),
			out(Reg::R9, K::PageAddress, "L2_SEPT_PAGE_PA", 63, 0, 1),
			out(Reg::R10, K::PageAddress, "L2_SEPT_PAGE_PA", 63, 0, 1),
			out(Reg::R11, K::PageAddress, "L2_SEPT_PAGE_PA", 63, 0, 1),
			error(Reg::Rcx, K::SeptEntry, "SEPT_ENTRY"),
			error(Reg::Rdx, K::LevelState, "LEVEL_STATE"),
		},
	},
	{
		.leaf = HostLeaf::MemSeptWr,
		.name = "TDH.MEM.SEPT.WR",
		.scope = Scope::Td,
		.effect = Effect::Td,
		.summary =
			"number that every module reserves and answers as an unknown leaf; the "
			"ABI specification gives it to TDH.SYS.RDM",
	},
};
// clang-format on

} // namespace tdx::leaf_rows
