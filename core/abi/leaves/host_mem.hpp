// SPDX-License-Identifier: GPL-2.0
//
// TDH.MEM.* on ranges and bytes of private memory, and TLB tracking.
#pragma once

#include "core/abi/leaf.hpp"

namespace tdx::leaf_rows {

// clang-format off
constexpr LeafSpec host_mem[] = {
	{
		.leaf = HostLeaf::MemRangeBlock,
		.name = "TDH.MEM.RANGE.BLOCK",
		.scope = Scope::Td,
		.effect = Effect::Td,
		.raw = Raw::Listed,
		.retry = Retry::Busy,
		.summary = "block a range: no new TLB entries; records the TLB epoch",
		.operands = {
			in(Reg::Rcx, K::Gpa, "GPA", 51, 12),
			in(Reg::Rcx, K::Level, "LEVEL", 2, 0),
			in(Reg::Rdx, K::PageAddress, "TDR_PA"),
			out(Reg::Rcx, K::Zero, "0"),
			out(Reg::Rdx, K::Zero, "0"),
			error(Reg::Rcx, K::SeptEntry, "SEPT_ENTRY"),
			error(Reg::Rdx, K::LevelState, "LEVEL_STATE"),
		},
	},
	{
		.leaf = HostLeaf::MemRd,
		.name = "TDH.MEM.RD",
		.scope = Scope::Td,
		.effect = Effect::Reads,
		.raw = Raw::Listed,
		.retry = Retry::Busy,
		.summary =
			"debug TD: (states MAPPED, BLOCKEDW, EXPORTED_*) read 8 bytes of private "
			"memory",
		.operands = {
			in(Reg::Rcx, K::Gpa, "GPA"),
			in(Reg::Rdx, K::PageAddress, "TDR_PA"),
			out(Reg::Rcx, K::Zero, "0"),
			out(Reg::Rdx, K::Zero, "0"),
			out(Reg::R8, K::Data, "DATA"),
			error(Reg::Rcx, K::SeptEntry, "SEPT_ENTRY"),
			error(Reg::Rdx, K::LevelState, "LEVEL_STATE"),
			error(Reg::R8, K::Zero, "0"),
		},
	},
	{
		.leaf = HostLeaf::MemWr,
		.name = "TDH.MEM.WR",
		.scope = Scope::Td,
		.effect = Effect::Td,
		.raw = Raw::Listed,
		.retry = Retry::Busy,
		.summary =
			"debug TD: (only states MAPPED and EXPORTED_DIRTY) write 8 bytes of "
			"private memory",
		.operands = {
			in(Reg::Rcx, K::Gpa, "GPA"),
			in(Reg::Rdx, K::PageAddress, "TDR_PA"),
			in(Reg::R8, K::Data, "DATA"),
			out(Reg::Rcx, K::Zero, "0"),
			out(Reg::Rdx, K::Zero, "0"),
			out(Reg::R8, K::Data, "OLD_DATA"),
			error(Reg::Rcx, K::SeptEntry, "SEPT_ENTRY"),
			error(Reg::Rdx, K::LevelState, "LEVEL_STATE"),
			error(Reg::R8, K::Zero, "0"),
		},
	},
	{
		.leaf = HostLeaf::MemTrack,
		.name = "TDH.MEM.TRACK",
		.scope = Scope::Td,
		.effect = Effect::Td,
		.raw = Raw::Listed,
		.retry = Retry::Busy | Retry::EpochBusy,
		.summary = "advance the TLB epoch",
		.operands = {
			in(Reg::Rcx, K::PageAddress, "TDR_PA"),
		},
	},
	{
		.leaf = HostLeaf::MemRangeUnblock,
		.name = "TDH.MEM.RANGE.UNBLOCK",
		.scope = Scope::Td,
		.effect = Effect::Td,
		.raw = Raw::Listed,
		.retry = Retry::Busy,
		.summary = "undo a block",
		.operands = {
			in(Reg::Rcx, K::Gpa, "GPA", 51, 12),
			in(Reg::Rcx, K::Level, "LEVEL", 2, 0),
			in(Reg::Rdx, K::PageAddress, "TDR_PA"),
			out(Reg::Rcx, K::Zero, "0"),
			out(Reg::Rdx, K::Zero, "0"),
			error(Reg::Rcx, K::SeptEntry, "SEPT_ENTRY"),
			error(Reg::Rdx, K::LevelState, "LEVEL_STATE"),
		},
	},
	{
		.leaf = HostLeaf::MemScanRange,
		.name = "TDH.MEM.SCAN.RANGE",
		.since = Release::V1_5_34,
		.scope = Scope::Td,
		.effect = Effect::Td,
		.raw = Raw::HidesAddress,
		.retry = Retry::Busy | Retry::Resume,
		.resume = {.from_output = Reg::R9 | Reg::R10 | Reg::R11, .reg = Reg::Rax, .set = 0},
		.rule = "call again with r9, r10, r11 as returned",
		.summary =
			"scan a GPA range of the secure EPT: list pages to export (DSCAN), or "
			"restore entries after an export (EXPORT_RESTORE)",
		.operands = {
			in(Reg::Rcx, K::Value, "LIST_OF_LISTS_INFO"),
			in(Reg::Rdx, K::PageAddress, "TDR_PA"),
			in(Reg::R8, K::Choice, "QUALIFIER", 15, 8),
			in(Reg::R8, K::Choice, "OPERATION", 7, 0),
			in(Reg::R9, K::Gpa, "RANGE_START"),
			in(Reg::R10, K::Size, "RANGE_SIZE"),
			in(Reg::R11, K::Index, "NEXT_ENTRY"),
			out(Reg::R9, K::Gpa, "NEXT_START"),
			out(Reg::R10, K::Size, "REMAINING_SIZE"),
			out(Reg::R11, K::Index, "NEXT_ENTRY"),
		},
	},
	{
		.leaf = HostLeaf::MemScanComp,
		.name = "TDH.MEM.SCAN.COMP",
		.since = Release::V1_5_34,
		.scope = Scope::Td,
		.effect = Effect::Td,
		.raw = Raw::HidesAddress,
		.retry = Retry::Busy | Retry::Resume,
		.resume = {.from_output = mask_of(Reg::R11), .reg = Reg::R8, .set = 1ULL << 63},
		.rule =
			"call again with RESUME, same context, range, operation, qualifier and "
			"r11 as returned",
		.summary =
			"check the whole guest memory, by many CPUs in parallel, before the start "
			"token; the TD is PAUSED_EXPORT",
		.operands = {
			in(Reg::Rcx, K::Value, "LIST_OF_LISTS_INFO"),
			in(Reg::Rdx, K::PageAddress, "TDR_PA"),
			in(Reg::R8, K::Flag, "RESUME", 63, 63),
			in(Reg::R8, K::Index, "RANGE_ID", 55, 48),
			in(Reg::R8, K::Index, "CONTEXT_ID", 47, 32),
			in(Reg::R8, K::Choice, "QUALIFIER", 15, 8),
			in(Reg::R8, K::Choice, "OPERATION", 7, 0),
			in(Reg::R11, K::Index, "NEXT_ENTRY"),
			out(Reg::R11, K::Index, "NEXT_ENTRY"),
		},
	},
	{
		.leaf = HostLeaf::MemScanConfig,
		.name = "TDH.MEM.SCAN.CONFIG",
		.since = Release::V1_5_34,
		.scope = Scope::Td,
		.effect = Effect::Td,
		.raw = Raw::HidesAddress,
		.retry = Retry::Busy,
		.summary =
			"give the control pages and the GPA ranges of a memory scan; repeats "
			"reset the scan",
		.operands = {
			in(Reg::Rcx, K::Value, "RANGE_LIST_INFO"),
			in(Reg::Rdx, K::PageAddress, "TDR_PA"),
			in(Reg::R8, K::PageAddress, "RANGES_PAGE_PA"),
			in(Reg::R9, K::PageAddress, "CONTEXTS_PAGE_PA"),
			in(Reg::R10, K::PageAddress, "CONTROL_PAGE_PA"),
			in(Reg::R11, K::PageAddress, "CONTROL_PAGE_PA"),
			out(Reg::R8, K::Flag, "PAGE_NOT_USED", 63, 63),
			out(Reg::R9, K::Flag, "PAGE_NOT_USED", 63, 63),
			out(Reg::R10, K::Flag, "PAGE_NOT_USED", 63, 63),
			out(Reg::R11, K::Flag, "PAGE_NOT_USED", 63, 63),
		},
	},
	{
		.leaf = HostLeaf::MemScanReset,
		.name = "TDH.MEM.SCAN.RESET",
		.since = Release::V1_5_34,
		.scope = Scope::Td,
		.effect = Effect::Td,
		.retry = Retry::Busy,
		.summary = "abandon a memory scan and make it ready to start again",
		.operands = {
			in(Reg::Rdx, K::PageAddress, "TDR_PA"),
		},
	},
	{
		.leaf = HostLeaf::MemSharedSeptWr,
		.name = "TDH.MEM.SHARED.SEPT.WR",
		.max_version_1_5 = 1,
		.max_version = 1,
		.since = Release::V2_0,
		.scope = Scope::Platform,
		.effect = Effect::Td,
		.raw = Raw::HidesAddress,
		.xstate = Xstate::Reset,
		.retry = Retry::Busy,
		.summary = "TDX Connect: write the root entry of the shared half of the EPT",
		.operands = {
			in(Reg::Rcx, K::Gpa, "GPA", 51, 12),
			in(Reg::Rcx, K::Level, "LEVEL", 2, 0),
			in(Reg::Rdx, K::PageAddress, "TDR_PA"),
			in(Reg::R8, K::SeptEntry, "ENTRY"),
			in(Reg::R9, K::SeptEntry, "ENTRY", 63, 0, 1),
			in(Reg::R10, K::SeptEntry, "ENTRY", 63, 0, 1),
			in(Reg::R11, K::SeptEntry, "ENTRY", 63, 0, 1),
			out(Reg::Rcx, K::Zero, "0"),
			out(Reg::Rdx, K::Zero, "0"),
		},
	},
};
// clang-format on

} // namespace tdx::leaf_rows
