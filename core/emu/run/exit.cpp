// SPDX-License-Identifier: GPL-2.0
//
// What becomes of a #VMEXIT: the module's answer, an exception for the guest, or a TD exit as the
// VMX exit would be that it stands for.
#include "core/emu/platform/tsc.hpp"
#include "core/emu/vcpu/exception.hpp"
#include "guest.hpp"

namespace tdx::emu {

namespace {

emu_verdict ve(Guest const &guest, u32 reason, u32 length)
{
	inject_ve(guest.vcpu(), {.reason = reason, .length = length});
	return EMU_ANSWERED;
}

emu_verdict gp(Guest const &guest)
{
	inject_gp(guest.vcpu());
	return EMU_ANSWERED;
}

emu_verdict ud(Guest const &guest)
{
	inject_ud(guest.vcpu());
	return EMU_ANSWERED;
}

emu_verdict td_exit(Guest &guest, emu_exit const &exit, StatusCode code = StatusCode::Success)
{
	guest.running.save_exit(exit);
	return guest.running.exit(
		{code, exit.reason, exit.qualification, 0, 0, exit.interruption}, guest.regs);
}

// AMD-V leaves the interrupt or NMI pending: the host takes it once it can, and the TD exit reports
// no vector.
emu_verdict pending_event(Guest &guest, u32 reason)
{
	// It may be the notification of posted interrupts.
	take_posted_interrupts(guest);
	return td_exit(guest, {reason, 0, 0, 0, 0});
}

bool has_error_code(u8 vector)
{
	constexpr u32 with{1u << 8 | 0x1fu << 10 | 1u << 17 | 1u << 21};
	return with >> vector & 1;
}

emu_verdict exception(Guest &guest, u8 vector)
{
	u64 const info{Interruption::HasErrorCode::put(
		Interruption::of(Interruption::hardware_exception, vector),
		has_error_code(vector))};

	if (vector == vector_machine_check)
		return guest.running.exit_dead(exit_reason::EXCEPTION_NMI, 0, info, guest.regs);
	return td_exit(guest, {exit_reason::EXCEPTION_NMI, 0, 0, 0, info});
}

// The CPU refuses the vCPU's state, which the host of a debug TD can write.
emu_verdict entry_failure(Guest &guest)
{
	constexpr u32 reason{exit_reason::INVALID_STATE | VmExitReason::EntryFailure::mask};

	return td_exit(guest, {reason, 0, 0, 0, 0},
		guest.td().debug() ? StatusCode::Success : StatusCode::NonRecoverableTd);
}

emu_verdict task_switch(Guest &guest)
{
	using Source = Bits<31, 30>; // CALL, IRET, JMP, or a task gate
	constexpr u64 by_iret{1ULL << 36};
	constexpr u64 by_jump{1ULL << 38};
	svm::Vmcb const &vmcb{guest.vmcb()};
	u64 source{0};

	if (vmcb.exit_info_2 & by_iret)
		source = 1;
	else if (vmcb.exit_info_2 & by_jump)
		source = 2;
	else if (Interruption::Valid::get(vmcb.exit_int_info))
		source = 3;
	return td_exit(guest, {exit_reason::TASK_SWITCH,
				      Source::put(vmcb.exit_info_1 & 0xffff, source), 0, 0, 0});
}

emu_verdict wbinvd(Guest const &guest)
{
	u8 bytes[max_instruction_bytes];
	u32 const count{fetch_instruction(guest, bytes)};
	// Some CPUs report INVD with the exit code of WBINVD.
	constexpr u8 invd{0x08};
	if (count > 1 && bytes[0] == 0x0f && bytes[1] == invd)
		return ve(guest, exit_reason::INVD, 2);
	bool const wbnoinvd{count && bytes[0] == 0xf3};

	return ve(guest, exit_reason::WBINVD, wbnoinvd ? 3 : 2);
}

emu_verdict rdtsc(Guest const &guest, bool with_aux)
{
	Vcpu const &vcpu{guest.vcpu()};
	u64 const tsc{scale_tsc(native_tsc(), vcpu.vmread(vmcs_slot(vmcs::TSC_MULTIPLIER))) +
		      vcpu.vmread(vmcs_slot(vmcs::TSC_OFFSET))};

	guest.regs.rax = tsc & 0xffffffff;
	guest.regs.gpr.rdx = tsc >> 32;
	if (with_aux)
		guest.regs.gpr.rcx = vcpu.load(vcpu_field::tsc_aux) & 0xffffffff;
	advance(vcpu, with_aux ? 3 : 2);
	return EMU_ANSWERED;
}

} // namespace

emu_verdict handle_exit(Guest &guest)
{
	constexpr u32 vectors{32};
	u32 const code{static_cast<u32>(guest.vmcb().exit_code)};

	if (code == svm::exit::EXCEPTION + vector_ud)
		return undefined_exit(guest);
	if (code >= svm::exit::EXCEPTION && code < svm::exit::EXCEPTION + vectors)
		return exception(guest, static_cast<u8>(code - svm::exit::EXCEPTION));

	switch (code) {
	case svm::exit::INTR:
		return pending_event(guest, exit_reason::EXTERNAL_INTERRUPT);
	case svm::exit::NMI:
		return pending_event(guest, exit_reason::EXCEPTION_NMI);
	case svm::exit::SMI:
		return pending_event(guest, exit_reason::OTHER_SMI);
	case svm::exit::INIT:
		return pending_event(guest, exit_reason::INIT_SIGNAL);
	case svm::exit::TASK_SWITCH:
		return task_switch(guest);
	case svm::exit::SHUTDOWN:
		return td_exit(guest, {exit_reason::TRIPLE_FAULT, 0, 0, 0, 0},
			StatusCode::NonRecoverableVcpu);
	case svm::exit::VINTR:
		return EMU_ANSWERED;
	case svm::exit::IRET:
		end_blocking_by_nmi(guest);
		return EMU_ANSWERED;
	case svm::exit::NPF:
		return nested_page_fault(guest);
	case svm::exit::CPUID:
		return cpuid_exit(guest);
	case svm::exit::MSR:
		return msr_exit(guest);
	case svm::exit::CR4_READ:
	case svm::exit::CR4_WRITE:
	case svm::exit::CR0_SEL_WRITE:
		return control_register_exit(guest, code);
	case svm::exit::XSETBV:
		return xsetbv_exit(guest);
	case svm::exit::IOIO:
		return io_exit(guest);
	case svm::exit::HLT:
		return ve(guest, exit_reason::HLT, 1);
	case svm::exit::INVD:
		return ve(guest, exit_reason::INVD, 2);
	case svm::exit::WBINVD:
		return wbinvd(guest);
	case svm::exit::MONITOR:
		return ve(guest, exit_reason::MONITOR_INSTRUCTION, 3);
	case svm::exit::MWAIT:
	case svm::exit::MWAIT_CONDITIONAL:
		return ve(guest, exit_reason::MWAIT_INSTRUCTION, 3);
	case svm::exit::RDTSC:
		return rdtsc(guest, false);
	case svm::exit::RDTSCP:
		return rdtsc(guest, true);
	case svm::exit::RDPMC:
		return gp(guest);
	case svm::exit::RSM:
	case svm::exit::VMRUN:
	case svm::exit::VMMCALL:
	case svm::exit::VMLOAD:
	case svm::exit::VMSAVE:
	case svm::exit::STGI:
	case svm::exit::CLGI:
	case svm::exit::SKINIT:
	case svm::exit::INVLPGA:
		return ud(guest);
	default:
		return entry_failure(guest);
	}
}

} // namespace tdx::emu
