// SPDX-License-Identifier: GPL-2.0
//
// What a TD does with its devices under TDX Connect, and what came last.
#pragma once

#include "core/abi/leaf.hpp"

namespace tdx::leaf_rows {

// clang-format off
constexpr LeafSpec guest_connect[] = {
	{
		.leaf = GuestLeaf::SpdmTpaSet,
		.name = "TDG.SPDM.TPA.SET",
		.since = Release::V2_0,
		.scope = Scope::Platform,
		.effect = Effect::Td,
		.xstate = Xstate::Reset,
		.retry = Retry::Busy,
		.summary =
			"TDX Connect: TPA binds an SPDM session (NOT_BOUND -> BOUND) and gives "
			"its binding information",
		.operands = {
			in(Reg::Rcx, K::DeviceId, "IOMMU_ID"),
			in(Reg::Rdx, K::DeviceId, "SPDM_ID"),
			in(Reg::R8, K::GpaBuffer, "BINDING_INFO_GPA"),
		},
	},
	{
		.leaf = GuestLeaf::SpdmTpaGet,
		.name = "TDG.SPDM.TPA.GET",
		.since = Release::V2_0,
		.scope = Scope::Platform,
		.effect = Effect::Td,
		.xstate = Xstate::Reset,
		.retry = Retry::Busy,
		.summary =
			"TDX Connect: TPA takes the binding information back (BOUND -> NOT_BOUND)",
		.operands = {
			in(Reg::Rcx, K::DeviceId, "IOMMU_ID"),
			in(Reg::Rdx, K::DeviceId, "SPDM_ID"),
			in(Reg::R8, K::GpaBuffer, "BINDING_INFO_GPA"),
		},
	},
	{
		.leaf = GuestLeaf::DevifValidate,
		.name = "TDG.DEVIF.VALIDATE",
		.since = Release::V2_0,
		.scope = Scope::Platform,
		.effect = Effect::Td,
		.xstate = Xstate::Reset,
		.retry = Retry::Busy,
		.summary =
			"TDX Connect: accept a device interface: DEVIF_PKH_MISMATCH|RDX, "
			"DEVIF_ALREADY_VALID|RCX (success class)",
		.operands = {
			in(Reg::Rcx, K::DeviceId, "FUNCTION_ID"),
			in(Reg::Rdx, K::Value, "HASH_QWORD"),
			in(Reg::R8, K::Value, "HASH_QWORD"),
			in(Reg::R9, K::Value, "HASH_QWORD"),
			in(Reg::R10, K::Value, "HASH_QWORD"),
			in(Reg::R11, K::Value, "HASH_QWORD"),
			in(Reg::R12, K::Value, "HASH_QWORD"),
		},
	},
	{
		.leaf = GuestLeaf::DevifRd,
		.name = "TDG.DEVIF.RD",
		.since = Release::V2_0,
		.scope = Scope::Platform,
		.effect = Effect::Reads,
		.xstate = Xstate::Reset,
		.retry = Retry::Busy,
		.summary =
			"TDX Connect: read a device-interface field; checks R9, RDX, then the "
			"interface",
		.operands = {
			in(Reg::Rcx, K::DeviceId, "FUNCTION_ID"),
			in(Reg::Rdx, K::Value, "FIELD", 7, 0),
			in(Reg::R9, K::Zero, "0"),
			out(Reg::Rcx, K::Value, "VALUE"),
		},
	},
	{
		.leaf = GuestLeaf::DevifRequest,
		.name = "TDG.DEVIF.REQUEST",
		.since = Release::V2_0,
		.scope = Scope::Platform,
		.effect = Effect::Td,
		.xstate = Xstate::Reset,
		.retry = Retry::Busy,
		.summary =
			"TDX Connect: ask for a TDISP request (the host then uses "
			"TDH.DEVIF.REQUEST with the TD flag)",
		.operands = {
			in(Reg::Rcx, K::DeviceId, "FUNCTION_ID"),
			in(Reg::Rdx, K::Choice, "REQ_CODE", 7, 0),
			in(Reg::R9, K::Zero, "0"),
		},
	},
	{
		.leaf = GuestLeaf::DevifResponse,
		.name = "TDG.DEVIF.RESPONSE",
		.since = Release::V2_0,
		.scope = Scope::Platform,
		.effect = Effect::Td,
		.xstate = Xstate::Reset,
		.retry = Retry::Busy,
		.summary = "TDX Connect: fetch the TDISP response the host delivered",
		.operands = {
			in(Reg::Rcx, K::DeviceId, "FUNCTION_ID"),
			in(Reg::Rdx, K::GpaBuffer, "OUTPUT_GPA"),
			in(Reg::R9, K::Zero, "0"),
			out(Reg::Rcx, K::Value, "DETAILS", 63, 24),
			out(Reg::Rcx, K::Size, "LENGTH", 23, 8),
			out(Reg::Rcx, K::Choice, "RESPONSE_CODE", 7, 0),
		},
	},
	{
		.leaf = GuestLeaf::DmarAccept,
		.name = "TDG.DMAR.ACCEPT",
		.since = Release::V2_0,
		.scope = Scope::Platform,
		.effect = Effect::Td,
		.xstate = Xstate::Reset,
		.retry = Retry::Busy,
		.summary =
			"TDX Connect: accept the pending PASID entry of the device (DMAR entry "
			"becomes present)",
		.operands = {
			in(Reg::Rcx, K::DeviceId, "FUNCTION_ID"),
			in(Reg::Rdx, K::Index, "VM", 7, 0),
			in(Reg::R8, K::Zero, "0"),
			in(Reg::R9, K::Zero, "0"),
			in(Reg::R10, K::Zero, "0"),
			in(Reg::R11, K::Zero, "0"),
			in(Reg::R12, K::Zero, "0"),
			in(Reg::R13, K::Zero, "0"),
			in(Reg::R14, K::Zero, "0"),
			in(Reg::R15, K::Zero, "0"),
		},
	},
	{
		.leaf = GuestLeaf::TdiMmioAccept,
		.name = "TDG.TDI.MMIO.ACCEPT",
		.since = Release::V2_0,
		.scope = Scope::Platform,
		.effect = Effect::Td,
		.xstate = Xstate::Reset,
		.retry = Retry::Busy,
		.summary = "TDX Connect: accept a pending trusted MMIO mapping",
		.operands = {
			in(Reg::Rcx, K::Gpa, "GPA", 51, 12),
			in(Reg::Rcx, K::Level, "LEVEL", 2, 0),
			in(Reg::Rdx, K::Value, "MMIO_OFFSET"),
		},
	},
	{
		.leaf = GuestLeaf::IqInvRequest,
		.name = "TDG.IQ.INV.REQUEST",
		.since = Release::V2_0,
		.scope = Scope::Td,
		.effect = Effect::Td,
		.xstate = Xstate::Reset,
		.retry = Retry::Busy,
		.summary = "TDX Connect: ask the host to run IOTLB invalidations",
		.operands = {
			in(Reg::Rcx, K::Count, "NUM_DESCRIPTORS"),
			in(Reg::Rdx, K::GpaBuffer, "DESCRIPTORS_GPA"),
		},
	},
};
// clang-format on

} // namespace tdx::leaf_rows
