// SPDX-License-Identifier: GPL-2.0
//
// What becomes of registers that the leaf functions don't get to see.
#include "core/abi/exit_msr.hpp"
#include "core/abi/leaves/host_leaves.hpp"
#include "core/emu/platform/state.hpp"

using tdx::Bits;
using tdx::Xstate;

int emu_loses_xmm(u64 rax)
{
	for (auto const &info : tdx::host_leaves.leaf) {
		if (info.number() == Bits<15, 0>::get(rax))
			return info.xstate == Xstate::Reset;
	}
	return false;
}

int emu_keeps_rbp(emu const *emu)
{
	return emu->config.no_rbp_mod;
}

// What a TD exit leaves is what the TDX module sets or what the TD had.  The TD is taken to have
// had 0, except in IA32_UMWAIT_CONTROL.
u64 emu_msr_after_exit(u32 msr, u64 before)
{
	constexpr u32 umwait_control{0xe1};
	constexpr u64 of_td{0x1000};

	for (auto const &row : tdx::exit_msrs) {
		if (row.msr == msr && row.known)
			return row.after_exit(before);
	}
	return msr == umwait_control ? of_td : 0;
}
