// SPDX-License-Identifier: GPL-2.0
//
// The built-in CPU: results of CPUID and RDMSR as on a machine with TDX, for hosts without it.
// Topology and KeyIDs come from the configuration; the rest is constant.
#pragma once

#include "core/emu/emu.h"
#include "cpuid_value.hpp"
#include "msr.hpp"

namespace tdx::emu {

// Topology of an LP: its package, its index in it, and how many bits of the x2APIC id that index
// takes.
struct LpPlace {
	u32 package;
	u32 index;
	u32 package_shift;
};

// Smallest number of x2APIC id bits below the package id for this many LPs a package.
u32 profile_package_shift(u32 lps_in_package);
constexpr u32 profile_max_package_shift = 12; // CPUID(4) has 12 bits for it

CpuidValue profile_cpuid(LpPlace const &place, u32 leaf, u32 subleaf);
u64 profile_rdmsr(emu_config const &config, Msr msr);

} // namespace tdx::emu
