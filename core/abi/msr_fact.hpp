// SPDX-License-Identifier: GPL-2.0
//
// Bits of the MSRs that tell whether a host is ready for TDX.
#pragma once

#include "bit_fact.hpp"

namespace tdx {

// A row for each bit or field, those of one MSR together; an MSR without known fields has one row
// of all its bits.
struct MsrFact {
	u32 msr;
	u8 hi;
	u8 lo;
	char const *name; // MSR, dot, field
	char const *meaning;
};

constexpr MsrFact msr_facts[] = {
	{0x3a, 0, 0, "FEAT_CTL.LOCK",
		"IA32_FEATURE_CONTROL: locked by the firmware; without it VMX cannot be used "
		"reliably"},
	{0x3a, 1, 1, "FEAT_CTL.VMX_IN_SMX", "VMXON allowed inside SMX"},
	{0x3a, 2, 2, "FEAT_CTL.VMX_OUTSIDE_SMX", "VMXON allowed; must be 1 for KVM and so for TDX"},
	{0x3a, 17, 17, "FEAT_CTL.SGX_LC", "SGX launch control"},
	{0x3a, 18, 18, "FEAT_CTL.SGX",
		"SGX enabled; needed by the quoting enclave on the platform, not by the module"},
	{0x3a, 20, 20, "FEAT_CTL.LMCE", "local machine check"},
	{0x3b, 63, 0, "TSC_ADJUST",
		"must stay as SYS.INIT saw it on every CPU (INCONSISTENT_MSR|0x3B)"},
	{0x87, 31, 0, "KEYID_PARTITIONING.NUM_MKTME_KIDS", "shared (MKTME) key ids 1..n"},
	{0x87, 63, 32, "KEYID_PARTITIONING.NUM_TDX_PRIV_KIDS",
		"TDX key ids (n+1 .. n+m); 0 = TDX off in the firmware. Linux reads this first: "
		"none -> no TDX host"},
	{0x98, 63, 0, "WBINVDP",
		"per-package write-back; SYS.INIT checks it (INCORRECT_MSR_VALUE)"},
	{0x99, 63, 0, "WBNOINVDP", "as 0x98, without invalidation"},
	{0xa0, 31, 0, "MCU_ERRORCODE",
		"0 = the microcode MCHECK accepted the platform; else an error number (SGX and TDX "
		"unusable). Name in public tools: SGX_MCU_ERRORCODE"},
	{0xce, 27, 27, "PLATFORM_INFO.PRODUCTION",
		"1 = production part; pre-production parts need other signing keys"},
	{0xfe, 15, 15, "MTRRCAP.SEAMRR", "CPU has the SEAM range registers"},
	{0x1a0, 22, 22, "MISC_ENABLE.LIMIT_CPUID_MAXVAL",
		"must be 0 (LIMIT_CPUID_MAXVAL_SET); also checked: bit 18 MONITOR when a TD needs "
		"it"},
	{0x480, 60, 60, "VMX_BASIC.NO_SEAMRET_INVD_VMCS",
		"1 = SEAMRET leaves the current-VMCS pointer alone; 0 = erratum: a P-SEAMLDR call "
		"clears the current VMCS; Linux 7.2 then makes no P-SEAMLDR calls and hides the "
		"update and version files"},
	{0x500, 63, 56, "SEAMLDR_SVN", "SVN of the SEAM loader ACM (SGX SVN status MSR)"},
	{0x503, 63, 0, "SGX_DEBUG", "SGX debug mode; not 0 on debug platforms"},
	{0x981, 0, 0, "TME_CAPABILITY.AES_XTS_128", "algorithm"},
	{0x981, 1, 1, "TME_CAPABILITY.AES_XTS_128_INTEGRITY",
		"algorithm with integrity; with TDX: cryptographic integrity possible"},
	{0x981, 2, 2, "TME_CAPABILITY.AES_XTS_256", "algorithm"},
	{0x981, 3, 3, "TME_CAPABILITY.AES_XTS_256_INTEGRITY", "algorithm with integrity"},
	{0x981, 31, 31, "TME_CAPABILITY.BYPASS", "encryption bypass for key id 0 possible"},
	{0x981, 35, 32, "TME_CAPABILITY.MAX_KEYID_BITS", "most key-id bits"},
	{0x981, 50, 36, "TME_CAPABILITY.MAX_KEYS", "most key ids"},
	{0x981, 51, 51, "TME_CAPABILITY.NM_ENCRYPTION_DISABLE",
		"near-memory encryption can be disabled"},
	{0x981, 63, 63, "TME_CAPABILITY.IMPLICIT_BIT_MASK", "bit mask implicit"},
	{0x982, 0, 0, "TME_ACTIVATE.LOCK", "locked; must be 1"},
	{0x982, 1, 1, "TME_ACTIVATE.ENABLE",
		"TME on; must be 1 (with 0: kernel says TME not enabled by BIOS)"},
	{0x982, 2, 2, "TME_ACTIVATE.KEY_SELECT", "key restored from storage instead of new"},
	{0x982, 3, 3, "TME_ACTIVATE.SAVE_KEY", "key kept for standby"},
	{0x982, 7, 4, "TME_ACTIVATE.POLICY", "algorithm of key id 0"},
	{0x982, 8, 8, "TME_ACTIVATE.SGX_TEM", "SGX trusted environment mode"},
	{0x982, 31, 31, "TME_ACTIVATE.BYPASS_ENABLE", "key id 0 not encrypted"},
	{0x982, 35, 32, "TME_ACTIVATE.KEYID_BITS",
		"physical-address bits used for key ids (all kinds)"},
	{0x982, 39, 36, "TME_ACTIVATE.TDX_RESERVED_KEYID_BITS",
		"of these, bits that only TDX may use; 0 = no TDX"},
	{0x982, 63, 48, "TME_ACTIVATE.ALGORITHMS", "algorithms allowed for key ids"},
	{0x983, 63, 0, "TME_EXCLUDE_MASK", "mask of the range without encryption"},
	{0x984, 63, 0, "TME_EXCLUDE_BASE", "base of that range"},
	{0x9ff, 63, 0, "CORE_MKTME_ACTIVATION",
		"per core; firmware writes 0 on every core after TME_ACTIVATE was set up; no "
		"status bits known"},
	{0x1400, 3, 3, "SEAMRR_BASE.CONFIGURED", "firmware configured the SEAM range"},
	{0x1400, 51, 25, "SEAMRR_BASE.BASE",
		"base of the SEAM range, 32 MB granules (top bit MAXPA-1)"},
	{0x1401, 10, 10, "SEAMRR_MASK.LOCK", "range locked; must be 1"},
	{0x1401, 11, 11, "SEAMRR_MASK.ENABLED", "range valid; must be 1"},
	{0x1401, 51, 25, "SEAMRR_MASK.MASK", "size mask of the SEAM range"},
};

consteval bool msr_facts_rise()
{
	MsrFact const *before = nullptr;

	for (MsrFact const &fact : msr_facts) {
		if (fact.lo > fact.hi || fact.hi > 63)
			return false;
		if (before && before->msr == fact.msr ? before->hi >= fact.lo
						      : before && before->msr > fact.msr)
			return false;
		before = &fact;
	}
	return true;
}
static_assert(msr_facts_rise());

} // namespace tdx
