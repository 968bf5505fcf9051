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
 * A #GP can't be raised from a #UD handler, and the exception table of another module can't be
 * searched.  So the #UD takes its course and the fix-up is stopped after its first instruction:
 * there the vector in RAX becomes that of #GP.  How many such stops are to come:
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
