// SPDX-License-Identifier: GPL-2.0
//
// What the bits of control words mean, and which releases of the TDX module have them.
#pragma once

#include "bit_name.hpp"

namespace tdx {

// One bit, or a field of several.
struct BitFact {
	u8 hi;
	u8 lo;
	char const *name;
	char const *releases; // one part for each line of releases: "1.5.05+,2.0.02+"
	char const *meaning;
};

constexpr BitFact attribute_facts[] = {
	{0, 0, "DEBUG", "1.0+",
		"debug TD: host may read and write memory and state; never for production; "
		"excludes MIGRATABLE"},
	{5, 4, "TUP", "~1.5.34+,~2.0.18+",
		"name of the two bits in the newest headers; Linux and openvmm call them 4 "
		"HGS_PLUS_PROF and 5 PERF_PROF. Allowed by no public module (ATTRIBUTES_FIXED0 bit "
		"0)"},
	{6, 6, "PMT_PROF", "~2.0.08+",
		"platform monitoring (PMT) profiling; in ATTRIBUTES_FIXED0 of 2.0.16 and 2.0.18 "
		"only"},
	{16, 16, "ICSSD", "1.5.06+,2.0.02+",
		"restricts PMU events that reveal other software (TDX_FEATURES0 bit 25); excludes "
		"PERFMON; not in the 1.5.05 source"},
	{17, 17, "SERVTDEXT", "~1.5.28+,2.0.16+",
		"extended service-TD information in TDREPORT; defined, but no public module allows "
		"it"},
	{27, 27, "LASS", "1.5.05+,2.0.02+",
		"linear address space separation; allowed only when the CPU has it"},
	{28, 28, "SEPT_VE_DISABLE", "1.0+",
		"no #VE for accesses to pending pages: TD exit instead; start value of "
		"TD_CTLS.PENDING_VE_DISABLE. Linux guests need it (unless they can set it "
		"themselves)"},
	{29, 29, "MIGRATABLE", "1.5.01+,2.0.02+", "TD can be migrated; excludes DEBUG and PERFMON"},
	{30, 30, "PKS", "1.0+", "supervisor protection keys"},
	{31, 31, "KL", "1.0+", "key locker; allowed by no 1.5 or 2.0 module"},
	{62, 62, "TPA", "~2.0.08+",
		"TDX Connect provisioning agent TD; allowed only with TDX Connect"},
	{63, 63, "PERFMON", "1.0+",
		"TD uses the performance counters; excludes MIGRATABLE and (newer) ICSSD"},
};

// What a TD may have in 2.0.18, on a platform with everything; earlier releases allow less.
constexpr u64 attributes_fixed0_of_2_0_18 = 0xc000000078010041;

constexpr BitFact xfam_facts[] = {
	{0, 0, "x87", "1.0+", "must be 1"},
	{1, 1, "SSE", "1.0+", "must be 1"},
	{2, 2, "AVX", "1.0+", "needed by 5-7"},
	{4, 3, "MPX", "1.0+", "must be 0"},
	{7, 5, "AVX512", "1.0+", "opmask, ZMM_Hi256, Hi16_ZMM; all alike, need bit 2"},
	{8, 8, "PT", "1.0+", "processor trace (XSS)"},
	{9, 9, "PKRU", "1.0+", "user protection keys"},
	{10, 10, "PASID", "1.0+", "ENQCMD; must be 0"},
	{12, 11, "CET", "1.0+", "user and supervisor shadow stack; both alike"},
	{13, 13, "HDC", "1.0+", "must be 0"},
	{14, 14, "UINTR", "1.0+", "user interrupts"},
	{15, 15, "LBR", "1.0+", "last branch records"},
	{16, 16, "HWP", "1.0+", "must be 0"},
	{18, 17, "AMX", "1.0+", "tile configuration and tile data; both alike"},
	{19, 19, "APX", "-", "must be 0 in every public module (mask 0x6DBE7)"},
};

constexpr BitFact config_flag_facts[] = {
	{0, 0, "GPAW", "1.0+",
		"0: 48-bit GPA, shared bit 47; 1: 52-bit, shared bit 51 (needs 5-level EPT). In "
		"1.0 this was the EXEC_CONTROLS field"},
	{1, 1, "FLEXIBLE_PENDING_VE", "1.5.01+,2.0.02+",
		"the guest may change TD_CTLS.PENDING_VE_DISABLE"},
	{2, 2, "NO_RBP_MOD", "1.5.01+,2.0.02+",
		"RBP is not used for data and not changed by TD exits; Linux KVM requires "
		"TDX_FEATURES0 bit 18 and sets this"},
	{3, 3, "MAXPA_VIRT", "1.5.06+,2.0.02+",
		"CPUID(0x80000008) MAXPA is virtualised; not together with 4"},
	{4, 4, "MAXGPA_VIRT", "1.5.08+,2.0.02+",
		"CPUID(0x80000008) guest MAXPA is virtualised; not together with 3"},
	{5, 5, "TDX_CONNECT", "?",
		"TD may use TDX Connect; public modules do not allow the bit "
		"(CONFIG_FLAGS_FIXED0 0x9F)"},
	{6, 6, "PAGE_RELEASE", "?", "TDG.MEM.PAGE.RELEASE; not allowed by a public module"},
	{7, 7, "SEALING", "~1.5.34+,~2.0.18+",
		"TDG.MR.KEY.GET allowed; only with sealing hardware"},
};

constexpr BitFact td_ctl_facts[] = {
	{0, 0, "PENDING_VE_DISABLE", "1.5.01+,2.0.02+",
		"1: access to a pending page ends in a TD exit, 0: #VE. Guest write mask by "
		"release: 1.5.01 0x1, 1.5.05 0x3, 2.0.08 and 2.0.16 0x800000000000000F, 1.5.34 and "
		"2.0.18 0x800000000000001F"},
	{1, 1, "ENUM_TOPOLOGY", "1.5.05+,2.0.02+",
		"virtual topology from the x2APIC ids that VP.INIT v1 gave (needs "
		"TOPOLOGY_ENUM_CONFIGURED)"},
	{2, 2, "VIRT_CPUID2", "1.5.06+,2.0.02+",
		"virtualise CPUID leaf 2 instead of #VE (TDX_FEATURES0 bit 29)"},
	{3, 3, "REDUCE_VE", "1.5.09+,2.0.12+",
		"fewer #VE: the module handles more CPUID leaves and MSRs (TDX_FEATURES0 bit 30); "
		"the header has the bit already in 2.0.08"},
	{4, 4, "ENABLE_HW_KEYS", "~1.5.34+,~2.0.18+",
		"a migratable TD may get keys bound to this platform from TDG.MR.KEY.GET (openvmm: "
		"ENABLE_HW_SEAL_KEYS)"},
	{63, 63, "LOCK", "~1.5.34+,~2.0.08+",
		"no more changes of TD_CTLS (first 1.5 release with it not known: after 1.5.05)"},
};

constexpr BitFact feature_facts[] = {
	{0, 0, "TD_MIGRATION", "1.5.01+,2.0.02+", "live migration leaves"},
	{1, 1, "TD_PRESERVING", "1.5.01+,2.0.02+",
		"update of the module while TDs live (SYS.SHUTDOWN, SYS.UPDATE)"},
	{2, 2, "SERVICE_TD", "1.5.01+,2.0.02+", "service TD binding"},
	{3, 3, "TDG_VP_RDWR", "1.5.01+,2.0.02+", "TDG.VP.RD / TDG.VP.WR"},
	{4, 4, "RELAXED_MEM_MNG_CONCURRENCY", "1.5.01+,2.0.02+",
		"shared SEPT tree lock in PAGE.AUG, SEPT.ADD and others"},
	{5, 5, "CPUID_VIRT_GUEST_CTRL", "1.5.01+,2.0.02+", "guest control of CPUID #VE"},
	{6, 6, "TDX_IO", "~2.0.12+",
		"TDX Connect; only with the hardware (2.0.02 - 2.0.08: interface pre-production, "
		"bit not in the published values)"},
	{7, 7, "TD_PARTITIONING", "1.5.01+,2.0.02+", "L2 VMs"},
	{8, 8, "LOCAL_ATTESTATION", "1.5.01+,2.0.02+",
		"TDG.MR.VERIFYREPORT; only when SEAMOPS has SEAMVERIFYREPORT"},
	{9, 9, "TD_ENTRY_ENHANCEMENTS", "1.5.01+,2.0.02+", "host recoverability hint, resume L1"},
	{10, 10, "HOST_PRIORITY_LOCKS", "1.5.01+,2.0.02+", "host gets locks before guests"},
	{11, 11, "CONFIG_IA32_ARCH_CAP", "1.5.01+,2.0.02+",
		"host may configure IA32_ARCH_CAPABILITIES"},
	{12, 12, "HW_SEALING", "1.5.34+,2.0.18+",
		"TDG.MR.KEY.GET; only with sealing hardware (openvmm: sealing)"},
	{16, 16, "PENDING_EPT_VIOLATION_V2", "1.5.01+,2.0.02+",
		"extended exit qualification for pending pages"},
	{17, 17, "FMS_CONFIG", "1.5.01+,2.0.02+", "host may configure family/model/stepping"},
	{18, 18, "NO_RBP_MOD", "1.5.01+,2.0.02+",
		"CONFIG_FLAGS.NO_RBP_MOD exists; Linux refuses the module without it"},
	{19, 19, "L2_TLB_INVD_OPT", "1.5.01+,2.0.02+", "optimised L2 TLB invalidation"},
	{20, 20, "TOPOLOGY_ENUM", "1.5.05+,2.0.02+", "VP.INIT version 1, virtual topology"},
	{21, 21, "PARTITIONED_TD_MIGRATION", "1.5.16+,2.0.12+",
		"migration of TDs with L2 VMs; the 1.5.05 header calls bit 21 REDUCED_VE (always 0 "
		"there)"},
	{22, 22, "TD_SIGNING_SVN", "-", "reserved in the Intel headers; name from openvmm"},
	{24, 24, "EVENT_FILTERING", "1.5.09+,2.0.04+", "PMU event filters"},
	{25, 25, "ICSSD", "1.5.06+,2.0.02+",
		"ATTRIBUTES.ICSSD; the published value of 1.5.05 has it, the public 1.5.05 source "
		"does not"},
	{26, 26, "FIXED_CTR12_PROF", "1.5.06+,2.0.02+",
		"fixed counters 1 and 2 for profiling; the published value of 1.5.05 has it, the "
		"public 1.5.05 source does not"},
	{27, 27, "MAXPA_VIRT", "1.5.06+,2.0.02+",
		"CONFIG_FLAGS.MAXPA_VIRT; published value of 2.0.08 lacks it"},
	{28, 28, "APX", "-", "APX in XFAM; set by no public module"},
	{29, 29, "CPUID2_VIRT", "1.5.06+,2.0.02+", "TD_CTLS.VIRT_CPUID2"},
	{30, 30, "VE_REDUCTION", "1.5.09+,2.0.12+", "TD_CTLS.REDUCE_VE"},
	{31, 31, "ENHANCED_EVENT_FILTERING", "2.0.04-2.0.08",
		"only in 2.0.04 and 2.0.08, gone again in 2.0.12"},
	{32, 32, "TDX_CONNECT_PARTITIONING", "~2.0.12+",
		"TDX Connect for L2 VMs; set together with bit 6 (2.0.02 - 2.0.08: interface "
		"pre-production, bit not in the published values)"},
	{33, 33, "MAXGPA_VIRT", "1.5.08+,2.0.02+", "CONFIG_FLAGS.MAXGPA_VIRT"},
	{36, 36, "DYNAMIC_PAMT", "~1.5.28+,2.0.04+",
		"PAMT.ADD / PAMT.REMOVE, bit 16 of SYS.CONFIG r8; published value of 2.0.05 lacks "
		"it"},
	{37, 37, "FATAL_DIAGNOSTICS", "1.5.13+,2.0.08+", "SYS.INIT version 1, FATAL_INFO record"},
	{38, 38, "PAGE_RELEASE", "-", "TDG.MEM.PAGE.RELEASE; set by no public module"},
	{39, 39, "NRX", "-",
		"name in the Intel headers, set by no public module. CONFLICT: Linux patches of "
		"2026 use bit 39 as EXT (module extensions, leaves 60 and 61)"},
	{40, 40, "ENHANCED_INTR_STATE", "~1.5.28+,2.0.14+",
		"VCPU_STATE_DETAILS with the interrupt state of every VM"},
	{41, 41, "NON_BLOCKING_EXPORT", "-",
		"export with dirty tracking instead of write blocking; the code exists, the bit is "
		"always 0 in the public builds (older header name: dirty-bit export)"},
	{42, 42, "PERF_MASK", "-", "set by no public module"},
	{43, 43, "SCAN_EXPORT_RESTORE", "1.5.34+,2.0.18+",
		"MEM.SCAN.RANGE for restoring after an export"},
	{44, 44, "IMPORT_PAGE_STATUS", "~1.5.28+,2.0.12+",
		"IMPORT.MEM leaves a status per list entry"},
	{45, 45, "ENHANCED_INTR_VIRTUALIZATION", "-",
		"INTR.CONFIG / INTR.POST; set by no public module"},
	{46, 46, "VE_INFO_INTR_STATE", "~1.5.28+,2.0.14+", "interruptibility state in VE_INFO"},
	{47, 47, "UPDATE_COMPATIBILITY", "~1.5.28+,2.0.14+",
		"bit 16 of SYS.SHUTDOWN rcx: refuse while a TD build or interrupted migration "
		"would break"},
	{48, 48, "SERVTD_REBIND", "-", "SERVTD.REBIND / REBIND.APPROVE; set by no public module"},
	{49, 49, "TDID_VMID_REPORTING", "1.5.34+,2.0.18+",
		"TD id and VM id in TDREPORT (enabled by SYS.CONFIG or SYS.UPDATE version 1)"},
	{50, 50, "reserved", "-",
		"reserved in the Intel headers. CONFLICT: Linux patches of 2026: QUOTE (leaves 98, "
		"100); openvmm: 128-bit seal key (Intel: 56)"},
	{51, 51, "ENHANCED_DEMOTE_INTERRUPTIBILITY", "~1.5.28+,2.0.16+",
		"PAGE.DEMOTE does not have to restart after an interrupt"},
	{52, 52, "DEBUG_RO_TD_MIGRATION", "~1.5.28+,2.0.16+",
		"DEBUG_MEM_NOT_WRITABLE: memory of a migratable debug TD is read-only"},
	{53, 53, "SYS_DISABLE", "-", "TDH.SYS.DISABLE (leaf 69); set by no public module"},
	{54, 54, "LIST_ERROR_COUNT", "1.5.34+,2.0.18+",
		"version 1 of EXPORT.MEM/BLOCKW/RESTORE and IMPORT.MEM returns a count"},
	{56, 56, "SEALKEY_128", "1.5.34+,2.0.18+",
		"128-bit keys from TDG.MR.KEY.GET; only with sealing hardware"},
	{57, 57, "SEALKEY_256", "-", "256-bit keys; set by no public module"},
};

constexpr BitFact eptp_control_facts[] = {
	{2, 0, "MEMORY_TYPE", "1.0+", "must be 6 (write-back)"},
	{5, 3, "WALK_LENGTH", "1.0+",
		"page-walk length minus 1: 3 (4 levels) or 4 (5 levels, only if the CPU has it; "
		"needed by GPAW=1)"},
	{6, 6, "ENABLE_AD", "1.0+", "accessed/dirty bits; must be 0"},
	{7, 7, "ENABLE_SSS", "1.5.01+,2.0.02+", "supervisor shadow-stack control; must be 0"},
	{51, 12, "BASE", "1.0+", "root page, filled in by the module; must be 0 in TD_PARAMS"},
};

template <unsigned Facts>
consteval u64 known_bits(BitFact const (&facts)[Facts])
{
	u64 mask = 0;

	for (BitFact const &fact : facts)
		mask |= (~0ULL >> (63 - fact.hi + fact.lo)) << fact.lo;
	return mask;
}

template <unsigned Facts>
consteval bool rising(BitFact const (&facts)[Facts])
{
	for (unsigned i = 0; i < Facts; i++)
		if (facts[i].hi > 63 || facts[i].lo > facts[i].hi ||
			(i && facts[i - 1].hi >= facts[i].lo))
			return false;
	return true;
}
static_assert(rising(attribute_facts) && rising(xfam_facts) && rising(config_flag_facts));
static_assert(rising(td_ctl_facts) && rising(feature_facts) && rising(eptp_control_facts));

// Every bit that the decoder names has its fact; a single bit has one name.
template <unsigned Names, unsigned Facts>
consteval bool explained(
	BitName const (&names)[Names], BitFact const (&facts)[Facts], bool alike = true)
{
	for (BitName const &name : names) {
		bool found = false;

		for (BitFact const &fact : facts) {
			if (name.bit < fact.lo || name.bit > fact.hi)
				continue;
			found = !alike || fact.lo != fact.hi || same_name(name.name, fact.name);
		}
		if (!found)
			return false;
	}
	return true;
}
static_assert(explained(attribute_bits, attribute_facts));
static_assert(!(attributes_fixed0_of_2_0_18 & ~known_bits(attribute_facts)));
// By the names of XCR0 in Linux, and by those of the TDX module.
static_assert(explained(xfam_bits, xfam_facts, false));
static_assert(explained(config_flag_bits, config_flag_facts));
static_assert(explained(td_ctl_bits, td_ctl_facts) && explained(feature_bits, feature_facts));

} // namespace tdx
