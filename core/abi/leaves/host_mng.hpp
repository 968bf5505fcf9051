// SPDX-License-Identifier: GPL-2.0
//
// TDH.MNG.*: a TD, from its creation to the return of its KeyID.
#pragma once

#include "core/abi/leaf.hpp"

namespace tdx::leaf_rows {

// clang-format off
constexpr LeafSpec host_mng[] = {
	{
		.leaf = HostLeaf::MngAddcx,
		.name = "TDH.MNG.ADDCX",
		.scope = Scope::Td,
		.effect = Effect::Td,
		.raw = Raw::Listed,
		.retry = Retry::Entropy | Retry::Busy,
		.summary =
			"give the TD one more control-structure page (the page is overwritten "
			"even when the call then fails with RND_NO_ENTROPY or OP_STATE_INCORRECT; "
			"6 mandatory + 1 per L2 VM, max 9)",
		.operands = {
			in(Reg::Rcx, K::PageAddress, "TDCX_PAGE_PA"),
			in(Reg::Rdx, K::PageAddress, "TDR_PA"),
		},
	},
	{
		.leaf = HostLeaf::MngKeyConfig,
		.name = "TDH.MNG.KEY.CONFIG",
		.scope = Scope::TdPackage,
		.effect = Effect::Td,
		.raw = Raw::Listed,
		.retry = Retry::Busy | Retry::KeyGeneration,
		.summary = "program the TD key on the current package; run once per package",
		.operands = {
			in(Reg::Rcx, K::PageAddress, "TDR_PA"),
		},
	},
	{
		.leaf = HostLeaf::MngCreate,
		.name = "TDH.MNG.CREATE",
		.scope = Scope::Td,
		.effect = Effect::Td,
		.raw = Raw::Listed,
		.retry = Retry::Entropy | Retry::Busy,
		.summary = "create a TD: claim a page as TDR and a private HKID",
		.operands = {
			in(Reg::Rcx, K::PageAddress, "TDR_PAGE_PA"),
			in(Reg::Rdx, K::KeyId, "HKID", 15, 0),
		},
	},
	{
		.leaf = HostLeaf::MngRd,
		.name = "TDH.MNG.RD",
		.max_version_1_5 = 1,
		.max_version = 1,
		.scope = Scope::Td,
		.effect = Effect::Reads,
		.raw = Raw::Listed,
		.retry = Retry::Busy,
		.summary = "read a TD-scope metadata element",
		.operands = {
			in(Reg::Rcx, K::PageAddress, "TDR_PA"),
			in(Reg::Rdx, K::FieldId, "FIELD_ID"),
			out(Reg::R8, K::Value, "VALUE"),
			out(Reg::Rdx, K::FieldId, "NEXT_FIELD_ID", 63, 0, 1),
			error(Reg::R8, K::Zero, "0"),
			error(Reg::Rdx, K::AllOnes, "-1", 63, 0, 1),
		},
	},
	{
		.leaf = HostLeaf::MngWr,
		.name = "TDH.MNG.WR",
		.scope = Scope::Td,
		.effect = Effect::Td,
		.raw = Raw::Listed,
		.retry = Retry::Busy,
		.summary = "write a TD-scope metadata element",
		.operands = {
			in(Reg::Rcx, K::PageAddress, "TDR_PA"),
			in(Reg::Rdx, K::FieldId, "FIELD_ID"),
			in(Reg::R8, K::Value, "VALUE"),
			in(Reg::R9, K::Mask, "MASK"),
			out(Reg::R8, K::Value, "OLD_VALUE"),
			error(Reg::R8, K::Zero, "0"),
		},
	},
	{
		.leaf = HostLeaf::MngVpflushdone,
		.name = "TDH.MNG.VPFLUSHDONE",
		.scope = Scope::Td,
		.effect = Effect::Td,
		.raw = Raw::Listed,
		.retry = Retry::Busy,
		.summary =
			"check that no vCPU is associated; block the TD for good (lifecycle "
			"TD_BLOCKED)",
		.operands = {
			in(Reg::Rcx, K::PageAddress, "TDR_PA"),
		},
	},
	{
		.leaf = HostLeaf::MngKeyFreeid,
		.name = "TDH.MNG.KEY.FREEID",
		.scope = Scope::Td,
		.effect = Effect::Td,
		.raw = Raw::Listed,
		.retry = Retry::Busy,
		.summary =
			"after cache write-back on all packages: free the HKID (lifecycle "
			"TD_TEARDOWN)",
		.operands = {
			in(Reg::Rcx, K::PageAddress, "TDR_PA"),
		},
	},
	{
		.leaf = HostLeaf::MngInit,
		.name = "TDH.MNG.INIT",
		.scope = Scope::Td,
		.effect = Effect::Td,
		.raw = Raw::Listed,
		.retry = Retry::Busy,
		.summary = "configure the TD from TD_PARAMS",
		.operands = {
			in(Reg::Rcx, K::PageAddress, "TDR_PA"),
			in(Reg::Rdx, K::BufferAddress, "TD_PARAMS_PA"),
			in(Reg::R8, K::Value, "EXTRA_PARAM", 63, 0, 0, Release::V1_5_28),
			out(Reg::Rcx, K::Zero, "0"),
			error(Reg::Rcx, K::CpuidLeaf, "CPUID_LEAF_SUBLEAF"),
		},
	},
	{
		.leaf = HostLeaf::MngKeyReclaimid,
		.name = "TDH.MNG.KEY.RECLAIMID",
		.scope = Scope::Td,
		.effect = Effect::Td,
		.raw = Raw::Listed,
		.summary = "legacy no-op that returns success",
		.operands = {
			in(Reg::Rcx, K::PageAddress, "TDR_PA"),
		},
	},
	{
		.leaf = HostLeaf::MngRdm,
		.name = "TDH.MNG.RDM",
		.since = Release::Newer,
		.scope = Scope::Td,
		.effect = Effect::Reads,
		.summary = "read several TD-scope metadata elements",
	},
	{
		.leaf = HostLeaf::MngWrm,
		.name = "TDH.MNG.WRM",
		.since = Release::Newer,
		.scope = Scope::Td,
		.effect = Effect::Td,
		.summary = "write several TD-scope metadata elements",
	},
};
// clang-format on

} // namespace tdx::leaf_rows
