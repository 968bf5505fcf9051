// SPDX-License-Identifier: GPL-2.0
//
// TD-scope metadata fields: TDH.MNG.RD and .WR, TDG.VM.RD and .WR, TDG.SERVTD.RD and .WR.
#pragma once

#include "metadata.hpp"

namespace tdx {

constexpr FieldClass td_classes[] = {
	{1, 0, "TDR_TD_MANAGEMENT"},
	{1, 1, "TDR_KEY_MANAGEMENT"},
	{1, 2, "TDR_TD_PRESERVING"},
	{1, 3, "TDR_TDX_CONNECT"},
	{1, 16, "TDCS_TD_MANAGEMENT"},
	{1, 17, "TDCS_EXECUTION_CONTROLS"},
	{1, 18, "TDCS_TLB_EPOCH_TRACKING"},
	{1, 19, "TDCS_MEASUREMENT"},
	{1, 20, "TDCS_CPUID"},
	{1, 22, "TDCS_VIRT_MSR_VALUES"},
	{1, 24, "TDCS_MIGRATION"},
	{1, 25, "TDCS_SERVICE_TD"},
	{1, 26, "TDCS_MIGSC_LINKS"},
	{1, 27, "TDCS_TDX_CONNECT"},
	{1, 28, "TDCS_X2APIC_IDS"},
	{1, 32, "TDCS_MSR_BITMAPS"},
	{1, 33, "TDCS_SECURE_EPT_ROOT"},
	{1, 37, "TDCS_L2_SECURE_EPT_ROOT__1"},
	{1, 41, "TDCS_L2_SECURE_EPT_ROOT__2"},
	{1, 45, "TDCS_L2_SECURE_EPT_ROOT__3"},
};

// clang-format off
constexpr FieldInfo td_fields[] = {
	// id, name,
	//		elements, fields, host, debug, guest (rd, wr), since, access known

	// TDR_TD_MANAGEMENT
	{{0x8010000000000001}, "FATAL",
		1, 1, {all_bits, 0}, {all_bits, 0}, {0, 0}, Release::V1_5, true},
	{{0x8010000200000002}, "NUM_TDCX",
		1, 1, {all_bits, 0}, {all_bits, 0}, {0, 0}, Release::V1_5, true},
	{{0x8010000300000004}, "CHLDCNT",
		1, 1, {all_bits, 0}, {all_bits, 0}, {0, 0}, Release::V1_5, true},
	{{0x8010000200000005}, "LIFECYCLE_STATE",
		1, 1, {all_bits, 0}, {all_bits, 0}, {0, 0}, Release::V1_5, true},
	{{0x8010000300000010}, "TDCX_PA",
		1, 9, {all_bits, 0}, {all_bits, 0}, {0, 0}, Release::V1_5, true},
	{{0x8010000300000020}, "TD_UUID",
		4, 1, {all_bits, 0}, {all_bits, 0}, {all_bits, 0}, Release::V1_5, true},

	// TDR_KEY_MANAGEMENT
	{{0x8110000100000001}, "HKID",
		1, 1, {all_bits, 0}, {all_bits, 0}, {0, 0}, Release::V1_5, true},
	{{0x8110000300000002}, "PKG_CONFIG_BITMAP",
		1, 1, {all_bits, 0}, {all_bits, 0}, {0, 0}, Release::V1_5, true},

	// TDR_TD_PRESERVING
	{{0x8210000100000000}, "HANDOFF_VERSION",
		1, 1, {all_bits, 0}, {all_bits, 0}, {0, 0}, Release::V1_5, true},
	{{0x8210000300000001}, "SEAMDB_INDEX",
		1, 1, {all_bits, 0}, {all_bits, 0}, {0, 0}, Release::V1_5, true},
	{{0x8210000300000002}, "SEAMDB_NONCE", 4, 1, {0, 0}, {0, 0}, {0, 0}, Release::V1_5, true},

	// TDR_TDX_CONNECT
	{{0x8310000300000000}, "RND_HPA_OFFSET_6B",
		1, 1, {0, 0}, {0, 0}, {0, 0}, Release::V2_0, false},
	{{0x8310000300000001}, "DEVIF_REF_CNT",
		1, 1, {all_bits, 0}, {all_bits, 0}, {0, 0}, Release::V2_0, true},

	// TDCS_TD_MANAGEMENT
	{{0x9010000200000001}, "NUM_VCPUS",
		1, 1, {all_bits, 0}, {all_bits, 0}, {all_bits, 0}, Release::V1_5, true},
	{{0x9010000200000002}, "NUM_ASSOC_VCPUS",
		1, 1, {all_bits, 0}, {all_bits, 0}, {0, 0}, Release::V1_5, true},
	{{0x9010000200000004}, "OP_STATE",
		1, 1, {all_bits, 0}, {all_bits, 0}, {0, 0}, Release::V1_5, true},
	{{0x9010000100000005}, "NUM_L2_VMS",
		1, 1, {all_bits, 0}, {all_bits, 0}, {all_bits, 0}, Release::V1_5, true},

	// TDCS_EXECUTION_CONTROLS
	{{0x1110000300000000}, "ATTRIBUTES",
		1, 1, {all_bits, 0}, {all_bits, 0}, {all_bits, 0}, Release::V1_5, true},
	{{0x1110000300000001}, "XFAM",
		1, 1, {all_bits, 0}, {all_bits, 0}, {all_bits, 0}, Release::V1_5, true},
	{{0x1110000200000002}, "MAX_VCPUS",
		1, 1, {all_bits, 0}, {all_bits, 0}, {all_bits, 0}, Release::V1_5, true},
	{{0x1110000000000003}, "GPAW",
		1, 1, {all_bits, 0}, {all_bits, 0}, {all_bits, 0}, Release::V1_5, true},
	{{0x1110000300000004}, "EPTP",
		1, 1, {all_bits, 0}, {all_bits, 0}, {0, 0}, Release::V1_5, true},
	{{0x111000030000000a}, "TSC_OFFSET",
		1, 1, {all_bits, 0}, {all_bits, 0}, {0, 0}, Release::V1_5, true},
	{{0x111000030000000b}, "TSC_MULTIPLIER",
		1, 1, {all_bits, 0}, {all_bits, 0}, {0, 0}, Release::V1_5, true},
	{{0x111000010000000c}, "TSC_FREQUENCY",
		1, 1, {all_bits, 0}, {all_bits, 0}, {all_bits, 0}, Release::V1_5, true},
	{{0x111000030000000d}, "VIRTUAL_TSC", 1, 1, {0, 0}, {0, 0}, {0, 0}, Release::V1_5, true},
	{{0x911000010000000e}, "NUM_CPUID_VALUES",
		1, 1, {all_bits, 0}, {all_bits, 0}, {0, 0}, Release::V1_5, true},
	{{0x911000020000000f}, "XBUFF_SIZE",
		1, 1, {all_bits, 0}, {all_bits, 0}, {0, 0}, Release::V1_5, true},
	{{0x9110000300000010}, "NOTIFY_ENABLES",
		1, 1, {0, 0}, {all_bits, 0x1}, {0x1, 0x1}, Release::V1_5, true},
	{{0x9110000300000011}, "HP_LOCK_TIMEOUT",
		1, 1, {all_bits, all_bits}, {all_bits, all_bits}, {0, 0}, Release::V1_5, true},
	{{0x9110000300000012}, "VM_CTLS",
		1, 4, {all_bits, 0x1}, {all_bits, 0x1}, {0, 0}, Release::V1_5, true},
	{{0x1110000300000016}, "CONFIG_FLAGS",
		1, 1, {all_bits, 0}, {all_bits, 0}, {all_bits, 0}, Release::V1_5, true},
	{{0x1110000300000017}, "TD_CTLS",
		1, 1, {0, 0}, {all_bits, 0}, {all_bits, 0x1}, Release::V1_5, true},
	{{0x9110000000000018}, "VIRT_MAXPA",
		1, 1, {all_bits, 0}, {all_bits, 0}, {0, 0}, Release::V2_0, true},
	{{0x9110000000000019}, "TOPOLOGY_ENUM_CONFIGURED",
		1, 1, {all_bits, 0}, {all_bits, 0}, {all_bits, 0}, Release::V2_0, true},
	{{0x911000000000001a}, "VE_REDUCTION_VALID",
		1, 1, {all_bits, 0}, {all_bits, 0}, {all_bits, 0}, Release::V2_0, true},
	{{0x9110000300000021}, "CPUID_FIXED0_BITMAP",
		1, 1, {all_bits, 0}, {all_bits, 0}, {0, 0}, Release::V2_0, true},
	{{0x9110000300000022}, "FEATURE_PARAVIRT_CTLS",
		1, 1, {0, 0}, {all_bits, 0}, {0xfff, 0xfff}, Release::V2_0, true},
	{{0x9110000300000023}, "FILTERED_EVENTS_COUNT",
		1, 4, {all_bits, 0}, {all_bits, 0}, {0, 0}, Release::V2_0, true},
	{{0x9110000100000027}, "EVENT_FILTERS_NUM",
		1, 1, {0, 0}, {0, 0}, {0, 0}, Release::V2_0, true},
	{{0x9110000000000080}, "CPUID_VALID",
		1, 80, {0, 0}, {all_bits, 0}, {0, 0}, Release::V1_5, true},
	{{0x9110000200000200}, "CPUID4_NATIVE_VALUES",
		4, 4, {0, 0}, {all_bits, 0}, {0, 0}, Release::V2_0, true},
	{{0x9110000000000240}, "CPUID4_NATIVE_VALID",
		1, 4, {0, 0}, {0, 0}, {0, 0}, Release::V2_0, true},
	{{0x9110000200000800}, "XBUFF_OFFSETS",
		1, 19, {all_bits, 0}, {all_bits, 0}, {0, 0}, Release::V1_5, true},

	// TDCS_TLB_EPOCH_TRACKING
	{{0x9210000300000000}, "TD_EPOCH",
		1, 1, {all_bits, 0}, {all_bits, 0}, {0, 0}, Release::V1_5, true},
	{{0x9210000100000001}, "REFCOUNT",
		1, 2, {all_bits, 0}, {all_bits, 0}, {0, 0}, Release::V1_5, true},

	// TDCS_MEASUREMENT
	{{0x1310000300000000}, "MRTD",
		6, 1, {all_bits, 0}, {all_bits, 0}, {all_bits, 0}, Release::V1_5, true},
	{{0x1310000300000010}, "MRCONFIGID",
		6, 1, {all_bits, 0}, {all_bits, 0}, {all_bits, 0}, Release::V1_5, true},
	{{0x1310000300000018}, "MROWNER",
		6, 1, {all_bits, 0}, {all_bits, 0}, {all_bits, 0}, Release::V1_5, true},
	{{0x1310000300000020}, "MROWNERCONFIG",
		6, 1, {all_bits, 0}, {all_bits, 0}, {all_bits, 0}, Release::V1_5, true},
	{{0x1310000300000040}, "RTMR",
		6, 4, {0, 0}, {all_bits, 0}, {all_bits, 0}, Release::V1_5, true},

	// TDCS_CPUID
	{{0x9410000300000000}, "CPUID_VALUES",
		2, 80, {all_bits, 0}, {all_bits, 0}, {0, 0}, Release::V1_5, true},

	// TDCS_VIRT_MSR_VALUES
	{{0x961000030000010a}, "VIRTUAL_IA32_ARCH_CAPABILITIES",
		1, 1, {0, 0}, {all_bits, 0}, {0, 0}, Release::V1_5, true},
	{{0x9610000300000480}, "VIRTUAL_IA32_VMX_BASIC",
		1, 1, {0, 0}, {all_bits, 0}, {0, 0}, Release::V1_5, true},
	{{0x9610000300000485}, "VIRTUAL_IA32_VMX_MISC",
		1, 1, {0, 0}, {all_bits, 0}, {0, 0}, Release::V1_5, true},
	{{0x9610000300000486}, "VIRTUAL_IA32_VMX_CR0_FIXED0",
		1, 1, {0, 0}, {all_bits, 0}, {0, 0}, Release::V1_5, true},
	{{0x9610000300000487}, "VIRTUAL_IA32_VMX_CR0_FIXED1",
		1, 1, {0, 0}, {all_bits, 0}, {0, 0}, Release::V1_5, true},
	{{0x9610000300000488}, "VIRTUAL_IA32_VMX_CR4_FIXED0",
		1, 1, {0, 0}, {all_bits, 0}, {0, 0}, Release::V1_5, true},
	{{0x9610000300000489}, "VIRTUAL_IA32_VMX_CR4_FIXED1",
		1, 1, {0, 0}, {all_bits, 0}, {0, 0}, Release::V1_5, true},
	{{0x961000030000048b}, "VIRTUAL_IA32_VMX_PROCBASED_CTLS2",
		1, 1, {0, 0}, {all_bits, 0}, {0, 0}, Release::V1_5, true},
	{{0x961000030000048c}, "VIRTUAL_IA32_VMX_EPT_VPID_CAP",
		1, 1, {0, 0}, {all_bits, 0}, {0, 0}, Release::V1_5, true},
	{{0x961000030000048d}, "VIRTUAL_IA32_VMX_TRUE_PINBASED_CTLS",
		1, 1, {0, 0}, {all_bits, 0}, {0, 0}, Release::V1_5, true},
	{{0x961000030000048e}, "VIRTUAL_IA32_VMX_TRUE_PROCBASED_CTLS",
		1, 1, {0, 0}, {all_bits, 0}, {0, 0}, Release::V1_5, true},
	{{0x961000030000048f}, "VIRTUAL_IA32_VMX_TRUE_EXIT_CTLS",
		1, 1, {0, 0}, {all_bits, 0}, {0, 0}, Release::V1_5, true},
	{{0x9610000300000490}, "VIRTUAL_IA32_VMX_TRUE_ENTRY_CTLS",
		1, 1, {0, 0}, {all_bits, 0}, {0, 0}, Release::V1_5, true},
	{{0x9610000300000491}, "VIRTUAL_IA32_VMX_VMFUNC",
		1, 1, {0, 0}, {all_bits, 0}, {0, 0}, Release::V1_5, true},
	{{0x9610000300000492}, "VIRTUAL_IA32_VMX_PROCBASED_CTLS3",
		1, 1, {0, 0}, {all_bits, 0}, {0, 0}, Release::V1_5, true},
	{{0x9610000300000493}, "VIRTUAL_IA32_VMX_EXIT_CTLS2",
		1, 1, {0, 0}, {all_bits, 0}, {0, 0}, Release::V1_5, true},

	// TDCS_MIGRATION
	{{0x9810000000000001}, "MIG_DEC_KEY_SET",
		1, 1, {all_bits, 0}, {all_bits, 0}, {0, 0}, Release::V1_5, true},
	{{0x9810000200000002}, "EXPORT_COUNT",
		1, 1, {all_bits, 0}, {all_bits, 0}, {0, 0}, Release::V1_5, true},
	{{0x9810000200000003}, "IMPORT_COUNT",
		1, 1, {all_bits, 0}, {all_bits, 0}, {0, 0}, Release::V1_5, true},
	{{0x9810000200000004}, "MIG_EPOCH",
		1, 1, {all_bits, 0}, {all_bits, 0}, {0, 0}, Release::V1_5, true},
	{{0x9810000300000005}, "BW_EPOCH",
		1, 1, {all_bits, 0}, {all_bits, 0}, {0, 0}, Release::V1_5, true},
	{{0x9810000300000006}, "TOTAL_MB_COUNT",
		1, 1, {all_bits, 0}, {all_bits, 0}, {0, 0}, Release::V1_5, true},
	{{0x9810000300000010}, "MIG_DEC_KEY",
		4, 1, {0, 0}, {all_bits, 0}, {0, 0}, Release::V1_5, true},
	{{0x9810000300000014}, "MIG_DEC_WORKING_KEY",
		4, 1, {0, 0}, {all_bits, 0}, {0, 0}, Release::V1_5, true},
	{{0x9810000300000018}, "MIG_ENC_KEY",
		4, 1, {0, 0}, {all_bits, 0}, {0, 0}, Release::V1_5, true},
	{{0x981000030000001c}, "MIG_ENC_WORKING_KEY",
		4, 1, {0, 0}, {all_bits, 0}, {0, 0}, Release::V1_5, true},
	{{0x9810000100000020}, "MIG_VERSION",
		1, 1, {all_bits, 0}, {all_bits, 0}, {0, 0}, Release::V1_5, true},
	{{0x9810000100000021}, "MIG_WORKING_VERSION",
		1, 1, {all_bits, 0}, {all_bits, 0}, {0, 0}, Release::V1_5, true},
	{{0x9810000300000030}, "DIRTY_COUNT",
		1, 1, {all_bits, 0}, {all_bits, 0}, {0, 0}, Release::V1_5, true},
	{{0x9810000300000031}, "MIG_COUNT",
		1, 1, {all_bits, 0}, {all_bits, 0}, {0, 0}, Release::V1_5, true},
	{{0x9810000100000032}, "NUM_MIGS",
		1, 1, {all_bits, 0}, {all_bits, 0}, {0, 0}, Release::V1_5, true},
	{{0x9810000200000034}, "NUM_MIGRATED_VCPUS",
		1, 1, {all_bits, 0}, {all_bits, 0}, {0, 0}, Release::V1_5, true},
	{{0x9810000300000040}, "PRE_IMPORT_UUID",
		4, 1, {all_bits, 0}, {all_bits, 0}, {all_bits, 0}, Release::V1_5, true},

	// TDCS_SERVICE_TD
	{{0x9910000300000000}, "SERVTD_HASH",
		6, 1, {all_bits, 0}, {all_bits, 0}, {all_bits, 0}, Release::V1_5, true},
	{{0x9910000100000006}, "SERVTD_NUM",
		1, 1, {all_bits, 0}, {all_bits, 0}, {all_bits, 0}, Release::V1_5, true},
	{{0x9910000300000080}, "SERVTD_BINDINGS_TABLE",
		16, 1, {all_bits, 0}, {all_bits, 0}, {all_bits, 0}, Release::V1_5, true},

	// TDCS_MIGSC_LINKS
	{{0x9a10000300000000}, "MIGSC_LINKS",
		1, 512, {all_bits, 0}, {all_bits, 0}, {0, 0}, Release::V1_5, true},

	// TDCS_TDX_CONNECT
	{{0x9b10000300000000}, "CURR_IOTLB_CNT",
		1, 1, {0, 0}, {0, 0}, {0, 0}, Release::V2_0, false},
	{{0x9b10000300000001}, "PREV_IOTLB_CNT",
		1, 1, {all_bits, 0}, {all_bits, 0}, {0, 0}, Release::V2_0, true},
	{{0x9b10000000000002}, "REQ_ACTIVE",
		1, 1, {all_bits, 0}, {all_bits, 0}, {0, 0}, Release::V2_0, true},
	{{0x9b10000000000003}, "REQ_NUM",
		1, 1, {all_bits, 0}, {all_bits, 0}, {0, 0}, Release::V2_0, true},
	{{0x9b10000300000004}, "REQ_IOMMU_BM",
		2, 1, {all_bits, 0}, {all_bits, 0}, {0, 0}, Release::V2_0, true},
	{{0x9b10000000000006}, "STATUS_COMPLETE_WR",
		1, 1, {all_bits, 0}, {all_bits, 0}, {0, 0}, Release::V2_0, true},
	{{0x9b10000300000007}, "STATUS_COMPLETE_GPA",
		1, 1, {all_bits, 0}, {all_bits, 0}, {0, 0}, Release::V2_0, true},
	{{0x9b10000200000008}, "STATUS_COMPLETE_DATA",
		1, 1, {all_bits, 0}, {all_bits, 0}, {0, 0}, Release::V2_0, true},
	{{0x9b10000300000200}, "IOTLB_TRACK_ARRAY",
		1, 128, {all_bits, 0}, {all_bits, 0}, {0, 0}, Release::V2_0, true},
	{{0x9b10000000000400}, "IOTLB_COMMITTED",
		1, 128, {all_bits, 0}, {all_bits, 0}, {0, 0}, Release::V2_0, true},
	{{0x9b10000000000600}, "IOTLB_COMPLETE",
		1, 128, {all_bits, 0}, {all_bits, 0}, {0, 0}, Release::V2_0, true},

	// TDCS_X2APIC_IDS
	{{0x9c10000200000000}, "X2APIC_IDS",
		1, 1376, {all_bits, 0}, {all_bits, 0}, {0, 0}, Release::V2_0, true},

	// TDCS_MSR_BITMAPS
	{{0x2010000300000000}, "MSR_BITMAPS",
		1, 512, {0, 0}, {all_bits, 0}, {0, 0}, Release::V1_5, true},

	// TDCS_SECURE_EPT_ROOT
	{{0x2110000300000000}, "SEPT_ROOT",
		1, 512, {0, 0}, {all_bits, 0}, {0, 0}, Release::V1_5, true},

	// TDCS_L2_SECURE_EPT_ROOT__1
	{{0x2510000300000000}, "L2_SEPT_ROOT_1",
		1, 512, {0, 0}, {all_bits, 0}, {0, 0}, Release::V1_5, true},

	// TDCS_L2_SECURE_EPT_ROOT__2
	{{0x2910000300000000}, "L2_SEPT_ROOT_2",
		1, 512, {0, 0}, {all_bits, 0}, {0, 0}, Release::V1_5, true},

	// TDCS_L2_SECURE_EPT_ROOT__3
	{{0x2d10000300000000}, "L2_SEPT_ROOT_3",
		1, 512, {0, 0}, {all_bits, 0}, {0, 0}, Release::V1_5, true},
};
// clang-format on
static_assert(well_formed(td_fields));

} // namespace tdx
