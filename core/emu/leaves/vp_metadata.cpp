// SPDX-License-Identifier: GPL-2.0
//
// TDH.VP.RD and TDH.VP.WR: metadata of a vCPU, element by element.
#include "core/emu/config/vcpu_element.hpp"
#include "leaves.hpp"

namespace tdx::emu {

HostOutcome vp_rd(Call &call)
{
	Vcpu vcpu{call.emu};

	TDX_TRY(vcpu.open(HostLeaf::VpRd, call.in.rcx, Reg::Rcx, Hold::Shared));
	TDX_TRY(vcpu.associate(call.lp, true));
	return read_vcpu_element(call, vcpu, host_of(vcpu.td().debug()), call.version != 0);
}

HostOutcome vp_wr(Call &call)
{
	Vcpu vcpu{call.emu};

	TDX_TRY(vcpu.open(HostLeaf::VpWr, call.in.rcx, Reg::Rcx, Hold::Shared));
	TDX_TRY(vcpu.associate(call.lp, false));
	return write_vcpu_element(call, vcpu, host_of(vcpu.td().debug()));
}

} // namespace tdx::emu
