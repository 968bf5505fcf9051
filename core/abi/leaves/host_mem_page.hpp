// SPDX-License-Identifier: GPL-2.0
//
// TDH.MEM.PAGE.*: pages of private memory.
#pragma once

#include "core/abi/leaf.hpp"

namespace tdx::leaf_rows {

// clang-format off
constexpr LeafSpec host_mem_page[] = {
	{
		.leaf = HostLeaf::MemPageAdd,
		.name = "TDH.MEM.PAGE.ADD",
		.scope = Scope::Td,
		.effect = Effect::Td,
		.raw = Raw::Listed,
		.retry = Retry::Busy,
		.summary =
			"copy a source page into a new measured private 4K page (build time only) "
			"and hash its address into MRTD",
		.operands = {
			in(Reg::Rcx, K::Gpa, "GPA", 51, 12),
			in(Reg::Rcx, K::Level, "LEVEL", 2, 0),
			in(Reg::Rdx, K::PageAddress, "TDR_PA"),
			in(Reg::R8, K::PageAddress, "TARGET_PAGE_PA"),
			in(Reg::R9, K::BufferAddress, "SOURCE_PAGE_PA"),
			out(Reg::Rcx, K::Zero, "0"),
			out(Reg::Rdx, K::Zero, "0"),
			error(Reg::Rcx, K::SeptEntry, "SEPT_ENTRY"),
			error(Reg::Rdx, K::LevelState, "LEVEL_STATE"),
		},
	},
	{
		.leaf = HostLeaf::MemPageRelocate,
		.name = "TDH.MEM.PAGE.RELOCATE",
		.scope = Scope::Td,
		.effect = Effect::Td,
		.raw = Raw::Listed,
		.retry = Retry::Busy,
		.summary = "move a blocked and tracked 4K page to another physical page",
		.operands = {
			in(Reg::Rcx, K::Gpa, "GPA", 51, 12),
			in(Reg::Rcx, K::Level, "LEVEL", 2, 0),
			in(Reg::Rdx, K::PageAddress, "TDR_PA"),
			in(Reg::R8, K::PageAddress, "NEW_PAGE_PA"),
			out(Reg::Rcx, K::PageAddress, "OLD_PAGE_PA"),
			out(Reg::Rdx, K::Zero, "0"),
			error(Reg::Rcx, K::SeptEntry, "SEPT_ENTRY"),
			error(Reg::Rdx, K::LevelState, "LEVEL_STATE"),
		},
	},
	{
		.leaf = HostLeaf::MemPageAug,
		.name = "TDH.MEM.PAGE.AUG",
		.scope = Scope::Td,
		.effect = Effect::Td,
		.raw = Raw::Listed,
		.retry = Retry::Busy,
		.summary = "map a pending (not yet accepted) 4K or 2M private page",
		.operands = {
			in(Reg::Rcx, K::Gpa, "GPA", 51, 12),
			in(Reg::Rcx, K::Level, "LEVEL", 2, 0),
			in(Reg::Rdx, K::PageAddress, "TDR_PA"),
			in(Reg::R8, K::PageAddress, "PAGE_PA"),
			out(Reg::Rcx, K::Zero, "0"),
			out(Reg::Rdx, K::Zero, "0"),
			error(Reg::Rcx, K::SeptEntry, "SEPT_ENTRY"),
			error(Reg::Rdx, K::LevelState, "LEVEL_STATE"),
		},
	},
	{
		.leaf = HostLeaf::MemPageDemote,
		.name = "TDH.MEM.PAGE.DEMOTE",
		.scope = Scope::Td,
		.effect = Effect::Td,
		.raw = Raw::Listed,
		.retry = Retry::Busy | Retry::Restart,
		.rule = "re-issue unchanged (rcx/rdx are restored)",
		.summary = "split a blocked and tracked large page into 512 smaller mappings",
		.operands = {
			in(Reg::Rcx, K::Gpa, "GPA", 51, 12),
			in(Reg::Rcx, K::Level, "LEVEL", 2, 0),
			in(Reg::Rdx, K::PageAddress, "TDR_PA", 51, 12),
			in(Reg::Rdx, K::Flag, "L2_SEPT_ADD_MODE", 0, 0),
			in(Reg::R8, K::PageAddress, "SEPT_PAGE_PA"),
			in(Reg::R9, K::PageAddress, "L2_SEPT_PAGE_PA"),
			in(Reg::R10, K::PageAddress, "L2_SEPT_PAGE_PA"),
			in(Reg::R11, K::PageAddress, "L2_SEPT_PAGE_PA"),
			in(Reg::R12, K::PageAddress, "PAMT_PAGE_PA", 63, 0, 0, Release::V1_5_28),
			in(Reg::R13, K::PageAddress, "PAMT_PAGE_PA", 63, 0, 0, Release::V1_5_28),
			out(Reg::Rcx, K::Zero, "0"),
			out(Reg::Rdx, K::Zero, "0"),
			out(Reg::R9, K::PageAddress, "L2_SEPT_PAGE_PA"),
			out(Reg::R10, K::PageAddress, "L2_SEPT_PAGE_PA"),
			out(Reg::R11, K::PageAddress, "L2_SEPT_PAGE_PA"),
			error(Reg::Rcx, K::SeptEntry, "SEPT_ENTRY"),
			error(Reg::Rdx, K::LevelState, "LEVEL_STATE"),
			error(Reg::R9, K::PageAddress, "L2_SEPT_PAGE_PA"),
			error(Reg::R10, K::PageAddress, "L2_SEPT_PAGE_PA"),
			error(Reg::R11, K::PageAddress, "L2_SEPT_PAGE_PA"),
		},
	},
	{
		.leaf = HostLeaf::MemPagePromote,
		.name = "TDH.MEM.PAGE.PROMOTE",
		.max_version_1_5 = 1,
		.max_version = 1,
		.scope = Scope::Td,
		.effect = Effect::Td,
		.raw = Raw::Listed,
		.retry = Retry::Busy | Retry::Restart,
		.rule = "re-issue unchanged (rcx/rdx are restored)",
		.summary = "merge 512 small mappings into one larger page",
		.operands = {
			in(Reg::Rcx, K::Gpa, "GPA", 51, 12),
			in(Reg::Rcx, K::Level, "LEVEL", 2, 0),
			in(Reg::Rdx, K::PageAddress, "TDR_PA"),
			out(Reg::Rcx, K::PageAddress, "FREED_SEPT_PAGE_PA"),
			out(Reg::Rdx, K::Zero, "0"),
			out(Reg::R9, K::PageAddress, "FREED_L2_SEPT_PAGE_PA", 63, 0, 1),
			out(Reg::R10, K::PageAddress, "FREED_L2_SEPT_PAGE_PA", 63, 0, 1),
			out(Reg::R11, K::PageAddress, "FREED_L2_SEPT_PAGE_PA", 63, 0, 1),
			error(Reg::Rcx, K::SeptEntry, "SEPT_ENTRY"),
			error(Reg::Rdx, K::LevelState, "LEVEL_STATE"),
		},
	},
	{
		.leaf = HostLeaf::MemPageRemove,
		.name = "TDH.MEM.PAGE.REMOVE",
		.scope = Scope::Td,
		.effect = Effect::Td,
		.raw = Raw::Listed,
		.retry = Retry::Busy,
		.summary = "unmap and free a blocked and tracked page",
		.operands = {
			in(Reg::Rcx, K::Gpa, "GPA", 51, 12),
			in(Reg::Rcx, K::Level, "LEVEL", 2, 0),
			in(Reg::Rdx, K::PageAddress, "TDR_PA"),
			out(Reg::Rcx, K::PageAddress, "PAGE_PA"),
			out(Reg::Rdx, K::Zero, "0"),
			error(Reg::Rcx, K::SeptEntry, "SEPT_ENTRY"),
			error(Reg::Rdx, K::LevelState, "LEVEL_STATE"),
		},
	},
};
// clang-format on

} // namespace tdx::leaf_rows
