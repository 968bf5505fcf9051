// SPDX-License-Identifier: GPL-2.0
/* A #GP in the place of a #UD. */
#include <linux/atomic.h>
#include <linux/kdebug.h>
#include <linux/ptrace.h>
#include <asm/debugreg.h>
#include <asm/processor-flags.h>
#include <asm/trapnr.h>

#include "internal.h"

/*
 * A #GP can't be raised from a #UD handler, and modules can't search other modules' exception
 * tables.  So the #UD takes its course, and a single step stops the fix-up after its first
 * instruction, where the vector in RAX is changed to that of #GP.  This is the number of such steps
 * to come:
 */
static atomic_t pending_gps = ATOMIC_INIT(0);

void emu_begin_gp(struct pt_regs *regs)
{
	atomic_inc(&pending_gps);
	regs->flags |= X86_EFLAGS_TF;
}

int emu_finish_gp(struct pt_regs *regs, unsigned long dr6)
{
	if (user_mode(regs) || !(dr6 & DR_STEP) || !atomic_add_unless(&pending_gps, -1, 0))
		return NOTIFY_DONE;

	regs->flags &= ~X86_EFLAGS_TF;
	if (regs->ax == X86_TRAP_UD)
		regs->ax = X86_TRAP_GP;
	return NOTIFY_STOP;
}
