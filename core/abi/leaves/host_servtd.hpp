// SPDX-License-Identifier: GPL-2.0
//
// TDH.SERVTD.* and TDH.MIG.*: service TDs and migration streams.
#pragma once

#include "core/abi/leaf.hpp"

namespace tdx::leaf_rows {

// clang-format off
constexpr LeafSpec host_servtd[] = {
	{
		.leaf = HostLeaf::ServtdBind,
		.name = "TDH.SERVTD.BIND",
		.since = Release::V1_5,
		.scope = Scope::Td,
		.effect = Effect::Td,
		.raw = Raw::Listed,
		.retry = Retry::Busy,
		.summary = "bind a service TD (MigTD) to a target TD",
		.operands = {
			in(Reg::Rcx, K::PageAddress, "TARGET_TDR_PA"),
			in(Reg::Rdx, K::PageAddress, "SERVTD_TDR_PA"),
			in(Reg::R8, K::Index, "SLOT"),
			in(Reg::R9, K::Choice, "TYPE"),
			in(Reg::R10, K::Attributes, "ATTRIBUTES"),
			out(Reg::Rcx, K::Handle, "BINDING_HANDLE"),
			out(Reg::R10, K::Uuid, "TARGET_UUID"),
			out(Reg::R11, K::Uuid, "TARGET_UUID"),
			out(Reg::R12, K::Uuid, "TARGET_UUID"),
			out(Reg::R13, K::Uuid, "TARGET_UUID"),
			error(Reg::Rcx, K::Zero, "0"),
			error(Reg::R10, K::Zero, "0"),
			error(Reg::R11, K::Zero, "0"),
			error(Reg::R12, K::Zero, "0"),
			error(Reg::R13, K::Zero, "0"),
		},
	},
	{
		.leaf = HostLeaf::ServtdPrebind,
		.name = "TDH.SERVTD.PREBIND",
		.since = Release::V1_5,
		.scope = Scope::Td,
		.effect = Effect::Td,
		.raw = Raw::Listed,
		.retry = Retry::Busy,
		.summary = "fix the expected service TD hash before build",
		.operands = {
			in(Reg::Rcx, K::PageAddress, "TARGET_TDR_PA"),
			in(Reg::Rdx, K::BufferAddress, "INFO_HASH_PA"),
			in(Reg::R8, K::Index, "SLOT"),
			in(Reg::R9, K::Choice, "TYPE"),
			in(Reg::R10, K::Attributes, "ATTRIBUTES"),
		},
	},
	{
		.leaf = HostLeaf::MigStreamCreate,
		.name = "TDH.MIG.STREAM.CREATE",
		.since = Release::V1_5,
		.scope = Scope::Td,
		.effect = Effect::Td,
		.raw = Raw::Listed,
		.retry = Retry::Busy,
		.summary = "add a migration stream context page",
		.operands = {
			in(Reg::Rcx, K::PageAddress, "MIGSC_PAGE_PA"),
			in(Reg::Rdx, K::PageAddress, "TDR_PA"),
		},
	},
	{
		.leaf = HostLeaf::ServtdRebind,
		.name = "TDH.SERVTD.REBIND",
		.since = Release::V1_5_28,
		.scope = Scope::Td,
		.effect = Effect::Td,
		.summary =
			"bind a new service TD in place of a bound one; no public release has "
			"more than the number",
	},
};
// clang-format on

} // namespace tdx::leaf_rows
