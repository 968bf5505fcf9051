// SPDX-License-Identifier: GPL-2.0
//
// Platform-scope metadata fields: TDH.SYS.RD, TDH.SYS.RDALL, TDG.SYS.RD, TDG.SYS.RDALL.
#pragma once

#include "metadata.hpp"

namespace tdx {

constexpr FieldClass global_classes[] = {
	{0, 0, "PLATFORM_INFO"},
	{0, 8, "TDX_MODULE_VERSION"},
	{0, 9, "TDX_MODULE_HANDOFF"},
	{0, 10, "TDX_MODULE_INFO"},
	{0, 16, "CMR_INFO"},
	{0, 17, "TDMR_INFO"},
	{0, 24, "TD_CONTROL_STRUCTURES"},
	{0, 25, "TD_CONFIGURABILITY"},
	{0, 26, "MEMORY_MANAGEMENT"},
	{0, 32, "MIGRATION"},
	{0, 33, "SERVICE_TD"},
	{0, 34, "TD_PARTITIONING"},
	{0, 35, "QUOTE"},
	{0, 48, "TDX_CONNECT"},
	{0, 49, "EXTENSIONS"},
};

// clang-format off
constexpr FieldInfo global_fields[] = {
	// id, name,
	//		elements, fields, host, debug, guest (rd, wr), since, access known

	// PLATFORM_INFO
	{{0x0000000200000000}, "NUM_PKGS",
		1, 1, {all_bits, 0}, {0, 0}, {0, 0}, Release::V1_5, true},
	{{0x0000000200000001}, "PKG_FMS", 1, 8, {all_bits, 0}, {0, 0}, {0, 0}, Release::V1_5, true},

	// TDX_MODULE_VERSION
	{{0x0800000200000000}, "VENDOR_ID",
		1, 1, {all_bits, 0}, {0, 0}, {all_bits, 0}, Release::V1_5, true},
	{{0x8800000200000001}, "BUILD_DATE",
		1, 1, {all_bits, 0}, {0, 0}, {0, 0}, Release::V1_5, true},
	{{0x8800000100000002}, "BUILD_NUM",
		1, 1, {all_bits, 0}, {0, 0}, {0, 0}, Release::V1_5, true},
	{{0x0800000100000003}, "MINOR_VERSION",
		1, 1, {all_bits, 0}, {0, 0}, {all_bits, 0}, Release::V1_5, true},
	{{0x0800000100000004}, "MAJOR_VERSION",
		1, 1, {all_bits, 0}, {0, 0}, {all_bits, 0}, Release::V1_5, true},
	{{0x0800000100000005}, "UPDATE_VERSION",
		1, 1, {all_bits, 0}, {0, 0}, {0, 0}, Release::V1_5, true},
	{{0x0800000100000006}, "INTERNAL_VERSION",
		1, 1, {all_bits, 0}, {0, 0}, {0, 0}, Release::V1_5, true},

	// TDX_MODULE_HANDOFF
	{{0x8900000100000000}, "MODULE_HV",
		1, 1, {all_bits, 0}, {0, 0}, {0, 0}, Release::V1_5, true},
	{{0x8900000100000001}, "MIN_UPDATE_HV",
		1, 1, {all_bits, 0}, {0, 0}, {0, 0}, Release::V1_5, true},
	{{0x8900000000000002}, "NO_DOWNGRADE",
		1, 1, {all_bits, 0}, {0, 0}, {0, 0}, Release::V1_5, true},
	{{0x8900000100000003}, "NUM_HANDOFF_PAGES",
		1, 1, {all_bits, 0}, {0, 0}, {0, 0}, Release::V1_5, true},
	{{0x8900000000000004}, "HANDOFF_DATA_VALID",
		1, 1, {all_bits, 0}, {0, 0}, {0, 0}, Release::V1_5, true},
	{{0x8900000100000005}, "HANDOFF_DATA_HV",
		1, 1, {all_bits, 0}, {0, 0}, {0, 0}, Release::V1_5, true},
	{{0x8900000200000006}, "HANDOFF_DATA_SIZE",
		1, 1, {all_bits, 0}, {0, 0}, {0, 0}, Release::V1_5, true},

	// TDX_MODULE_INFO
	{{0x0a00000200000000}, "SYS_ATTRIBUTES",
		1, 1, {all_bits, 0}, {0, 0}, {all_bits, 0}, Release::V1_5, true},
	{{0x0a00000000000001}, "NUM_TDX_FEATURES",
		1, 1, {all_bits, 0}, {0, 0}, {all_bits, 0}, Release::V1_5, true},
	{{0x0a00000300000008}, "TDX_FEATURES0",
		1, 1, {all_bits, 0}, {0, 0}, {all_bits, 0}, Release::V1_5, true},

	// CMR_INFO
	{{0x9000000100000000}, "NUM_CMRS",
		1, 1, {all_bits, 0}, {0, 0}, {0, 0}, Release::V1_5, true},
	{{0x9000000300000080}, "CMR_BASE",
		1, 32, {all_bits, 0}, {0, 0}, {0, 0}, Release::V1_5, true},
	{{0x9000000300000100}, "CMR_SIZE",
		1, 32, {all_bits, 0}, {0, 0}, {0, 0}, Release::V1_5, true},

	// TDMR_INFO
	{{0x9100000100000008}, "MAX_TDMRS",
		1, 1, {all_bits, 0}, {0, 0}, {0, 0}, Release::V1_5, true},
	{{0x9100000100000009}, "MAX_RESERVED_PER_TDMR",
		1, 1, {all_bits, 0}, {0, 0}, {0, 0}, Release::V1_5, true},
	{{0x9100000100000010}, "PAMT_4K_ENTRY_SIZE",
		1, 1, {all_bits, 0}, {0, 0}, {0, 0}, Release::V1_5, true},
	{{0x9100000100000011}, "PAMT_2M_ENTRY_SIZE",
		1, 1, {all_bits, 0}, {0, 0}, {0, 0}, Release::V1_5, true},
	{{0x9100000100000012}, "PAMT_1G_ENTRY_SIZE",
		1, 1, {all_bits, 0}, {0, 0}, {0, 0}, Release::V1_5, true},
	{{0x9100000000000013}, "PAMT_PAGE_BITMAP_ENTRY_BITS",
		1, 1, {0, 0}, {0, 0}, {0, 0}, Release::V1_5_34, false},
	{{0x9100000000000014}, "MIN_DYNAMIC_PAMT_NUM_HKID_BITS",
		1, 1, {0, 0}, {0, 0}, {0, 0}, Release::V1_5_34, false},

	// TD_CONTROL_STRUCTURES
	{{0x9800000100000000}, "TDR_BASE_SIZE",
		1, 1, {all_bits, 0}, {0, 0}, {0, 0}, Release::V1_5, true},
	{{0x9800000100000100}, "TDCS_BASE_SIZE",
		1, 1, {all_bits, 0}, {0, 0}, {0, 0}, Release::V1_5, true},
	{{0x9800000100000101}, "TDCS_SIZE_PER_L2_VM",
		1, 1, {all_bits, 0}, {0, 0}, {0, 0}, Release::V1_5, true},
	{{0x9800000100000200}, "TDVPS_BASE_SIZE",
		1, 1, {all_bits, 0}, {0, 0}, {0, 0}, Release::V1_5, true},
	{{0x9800000100000201}, "TDVPS_SIZE_PER_L2_VM",
		1, 1, {all_bits, 0}, {0, 0}, {0, 0}, Release::V1_5, true},

	// TD_CONFIGURABILITY
	{{0x1900000300000000}, "ATTRIBUTES_FIXED0",
		1, 1, {all_bits, 0}, {0, 0}, {0, 0}, Release::V1_5, true},
	{{0x1900000300000001}, "ATTRIBUTES_FIXED1",
		1, 1, {all_bits, 0}, {0, 0}, {0, 0}, Release::V1_5, true},
	{{0x1900000300000002}, "XFAM_FIXED0",
		1, 1, {all_bits, 0}, {0, 0}, {0, 0}, Release::V1_5, true},
	{{0x1900000300000003}, "XFAM_FIXED1",
		1, 1, {all_bits, 0}, {0, 0}, {0, 0}, Release::V1_5, true},
	{{0x9900000100000004}, "NUM_CPUID_CONFIG",
		1, 1, {all_bits, 0}, {0, 0}, {0, 0}, Release::V1_5, true},
	{{0x9900000300000006}, "CONFIG_FLAGS_FIXED0",
		1, 1, {all_bits, 0}, {0, 0}, {0, 0}, Release::V1_5, true},
	{{0x9900000300000007}, "CONFIG_FLAGS_FIXED1",
		1, 1, {all_bits, 0}, {0, 0}, {0, 0}, Release::V1_5, true},
	{{0x9900000100000008}, "MAX_VCPUS_PER_TD",
		1, 1, {all_bits, 0}, {0, 0}, {0, 0}, Release::V1_5_05, true},
	{{0x9900000000000009}, "MIN_VIRT_MAXPA",
		1, 1, {all_bits, 0}, {0, 0}, {0, 0}, Release::V1_5_06, true},
	{{0x990000010000000a}, "MAX_EVENT_FILTERS",
		1, 1, {all_bits, 0}, {0, 0}, {0, 0}, Release::V1_5_28, true},
	{{0x9900000300000400}, "CPUID_CONFIG_LEAVES",
		1, 32, {all_bits, 0}, {0, 0}, {0, 0}, Release::V1_5, true},
	{{0x9900000300000500}, "CPUID_CONFIG_VALUES",
		2, 32, {all_bits, 0}, {0, 0}, {0, 0}, Release::V1_5, true},
	{{0x9900000300000600}, "IA32_ARCH_CAPABILITIES_CONFIG_MASK",
		1, 1, {all_bits, 0}, {0, 0}, {0, 0}, Release::V1_5, true},
	{{0x9900000100000800}, "NUM_ALLOWED_FMS",
		1, 1, {all_bits, 0}, {0, 0}, {0, 0}, Release::V1_5, true},
	{{0x9900000100000801}, "NUM_DISALLOWED_FMS",
		1, 1, {all_bits, 0}, {0, 0}, {0, 0}, Release::V1_5, true},
	{{0x9900000300000810}, "ALLOWED_FMS",
		1, 64, {all_bits, 0}, {0, 0}, {0, 0}, Release::V1_5, true},
	{{0x9900000300000850}, "DISALLOWED_FMS",
		1, 64, {all_bits, 0}, {0, 0}, {0, 0}, Release::V1_5, true},

	// MEMORY_MANAGEMENT
	{{0x9a00000300000000}, "GUEST_GPA_ATTR_MASK",
		1, 1, {all_bits, 0}, {0, 0}, {all_bits, 0}, Release::V1_5_34, true},

	// MIGRATION
	{{0xa000000300000000}, "MIG_ATTRIBUTES",
		1, 1, {all_bits, 0}, {0, 0}, {all_bits, 0}, Release::V1_5, true},
	{{0x2000000100000001}, "MIN_EXPORT_VERSION",
		1, 1, {all_bits, 0}, {0, 0}, {all_bits, 0}, Release::V1_5, true},
	{{0x2000000100000002}, "MAX_EXPORT_VERSION",
		1, 1, {all_bits, 0}, {0, 0}, {all_bits, 0}, Release::V1_5, true},
	{{0x2000000100000003}, "MIN_IMPORT_VERSION",
		1, 1, {all_bits, 0}, {0, 0}, {all_bits, 0}, Release::V1_5, true},
	{{0x2000000100000004}, "MAX_IMPORT_VERSION",
		1, 1, {all_bits, 0}, {0, 0}, {all_bits, 0}, Release::V1_5, true},
	{{0xa000000100000010}, "MAX_MIGS",
		1, 1, {all_bits, 0}, {0, 0}, {0, 0}, Release::V1_5, true},
	{{0xa000000000000020}, "NUM_IMMUTABLE_STATE_PAGES",
		1, 1, {all_bits, 0}, {0, 0}, {0, 0}, Release::V1_5, true},
	{{0xa000000000000021}, "NUM_TD_STATE_PAGES",
		1, 1, {all_bits, 0}, {0, 0}, {0, 0}, Release::V1_5, true},
	{{0xa000000000000022}, "NUM_VP_STATE_PAGES",
		1, 1, {all_bits, 0}, {0, 0}, {0, 0}, Release::V1_5, true},
	{{0xa000000000000030}, "NUM_MEM_SCAN_CONTROL_PAGES",
		1, 1, {all_bits, 0}, {0, 0}, {0, 0}, Release::V1_5_34, true},
	{{0xa000000100000031}, "MAX_MEM_SCAN_RANGES",
		1, 1, {all_bits, 0}, {0, 0}, {0, 0}, Release::V1_5_34, true},
	{{0xa000000100000032}, "NUM_MEM_SCAN_CONTEXTS",
		1, 1, {all_bits, 0}, {0, 0}, {0, 0}, Release::V1_5_34, true},

	// SERVICE_TD
	{{0xa100000100000000}, "MAX_SERV_TDS",
		1, 1, {all_bits, 0}, {0, 0}, {0, 0}, Release::V1_5, true},
	{{0xa100000300000001}, "SERVTD_ATTR_FIXED0",
		1, 1, {all_bits, 0}, {0, 0}, {0, 0}, Release::V1_5, true},
	{{0xa100000300000002}, "SERVTD_ATTR_FIXED1",
		1, 1, {all_bits, 0}, {0, 0}, {0, 0}, Release::V1_5, true},

	// TD_PARTITIONING
	{{0xa200000100000000}, "GUEST_L2_GPA_ATTR_MASK",
		1, 1, {all_bits, 0}, {0, 0}, {all_bits, 0}, Release::V1_5, true},
	{{0xa200000300000001}, "VM_CTLS_FIXED0",
		1, 1, {all_bits, 0}, {0, 0}, {0, 0}, Release::V1_5, true},
	{{0xa200000300000002}, "VM_CTLS_FIXED1",
		1, 1, {all_bits, 0}, {0, 0}, {0, 0}, Release::V1_5, true},
	{{0xa200000300000003}, "VPCU_L2_CTLS_FIXED0",
		1, 1, {all_bits, 0}, {0, 0}, {0, 0}, Release::V1_5, true},
	{{0xa200000300000004}, "VCPU_L2_CTLS_FIXED1",
		1, 1, {all_bits, 0}, {0, 0}, {0, 0}, Release::V1_5, true},
	{{0xa200000300000005}, "VPCU_L2_DEBUG_CTLS_FIXED0",
		1, 1, {all_bits, 0}, {0, 0}, {0, 0}, Release::V1_5, true},
	{{0xa200000300000006}, "VCPU_L2_DEBUG_CTLS_FIXED1",
		1, 1, {all_bits, 0}, {0, 0}, {0, 0}, Release::V1_5, true},

	// QUOTE
	{{0x2300000200000002}, "MAX_QUOTE_SIZE",
		1, 1, {0, 0}, {0, 0}, {0, 0}, Release::Newer, false},

	// TDX_CONNECT
	{{0x3000000300000000}, "TDX_CONNECT_FEATURES",
		1, 1, {0, 0}, {0, 0}, {0, 0}, Release::V2_0, false},
	{{0x3000000100000001}, "IDE_MT_PAGE_COUNT",
		1, 1, {0, 0}, {0, 0}, {0, 0}, Release::Newer, false},
	{{0x3000000100000002}, "SPDM_MT_PAGE_COUNT",
		1, 1, {0, 0}, {0, 0}, {0, 0}, Release::Newer, false},
	{{0x3000000100000003}, "IOMMU_MT_PAGE_COUNT",
		1, 1, {0, 0}, {0, 0}, {0, 0}, Release::Newer, false},
	{{0x3000000100000007}, "SPDM_MAX_DEV_INFO_PAGES",
		1, 1, {0, 0}, {0, 0}, {0, 0}, Release::Newer, false},

	// EXTENSIONS
	{{0x3100000200000000}, "EXT_MEMORY_POOL_REQUIRED_PAGES",
		1, 1, {0, 0}, {0, 0}, {0, 0}, Release::Newer, false},
	{{0x3100000000000001}, "EXT_REQUIRED", 1, 1, {0, 0}, {0, 0}, {0, 0}, Release::Newer, false},
};
// clang-format on
static_assert(well_formed(global_fields));

} // namespace tdx
