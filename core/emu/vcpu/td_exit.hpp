// SPDX-License-Identifier: GPL-2.0
//
// The way from a running vCPU back to the host: what TDH.VP.ENTER answers, and what stays of the
// vCPU.
#pragma once

#include "core/abi/vm_exit.hpp"
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
	// It still runs unless it exited.
	CORE_ALWAYS_INLINE ~RunningVcpu()
	{
		if (!exited)
			vcpu_.leave_held();
	}

	// Neither the host's damage nor a fatal error elsewhere ended the TD meanwhile.
	CORE_ALWAYS_INLINE bool intact() const { return intact_; }
	CORE_ALWAYS_INLINE Vcpu &vcpu() { return vcpu_; }

	// What the CPU leaves in TDVPS at a VM exit.  None of these is inlined: with a vCPU on it,
	// the stack frame around them is large already.
	void save_registers(emu_regs const &regs);
	void save_exit(emu_exit const &exit);
	void load_registers(emu_regs &regs);

	emu_verdict exit(TdExit const &exit, emu_regs &regs);
	// By TDG.VP.VMCALL with @control.
	emu_verdict exit_by_vmcall(u64 control, emu_regs &regs);
	// No vCPU of the TD can run any more.
	emu_verdict exit_dead(u32 reason, u64 qualification, u64 interruption, emu_regs &regs);
};

// TDH.VP.ENTER succeeded: EMU_ENTERED with the guest's registers, or EMU_ANSWERED where the TD did
// not outlive the way there.
emu_verdict enter_guest(Emu &emu, Lp &lp, emu_regs &regs);
// Of the two below: EMU_EXITED, or EMU_ANSWERED where the vCPU goes on.
// guest_call.cpp: TDCALL with these registers.
emu_verdict guest_call(Emu &emu, Lp &lp, emu_regs &regs);
// Any other VM exit.
emu_verdict vm_exit(Emu &emu, Lp &lp, emu_exit const &exit, emu_regs &regs);

// A #VE for an EPT violation, or where the guest still has one a #DF, which nobody takes here.
void inject_ve(Vcpu &vcpu, u32 reason, u64 qualification, u64 gpa, u64 gla);

} // namespace tdx::emu
