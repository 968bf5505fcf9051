// SPDX-License-Identifier: GPL-2.0
//
// Bits of a TD's configuration and of what a TDX module can do.
#pragma once

#include "core/base/name.hpp"

namespace tdx {

struct BitName {
	u8 bit;
	char const *name;
};

// TD_PARAMS.ATTRIBUTES, TDINFO.ATTRIBUTES, the field ATTRIBUTES.
constexpr BitName attribute_bits[] = {
	{0, "DEBUG"},
	{4, "HGS_PLUS_PROF"},
	{5, "PERF_PROF"},
	{6, "PMT_PROF"},
	{16, "ICSSD"},
	{17, "SERVTDEXT"},
	{27, "LASS"},
	{28, "SEPT_VE_DISABLE"},
	{29, "MIGRATABLE"},
	{30, "PKS"},
	{31, "KL"},
	{62, "TPA"},
	{63, "PERFMON"},
};

// Extended features of a TD: bits as in XCR0 | IA32_XSS.
constexpr BitName xfam_bits[] = {
	{0, "X87"},
	{1, "SSE"},
	{2, "AVX"},
	{5, "AVX512_OPMASK"},
	{6, "AVX512_ZMM_HI256"},
	{7, "AVX512_HI16_ZMM"},
	{8, "PT"},
	{9, "PKU"},
	{11, "CET_U"},
	{12, "CET_S"},
	{14, "UINTR"},
	{15, "LBR"},
	{17, "AMX_TILECFG"},
	{18, "AMX_TILEDATA"},
};

// TD_PARAMS.CONFIG_FLAGS, the field CONFIG_FLAGS.
constexpr BitName config_flag_bits[] = {
	{0, "GPAW"},
	{1, "FLEXIBLE_PENDING_VE"},
	{2, "NO_RBP_MOD"},
	{3, "MAXPA_VIRT"},
	{4, "MAXGPA_VIRT"},
	{5, "TDX_CONNECT"},
	{6, "PAGE_RELEASE"},
	{7, "SEALING"},
};

// The field TD_CTLS, which the guest writes.
constexpr BitName td_ctl_bits[] = {
	{0, "PENDING_VE_DISABLE"},
	{1, "ENUM_TOPOLOGY"},
	{2, "VIRT_CPUID2"},
	{3, "REDUCE_VE"},
	{4, "ENABLE_HW_KEYS"},
	{63, "LOCK"},
};

// The platform's field TDX_FEATURES0.
constexpr BitName feature_bits[] = {
	{0, "TD_MIGRATION"},
	{1, "TD_PRESERVING"},
	{2, "SERVICE_TD"},
	{3, "TDG_VP_RDWR"},
	{4, "RELAXED_MEM_MNG_CONCURRENCY"},
	{5, "CPUID_VIRT_GUEST_CTRL"},
	{6, "TDX_IO"},
	{7, "TD_PARTITIONING"},
	{8, "LOCAL_ATTESTATION"},
	{9, "TD_ENTRY_ENHANCEMENTS"},
	{10, "HOST_PRIORITY_LOCKS"},
	{11, "CONFIG_IA32_ARCH_CAP"},
	{12, "HW_SEALING"},
	{16, "PENDING_EPT_VIOLATION_V2"},
	{17, "FMS_CONFIG"},
	{18, "NO_RBP_MOD"},
	{19, "L2_TLB_INVD_OPT"},
	{20, "TOPOLOGY_ENUM"},
	{21, "PARTITIONED_TD_MIGRATION"},
	{22, "TD_SIGNING_SVN"},
	{24, "EVENT_FILTERING"},
	{25, "ICSSD"},
	{26, "FIXED_CTR12_PROF"},
	{27, "MAXPA_VIRT"},
	{28, "APX"},
	{29, "CPUID2_VIRT"},
	{30, "VE_REDUCTION"},
	{31, "ENHANCED_EVENT_FILTERING"},
	{32, "TDX_CONNECT_PARTITIONING"},
	{33, "MAXGPA_VIRT"},
	{36, "DYNAMIC_PAMT"},
	{37, "FATAL_DIAGNOSTICS"},
	{38, "PAGE_RELEASE"},
	{39, "NRX"},
	{40, "ENHANCED_INTR_STATE"},
	{41, "NON_BLOCKING_EXPORT"},
	{42, "PERF_MASK"},
	{43, "SCAN_EXPORT_RESTORE"},
	{44, "IMPORT_PAGE_STATUS"},
	{45, "ENHANCED_INTR_VIRTUALIZATION"},
	{46, "VE_INFO_INTR_STATE"},
	{47, "UPDATE_COMPATIBILITY"},
	{48, "SERVTD_REBIND"},
	{49, "TDID_VMID_REPORTING"},
	{51, "ENHANCED_DEMOTE_INTERRUPTIBILITY"},
	{52, "DEBUG_RO_TD_MIGRATION"},
	{53, "SYS_DISABLE"},
	{54, "LIST_ERROR_COUNT"},
	{56, "SEALKEY_128"},
	{57, "SEALKEY_256"},
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
