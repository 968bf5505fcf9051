// SPDX-License-Identifier: GPL-2.0
//
// TDG.VP.VMCALL: which registers the VMM is to see.
#include "core/abi/td_bits.hpp"
#include "guest_leaves.hpp"

namespace tdx::emu {

namespace {

// Registers of which the host can learn: not RAX, RCX and RSP.
bool is_control(Td const &td, u64 control)
{
	u64 refused{1 << 0 | 1 << 1 | 1 << 4 | 0xffffffffULL << 32};

	if (ConfigFlags::NoRbpMod::get(td.control().config_flags))
		refused |= 1 << 5;
	return !(control & refused);
}

} // namespace

GuestOutcome vp_vmcall(GuestCall &call)
{
	if (!is_control(call.td, call.in.rcx))
		return invalid(Reg::Rcx);
	return GuestEnd::Vmcall;
}

} // namespace tdx::emu
