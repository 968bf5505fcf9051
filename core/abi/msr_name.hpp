// SPDX-License-Identifier: GPL-2.0
//
// Names of the MSRs that a TDX module checks and names in a completion status.
#pragma once

#include <tdxcall/types.h>

namespace tdx {

struct MsrName {
	u32 msr;
	char const *name;
	char const *hint; // what mostly lies behind a wrong value; may be null
};

constexpr MsrName msr_names[] = {
	{0x3b, "IA32_TSC_ADJUST", "somebody wrote the TSC or IA32_TSC_ADJUST"},
	{0x87, "IA32_MKTME_KEYID_PARTITIONING", nullptr},
	{0x98, "IA32_WBINVDP", nullptr},
	{0x99, "IA32_WBNOINVDP", nullptr},
	{0xbc, "IA32_MISC_PACKAGE_CTLS", "energy filtering must be on"},
	{0xbd, "IA32_XAPIC_DISABLE_STATUS",
		"the BIOS must lock the legacy APIC mode off (x2APIC only)"},
	{0xcf, "IA32_CORE_CAPABILITIES", nullptr},
	{0xfe, "IA32_MTRRCAP", nullptr},
	{0x10a, "IA32_ARCH_CAPABILITIES",
		"the microcode is too old, or does not mitigate what TDX needs mitigated"},
	{0x122, "IA32_TSX_CTRL", "mostly an old BIOS or microcode"},
	{0x1a0, "IA32_MISC_ENABLE", "the BIOS limits CPUID or disables MONITOR"},
	{0x1f2, "IA32_SMRR_PHYSBASE", nullptr},
	{0x1f3, "IA32_SMRR_PHYSMASK", nullptr},
	{0x1f6, "IA32_SMRR2_PHYSBASE", nullptr},
	{0x1f7, "IA32_SMRR2_PHYSMASK", nullptr},
	{0x345, "IA32_PERF_CAPABILITIES", nullptr},
	{0x480, "IA32_VMX_BASIC", nullptr},
	{0x485, "IA32_VMX_MISC", nullptr},
	{0x486, "IA32_VMX_CR0_FIXED0", nullptr},
	{0x487, "IA32_VMX_CR0_FIXED1", nullptr},
	{0x488, "IA32_VMX_CR4_FIXED0", nullptr},
	{0x489, "IA32_VMX_CR4_FIXED1", nullptr},
	{0x48b, "IA32_VMX_PROCBASED_CTLS2", nullptr},
	{0x48c, "IA32_VMX_EPT_VPID_CAP", nullptr},
	{0x48d, "IA32_VMX_TRUE_PINBASED_CTLS", nullptr},
	{0x48e, "IA32_VMX_TRUE_PROCBASED_CTLS", nullptr},
	{0x48f, "IA32_VMX_TRUE_EXIT_CTLS", nullptr},
	{0x490, "IA32_VMX_TRUE_ENTRY_CTLS", nullptr},
	{0x492, "IA32_VMX_PROCBASED_CTLS3", nullptr},
	{0x981, "IA32_TME_CAPABILITY", nullptr},
	{0x982, "IA32_TME_ACTIVATE", "switch memory encryption (TME, TME-MT) on in the BIOS"},
};

} // namespace tdx
