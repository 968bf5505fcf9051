// SPDX-License-Identifier: GPL-2.0
//
// The SEAMCALL leaf functions of the P-SEAMLDR.
#pragma once

#include "leaf.hpp"
#include "seamldr_operands.hpp"

namespace tdx {

// clang-format off
constexpr LeafInfo seamldr_leaves_rows[] = {
	{SeamldrLeaf::Info, "SEAMLDR.INFO", 0, 0,
		Release::V1_0, Scope::Platform, Effect::Reads, ModuleState::Any, Xstate::None,
		Retry::Entropy | Retry::Restart, {}, 0,
		"any CPU",
		"loader version, counters and SEAMEXTEND copy"},
	{SeamldrLeaf::Install, "SEAMLDR.INSTALL", 0, 0,
		Release::V1_0, Scope::Lp, Effect::Platform, ModuleState::Any, Xstate::None,
		Retry::Entropy | Retry::Restart, {}, 0,
		"once on every logical CPU, one after the other; work is done on the last one",
		"install (scenario 0) or update (scenario 1) the TDX module"},
	{SeamldrLeaf::Shutdown, "SEAMLDR.SHUTDOWN", 0, 0,
		Release::V1_0, Scope::Lp, Effect::Platform, ModuleState::Any, Xstate::None,
		Retry::Entropy | Retry::Restart, {}, 0,
		"once on every CPU, serially; last one must be the CPU that launched the NP- "
		"SEAMLDR ACM",
		"stop the loader so that a new one can be launched; first call clears "
		"SEAM_READY (no more TDX module calls), last call clears SEAMEXTEND"},
	{SeamldrLeaf::Seaminfo, "SEAMLDR.SEAMINFO", 0, 0,
		Release::V1_0, Scope::Platform, Effect::Reads, ModuleState::Any, Xstate::None,
		Retry::Entropy | Retry::Restart, {}, 0,
		"any CPU",
		"SEAM range / topology information"},
	{SeamldrLeaf::Cleanup, "SEAMLDR.CLEANUP", 0, 0,
		Release::Newer, Scope::Platform, Effect::Platform, ModuleState::Any, Xstate::None,
		Retry::Entropy | Retry::Restart, {}, 0,
		nullptr,
		"wipe leftovers of an old module (SEAMEXTEND, caches, private keys); advertised "
		"by features0 bit 1"},
};
// clang-format on

constexpr auto seamldr_leaves = make_leaf_table(seamldr_leaves_rows, seamldr_operands::rows);

consteval LeafInfo leaf_info(SeamldrLeaf leaf)
{
	return leaf_info(seamldr_leaves, leaf);
}

} // namespace tdx
