// SPDX-License-Identifier: GPL-2.0
//
// SEAMCALL and TDCALL in user space: signals in place of the kernel's die notifier.
#pragma once

#include <functional>

#include "core/emu/emu.h"

namespace sigill {

// Every register at the instruction, changed in place but for RIP and RSP.
struct Frame {
	u64 rax, rcx, rdx, rbx, rsp, rbp, rsi, rdi;
	u64 r8, r9, r10, r11, r12, r13, r14, r15;
	u64 rip, rflags;
	bool tdcall; // else SEAMCALL
	tdx_xmm xmm;
};

// Which registers the asm entry of an instruction passes: RCX, RDX, R8, R9; R10 to R13 too; or all
// of a block, and RBP may be lost as well.
enum class Reach { Four, Eight, All };
Reach reach_of(Frame const &frame);

// EMU_ANSWERED: the instruction is done and left the registers and flags of the frame; those that
// carry no result of the calls that an entry makes are kept, as a TDX module keeps them.
// EMU_VMFAIL_INVALID: CF is set, nothing else changes.  EMU_GP, EMU_UD: it faults.
using Callee = std::function<emu_verdict(Frame &)>;

// Who answers, until this goes out of scope; then again the one before.  Calls go to the software
// TDX module as the LP of the calling thread, or to a function of the test.
class Answerer {
	struct emu *const previous_module;
	Callee const previous_callee;

public:
	explicit Answerer(struct emu *module);
	explicit Answerer(Callee callee);
	~Answerer();
	Answerer(Answerer const &) = delete;
	Answerer &operator=(Answerer const &) = delete;
};

// The current VMCS of the CPU, for VMPTRST and VMPTRLD; they are #UD while this is not set.
struct Vmcs {
	u64 current;
	bool vmptrld_fails;
	unsigned vmptrlds;
};
void set_vmcs(Vmcs *vmcs);

// LP number of the calling thread; 0 at first.
void set_lp(u32 lp);

} // namespace sigill
