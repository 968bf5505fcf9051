// SPDX-License-Identifier: GPL-2.0
//
// TDH.SYS.*: the platform and the TDX module.
#pragma once

#include "core/abi/leaf.hpp"

namespace tdx::leaf_rows {

// clang-format off
constexpr LeafSpec host_sys[] = {
	{
		.leaf = HostLeaf::SysKeyConfig,
		.name = "TDH.SYS.KEY.CONFIG",
		.scope = Scope::Package,
		.effect = Effect::Platform,
		.raw = Raw::StartsModule,
		.state = ModuleState::ConfigDone,
		.retry = Retry::Busy | Retry::SysBusy | Retry::KeyGeneration,
		.summary =
			"make the module's own key on this package; last package makes the module "
			"READY",
	},
	{
		.leaf = HostLeaf::SysInfo,
		.name = "TDH.SYS.INFO",
		.scope = Scope::Platform,
		.effect = Effect::Reads,
		.raw = Raw::Listed,
		.state = ModuleState::LpInitDone,
		.summary = "legacy information structure",
		.operands = {
			in(Reg::Rcx, K::BufferAddress, "TDSYSINFO_PA"),
			in(Reg::Rdx, K::Size, "BUFFER_SIZE"),
			in(Reg::R8, K::BufferAddress, "CMR_ARRAY_PA"),
			in(Reg::R9, K::Count, "CMR_ENTRIES"),
			out(Reg::Rdx, K::Size, "BYTES_WRITTEN"),
			out(Reg::R9, K::Count, "CMRS_WRITTEN"),
			error(Reg::Rdx, K::Zero, "0"),
			error(Reg::R9, K::Zero, "0"),
		},
	},
	{
		.leaf = HostLeaf::SysInit,
		.name = "TDH.SYS.INIT",
		.max_version = 1,
		.scope = Scope::Platform,
		.effect = Effect::Platform,
		.raw = Raw::StartsModule,
		.state = ModuleState::Pending,
		.retry = Retry::Entropy | Retry::SysBusy,
		.summary =
			"first leaf, once, on any CPU; v1 also says where to record a fatal error",
		.operands = {
			in(Reg::Rcx, K::Attributes, "ATTRIBUTES"),
			in(Reg::R8, K::Value, "FATAL_ERROR_CONFIG", 63, 0, 1, Release::V1_5_28),
			out(Reg::Rcx, K::Zero, "0"),
			out(Reg::Rdx, K::Zero, "0"),
			out(Reg::R8, K::Zero, "0"),
			out(Reg::R9, K::Zero, "0"),
			out(Reg::R10, K::Zero, "0"),
			error(Reg::Rcx, K::CpuidLeaf, "LEAF_SUBLEAF"),
			error(Reg::Rdx, K::Value, "MASK_LOW"),
			error(Reg::R8, K::Value, "MASK_HIGH"),
			error(Reg::R9, K::Value, "VALUE_LOW"),
			error(Reg::R10, K::Value, "VALUE_HIGH"),
		},
	},
	{
		.leaf = HostLeaf::SysRd,
		.name = "TDH.SYS.RD",
		.since = Release::V1_5,
		.scope = Scope::Platform,
		.effect = Effect::Reads,
		.raw = Raw::Listed,
		.state = ModuleState::LpInitDoneNotShutdown,
		.summary = "read one global metadata element",
		.operands = {
			in(Reg::Rdx, K::FieldId, "FIELD_ID"),
			out(Reg::Rdx, K::FieldId, "NEXT_FIELD_ID"),
			out(Reg::R8, K::Value, "VALUE"),
			error(Reg::Rdx, K::AllOnes, "-1"),
			error(Reg::R8, K::Zero, "0"),
		},
	},
	{
		.leaf = HostLeaf::SysLpInit,
		.name = "TDH.SYS.LP.INIT",
		.scope = Scope::Lp,
		.effect = Effect::Platform,
		.raw = Raw::StartsModule,
		.state = ModuleState::InitDone,
		.retry = Retry::Entropy | Retry::SysBusy,
		.summary = "per-CPU initialisation, once on every CPU",
		.operands = {
			out(Reg::Rcx, K::Zero, "0"),
			out(Reg::Rdx, K::Zero, "0"),
			out(Reg::R8, K::Zero, "0"),
			error(Reg::Rcx, K::CpuidLeaf, "LEAF_SUBLEAF"),
			error(Reg::Rdx, K::Value, "MASK_LOW"),
			error(Reg::R8, K::Value, "MASK_HIGH"),
		},
	},
	{
		.leaf = HostLeaf::SysTdmrInit,
		.name = "TDH.SYS.TDMR.INIT",
		.scope = Scope::Platform,
		.effect = Effect::Platform,
		.raw = Raw::StartsModule,
		.retry = Retry::Busy,
		.rule = "repeat until rdx >= base+size",
		.summary = "initialise the next 1024 4K-PAMT entries (4 MB of memory) of a TDMR",
		.operands = {
			in(Reg::Rcx, K::PageAddress, "TDMR_BASE_PA"),
			out(Reg::Rdx, K::PageAddress, "NEXT_INIT_PA"),
			error(Reg::Rdx, K::Zero, "0"),
		},
	},
	{
		.leaf = HostLeaf::SysRdall,
		.name = "TDH.SYS.RDALL",
		.since = Release::V1_5,
		.scope = Scope::Platform,
		.effect = Effect::Reads,
		.raw = Raw::Listed,
		.state = ModuleState::LpInitDoneNotShutdown,
		.summary = "dump global metadata as a list",
		.operands = {
			in(Reg::Rdx, K::BufferAddress, "LIST_BUFFER_PA"),
			in(Reg::R8, K::FieldId, "FIRST_FIELD_ID"),
			out(Reg::R8, K::FieldId, "NEXT_FIELD_ID"),
			error(Reg::R8, K::AllOnes, "-1"),
		},
	},
	{
		.leaf = HostLeaf::SysLpShutdown,
		.name = "TDH.SYS.LP.SHUTDOWN",
		.scope = Scope::Lp,
		.effect = Effect::Platform,
		.raw = Raw::EndsModule,
		.state = ModuleState::Any,
		.summary = "no-op that returns success in 1.5",
	},
	{
		.leaf = HostLeaf::SysConfig,
		.name = "TDH.SYS.CONFIG",
		.max_version = 1,
		.scope = Scope::Platform,
		.effect = Effect::Platform,
		.raw = Raw::StartsModule,
		.state = ModuleState::InitDone,
		.retry = Retry::SysBusy,
		.summary =
			"install the TDMR/PAMT configuration and the module HKID; v1 enables "
			"features",
		.operands = {
			in(Reg::Rcx, K::BufferAddress, "TDMR_INFO_ARRAY_PA"),
			in(Reg::Rdx, K::Count, "COUNT"),
			in(Reg::R8, K::KeyId, "HKID", 15, 0),
			in(Reg::R8, K::Flag, "DYNAMIC_PAMT", 16, 16, 0, Release::V1_5_28),
			in(Reg::R9, K::Flags, "ENABLE", 63, 0, 1, Release::V1_5_28),
			in(Reg::R10, K::Zero, "0", 63, 0, 1, Release::V1_5_28),
		},
	},
	{
		.leaf = HostLeaf::SysShutdown,
		.name = "TDH.SYS.SHUTDOWN",
		.since = Release::V1_5,
		.scope = Scope::Platform,
		.effect = Effect::Platform,
		.raw = Raw::EndsModule,
		.retry = Retry::SysBusy,
		.summary = "stop the module and store handoff data for an update",
		.operands = {
			in(Reg::Rcx, K::Version, "HANDOFF_VERSION", 15, 0),
			in(Reg::Rcx, K::Flag, "AVOID_COMPAT_SENSITIVE",
				16, 16, 0, Release::V1_5_28),
		},
	},
	{
		.leaf = HostLeaf::SysUpdate,
		.name = "TDH.SYS.UPDATE",
		.max_version = 1,
		.since = Release::V1_5,
		.scope = Scope::Platform,
		.effect = Effect::Platform,
		.raw = Raw::EndsModule,
		.state = ModuleState::InitDone,
		.retry = Retry::SysBusy,
		.summary =
			"after an update: take handoff data, go straight to READY; v1 enables "
			"features",
		.operands = {
			in(Reg::R9, K::Flags, "ENABLE", 63, 0, 1, Release::V1_5_28),
			in(Reg::R10, K::Zero, "0", 63, 0, 1, Release::V1_5_28),
		},
	},
	{
		.leaf = HostLeaf::SysS4End,
		.name = "TDH.SYS.S4.END",
		.since = Release::Newer,
		.scope = Scope::Platform,
		.effect = Effect::Platform,
		.raw = Raw::EndsModule,
		.summary = "end the resume from S4 (hibernation)",
	},
	{
		.leaf = HostLeaf::SysDisable,
		.name = "TDH.SYS.DISABLE",
		.since = Release::Newer,
		.scope = Scope::Platform,
		.effect = Effect::Platform,
		.raw = Raw::EndsModule,
		.state = ModuleState::Any,
		.xstate = Xstate::Reset,
		.retry = Retry::SysBusy | Retry::Resume,
		.rule = "call again unchanged; also on SYS_BUSY",
		.summary =
			"shuts the module down for good; TDH.SYS calls are refused meanwhile, and "
			"no SEAMCALL works afterwards until the module is initialised again",
	},
};
// clang-format on

} // namespace tdx::leaf_rows
