// SPDX-License-Identifier: GPL-2.0
//
// CPUID_CONFIG: which bits of a TD's CPUID the host can configure.
#pragma once

#include "state.hpp"

namespace tdx::emu {

constexpr u32 num_cpuid_config = 12;

struct CpuidConfig {
	u32 leaf;
	u32 subleaf;
	CpuidValue direct;    // the host chooses
	CpuidValue effective; // the same, and bits that the host may choose if the CPU has them
};

CpuidConfig cpuid_config(Emu const &emu, u32 index);

// Row of the CPUID table; max_cpuid_rows when it has none.  Rows without sub-leaf take any.
u32 cpuid_row(u32 leaf, u32 subleaf);
// Native value of a leaf in the table, as sampled by SYS.INIT.
CpuidValue const *sampled_cpuid(Emu const &emu, u32 leaf, u32 subleaf);

} // namespace tdx::emu
