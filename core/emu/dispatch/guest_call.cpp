// SPDX-License-Identifier: GPL-2.0
//
// TDCALL: the leaf functions that are modelled, and what becomes of the guest.
#include "dispatch.hpp"

#include "core/abi/leaves/guest_leaves.hpp"
#include "core/emu/leaves/guest/guest_leaves.hpp"
#include "core/emu/vcpu/exception.hpp"
#include "core/emu/vcpu/td_exit.hpp"

namespace tdx::emu {

namespace {

using GuestRow = LeafRow<GuestCall, GuestOutcome>;

consteval GuestRow leaf(
	GuestLeaf number, GuestOutcome (*handler)(GuestCall &), Defaults defaults = {})
{
	LeafInfo const info{leaf_info(guest_leaves, number)};
	return {info.number(), info.max_version_1_5, any_state, Hold::None,
		defaults | defaults_of(guest_leaves, info), handler};
}

constexpr GuestRow rows[] = {
	leaf(GuestLeaf::VpVmcall, vp_vmcall),
	leaf(GuestLeaf::VpInfo, vp_info),
	leaf(GuestLeaf::MrRtmrExtend, mr_rtmr_extend),
	leaf(GuestLeaf::VpVeinfoGet, vp_veinfo_get),
	leaf(GuestLeaf::MrReport, mr_report),
	leaf(GuestLeaf::VpCpuidveSet, vp_cpuidve_set),
	leaf(GuestLeaf::MemPageAccept, mem_page_accept),
	leaf(GuestLeaf::VmRd, vm_rd, {.zeroed = mask_of(Reg::R8), .ones_v1 = mask_of(Reg::Rdx)}),
	leaf(GuestLeaf::VmWr, vm_wr, {.zeroed = mask_of(Reg::R8)}),
	leaf(GuestLeaf::VpRd, vp_rd, {.zeroed = mask_of(Reg::R8), .ones = mask_of(Reg::Rdx)}),
	leaf(GuestLeaf::VpWr, vp_wr, {.zeroed = mask_of(Reg::R8)}),
	leaf(GuestLeaf::SysRd, sys_rd, {.zeroed = mask_of(Reg::R8), .ones = mask_of(Reg::Rdx)}),
	leaf(GuestLeaf::SysRdall, sys_rdall, {.ones = mask_of(Reg::R8)}),
	leaf(GuestLeaf::MrVerifyreport, mr_verifyreport),
	leaf(GuestLeaf::MemPageAttrRd, mem_page_attr_rd),
	// As TDG.MEM.PAGE.ATTR.RD, but its PAGE_ATTR_INVALID has attributes in the outputs.
	leaf(GuestLeaf::MemPageAttrWr, mem_page_attr_wr, {.zeroed = Reg::Rcx | Reg::Rdx}),
};

// In any module state: while a guest runs, the TDX module cannot be shut down.
constexpr Modelled modelled{model(guest_leaves, any_state, rows)};

// HOST_PRIORITY is between the TDX module and the host; the guest gets a plain OPERAND_BUSY.
Status as_the_guest_sees(Status status)
{
	if (status.code() != StatusCode::OperandBusyHostPriority)
		return status;
	return Status::of(StatusCode::OperandBusy, status.detail());
}

// Of a GPA the host learns only the page.
[[gnu::noinline]] emu_verdict conclude(
	RunningVcpu &running, GuestOutcome const &outcome, tdx_regs const &out, emu_regs &regs)
{
	switch (outcome.end) {
	case GuestEnd::Answer:
		regs.rax = as_the_guest_sees(outcome.status).raw;
		regs.gpr = out;
		running.vcpu().set_gpr(Reg::Rax, regs.rax);
		running.vcpu().set_gpr(Reg::Rcx, regs.gpr.rcx);
		running.vcpu().set_gpr(Reg::Rdx, regs.gpr.rdx);
		advance(running.vcpu(), tdcall_bytes);
		return EMU_ANSWERED;
	case GuestEnd::Restart:
		return EMU_ANSWERED;
	case GuestEnd::Violation:
		return running.exit(
			{StatusCode::Success, exit_reason::EPT_VIOLATION, outcome.qualification,
				outcome.extended, page_of(outcome.gpa), 0},
			regs);
	case GuestEnd::Misconfiguration:
		return running.exit({StatusCode::Success, exit_reason::EPT_MISCONFIG, 0, 0,
					    page_of(outcome.gpa), 0},
			regs);
	case GuestEnd::Exception:
		inject_ve(running.vcpu(), {.reason = exit_reason::EPT_VIOLATION,
						  .qualification = outcome.qualification,
						  .gpa = outcome.gpa,
						  .length = tdcall_bytes});
		return EMU_ANSWERED;
	case GuestEnd::Vmcall:
		advance(running.vcpu(), tdcall_bytes);
		return running.exit_by_vmcall(regs.gpr.rcx, regs);
	case GuestEnd::Corrupted:
		return running.exit({StatusCode::NonRecoverableTdCorruptedMd, 0, 0, 0, 0, 0}, regs);
	case GuestEnd::Damaged:
		break;
	}
	return running.exit_dead(exit_reason::TDCALL, 0, 0, regs);
}

// A function of its own for its stack frame: the caller's is mostly filled by the vCPU.
[[gnu::noinline]] emu_verdict serve(RunningVcpu &running, Emu &emu, Lp &lp, emu_regs &regs)
{
	tdx_regs out{regs.gpr};
	GuestCall call{{emu, lp, regs.gpr, out, 0}, running.vcpu(), running.vcpu().td()};
	GuestRow const *leaf{nullptr};
	return conclude(running, dispatch(modelled, regs.rax, call, leaf), out, regs);
}

} // namespace

emu_verdict guest_call(Emu &emu, Lp &lp, emu_regs &regs)
{
	RunningVcpu running{emu, lp};
	if (!running.intact())
		return running.exit_dead(exit_reason::TDCALL, 0, 0, regs);
	running.save_registers(regs);
	return guest_call(running, emu, lp, regs);
}

emu_verdict guest_call(RunningVcpu &running, Emu &emu, Lp &lp, emu_regs &regs)
{
	running.save_exit({exit_reason::TDCALL, 0, 0, 0, 0});
	return serve(running, emu, lp, regs);
}

} // namespace tdx::emu
