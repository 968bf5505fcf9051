// SPDX-License-Identifier: GPL-2.0
//
// TDCALL: the leaf functions that are modelled, and what becomes of the guest.
#include "dispatch.hpp"

#include "core/abi/leaves/guest_leaves.hpp"
#include "core/emu/leaves/guest/guest_leaves.hpp"
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
	leaf(GuestLeaf::MrRtmrExtend, mr_rtmr_extend),
	leaf(GuestLeaf::MemPageAccept, mem_page_accept),
	leaf(GuestLeaf::MemPageAttrRd, mem_page_attr_rd),
	// As .RD, but PAGE_ATTR_INVALID tells attributes.
	leaf(GuestLeaf::MemPageAttrWr, mem_page_attr_wr, {.zeroed = Reg::Rcx | Reg::Rdx}),
};

// In any state: a guest that runs keeps the module from being shut down.
constexpr Modelled modelled{model(guest_leaves, any_state, rows)};

// What a guest must not see of the host's precedence.
Status as_the_guest_sees(Status status)
{
	if (status.code() != StatusCode::OperandBusyHostPriority)
		return status;
	return Status::of(StatusCode::OperandBusy, status.detail());
}

// Of an address the host learns the page only.
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
		inject_ve(running.vcpu(), exit_reason::EPT_VIOLATION, outcome.qualification,
			outcome.gpa, 0);
		return EMU_ANSWERED;
	case GuestEnd::Vmcall:
		return running.exit_by_vmcall(regs.gpr.rcx, regs);
	case GuestEnd::Damaged:
		break;
	}
	return running.exit_dead(exit_reason::TDCALL, 0, 0, regs);
}

// Apart, as the vCPU takes most of the frame around it.
[[gnu::noinline]] emu_verdict serve(RunningVcpu &running, Emu &emu, Lp &lp, emu_regs &regs)
{
	tdx_regs out{regs.gpr};
	GuestCall call{{emu, lp, regs.gpr, out, 0}, running.vcpu().td()};
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
	running.save_exit({exit_reason::TDCALL, 0, 0, 0, 0});
	return serve(running, emu, lp, regs);
}

} // namespace tdx::emu
