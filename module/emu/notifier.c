// SPDX-License-Identifier: GPL-2.0
/*
 * Where the CPU has no SEAMCALL and TDCALL they raise #UD; this die notifier answers in the TDX
 * module's place.  Everything else about the fault is left as it was: who has an exception-table
 * entry still gets it when there is no answer.
 */
#include <linux/kdebug.h>
#include <linux/preempt.h>
#include <linux/ptrace.h>
#include <linux/uaccess.h>
#include <asm/processor-flags.h>
#include <asm/trapnr.h>

#include "internal.h"
#include "machine.h"

/* The instructions, as they lie in memory. */
#define INSN_BYTES	4
#define SEAMCALL	0xcf010f66
#define TDCALL		0xcc010f66

static void load_regs(struct emu_regs *to, const struct pt_regs *from)
{
	to->rax = from->ax;
	to->rbp = from->bp;
	to->gpr = (struct tdx_regs) {
		.rcx = from->cx, .rdx = from->dx, .rbx = from->bx, .rsi = from->si,
		.rdi = from->di, .r8 = from->r8, .r9 = from->r9, .r10 = from->r10,
		.r11 = from->r11, .r12 = from->r12, .r13 = from->r13, .r14 = from->r14,
		.r15 = from->r15,
	};
}

static void store_regs(struct pt_regs *to, const struct emu_regs *from)
{
	to->ax = from->rax;
	to->bp = from->rbp;
	to->cx = from->gpr.rcx;
	to->dx = from->gpr.rdx;
	to->bx = from->gpr.rbx;
	to->si = from->gpr.rsi;
	to->di = from->gpr.rdi;
	to->r8 = from->gpr.r8;
	to->r9 = from->gpr.r9;
	to->r10 = from->gpr.r10;
	to->r11 = from->gpr.r11;
	to->r12 = from->gpr.r12;
	to->r13 = from->gpr.r13;
	to->r14 = from->gpr.r14;
	to->r15 = from->gpr.r15;
}

/* VMsucceed clears the six arithmetic flags, VMfailInvalid sets CF of them. */
static void finish_insn(struct pt_regs *regs, unsigned long carry)
{
	regs->flags &= ~(X86_EFLAGS_CF | X86_EFLAGS_PF | X86_EFLAGS_AF | X86_EFLAGS_ZF |
			 X86_EFLAGS_SF | X86_EFLAGS_OF);
	regs->flags |= carry;
	regs->ip += INSN_BYTES;
}

static enum emu_verdict execute(struct emu *emu, struct pt_regs *regs, u32 opcode)
{
	enum emu_verdict verdict;
	struct emu_regs frame;

	load_regs(&frame, regs);
	if (opcode == SEAMCALL) {
		if (emu_echo(emu, &frame, regs))
			verdict = EMU_ANSWERED;
		else
			verdict = emu_seamcall(emu, emu_machine_lp(), &frame);
		if (verdict == EMU_ENTERED)
			verdict = emu_run_guest(emu, &frame);
		if (verdict == EMU_ANSWERED)
			emu_finish_xmm(regs->ax);
	} else {
		verdict = emu_tdcall(emu, emu_machine_lp(), &frame);
	}

	if (verdict == EMU_ANSWERED || verdict == EMU_EXITED)
		store_regs(regs, &frame);
	return verdict;
}

/*
 * Called for every #UD of the kernel, so the instruction is read inline, without a function call.
 */
static bool fetch(const struct pt_regs *regs, u32 *opcode)
{
	pagefault_disable();
	__get_kernel_nofault(opcode, (const u32 *)regs->ip, u32, unreadable);
	pagefault_enable();
	return true;
unreadable:
	pagefault_enable();
	return false;
}

static int emu_notify(struct notifier_block *nb, unsigned long event, void *data)
{
	struct die_args *args = data;
	struct pt_regs *regs = args->regs;
	u32 opcode;

	if (event == DIE_DEBUG)
		return emu_finish_gp(regs, *(unsigned long *)args->err);
	if (event != DIE_TRAP || args->trapnr != X86_TRAP_UD || user_mode(regs) || in_nmi())
		return NOTIFY_DONE;
	if (!fetch(regs, &opcode) || (opcode != SEAMCALL && opcode != TDCALL))
		return NOTIFY_DONE;

	/* Notifiers are called under rcu_read_lock(). */
	switch (execute(emu_current(), regs, opcode)) {
	case EMU_ANSWERED:
	case EMU_EXITED:
		finish_insn(regs, 0);
		return NOTIFY_STOP;
	case EMU_VMFAIL_INVALID:
		finish_insn(regs, X86_EFLAGS_CF);
		return NOTIFY_STOP;
	case EMU_GP:
		emu_begin_gp(regs);
		break;
	case EMU_UD:
	case EMU_ENTERED:	/* has become EMU_EXITED */
		break;
	}
	return NOTIFY_DONE;
}

struct notifier_block emu_notifier = {
	.notifier_call = emu_notify,
};
