// SPDX-License-Identifier: GPL-2.0
//
// TDH.MNG.RD and TDH.MNG.WR: metadata of a TD, element by element.
#include "core/emu/td/td_element.hpp"
#include "leaves.hpp"

namespace tdx::emu {

HostOutcome mng_rd(Call &call)
{
	Td td{call.emu};

	TDX_TRY(td.open(HostLeaf::MngRd, call.in.rcx, Reg::Rcx, Hold::Shared));
	return read_td_element(call, td, host_of(td.debug()), call.version != 0);
}

HostOutcome mng_wr(Call &call)
{
	Td td{call.emu};

	TDX_TRY(td.open(HostLeaf::MngWr, call.in.rcx, Reg::Rcx, Hold::Shared));
	return write_td_element(call, td, host_of(td.debug()));
}

} // namespace tdx::emu
