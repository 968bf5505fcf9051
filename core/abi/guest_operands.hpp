// SPDX-License-Identifier: GPL-2.0
//
// Operands of the TDCALL leaf functions,
// in the order of the rows of guest_leaves.hpp.
#pragma once

#include "leaf.hpp"

namespace tdx {

namespace guest_operands {

using K = OperandKind;
using L = GuestLeaf;

// clang-format off
constexpr OperandInfo rows[] = {
	// TDG.VP.VMCALL
	operand(L::VpVmcall, Dir::In, Reg::Rcx, K::Mask, "XMM_MASK", 31, 16),
	operand(L::VpVmcall, Dir::In, Reg::Rcx, K::Mask, "GPR_MASK", 15, 0),
	operand(L::VpVmcall, Dir::In, Reg::Rdx, K::Value, "GUEST_GPR"),
	operand(L::VpVmcall, Dir::In, Reg::Rbx, K::Value, "GUEST_GPR"),
	operand(L::VpVmcall, Dir::In, Reg::Rbp, K::Value, "GUEST_GPR"),
	operand(L::VpVmcall, Dir::In, Reg::Rsi, K::Value, "GUEST_GPR"),
	operand(L::VpVmcall, Dir::In, Reg::Rdi, K::Value, "GUEST_GPR"),
	operand(L::VpVmcall, Dir::In, Reg::R8, K::Value, "GUEST_GPR"),
	operand(L::VpVmcall, Dir::In, Reg::R9, K::Value, "GUEST_GPR"),
	operand(L::VpVmcall, Dir::In, Reg::R10, K::Zero, "0"),
	operand(L::VpVmcall, Dir::In, Reg::R11, K::Choice, "SUBFUNCTION"),
	operand(L::VpVmcall, Dir::In, Reg::R12, K::Value, "GUEST_GPR"),
	operand(L::VpVmcall, Dir::In, Reg::R13, K::Value, "GUEST_GPR"),
	operand(L::VpVmcall, Dir::In, Reg::R14, K::Value, "GUEST_GPR"),
	operand(L::VpVmcall, Dir::In, Reg::R15, K::Value, "GUEST_GPR"),
	operand(L::VpVmcall, Dir::Out, Reg::Rdx, K::Value, "HOST_GPR"),
	operand(L::VpVmcall, Dir::Out, Reg::Rbx, K::Value, "HOST_GPR"),
	operand(L::VpVmcall, Dir::Out, Reg::Rbp, K::Value, "HOST_GPR"),
	operand(L::VpVmcall, Dir::Out, Reg::Rsi, K::Value, "HOST_GPR"),
	operand(L::VpVmcall, Dir::Out, Reg::Rdi, K::Value, "HOST_GPR"),
	operand(L::VpVmcall, Dir::Out, Reg::R8, K::Value, "HOST_GPR"),
	operand(L::VpVmcall, Dir::Out, Reg::R9, K::Value, "HOST_GPR"),
	operand(L::VpVmcall, Dir::Out, Reg::R10, K::Status, "GHCI_STATUS"),
	operand(L::VpVmcall, Dir::Out, Reg::R11, K::Value, "HOST_GPR"),
	operand(L::VpVmcall, Dir::Out, Reg::R12, K::Value, "HOST_GPR"),
	operand(L::VpVmcall, Dir::Out, Reg::R13, K::Value, "HOST_GPR"),
	operand(L::VpVmcall, Dir::Out, Reg::R14, K::Value, "HOST_GPR"),
	operand(L::VpVmcall, Dir::Out, Reg::R15, K::Value, "HOST_GPR"),

	// TDG.VP.INFO
	operand(L::VpInfo, Dir::Out, Reg::Rcx, K::Size, "GPA_WIDTH"),
	operand(L::VpInfo, Dir::Out, Reg::Rdx, K::Attributes, "ATTRIBUTES"),
	operand(L::VpInfo, Dir::Out, Reg::R8, K::Count, "MAX_VCPUS", 63, 32),
	operand(L::VpInfo, Dir::Out, Reg::R8, K::Count, "NUM_VCPUS", 31, 0),
	operand(L::VpInfo, Dir::Out, Reg::R9, K::Index, "VCPU_INDEX"),
	operand(L::VpInfo, Dir::Out, Reg::R10, K::Flag, "SYS_RD_AVAILABLE", 0, 0),
	operand(L::VpInfo, Dir::Out, Reg::R11, K::Zero, "0"),

	// TDG.MR.RTMR.EXTEND
	operand(L::MrRtmrExtend, Dir::In, Reg::Rcx, K::GpaBuffer, "DATA_GPA"),
	operand(L::MrRtmrExtend, Dir::In, Reg::Rdx, K::Index, "INDEX"),

	// TDG.VP.VEINFO.GET
	operand(L::VpVeinfoGet, Dir::Out, Reg::Rcx, K::ExitInfo, "EXIT_REASON"),
	operand(L::VpVeinfoGet, Dir::Out, Reg::Rdx, K::ExitInfo, "EXIT_QUALIFICATION"),
	operand(L::VpVeinfoGet, Dir::Out, Reg::R8, K::Value, "GLA"),
	operand(L::VpVeinfoGet, Dir::Out, Reg::R9, K::Gpa, "GPA"),
	operand(L::VpVeinfoGet, Dir::Out, Reg::R10, K::ExitInfo, "INSTR_INFO", 63, 32),
	operand(L::VpVeinfoGet, Dir::Out, Reg::R10, K::ExitInfo, "INSTR_LENGTH", 31, 0),
	operand(L::VpVeinfoGet, Dir::Out, Reg::Rcx, K::Choice, "VE_CATEGORY",
		63, 32, 1, Release::V1_5_28),
	operand(L::VpVeinfoGet, Dir::Out, Reg::Rcx, K::ExitInfo, "EXIT_REASON",
		31, 0, 1, Release::V1_5_28),
	operand(L::VpVeinfoGet, Dir::Error, Reg::Rcx, K::Zero, "0"),
	operand(L::VpVeinfoGet, Dir::Error, Reg::Rdx, K::Zero, "0"),
	operand(L::VpVeinfoGet, Dir::Error, Reg::R8, K::Zero, "0"),
	operand(L::VpVeinfoGet, Dir::Error, Reg::R9, K::Zero, "0"),
	operand(L::VpVeinfoGet, Dir::Error, Reg::R10, K::Zero, "0"),

	// TDG.MR.REPORT
	operand(L::MrReport, Dir::In, Reg::Rcx, K::GpaBuffer, "REPORT_GPA"),
	operand(L::MrReport, Dir::In, Reg::Rdx, K::GpaBuffer, "REPORTDATA_GPA"),
	operand(L::MrReport, Dir::In, Reg::R8, K::Choice, "SUBTYPE"),

	// TDG.VP.CPUIDVE.SET
	operand(L::VpCpuidveSet, Dir::In, Reg::Rcx, K::Flags, "CPUID_VE"),

	// TDG.MEM.PAGE.ACCEPT
	operand(L::MemPageAccept, Dir::In, Reg::Rcx, K::Gpa, "GPA", 51, 12),
	operand(L::MemPageAccept, Dir::In, Reg::Rcx, K::Level, "LEVEL", 2, 0),

	// TDG.VM.RD
	operand(L::VmRd, Dir::In, Reg::Rcx, K::Zero, "0"),
	operand(L::VmRd, Dir::In, Reg::Rdx, K::FieldId, "FIELD_ID"),
	operand(L::VmRd, Dir::Out, Reg::R8, K::Value, "VALUE"),
	operand(L::VmRd, Dir::Out, Reg::Rdx, K::FieldId, "NEXT_FIELD_ID", 63, 0, 1),

	// TDG.VM.WR
	operand(L::VmWr, Dir::In, Reg::Rcx, K::Zero, "0"),
	operand(L::VmWr, Dir::In, Reg::Rdx, K::FieldId, "FIELD_ID"),
	operand(L::VmWr, Dir::In, Reg::R8, K::Value, "VALUE"),
	operand(L::VmWr, Dir::In, Reg::R9, K::Mask, "MASK"),
	operand(L::VmWr, Dir::Out, Reg::R8, K::Value, "OLD_VALUE"),

	// TDG.VP.RD
	operand(L::VpRd, Dir::In, Reg::Rcx, K::Zero, "0"),
	operand(L::VpRd, Dir::In, Reg::Rdx, K::FieldId, "FIELD_ID"),
	operand(L::VpRd, Dir::Out, Reg::Rdx, K::FieldId, "NEXT_FIELD_ID"),
	operand(L::VpRd, Dir::Out, Reg::R8, K::Value, "VALUE"),

	// TDG.VP.WR
	operand(L::VpWr, Dir::In, Reg::Rcx, K::Zero, "0"),
	operand(L::VpWr, Dir::In, Reg::Rdx, K::FieldId, "FIELD_ID"),
	operand(L::VpWr, Dir::In, Reg::R8, K::Value, "VALUE"),
	operand(L::VpWr, Dir::In, Reg::R9, K::Mask, "MASK"),
	operand(L::VpWr, Dir::Out, Reg::R8, K::Value, "OLD_VALUE"),

	// TDG.SYS.RD
	operand(L::SysRd, Dir::In, Reg::Rdx, K::FieldId, "FIELD_ID"),
	operand(L::SysRd, Dir::Out, Reg::Rdx, K::FieldId, "NEXT_FIELD_ID"),
	operand(L::SysRd, Dir::Out, Reg::R8, K::Value, "VALUE"),

	// TDG.SYS.RDALL
	operand(L::SysRdall, Dir::In, Reg::Rdx, K::GpaBuffer, "LIST_GPA"),
	operand(L::SysRdall, Dir::In, Reg::R8, K::FieldId, "FIRST_FIELD_ID"),
	operand(L::SysRdall, Dir::Out, Reg::R8, K::FieldId, "NEXT_FIELD_ID"),

	// TDG.SERVTD.RD
	operand(L::ServtdRd, Dir::In, Reg::Rcx, K::Handle, "BINDING_HANDLE"),
	operand(L::ServtdRd, Dir::In, Reg::Rdx, K::FieldId, "FIELD_ID"),
	operand(L::ServtdRd, Dir::In, Reg::R10, K::Uuid, "TARGET_UUID"),
	operand(L::ServtdRd, Dir::In, Reg::R11, K::Uuid, "TARGET_UUID"),
	operand(L::ServtdRd, Dir::In, Reg::R12, K::Uuid, "TARGET_UUID"),
	operand(L::ServtdRd, Dir::In, Reg::R13, K::Uuid, "TARGET_UUID"),
	operand(L::ServtdRd, Dir::Out, Reg::Rdx, K::FieldId, "NEXT_FIELD_ID"),
	operand(L::ServtdRd, Dir::Out, Reg::R8, K::Value, "VALUE"),
	operand(L::ServtdRd, Dir::Out, Reg::R10, K::Uuid, "CURRENT_TARGET_UUID"),
	operand(L::ServtdRd, Dir::Out, Reg::R11, K::Uuid, "CURRENT_TARGET_UUID"),
	operand(L::ServtdRd, Dir::Out, Reg::R12, K::Uuid, "CURRENT_TARGET_UUID"),
	operand(L::ServtdRd, Dir::Out, Reg::R13, K::Uuid, "CURRENT_TARGET_UUID"),

	// TDG.SERVTD.WR
	operand(L::ServtdWr, Dir::In, Reg::Rcx, K::Handle, "BINDING_HANDLE"),
	operand(L::ServtdWr, Dir::In, Reg::Rdx, K::FieldId, "FIELD_ID"),
	operand(L::ServtdWr, Dir::In, Reg::R8, K::Value, "VALUE"),
	operand(L::ServtdWr, Dir::In, Reg::R9, K::Mask, "MASK"),
	operand(L::ServtdWr, Dir::In, Reg::R10, K::Uuid, "TARGET_UUID"),
	operand(L::ServtdWr, Dir::In, Reg::R11, K::Uuid, "TARGET_UUID"),
	operand(L::ServtdWr, Dir::In, Reg::R12, K::Uuid, "TARGET_UUID"),
	operand(L::ServtdWr, Dir::In, Reg::R13, K::Uuid, "TARGET_UUID"),
	operand(L::ServtdWr, Dir::Out, Reg::R8, K::Value, "OLD_VALUE"),
	operand(L::ServtdWr, Dir::Out, Reg::R10, K::Uuid, "CURRENT_TARGET_UUID"),
	operand(L::ServtdWr, Dir::Out, Reg::R11, K::Uuid, "CURRENT_TARGET_UUID"),
	operand(L::ServtdWr, Dir::Out, Reg::R12, K::Uuid, "CURRENT_TARGET_UUID"),
	operand(L::ServtdWr, Dir::Out, Reg::R13, K::Uuid, "CURRENT_TARGET_UUID"),

	// TDG.MR.VERIFYREPORT
	operand(L::MrVerifyreport, Dir::In, Reg::Rcx, K::GpaBuffer, "REPORTMACSTRUCT_GPA"),

	// TDG.MEM.PAGE.ATTR.RD
	operand(L::MemPageAttrRd, Dir::In, Reg::Rcx, K::Gpa, "GPA", 51, 12),
	operand(L::MemPageAttrRd, Dir::Out, Reg::Rcx, K::Gpa, "GPA", 51, 12),
	operand(L::MemPageAttrRd, Dir::Out, Reg::Rcx, K::Level, "LEVEL", 2, 0),
	operand(L::MemPageAttrRd, Dir::Out, Reg::Rdx, K::Attributes, "GPA_ATTRIBUTES"),
	operand(L::MemPageAttrRd, Dir::Error, Reg::Rcx, K::Zero, "0"),
	operand(L::MemPageAttrRd, Dir::Error, Reg::Rdx, K::Zero, "0"),

	// TDG.MEM.PAGE.ATTR.WR
	operand(L::MemPageAttrWr, Dir::In, Reg::Rcx, K::Gpa, "GPA", 51, 12),
	operand(L::MemPageAttrWr, Dir::In, Reg::Rcx, K::Level, "LEVEL", 2, 0),
	operand(L::MemPageAttrWr, Dir::In, Reg::Rdx, K::Attributes, "GPA_ATTRIBUTES"),
	operand(L::MemPageAttrWr, Dir::In, Reg::R8, K::Flags, "ATTR_FLAGS"),
	operand(L::MemPageAttrWr, Dir::Out, Reg::Rcx, K::Gpa, "GPA", 51, 12),
	operand(L::MemPageAttrWr, Dir::Out, Reg::Rcx, K::Level, "LEVEL", 2, 0),
	operand(L::MemPageAttrWr, Dir::Out, Reg::Rdx, K::Attributes, "GPA_ATTRIBUTES"),

	// TDG.VP.ENTER
	operand(L::VpEnter, Dir::In, Reg::Rcx, K::Index, "VM", 53, 52),
	operand(L::VpEnter, Dir::In, Reg::Rcx, K::Flags, "FLAGS", 1, 0),
	operand(L::VpEnter, Dir::In, Reg::Rdx, K::GpaBuffer, "L2_ENTER_STATE_GPA"),
	operand(L::VpEnter, Dir::Out, Reg::Rcx, K::ExitInfo, "EXIT_QUAL"),
	operand(L::VpEnter, Dir::Out, Reg::Rdx, K::Value, "GLA"),
	operand(L::VpEnter, Dir::Out, Reg::Rbx, K::Zero, "0"),
	operand(L::VpEnter, Dir::Out, Reg::Rsi, K::Value, "CS_INFO"),
	operand(L::VpEnter, Dir::Out, Reg::Rdi, K::Value, "CS_BASE"),
	operand(L::VpEnter, Dir::Out, Reg::R8, K::Gpa, "GPA"),
	operand(L::VpEnter, Dir::Out, Reg::R9, K::Value, "ERROR_CODE", 63, 32),
	operand(L::VpEnter, Dir::Out, Reg::R9, K::ExitInfo, "INTR_INFO", 31, 0),
	operand(L::VpEnter, Dir::Out, Reg::R10, K::Value, "IDT_VECTORING_ERROR", 63, 32),
	operand(L::VpEnter, Dir::Out, Reg::R10, K::ExitInfo, "IDT_VECTORING", 31, 0),
	operand(L::VpEnter, Dir::Out, Reg::R11, K::ExitInfo, "INSTR_LENGTH", 63, 32),
	operand(L::VpEnter, Dir::Out, Reg::R11, K::ExitInfo, "INSTR_INFO", 31, 0),
	operand(L::VpEnter, Dir::Out, Reg::R12, K::Value, "CPL"),
	operand(L::VpEnter, Dir::Out, Reg::R13, K::ExitInfo, "EXT_EXIT_QUAL"),
	operand(L::VpEnter, Dir::Out, Reg::R14, K::Zero, "0"),
	operand(L::VpEnter, Dir::Out, Reg::R15, K::Zero, "0"),

	// TDG.VP.INVEPT
	operand(L::VpInvept, Dir::In, Reg::Rcx, K::Mask, "VM_MASK"),

	// TDG.VP.INVVPID
	operand(L::VpInvvpid, Dir::In, Reg::Rcx, K::Flags, "FLAGS"),
	operand(L::VpInvvpid, Dir::In, Reg::Rdx, K::Value, "GLA_LIST"),
	operand(L::VpInvvpid, Dir::Out, Reg::Rdx, K::Value, "NEXT_LIST_POSITION"),

	// TDG.MR.KEY.GET
	operand(L::MrKeyGet, Dir::In, Reg::Rcx, K::GpaBuffer, "TDKEYREQUEST_GPA"),
	operand(L::MrKeyGet, Dir::In, Reg::Rdx, K::GpaBuffer, "KEY_OUTPUT_GPA"),
	operand(L::MrKeyGet, Dir::In, Reg::R8, K::Choice, "REQUESTOR", 7, 0),
	operand(L::MrKeyGet, Dir::Out, Reg::R9, K::Size, "KEY_SIZE"),

	// TDG.SERVTD.REBIND.APPROVE
	operand(L::ServtdRebindApprove, Dir::In, Reg::Rcx, K::Handle, "BINDING_HANDLE"),
	operand(L::ServtdRebindApprove, Dir::In, Reg::Rdx, K::Value, "REBIND_SESSION_TOKEN"),
	operand(L::ServtdRebindApprove, Dir::In, Reg::R8, K::Value, "REBIND_SESSION_TOKEN"),
	operand(L::ServtdRebindApprove, Dir::In, Reg::R9, K::Value, "REBIND_SESSION_TOKEN"),
	operand(L::ServtdRebindApprove, Dir::In, Reg::R10, K::Uuid, "TARGET_UUID"),
	operand(L::ServtdRebindApprove, Dir::In, Reg::R11, K::Uuid, "TARGET_UUID"),
	operand(L::ServtdRebindApprove, Dir::In, Reg::R12, K::Uuid, "TARGET_UUID"),
	operand(L::ServtdRebindApprove, Dir::In, Reg::R13, K::Uuid, "TARGET_UUID"),
	operand(L::ServtdRebindApprove, Dir::In, Reg::R14, K::Value, "REBIND_SESSION_TOKEN"),
	operand(L::ServtdRebindApprove, Dir::Out, Reg::R10, K::Uuid, "CURRENT_TARGET_UUID"),
	operand(L::ServtdRebindApprove, Dir::Out, Reg::R11, K::Uuid, "CURRENT_TARGET_UUID"),
	operand(L::ServtdRebindApprove, Dir::Out, Reg::R12, K::Uuid, "CURRENT_TARGET_UUID"),
	operand(L::ServtdRebindApprove, Dir::Out, Reg::R13, K::Uuid, "CURRENT_TARGET_UUID"),

	// TDG.SPDM.TPA.SET
	operand(L::SpdmTpaSet, Dir::In, Reg::Rcx, K::DeviceId, "IOMMU_ID"),
	operand(L::SpdmTpaSet, Dir::In, Reg::Rdx, K::DeviceId, "SPDM_ID"),
	operand(L::SpdmTpaSet, Dir::In, Reg::R8, K::GpaBuffer, "BINDING_INFO_GPA"),

	// TDG.SPDM.TPA.GET
	operand(L::SpdmTpaGet, Dir::In, Reg::Rcx, K::DeviceId, "IOMMU_ID"),
	operand(L::SpdmTpaGet, Dir::In, Reg::Rdx, K::DeviceId, "SPDM_ID"),
	operand(L::SpdmTpaGet, Dir::In, Reg::R8, K::GpaBuffer, "BINDING_INFO_GPA"),

	// TDG.DEVIF.VALIDATE
	operand(L::DevifValidate, Dir::In, Reg::Rcx, K::DeviceId, "FUNCTION_ID"),
	operand(L::DevifValidate, Dir::In, Reg::Rdx, K::Value, "HASH_QWORD"),
	operand(L::DevifValidate, Dir::In, Reg::R8, K::Value, "HASH_QWORD"),
	operand(L::DevifValidate, Dir::In, Reg::R9, K::Value, "HASH_QWORD"),
	operand(L::DevifValidate, Dir::In, Reg::R10, K::Value, "HASH_QWORD"),
	operand(L::DevifValidate, Dir::In, Reg::R11, K::Value, "HASH_QWORD"),
	operand(L::DevifValidate, Dir::In, Reg::R12, K::Value, "HASH_QWORD"),

	// TDG.DEVIF.RD
	operand(L::DevifRd, Dir::In, Reg::Rcx, K::DeviceId, "FUNCTION_ID"),
	operand(L::DevifRd, Dir::In, Reg::Rdx, K::Value, "FIELD", 7, 0),
	operand(L::DevifRd, Dir::In, Reg::R9, K::Zero, "0"),
	operand(L::DevifRd, Dir::Out, Reg::Rcx, K::Value, "VALUE"),

	// TDG.DEVIF.REQUEST
	operand(L::DevifRequest, Dir::In, Reg::Rcx, K::DeviceId, "FUNCTION_ID"),
	operand(L::DevifRequest, Dir::In, Reg::Rdx, K::Choice, "REQ_CODE", 7, 0),
	operand(L::DevifRequest, Dir::In, Reg::R9, K::Zero, "0"),

	// TDG.DEVIF.RESPONSE
	operand(L::DevifResponse, Dir::In, Reg::Rcx, K::DeviceId, "FUNCTION_ID"),
	operand(L::DevifResponse, Dir::In, Reg::Rdx, K::GpaBuffer, "OUTPUT_GPA"),
	operand(L::DevifResponse, Dir::In, Reg::R9, K::Zero, "0"),
	operand(L::DevifResponse, Dir::Out, Reg::Rcx, K::Value, "DETAILS", 63, 24),
	operand(L::DevifResponse, Dir::Out, Reg::Rcx, K::Size, "LENGTH", 23, 8),
	operand(L::DevifResponse, Dir::Out, Reg::Rcx, K::Choice, "RESPONSE_CODE", 7, 0),

	// TDG.DMAR.ACCEPT
	operand(L::DmarAccept, Dir::In, Reg::Rcx, K::DeviceId, "FUNCTION_ID"),
	operand(L::DmarAccept, Dir::In, Reg::Rdx, K::Index, "VM", 7, 0),
	operand(L::DmarAccept, Dir::In, Reg::R8, K::Zero, "0"),
	operand(L::DmarAccept, Dir::In, Reg::R9, K::Zero, "0"),
	operand(L::DmarAccept, Dir::In, Reg::R10, K::Zero, "0"),
	operand(L::DmarAccept, Dir::In, Reg::R11, K::Zero, "0"),
	operand(L::DmarAccept, Dir::In, Reg::R12, K::Zero, "0"),
	operand(L::DmarAccept, Dir::In, Reg::R13, K::Zero, "0"),
	operand(L::DmarAccept, Dir::In, Reg::R14, K::Zero, "0"),
	operand(L::DmarAccept, Dir::In, Reg::R15, K::Zero, "0"),

	// TDG.TDI.MMIO.ACCEPT
	operand(L::TdiMmioAccept, Dir::In, Reg::Rcx, K::Gpa, "GPA", 51, 12),
	operand(L::TdiMmioAccept, Dir::In, Reg::Rcx, K::Level, "LEVEL", 2, 0),
	operand(L::TdiMmioAccept, Dir::In, Reg::Rdx, K::Value, "MMIO_OFFSET"),

	// TDG.IQ.INV.REQUEST
	operand(L::IqInvRequest, Dir::In, Reg::Rcx, K::Count, "NUM_DESCRIPTORS"),
	operand(L::IqInvRequest, Dir::In, Reg::Rdx, K::GpaBuffer, "DESCRIPTORS_GPA"),
};
// clang-format on

} // namespace guest_operands

} // namespace tdx
