// SPDX-License-Identifier: GPL-2.0
//
// The SEAMCALL leaf functions of the P-SEAMLDR.
#pragma once

#include "core/abi/leaf.hpp"

namespace tdx {

namespace leaf_rows {

// clang-format off
constexpr LeafSpec seamldr_leaves[] = {
	{
		.leaf = SeamldrLeaf::Info,
		.name = "SEAMLDR.INFO",
		.scope = Scope::Platform,
		.effect = Effect::Reads,
		.state = ModuleState::Any,
		.retry = Retry::Entropy | Retry::Restart,
		.rule = "any CPU",
		.summary = "loader version, counters and SEAMEXTEND copy",
		.operands = {
			in(Reg::Rcx, K::BufferAddress, "SEAMLDR_INFO_PA"),
		},
	},
	{
		.leaf = SeamldrLeaf::Install,
		.name = "SEAMLDR.INSTALL",
		.scope = Scope::Lp,
		.effect = Effect::Platform,
		.state = ModuleState::Any,
		.retry = Retry::Entropy | Retry::Restart,
		.rule =
			"once on every logical CPU, one after the other; work is done on the last "
			"one",
		.summary = "install (scenario 0) or update (scenario 1) the TDX module",
		.operands = {
			in(Reg::Rcx, K::BufferAddress, "SEAMLDR_PARAMS_PA"),
		},
	},
	{
		.leaf = SeamldrLeaf::Shutdown,
		.name = "SEAMLDR.SHUTDOWN",
		.scope = Scope::Lp,
		.effect = Effect::Platform,
		.state = ModuleState::Any,
		.retry = Retry::Entropy | Retry::Restart,
		.rule =
			"once on every CPU, serially; last one must be the CPU that launched the "
			"NP-SEAMLDR ACM",
		.summary =
			"stop the loader so that a new one can be launched; first call clears "
			"SEAM_READY (no more TDX module calls), last call clears SEAMEXTEND",
	},
	{
		.leaf = SeamldrLeaf::Seaminfo,
		.name = "SEAMLDR.SEAMINFO",
		.scope = Scope::Platform,
		.effect = Effect::Reads,
		.state = ModuleState::Any,
		.retry = Retry::Entropy | Retry::Restart,
		.rule = "any CPU",
		.summary = "SEAM range / topology information",
		.operands = {
			in(Reg::Rcx, K::BufferAddress, "OUTPUT_BUFFER_PA"),
		},
	},
	{
		.leaf = SeamldrLeaf::Cleanup,
		.name = "SEAMLDR.CLEANUP",
		.since = Release::Newer,
		.scope = Scope::Platform,
		.effect = Effect::Platform,
		.state = ModuleState::Any,
		.retry = Retry::Entropy | Retry::Restart,
		.summary =
			"wipe leftovers of an old module (SEAMEXTEND, caches, private keys); "
			"advertised by features0 bit 1",
	},
};
// clang-format on

} // namespace leaf_rows

constexpr auto seamldr_leaves = make_leaf_table<leaf_rows::seamldr_leaves>();

consteval LeafInfo leaf_info(SeamldrLeaf leaf)
{
	return leaf_info(seamldr_leaves, leaf);
}

} // namespace tdx
