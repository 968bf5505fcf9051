// SPDX-License-Identifier: GPL-2.0
//
// CPUID as the module tells a host about it: which bits of a TD's CPUID can be configured.
#pragma once

#include "state.hpp"

namespace tdx::emu {

constexpr u32 num_cpuid_config = 12;

struct CpuidConfig {
	u32 leaf;
	u32 subleaf;
	CpuidValue direct;    // the host chooses
	CpuidValue effective; // the same, and bits where the host may keep what this CPU has
};

CpuidConfig cpuid_config(Emu const &emu, u32 index);

// Row of the CPUID table; max_cpuid_rows when it has none.  Rows without sub-leaf take any.
u32 cpuid_row(u32 leaf, u32 subleaf);
// What SYS.INIT saw of a leaf that the table has.
CpuidValue const *sampled_cpuid(Emu const &emu, u32 leaf, u32 subleaf);

} // namespace tdx::emu
