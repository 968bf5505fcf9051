// SPDX-License-Identifier: GPL-2.0
//
// Bits of a TD's configuration and of what a TDX module can do.
#pragma once

#include "core/base/name.hpp"
#include "release.hpp"

namespace tdx {

struct BitName {
	u8 bit;
	char const *name;
	Release since;
};

// TD_PARAMS.ATTRIBUTES, TDINFO.ATTRIBUTES, the field ATTRIBUTES.
constexpr BitName attribute_bits[] = {
	{0, "DEBUG", Release::V1_0},
	{4, "HGS_PLUS_PROF", Release::V2_0},
	{5, "PERF_PROF", Release::V2_0},
	{6, "PMT_PROF", Release::V2_0},
	{16, "ICSSD", Release::V2_0},
	{27, "LASS", Release::V2_0},
	{28, "SEPT_VE_DISABLE", Release::V1_0},
	{29, "MIGRATABLE", Release::V1_5},
	{30, "PKS", Release::V1_0},
	{31, "KL", Release::V1_0},
	{62, "TPA", Release::V2_0},
	{63, "PERFMON", Release::V1_0},
};

// Extended features of a TD: bits as in XCR0 | IA32_XSS.
constexpr BitName xfam_bits[] = {
	{0, "X87", Release::V1_0},
	{1, "SSE", Release::V1_0},
	{2, "AVX", Release::V1_0},
	{5, "AVX512_OPMASK", Release::V1_0},
	{6, "AVX512_ZMM_HI256", Release::V1_0},
	{7, "AVX512_HI16_ZMM", Release::V1_0},
	{8, "PT", Release::V1_0},
	{9, "PKU", Release::V1_0},
	{11, "CET_U", Release::V1_0},
	{12, "CET_S", Release::V1_0},
	{14, "UINTR", Release::V1_0},
	{15, "LBR", Release::V1_0},
	{17, "AMX_TILECFG", Release::V1_0},
	{18, "AMX_TILEDATA", Release::V1_0},
};

// TD_PARAMS.CONFIG_FLAGS, the field CONFIG_FLAGS.
constexpr BitName config_flag_bits[] = {
	{0, "GPAW", Release::V1_0},
	{1, "FLEXIBLE_PENDING_VE", Release::V1_5},
	{2, "NO_RBP_MOD", Release::V1_5},
	{3, "MAXPA_VIRT", Release::V2_0},
	{4, "MAXGPA_VIRT", Release::V2_0},
	{5, "TDX_CONNECT", Release::V2_0},
	{6, "PAGE_RELEASE", Release::V2_0},
	{7, "SEALING", Release::V2_0},
};

// The field TD_CTLS, which the guest writes.
constexpr BitName td_ctl_bits[] = {
	{0, "PENDING_VE_DISABLE", Release::V1_5},
	{1, "ENUM_TOPOLOGY", Release::V2_0},
	{2, "VIRT_CPUID2", Release::V2_0},
	{3, "REDUCE_VE", Release::V2_0},
	{4, "ENABLE_HW_SEAL_KEYS", Release::V2_0},
	{63, "LOCK", Release::V2_0},
};

// The platform's field TDX_FEATURES0.
constexpr BitName feature_bits[] = {
	{0, "TD_MIGRATION", Release::V1_5},
	{1, "TD_PRESERVING", Release::V1_5},
	{2, "SERVICE_TD", Release::V1_5},
	{3, "TDG_VP_RDWR", Release::V1_5},
	{4, "RELAXED_MEM_MNG_CONCURRENCY", Release::V1_5},
	{5, "CPUID_VIRT_GUEST_CTRL", Release::V1_5},
	{6, "TDX_IO", Release::V2_0},
	{7, "TD_PARTITIONING", Release::V1_5},
	{8, "LOCAL_ATTESTATION", Release::V1_5},
	{9, "TD_ENTRY_ENHANCEMENTS", Release::V1_5},
	{10, "HOST_PRIORITY_LOCKS", Release::V1_5},
	{11, "CONFIG_IA32_ARCH_CAPABILITIES", Release::V1_5},
	{12, "SEALING", Release::V2_0},
	{16, "PENDING_EPT_VIOLATION_V2", Release::V1_5},
	{17, "FMS_CONFIG", Release::V1_5},
	{18, "NO_RBP_MOD", Release::V1_5},
	{19, "L2_TLB_INVALIDATION", Release::V1_5},
	{20, "TOPOLOGY_ENUM", Release::V2_0},
	{21, "PARTITIONED_TD_MIGRATION", Release::V2_0},
	{22, "TD_SIGNING_AND_SVN", Release::V2_0},
	{24, "EVENT_FILTERING", Release::V2_0},
	{25, "ICSSD", Release::V2_0},
	{26, "FIXED_COUNTER_PROFILING", Release::V2_0},
	{27, "MAXPA_VIRT", Release::V2_0},
	{28, "APX", Release::V2_0},
	{29, "CPUID2_VIRT", Release::V2_0},
	{30, "VE_REDUCTION", Release::V2_0},
	{31, "ENHANCED_EVENT_FILTERING", Release::V2_0},
	{32, "CONNECT_PARTITIONING", Release::V2_0},
	{33, "MAXGPA_VIRT", Release::V2_0},
	{36, "DYNAMIC_PAMT", Release::V2_0},
	{37, "FATAL_DIAGNOSTICS", Release::V2_0},
	{38, "PAGE_RELEASE", Release::V2_0},
	{39, "NRX", Release::V2_0},
	{40, "ENHANCED_INTERRUPT_STATE", Release::V2_0},
	{41, "DIRTY_BIT_EXPORT", Release::V2_0},
	{42, "PERF_MASK", Release::V2_0},
	{43, "SCAN_EXPORT_RESTORE", Release::V2_0},
	{44, "IMPORT_PAGE_STATUS", Release::V2_0},
	{50, "SEAL_KEY_128", Release::V2_0},
};

template <unsigned Bits>
consteval bool rising(BitName const (&bits)[Bits])
{
	for (unsigned i = 0; i < Bits; i++)
		if (bits[i].bit > 63 || (i && bits[i - 1].bit >= bits[i].bit))
			return false;
	return true;
}
static_assert(rising(attribute_bits) && rising(xfam_bits) && rising(config_flag_bits));
static_assert(rising(td_ctl_bits) && rising(feature_bits));

} // namespace tdx
