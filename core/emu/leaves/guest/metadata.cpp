// SPDX-License-Identifier: GPL-2.0
//
// Metadata as the TD itself sees it, by the same rules as the host.  TDG.VM.RD and .WR: of the TD;
// TDG.VP.RD and .WR: of the vCPU; TDG.SYS.RD and .RDALL: of the platform.
#include "core/emu/config/vcpu_element.hpp"
#include "core/emu/metadata/global_element.hpp"
#include "core/emu/td/td_element.hpp"
#include "guest_leaves.hpp"

namespace tdx::emu {

GuestOutcome vm_rd(GuestCall &call)
{
	if (call.in.rcx)
		return invalid(Reg::Rcx);
	return read_td_element(call, call.td, the_guest, call.version != 0);
}

GuestOutcome vm_wr(GuestCall &call)
{
	if (call.in.rcx)
		return invalid(Reg::Rcx);
	return write_td_element(call, call.td, the_guest);
}

GuestOutcome vp_rd(GuestCall &call)
{
	if (call.in.rcx)
		return invalid(Reg::Rcx);
	return read_vcpu_element(call, call.vcpu, the_guest, true);
}

GuestOutcome vp_wr(GuestCall &call)
{
	if (call.in.rcx)
		return invalid(Reg::Rcx);
	return write_vcpu_element(call, call.vcpu, the_guest);
}

GuestOutcome sys_rd(GuestCall &call)
{
	return read_global_element(call, the_guest);
}

GuestOutcome sys_rdall(GuestCall &call)
{
	u64 pa;

	if (call.in.rdx % page_size)
		return invalid(Reg::Rdx);
	TDX_TRY(find_operand(call.emu, call.td, call.in.rdx, GuestAccess::Write, 0, Reg::Rdx, pa));
	Status const status{list_globals(call, the_guest, pa)};
	if (status.code() == StatusCode::OperandAddrRangeError)
		return GuestEnd::Damaged;
	return status;
}

} // namespace tdx::emu
