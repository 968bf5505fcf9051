// SPDX-License-Identifier: GPL-2.0
//
// Names of operand ids.
#pragma once

#include "leaf.hpp"
#include "operand_id.hpp"

namespace tdx {

struct OperandIdInfo {
	OperandId id;
	char const *name;
	Release since;
	char const *summary;
};

// clang-format off
constexpr OperandIdInfo operand_ids[] = {
	{OperandId::Rax, "RAX", Release::V1_5, "leaf register"},
	{OperandId::Rcx, "RCX", Release::V1_5, "register"},
	{OperandId::Rdx, "RDX", Release::V1_5, "register"},
	{OperandId::Rbx, "RBX", Release::V1_5, "register"},
	{OperandId::Rbp, "RBP", Release::V1_5, "register"},
	{OperandId::Rsi, "RSI", Release::V1_5, "register"},
	{OperandId::Rdi, "RDI", Release::V1_5, "register"},
	{OperandId::R8, "R8", Release::V1_5, "register"},
	{OperandId::R9, "R9", Release::V1_5, "register"},
	{OperandId::R10, "R10", Release::V1_5, "register"},
	{OperandId::R11, "R11", Release::V1_5, "register"},
	{OperandId::R12, "R12", Release::V1_5, "register"},
	{OperandId::R13, "R13", Release::V1_5, "register"},
	{OperandId::R14, "R14", Release::V1_5, "register"},
	{OperandId::R15, "R15", Release::V1_5, "register"},
	{OperandId::Attributes, "ATTRIBUTES", Release::V1_5, "TD_PARAMS.ATTRIBUTES"},
	{OperandId::Xfam, "XFAM", Release::V1_5, "TD_PARAMS.XFAM"},
	{OperandId::ExecControls, "EXEC_CONTROLS", Release::V1_5, "TD_PARAMS.CONFIG_FLAGS"},
	{OperandId::EptpControls, "EPTP_CONTROLS", Release::V1_5, "TD_PARAMS.EPTP_CONTROLS"},
	{OperandId::MaxVcpus, "MAX_VCPUS", Release::V1_5, "TD_PARAMS.MAX_VCPUS"},
	{OperandId::CpuidConfig, "CPUID_CONFIG", Release::V1_5, "TD_PARAMS.CPUID_VALUES"},
	{OperandId::TscFrequency, "TSC_FREQUENCY", Release::V1_5, "TD_PARAMS.TSC_FREQUENCY"},
	{OperandId::NumL2Vms, "NUM_L2_VMS", Release::V1_5, "TD_PARAMS.NUM_L2_VMS"},
	{OperandId::Ia32ArchCapabilitiesConfig, "IA32_ARCH_CAPABILITIES_CONFIG", Release::V1_5,
		"TD_PARAMS.IA32_ARCH_CAPABILITIES_CONFIG"},
	{OperandId::Page, "PAGE", Release::V1_5, "a page from a page list"},
	{OperandId::TdmrInfoPa, "TDMR_INFO_PA", Release::V1_5, "TDMR info entry address"},
	{OperandId::GpaListEntry, "GPA_LIST_ENTRY", Release::V1_5, "entry of a GPA list"},
	{OperandId::MigBuffListEntry, "MIG_BUFF_LIST_ENTRY", Release::V1_5,
		"entry of a migration page/buffer list"},
	{OperandId::NewPageListEntry, "NEW_PAGE_LIST_ENTRY", Release::V1_5,
		"entry of an import new-page list"},
	{OperandId::Keyname, "KEYNAME", Release::V1_5_34, "TDKEYREQUEST.KEYNAME"},
	{OperandId::MemScanContext, "MEM_SCAN_CONTEXT", Release::V1_5_34,
		"one of the 256 memory-scan contexts of a TD"},
	{OperandId::GpaRangeListEntry, "GPA_RANGE_LIST_ENTRY", Release::V1_5_34,
		"entry of the list of TDH.MEM.SCAN.CONFIG"},
	{OperandId::GpaListInfoEntry, "GPA_LIST_INFO_ENTRY", Release::V1_5_34,
		"entry of a list of GPA lists"},
	{OperandId::KeysizeBitmap, "KEYSIZE_BITMAP", Release::V1_5_34,
		"TDKEYREQUEST.KEYSIZE_BITMAP"},
	{OperandId::Tdr, "TDR", Release::V1_5, "TD root page"},
	{OperandId::Tdcx, "TDCX", Release::V1_5, "TD control page"},
	{OperandId::Tdvpr, "TDVPR", Release::V1_5, "vCPU root page"},
	{OperandId::RegPage, "REG_PAGE", Release::V1_5, "regular private page"},
	{OperandId::Tdcs, "TDCS", Release::V1_5, "TD control structure"},
	{OperandId::Tdvps, "TDVPS", Release::V1_5, "vCPU state structure"},
	{OperandId::SeptTree, "SEPT_TREE", Release::V1_5, "whole secure-EPT tree lock"},
	{OperandId::SeptEntry, "SEPT_ENTRY", Release::V1_5, "one secure-EPT entry"},
	{OperandId::Rtmr, "RTMR", Release::V1_5, "run-time measurement registers"},
	{OperandId::TdEpoch, "TD_EPOCH", Release::V1_5, "TLB epoch lock"},
	{OperandId::L2VapicGpa, "L2_VAPIC_GPA", Release::V1_5, "L2 virtual-APIC page address"},
	{OperandId::Migsc, "MIGSC", Release::V1_5, "migration stream context"},
	{OperandId::OpState, "OP_STATE", Release::V1_5, "TD operation state lock"},
	{OperandId::Mig, "MIG", Release::V1_5, "migration state lock"},
	{OperandId::ServtdBindings, "SERVTD_BINDINGS", Release::V1_5, "service TD binding table"},
	{OperandId::PasidTrk, "PASID_TRK", Release::V2_0, "PASID tracking"},
	{OperandId::MetadataField, "METADATA_FIELD", Release::V1_5, "metadata element lock"},
	{OperandId::NumVcpus, "NUM_VCPUS", Release::V1_5_28, "TD vCPU count"},
	{OperandId::CpuidFixed0Bitmap, "CPUID_FIXED0_BITMAP", Release::V1_5_28,
		"CPUID bits forced to 0"},
	{OperandId::Sys, "SYS", Release::V1_5, "module-wide state"},
	{OperandId::Tdmr, "TDMR", Release::V1_5, "TDMR"},
	{OperandId::Kot, "KOT", Release::V1_5, "key ownership table"},
	{OperandId::Ket, "KET", Release::V1_5, "key encryption table (PCONFIG)"},
	{OperandId::Wbcache, "WBCACHE", Release::V1_5, "cache write-back state"},
	{OperandId::MemScanState, "MEM_SCAN_STATE", Release::V1_5_34, "memory-scan state of a TD"},
	{OperandId::Pasidmt, "PASIDMT", Release::V2_0, "PASID metadata table"},
	{OperandId::Mmiomt, "MMIOMT", Release::V2_0, "MMIO metadata table"},
	{OperandId::Spdmmt, "SPDMMT", Release::V2_0, "SPDM metadata table"},
	{OperandId::Dmar, "DMAR", Release::V2_0, "DMA remapping tables"},
};
// clang-format on

consteval bool operand_ids_are_sorted()
{
	for (unsigned i = 1; i < sizeof(operand_ids) / sizeof(*operand_ids); i++)
		if (operand_ids[i - 1].id >= operand_ids[i].id)
			return false;
	return true;
}
static_assert(operand_ids_are_sorted());

} // namespace tdx
