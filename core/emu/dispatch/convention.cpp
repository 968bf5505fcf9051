// SPDX-License-Identifier: GPL-2.0
//
// What becomes of registers that the leaf functions don't get to see.
#include "core/abi/host_leaves.hpp"
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
