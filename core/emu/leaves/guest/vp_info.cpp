// SPDX-License-Identifier: GPL-2.0
//
// TDG.VP.INFO: what a vCPU has to know first of its TD and of itself.
#include "guest_leaves.hpp"

namespace tdx::emu {

GuestOutcome vp_info(GuestCall &call)
{
	using SysRdAvailable = Bits<0>; // of R10
	TdControl const &control{call.td.control()};

	call.out.rcx = control.gpa_width();
	call.out.rdx = control.attributes;
	call.out.r8 = control.num_vcpus | u64{control.max_vcpus} << 32;
	call.out.r9 = call.vcpu.load(vcpu_field::vcpu_index);
	call.out.r10 = SysRdAvailable::mask;
	return success();
}

} // namespace tdx::emu
