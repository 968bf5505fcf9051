// SPDX-License-Identifier: GPL-2.0
//
// MSRs that the TDX module does not restore at a TD exit, and what it leaves there.
#pragma once

#include "core/base/bits.hpp"

namespace tdx {

// How stable the value is that Linux keeps there outside a TD.
enum class HostMsr : u8 {
	Fixed,  // constant on a CPU, unless another hypervisor has borrowed the MSR
	Varies, // changes with the task or with an administrator's settings
};

// Does an L2 VM that runs in a TD share it with the L1 VMM?
enum class L2Msr : u8 { Own, Shared };

struct ExitMsr {
	u32 msr;
	HostMsr host;
	L2Msr l2;
	bool known; // what a TD exit leaves: bits of @kept as the host had them, the others of
		    // @left
	u64 kept;
	u64 left;

	CORE_INLINE u64 after_exit(u64 before) const { return (before & kept) | left; }
};

CORE_INLINE ExitMsr leaves(u64 left, u32 msr, HostMsr host, L2Msr l2)
{
	return {msr, host, l2, true, 0, left};
}

CORE_INLINE ExitMsr keeps(u64 kept, u32 msr, HostMsr host, L2Msr l2)
{
	return {msr, host, l2, true, kept, 0};
}

// A TD exit leaves the TD's value, or one that depends on the TD's configuration.
CORE_INLINE ExitMsr unknown(u32 msr, HostMsr host, L2Msr l2)
{
	return {msr, host, l2, false, 0, 0};
}

// IA32_XFD_ERR is left out: a TD exit leaves it 0, and so does Linux outside the handler of the #NM
// that sets it.
constexpr ExitMsr exit_msrs[]{
	leaves(0, 0xc0000081, HostMsr::Fixed, L2Msr::Shared),       // STAR
	leaves(0, 0xc0000082, HostMsr::Fixed, L2Msr::Shared),       // LSTAR
	leaves(0x20200, 0xc0000084, HostMsr::Fixed, L2Msr::Shared), // FMASK
	leaves(0, 0xc0000102, HostMsr::Varies, L2Msr::Shared),      // KERNEL_GS_BASE
	leaves(0, 0xc0000103, HostMsr::Fixed, L2Msr::Shared),       // TSC_AUX
	unknown(0x0da0, HostMsr::Fixed, L2Msr::Shared),             // XSS: supervisor bits of XFAM
	leaves(0, 0x01c4, HostMsr::Varies, L2Msr::Shared),          // XFD
	keeps(0x5002, 0x01d9, HostMsr::Varies, L2Msr::Own),         // DEBUGCTL
	unknown(0x00e1, HostMsr::Varies, L2Msr::Own),               // UMWAIT_CONTROL: the TD's
	unknown(0x0122, HostMsr::Fixed, L2Msr::Own),                // TSX_CTRL: 0 with TSX
	unknown(0x1b01, HostMsr::Varies, L2Msr::Own),               // UARCH_MISC_CTL: the TD's
};

} // namespace tdx
