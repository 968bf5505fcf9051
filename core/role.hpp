// SPDX-License-Identifier: GPL-2.0
//
// What CPUID and the MSRs say of this machine: TDX host, TD guest or neither.
#pragma once

#include "bits.hpp"
#include "core.h"
#include "host.h"

namespace tdx {

// The TDX module answers this CPUID leaf in a TD; its EBX, EDX, ECX spell "IntelTDX    ".
static constexpr u32 cpuid_tdx = 0x21;

// IA32_MKTME_KEYID_PARTITIONING: 31:0 shared KeyIDs, 63:32 private KeyIDs.
static constexpr u32 msr_keyid_partitioning = 0x87;

[[gnu::always_inline]] inline bool in_td_guest()
{
	struct host_cpuid regs {};
	host_cpuid(cpuid_tdx, 0, &regs);
	return regs.ebx == 0x65746e49 && regs.edx == 0x5844546c && regs.ecx == 0x20202020;
}

[[gnu::always_inline]] inline u32 private_keyids()
{
	u64 raw = 0;
	if (host_rdmsr(msr_keyid_partitioning, &raw))
		return 0;
	return static_cast<u32>(Bits<63, 32>::get(raw));
}

[[gnu::always_inline]] inline core_role hardware_role()
{
	if (in_td_guest())
		return CORE_ROLE_GUEST;
	return private_keyids() ? CORE_ROLE_HOST : CORE_ROLE_NONE;
}

} // namespace tdx
