// SPDX-License-Identifier: GPL-2.0
//
// MSRs that the TDX module reads when a platform is initialised, and their fields.
#pragma once

#include "core/base/bits.hpp"

namespace tdx::emu {

enum class Msr : u32 {
	TscAdjust = 0x3b,
	MktmeKeyidPartitioning = 0x87,
	Wbinvdp = 0x98,
	Wbnoinvdp = 0x99,
	MiscPackageCtls = 0xbc,
	XapicDisableStatus = 0xbd,
	CoreCapabilities = 0xcf,
	Mtrrcap = 0xfe,
	ArchCapabilities = 0x10a,
	MiscEnable = 0x1a0,
	SmrrPhysBase = 0x1f2,
	SmrrPhysMask = 0x1f3,
	Smrr2PhysBase = 0x1f6,
	Smrr2PhysMask = 0x1f7,
	PerfCapabilities = 0x345,
	VmxBasic = 0x480,
	VmxMisc = 0x485,
	VmxCr0Fixed0 = 0x486,
	VmxCr0Fixed1 = 0x487,
	VmxCr4Fixed0 = 0x488,
	VmxCr4Fixed1 = 0x489,
	VmxProcbasedCtls2 = 0x48b,
	VmxEptVpidCap = 0x48c,
	VmxTruePinbasedCtls = 0x48d,
	VmxTrueProcbasedCtls = 0x48e,
	VmxTrueExitCtls = 0x48f,
	VmxTrueEntryCtls = 0x490,
	VmxProcbasedCtls3 = 0x492,
	TmeCapability = 0x981,
	TmeActivate = 0x982,
};

// MSRs that must read the same on every LP: SYS.INIT samples them, SYS.LP.INIT compares in this
// order; it compares CPUID after the first four.
constexpr Msr sampled_msrs[]{
	Msr::CoreCapabilities,
	Msr::ArchCapabilities,
	Msr::MiscPackageCtls,
	Msr::XapicDisableStatus,
	Msr::TscAdjust,
	Msr::Mtrrcap,
	Msr::SmrrPhysBase,
	Msr::SmrrPhysMask,
	Msr::Smrr2PhysBase,
	Msr::Smrr2PhysMask,
	Msr::VmxBasic,
	Msr::VmxTruePinbasedCtls,
	Msr::VmxTrueProcbasedCtls,
	Msr::VmxProcbasedCtls2,
	Msr::VmxProcbasedCtls3,
	Msr::VmxTrueExitCtls,
	Msr::VmxTrueEntryCtls,
	Msr::VmxMisc,
	Msr::VmxEptVpidCap,
	Msr::VmxCr0Fixed0,
	Msr::VmxCr0Fixed1,
	Msr::VmxCr4Fixed0,
	Msr::VmxCr4Fixed1,
	Msr::PerfCapabilities,
	Msr::TmeCapability,
	Msr::TmeActivate,
	Msr::MktmeKeyidPartitioning,
	Msr::Wbinvdp,
	Msr::Wbnoinvdp,
};
constexpr u32 num_sampled_msrs = sizeof(sampled_msrs) / sizeof(sampled_msrs[0]);
constexpr u32 msrs_before_cpuid = 4;

// Index of a sampled MSR; num_sampled_msrs if it is not sampled.
CORE_INLINE u32 sample_index(Msr msr)
{
	u32 i{0};
	while (i < num_sampled_msrs && sampled_msrs[i] != msr)
		i++;
	return i;
}

using MtrrcapSmrr = Bits<11>;
using MtrrcapSmrr2 = Bits<13>;
using MtrrcapSmrrLock = Bits<14>;
using SmrrRange = Bits<31, 12>; // of base and of mask
using SmrrMaskLock = Bits<10>;
using SmrrMaskValid = Bits<11>;
using MiscEnableLimitCpuid = Bits<22>;
using MiscPackageEnergyFiltering = Bits<0>;
using PerfFullWidthWrite = Bits<13>;

using TmeActivateLock = Bits<0>;
using TmeActivateKeyidBits = Bits<35, 32>;
using TmeActivateIntegrity128 = Bits<49>;
using TmeActivateIntegrity256 = Bits<51>;
using TmeCapabilityIntegrity128 = Bits<1>;
using TmeCapabilityIntegrity256 = Bits<3>;
using TmeCapabilityKeyidBits = Bits<35, 32>;
using TmeCapabilityMaxKeys = Bits<50, 36>;
using KeyidsShared = Bits<31, 0>;
using KeyidsPrivate = Bits<63, 32>;

using VmxBasicVmcsSize = Bits<44, 32>;
using VmxBasicIoInfo = Bits<54>;
using VmxBasicTrueControls = Bits<55>;
using VmxAllowed0 = Bits<31, 0>; // a 1 here: the control cannot be 0
using VmxAllowed1 = Bits<63, 32>;
using VmxMiscUnrestrictedGuest = Bits<5>;
using VmxMiscHlt = Bits<6>;
using VmxMiscShutdown = Bits<7>;
using VmxMiscPtInVmx = Bits<14>;
using VmxMiscCr3Targets = Bits<24, 16>;
using VmxMiscVmwriteAny = Bits<29>;

} // namespace tdx::emu
