// SPDX-License-Identifier: GPL-2.0
//
// TDH.VP.*: vCPUs.
#pragma once

#include "core/abi/leaf.hpp"

namespace tdx::leaf_rows {

// clang-format off
constexpr LeafSpec host_vp[] = {
	{
		.leaf = HostLeaf::VpEnter,
		.name = "TDH.VP.ENTER",
		.scope = Scope::Vcpu,
		.effect = Effect::Td,
		.raw = Raw::RunsGuest,
		.xstate = Xstate::Io,
		.retry = Retry::Busy,
		.summary =
			"run a vCPU until the next TD exit; changes most host state that is not a "
			"general register",
		.operands = {
			in(Reg::Rcx, K::Flag, "RESUME_L1", 53, 53),
			in(Reg::Rcx, K::Flag, "HOST_RECOV_HINT", 52, 52),
			in(Reg::Rcx, K::PageAddress, "TDVPR_PA", 51, 12),
			in(Reg::Rdx, K::Value, "GUEST_GPR"),
			in(Reg::Rbx, K::Value, "GUEST_GPR"),
			in(Reg::Rbp, K::Value, "GUEST_GPR"),
			in(Reg::Rsi, K::Value, "GUEST_GPR"),
			in(Reg::Rdi, K::Value, "GUEST_GPR"),
			in(Reg::R8, K::Value, "GUEST_GPR"),
			in(Reg::R9, K::Value, "GUEST_GPR"),
			in(Reg::R10, K::Value, "GUEST_GPR"),
			in(Reg::R11, K::Value, "GUEST_GPR"),
			in(Reg::R12, K::Value, "GUEST_GPR"),
			in(Reg::R13, K::Value, "GUEST_GPR"),
			in(Reg::R14, K::Value, "GUEST_GPR"),
			in(Reg::R15, K::Value, "GUEST_GPR"),
			out(Reg::Rcx, K::ExitInfo, "EXIT_QUAL"),
			out(Reg::Rcx, K::Index, "VM", 33, 32),
			out(Reg::Rcx, K::Mask, "XMM_MASK", 31, 16),
			out(Reg::Rcx, K::Mask, "GPR_MASK", 15, 0),
			out(Reg::Rdx, K::ExitInfo, "EXT_QUAL"),
			out(Reg::Rdx, K::Value, "GUEST_GPR"),
			out(Reg::Rbx, K::Value, "GUEST_GPR"),
			out(Reg::Rbp, K::Value, "GUEST_GPR"),
			out(Reg::Rsi, K::Value, "GUEST_GPR"),
			out(Reg::Rdi, K::Value, "GUEST_GPR"),
			out(Reg::R8, K::Gpa, "GPA"),
			out(Reg::R8, K::Value, "GUEST_GPR"),
			out(Reg::R9, K::ExitInfo, "INTR_INFO"),
			out(Reg::R9, K::Value, "GUEST_GPR"),
			out(Reg::R10, K::Value, "GUEST_GPR"),
			out(Reg::R11, K::Value, "GUEST_GPR"),
			out(Reg::R12, K::Value, "GUEST_GPR"),
			out(Reg::R13, K::Value, "GUEST_GPR"),
			out(Reg::R14, K::Value, "GUEST_GPR"),
			out(Reg::R15, K::Value, "GUEST_GPR"),
		},
	},
	{
		.leaf = HostLeaf::VpAddcx,
		.name = "TDH.VP.ADDCX",
		.scope = Scope::Vcpu,
		.effect = Effect::Td,
		.raw = Raw::Listed,
		.retry = Retry::Busy,
		.summary = "give the vCPU one more state page (6 + 3 per L2 VM, max 15)",
		.operands = {
			in(Reg::Rcx, K::PageAddress, "TDCX_PAGE_PA"),
			in(Reg::Rdx, K::PageAddress, "TDVPR_PA"),
		},
	},
	{
		.leaf = HostLeaf::VpCreate,
		.name = "TDH.VP.CREATE",
		.scope = Scope::Vcpu,
		.effect = Effect::Td,
		.raw = Raw::Listed,
		.retry = Retry::Busy,
		.summary = "create a vCPU root page",
		.operands = {
			in(Reg::Rcx, K::PageAddress, "TDVPR_PAGE_PA"),
			in(Reg::Rdx, K::PageAddress, "TDR_PA"),
		},
	},
	{
		.leaf = HostLeaf::VpFlush,
		.name = "TDH.VP.FLUSH",
		.scope = Scope::Vcpu,
		.effect = Effect::Td,
		.raw = Raw::Listed,
		.retry = Retry::Busy,
		.summary =
			"on the CPU the vCPU is associated with: flush its translations and VMCS, "
			"break the association",
		.operands = {
			in(Reg::Rcx, K::PageAddress, "TDVPR_PA"),
		},
	},
	{
		.leaf = HostLeaf::VpInit,
		.name = "TDH.VP.INIT",
		.max_version = 1,
		.scope = Scope::Vcpu,
		.effect = Effect::Td,
		.raw = Raw::Listed,
		.retry = Retry::Busy,
		.summary =
			"initialise a vCPU and associate it with this CPU; v1, from 1.5.05 on, "
			"takes the x2APIC id",
		.operands = {
			in(Reg::Rcx, K::PageAddress, "TDVPR_PA"),
			in(Reg::Rdx, K::Value, "INITIAL_RCX_R8"),
			in(Reg::R8, K::Index, "X2APIC_ID", 31, 0, 1, Release::V1_5_05),
		},
	},
	{
		.leaf = HostLeaf::VpRd,
		.name = "TDH.VP.RD",
		.max_version_1_5 = 1,
		.max_version = 1,
		.scope = Scope::Vcpu,
		.effect = Effect::Td,
		.raw = Raw::Listed,
		.retry = Retry::Busy,
		.summary =
			"read a vCPU-scope metadata element; also associates the vCPU with this "
			"CPU",
		.operands = {
			in(Reg::Rcx, K::PageAddress, "TDVPR_PA"),
			in(Reg::Rdx, K::FieldId, "FIELD_ID"),
			out(Reg::R8, K::Value, "VALUE"),
			out(Reg::Rdx, K::FieldId, "NEXT_FIELD_ID", 63, 0, 1),
			error(Reg::R8, K::Zero, "0"),
			error(Reg::Rdx, K::AllOnes, "-1", 63, 0, 1),
		},
	},
	{
		.leaf = HostLeaf::VpWr,
		.name = "TDH.VP.WR",
		.scope = Scope::Vcpu,
		.effect = Effect::Td,
		.raw = Raw::Listed,
		.retry = Retry::Busy,
		.summary =
			"write a vCPU-scope metadata element; also associates the vCPU with this "
			"CPU",
		.operands = {
			in(Reg::Rcx, K::PageAddress, "TDVPR_PA"),
			in(Reg::Rdx, K::FieldId, "FIELD_ID"),
			in(Reg::R8, K::Value, "VALUE"),
			in(Reg::R9, K::Mask, "MASK"),
			out(Reg::R8, K::Value, "OLD_VALUE"),
			error(Reg::R8, K::Zero, "0"),
		},
	},
	{
		.leaf = HostLeaf::VpRdm,
		.name = "TDH.VP.RDM",
		.since = Release::Newer,
		.scope = Scope::Vcpu,
		.effect = Effect::Td,
		.summary = "read several vCPU-scope metadata elements",
	},
	{
		.leaf = HostLeaf::VpWrm,
		.name = "TDH.VP.WRM",
		.since = Release::Newer,
		.scope = Scope::Vcpu,
		.effect = Effect::Td,
		.summary = "write several vCPU-scope metadata elements",
	},
};
// clang-format on

} // namespace tdx::leaf_rows
