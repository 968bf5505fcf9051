// SPDX-License-Identifier: GPL-2.0
//
// TDH.EXT.* and TDH.QUOTE.*: extensions of the TDX module.
#pragma once

#include "core/abi/leaf.hpp"

namespace tdx::leaf_rows {

// clang-format off
constexpr LeafSpec host_ext[] = {
	{
		.leaf = HostLeaf::ExtInit,
		.name = "TDH.EXT.INIT",
		.since = Release::Newer,
		.scope = Scope::Platform,
		.effect = Effect::Platform,
		.raw = Raw::StartsModule,
		.retry = Retry::Resume,
		.rule = "call again",
		.summary =
			"initialise the module extensions, after TDH.EXT.MEM.ADD has given the "
			"pages that EXT_MEMORY_POOL_REQUIRED_PAGES tells",
	},
	{
		.leaf = HostLeaf::ExtMemAdd,
		.name = "TDH.EXT.MEM.ADD",
		.since = Release::Newer,
		.scope = Scope::Platform,
		.effect = Effect::Platform,
		.raw = Raw::StartsModule,
		.retry = Retry::Resume,
		.resume = {.from_output = mask_of(Reg::Rcx), .reg = Reg::Rax, .set = 0},
		.rule = "call again with rcx as returned",
		.summary = "give up to 512 4K pages to the memory pool of the module extensions",
		.operands = {
			in(Reg::Rcx, K::Value, "HPA_LIST_INFO"),
			out(Reg::Rcx, K::Value, "HPA_LIST_INFO"),
		},
	},
	{
		.leaf = HostLeaf::QuoteGet,
		.name = "TDH.QUOTE.GET",
		.since = Release::Newer,
		.scope = Scope::Td,
		.effect = Effect::Reads,
		.raw = Raw::HidesAddress,
		.retry = Retry::Resume,
		.rule = "call again",
		.summary = "quoting extension: make a quote inside the module",
		.operands = {
			in(Reg::Rcx, K::PageAddress, "TDR_PA"),
			in(Reg::Rdx, K::Index, "QUOTE_ID", 47, 32),
			in(Reg::R8, K::BufferAddress, "INPUT_PA"),
			in(Reg::R9, K::Size, "INPUT_LENGTH"),
			in(Reg::R10, K::BufferAddress, "HPA_LIST_PA"),
			in(Reg::R11, K::Size, "OUTPUT_LENGTH"),
			out(Reg::Rcx, K::Size, "QUOTE_LENGTH"),
		},
	},
	{
		.leaf = HostLeaf::QuoteInit,
		.name = "TDH.QUOTE.INIT",
		.since = Release::Newer,
		.scope = Scope::Platform,
		.effect = Effect::Platform,
		.raw = Raw::StartsModule,
		.retry = Retry::Resume,
		.rule = "call again",
		.summary = "initialise the quoting extension; afterwards MAX_QUOTE_SIZE is valid",
	},
};
// clang-format on

} // namespace tdx::leaf_rows
