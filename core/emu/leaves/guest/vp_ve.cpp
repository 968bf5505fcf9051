// SPDX-License-Identifier: GPL-2.0
//
// TDG.VP.VEINFO.GET: what the last #VE was about, after which there can be another.
// TDG.VP.CPUIDVE.SET: CPUID raises #VE.
#include "guest_leaves.hpp"

namespace tdx::emu {

GuestOutcome vp_veinfo_get(GuestCall &call)
{
	Vcpu const &vcpu{call.vcpu};

	if (!vcpu.load(vcpu_field::ve_info_valid))
		return Status::of(StatusCode::NoValidVeInfo);
	call.out.rcx = vcpu.load(vcpu_field::ve_info_reason);
	call.out.rdx = vcpu.load(vcpu_field::ve_info_qualification);
	call.out.r8 = vcpu.load(vcpu_field::ve_info_gla);
	call.out.r9 = vcpu.load(vcpu_field::ve_info_gpa);
	call.out.r10 = vcpu.load(vcpu_field::ve_info_length) |
		       vcpu.load(vcpu_field::ve_info_information) << 32;
	vcpu.store(vcpu_field::ve_info_valid, 0);
	return success();
}

GuestOutcome vp_cpuidve_set(GuestCall &call)
{
	using Supervisor = Bits<0>;
	using User = Bits<1>;
	u64 const control{call.in.rcx};

	if (control & ~(Supervisor::mask | User::mask))
		return invalid(Reg::Rcx);
	call.vcpu.store(vcpu_field::cpuid_supervisor_ve, Supervisor::get(control));
	call.vcpu.store(vcpu_field::cpuid_user_ve, User::get(control));
	return success();
}

} // namespace tdx::emu
