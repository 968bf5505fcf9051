// SPDX-License-Identifier: GPL-2.0
//
// The way from a running vCPU back to the host: what TDH.VP.ENTER answers, and what stays of the
// vCPU.
#pragma once

#include "core/abi/vm_exit.hpp"
#include "exception.hpp"
#include "vcpu.hpp"

namespace tdx::emu {

struct TdExit {
	StatusCode code;
	u32 reason;
	u64 qualification;
	u64 extended; // qualification
	u64 gpa;
	u64 interruption;
};

constexpr u32 tdcall_bytes = 4;
// In the pending debug exceptions, and in DR6 once the guest takes the exception.
constexpr u64 pending_single_step = 1 << 14;

// Completes the instruction at RIP: moves RIP behind it.
void advance(Vcpu const &vcpu, u32 bytes);

// The vCPU that runs on an LP, from one VM exit to the next entry or the TD exit.
class RunningVcpu {
	Lp &lp;
	Vcpu vcpu_;
	bool intact_{false};
	bool exited{false};

	void leave(bool dead);

public:
	RunningVcpu(Emu &emu, Lp &on_lp);
	RunningVcpu(RunningVcpu const &) = delete;
	RunningVcpu &operator=(RunningVcpu const &) = delete;
	// Without a TD exit, the vCPU goes on running.
	CORE_ALWAYS_INLINE ~RunningVcpu()
	{
		if (!exited)
			vcpu_.leave_held();
	}

	// False if the host damaged the TD, or a fatal error on another vCPU ended it meanwhile.
	CORE_ALWAYS_INLINE bool intact() const { return intact_; }
	CORE_ALWAYS_INLINE Vcpu &vcpu() { return vcpu_; }

	// Save what a CPU leaves in TDVPS at a VM exit, and load it.  Not inlined, as callers have
	// a vCPU in their stack frame, which is large already.
	void save_registers(emu_regs const &regs);
	void save_exit(emu_exit const &exit);
	void load_registers(emu_regs &regs);

	emu_verdict exit(TdExit const &exit, emu_regs &regs);
	// TD exit by TDG.VP.VMCALL, with @control in RCX.
	emu_verdict exit_by_vmcall(u64 control, emu_regs &regs);
	// TD exit after which no vCPU of the TD can run.
	emu_verdict exit_dead(u32 reason, u64 qualification, u64 interruption, emu_regs &regs);
};

// After a successful TDH.VP.ENTER: EMU_ENTERED with the guest's registers, or EMU_ANSWERED if the
// TD was damaged meanwhile.
emu_verdict enter_guest(Emu &emu, Lp &lp, emu_regs &regs);
// guest_call() and vm_exit() return EMU_EXITED, or EMU_ANSWERED if the vCPU goes on.
//
// guest_call.cpp: a TDCALL with these registers; in the second form @running has saved them.
emu_verdict guest_call(Emu &emu, Lp &lp, emu_regs &regs);
emu_verdict guest_call(RunningVcpu &running, Emu &emu, Lp &lp, emu_regs &regs);
// Any other VM exit.
emu_verdict vm_exit(Emu &emu, Lp &lp, emu_exit const &exit, emu_regs &regs);

// #VE information for an EPT violation.  Such an exit does not set the instruction length: it is
// that of an earlier exit.
VeInfo violation_info(Vcpu const &vcpu, emu_exit const &exit);
// An EPT violation that the guest cannot cause alone: ends in a #VE, a #PF or a TD exit.
emu_verdict ept_violation(Emu &emu, RunningVcpu &running, emu_exit const &exit, emu_regs &regs);

} // namespace tdx::emu
