// SPDX-License-Identifier: GPL-2.0
//
// TDH.PHYMEM.*: pages and caches of the platform.
#pragma once

#include "core/abi/leaf.hpp"

namespace tdx::leaf_rows {

// clang-format off
constexpr LeafSpec host_phymem[] = {
	{
		.leaf = HostLeaf::PhymemPageRdmd,
		.name = "TDH.PHYMEM.PAGE.RDMD",
		.scope = Scope::Platform,
		.effect = Effect::Reads,
		.raw = Raw::Listed,
		.retry = Retry::Busy,
		.summary = "read the PAMT metadata of a page",
		.operands = {
			in(Reg::Rcx, K::PageAddress, "PAGE_PA"),
			out(Reg::Rcx, K::Choice, "PAGE_TYPE"),
			out(Reg::Rdx, K::PageAddress, "OWNER_TDR_PA"),
			out(Reg::R8, K::Choice, "PAGE_SIZE"),
			out(Reg::R9, K::Value, "BEPOCH"),
			out(Reg::R10, K::Zero, "0"),
			out(Reg::R11, K::Zero, "0"),
			error(Reg::Rcx, K::Zero, "0"),
			error(Reg::Rdx, K::Zero, "0"),
			error(Reg::R8, K::Zero, "0"),
			error(Reg::R9, K::Zero, "0"),
			error(Reg::R10, K::Zero, "0"),
			error(Reg::R11, K::Zero, "0"),
		},
	},
	{
		.leaf = HostLeaf::PhymemPageReclaim,
		.name = "TDH.PHYMEM.PAGE.RECLAIM",
		.scope = Scope::Platform,
		.effect = Effect::Td,
		.raw = Raw::Listed,
		.retry = Retry::Busy,
		.summary = "give back a page of a TD that is in TD_TEARDOWN",
		.operands = {
			in(Reg::Rcx, K::PageAddress, "PAGE_PA"),
			out(Reg::Rcx, K::Choice, "PAGE_TYPE"),
			out(Reg::Rdx, K::PageAddress, "OWNER_TDR_PA"),
			out(Reg::R8, K::Choice, "PAGE_SIZE"),
			out(Reg::R9, K::Zero, "0"),
			out(Reg::R10, K::Zero, "0"),
			out(Reg::R11, K::Zero, "0"),
			error(Reg::Rcx, K::Choice, "PAGE_TYPE"),
			error(Reg::Rdx, K::PageAddress, "OWNER_TDR_PA"),
			error(Reg::R8, K::Choice, "PAGE_SIZE"),
			error(Reg::R9, K::Zero, "0"),
			error(Reg::R10, K::Zero, "0"),
			error(Reg::R11, K::Zero, "0"),
		},
	},
	{
		.leaf = HostLeaf::PhymemCacheWb,
		.name = "TDH.PHYMEM.CACHE.WB",
		.scope = Scope::Package,
		.effect = Effect::Td,
		.raw = Raw::Listed,
		.retry = Retry::Busy | Retry::Resume,
		.resume = {.from_output = {}, .reg = Reg::Rcx, .set = 1},
		.rule = "call again with rcx=1 on the same package",
		.summary =
			"write back and invalidate caches of this package so flushed HKIDs can be "
			"freed",
		.operands = {
			in(Reg::Rcx, K::Choice, "CMD"),
		},
	},
	{
		.leaf = HostLeaf::PhymemPageWbinvd,
		.name = "TDH.PHYMEM.PAGE.WBINVD",
		.scope = Scope::Platform,
		.effect = Effect::Td,
		.raw = Raw::Listed,
		.retry = Retry::Busy,
		.summary = "flush cache lines of one page that is not assigned",
		.operands = {
			in(Reg::Rcx, K::KeyedAddress, "PAGE_PA", 51, 12),
			in(Reg::Rcx, K::KeyId, "HKID", 51, 12),
		},
	},
	{
		.leaf = HostLeaf::PhymemPamtAdd,
		.name = "TDH.PHYMEM.PAMT.ADD",
		.since = Release::V1_5_28,
		.scope = Scope::Platform,
		.effect = Effect::Platform,
		.raw = Raw::StartsModule,
		.xstate = Xstate::Reset,
		.retry = Retry::Busy,
		.summary =
			"dynamic PAMT: give the page pair that holds the 4K entries of one 2M "
			"range; both pages are zeroed",
		.operands = {
			in(Reg::Rcx, K::PageAddress, "HPA", 51, 12),
			in(Reg::Rcx, K::Level, "LEVEL", 2, 0),
			in(Reg::Rdx, K::PageAddress, "PAMT_PAGE0_PA"),
			in(Reg::R8, K::PageAddress, "PAMT_PAGE1_PA"),
		},
	},
	{
		.leaf = HostLeaf::PhymemPamtRemove,
		.name = "TDH.PHYMEM.PAMT.REMOVE",
		.since = Release::V1_5_28,
		.scope = Scope::Platform,
		.effect = Effect::Platform,
		.raw = Raw::StartsModule,
		.xstate = Xstate::Reset,
		.retry = Retry::Busy,
		.summary = "dynamic PAMT: take the page pair back (all 512 entries must be NDA)",
		.operands = {
			in(Reg::Rcx, K::PageAddress, "HPA", 51, 12),
			in(Reg::Rcx, K::Level, "LEVEL", 2, 0),
			out(Reg::Rdx, K::PageAddress, "PAMT_PAGE0_PA"),
			out(Reg::R8, K::PageAddress, "PAMT_PAGE1_PA"),
		},
	},
};
// clang-format on

} // namespace tdx::leaf_rows
