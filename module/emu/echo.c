// SPDX-License-Identifier: GPL-2.0
/*
 * Echo mode: TDH.VP.ENTER is answered without a TD.  It notes every register that it sees, loses
 * all that a TD exit may lose, and comes back with values of the tester's choice.
 */
#include <linux/debugfs.h>
#include <linux/module.h>
#include <linux/ptrace.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <asm/processor-flags.h>

#include <tdxcall/leaves.h>
#include "internal.h"
#include "module/shared/show_file.h"
#include "module/shared/kunit_export.h"
#include "tdxcall_emu.h"

static bool echo;
module_param(echo, bool, 0444);
MODULE_PARM_DESC(echo, "For tests: answer TDH.VP.ENTER without a TD (default: no)");

static bool reset_xmm;
module_param(reset_xmm, bool, 0444);
MODULE_PARM_DESC(reset_xmm,
		 "For tests: leaf functions that may zero XMM registers always do (default: no)");

/* Not locked: a call during a change may get parts of both answers. */
static struct tdxcall_emu_answer answer;

static DEFINE_RAW_SPINLOCK(seen_lock);
static struct tdxcall_emu_seen seen;

static void note(const struct tdxcall_emu_seen *call)
{
	unsigned long flags;
	u64 calls;

	raw_spin_lock_irqsave(&seen_lock, flags);
	calls = seen.calls;
	seen = *call;
	seen.calls = calls + 1;
	raw_spin_unlock_irqrestore(&seen_lock, flags);
}

/* noinline: its large variable must not be in the stack frame of other calls. */
static noinline void enter(const struct emu *emu, struct emu_regs *frame,
			   const struct pt_regs *regs)
{
	struct tdxcall_emu_seen call = {
		.in = frame->gpr,
		.rbp = frame->rbp,
		.interrupts = regs->flags & X86_EFLAGS_IF,
	};

	emu_get_xmm(&call.xmm);
	frame->rax = answer.status;
	frame->gpr = answer.out;
	if (answer.event && emu_can_take_events())
		emu_take_event(answer.event == TDXCALL_EMU_NMI, &frame->rax, &frame->gpr.r9);
	call.clobbered = emu_clobber(answer.clobber);
	note(&call);
	emu_put_xmm(&answer.xmm);
	if (!emu_keeps_rbp(emu))
		frame->rbp = answer.rbp;
}

bool emu_echo(const struct emu *emu, struct emu_regs *frame, const struct pt_regs *regs)
{
	if (!READ_ONCE(echo) || frame->rax != TDXCALL_TDH_VP_ENTER)
		return false;
	enter(emu, frame, regs);
	return true;
}

void emu_finish_xmm(u64 rax)
{
	if (READ_ONCE(reset_xmm) && emu_loses_xmm(rax))
		emu_zero_xmm();
}

/**
 * tdxcall_emu_echo() - answer TDH.VP.ENTER without a TD, for tests
 * @with: how; NULL ends echo mode
 *
 * What was seen before is forgotten.
 *
 * Context: any but NMI, while nobody makes such calls.
 */
void tdxcall_emu_echo(const struct tdxcall_emu_answer *with)
{
	unsigned long flags;

	raw_spin_lock_irqsave(&seen_lock, flags);
	seen = (struct tdxcall_emu_seen) {};
	raw_spin_unlock_irqrestore(&seen_lock, flags);
	if (with)
		answer = *with;
	WRITE_ONCE(echo, !!with);
}
EXPORT_SYMBOL_FOR_TDXCALL_KUNIT(tdxcall_emu_echo);

/**
 * tdxcall_emu_echo_seen() - what echo mode saw since it was switched on
 * @to: where to put it
 *
 * Context: any but NMI.
 */
void tdxcall_emu_echo_seen(struct tdxcall_emu_seen *to)
{
	unsigned long flags;

	raw_spin_lock_irqsave(&seen_lock, flags);
	*to = seen;
	raw_spin_unlock_irqrestore(&seen_lock, flags);
}
EXPORT_SYMBOL_FOR_TDXCALL_KUNIT(tdxcall_emu_echo_seen);

static struct {
	const char *name;
	u64 *value;
} const registers[] = {
	{ "rcx", &answer.out.rcx }, { "rdx", &answer.out.rdx }, { "rbx", &answer.out.rbx },
	{ "rsi", &answer.out.rsi }, { "rdi", &answer.out.rdi }, { "r8", &answer.out.r8 },
	{ "r9", &answer.out.r9 }, { "r10", &answer.out.r10 }, { "r11", &answer.out.r11 },
	{ "r12", &answer.out.r12 }, { "r13", &answer.out.r13 }, { "r14", &answer.out.r14 },
	{ "r15", &answer.out.r15 }, { "rbp", &answer.rbp },
};

static void show_states(struct seq_file *m, const char *heading, u32 set)
{
	seq_printf(m, "%s:", heading);
	for (unsigned int i = 0; i < TDXCALL_EMU_STATES; i++)
		if (set & BIT(i))
			seq_printf(m, " %s", tdxcall_emu_state_name(i));
	seq_putc(m, '\n');
}

static int emu_echo_seen_show(struct seq_file *m, void *unused)
{
	struct tdxcall_emu_seen *last = kmalloc(sizeof(*last), GFP_KERNEL);

	if (!last)
		return -ENOMEM;
	tdxcall_emu_echo_seen(last);
	seq_printf(m, "calls: %llu\ninterrupts: %s\n", last->calls,
		   last->interrupts ? "on" : "off");
	seq_printf(m, "rcx: 0x%llx\nrdx: 0x%llx\nrbx: 0x%llx\nrsi: 0x%llx\nrdi: 0x%llx\n",
		   last->in.rcx, last->in.rdx, last->in.rbx, last->in.rsi, last->in.rdi);
	seq_printf(m, "r8: 0x%llx\nr9: 0x%llx\nr10: 0x%llx\nr11: 0x%llx\n", last->in.r8,
		   last->in.r9, last->in.r10, last->in.r11);
	seq_printf(m, "r12: 0x%llx\nr13: 0x%llx\nr14: 0x%llx\nr15: 0x%llx\n", last->in.r12,
		   last->in.r13, last->in.r14, last->in.r15);
	for (unsigned int i = 0; i < ARRAY_SIZE(last->xmm.xmm); i++)
		seq_printf(m, "xmm%u: 0x%016llx%016llx\n", i, last->xmm.xmm[i][1],
			   last->xmm.xmm[i][0]);
	show_states(m, "clobbered", last->clobbered);
	kfree(last);
	return 0;
}

static int emu_echo_states_show(struct seq_file *m, void *unused)
{
	for (unsigned int i = 0; i < TDXCALL_EMU_STATES; i++)
		seq_printf(m, "0x%05lx %s\n", BIT(i), tdxcall_emu_state_name(i));
	return 0;
}

static const struct show_file files[] = {
	{ "seen", 0400, emu_echo_seen_show },
	{ "states", 0400, emu_echo_states_show },
};

void emu_echo_create(struct dentry *dir)
{
	struct dentry *sub = debugfs_create_dir("echo", dir);
	char name[16];

	debugfs_create_bool("reset_xmm", 0600, dir, &reset_xmm);
	debugfs_create_bool("on", 0600, sub, &echo);
	create_show_files(sub, files, ARRAY_SIZE(files));
	debugfs_create_x32("clobber", 0600, sub, &answer.clobber);
	debugfs_create_u32("event", 0600, sub, &answer.event);
	debugfs_create_x64("status", 0600, sub, &answer.status);
	for (unsigned int i = 0; i < ARRAY_SIZE(registers); i++)
		debugfs_create_x64(registers[i].name, 0600, sub, registers[i].value);
	for (unsigned int i = 0; i < ARRAY_SIZE(answer.xmm.xmm); i++) {
		snprintf(name, sizeof(name), "xmm%u_low", i);
		debugfs_create_x64(name, 0600, sub, &answer.xmm.xmm[i][0]);
		snprintf(name, sizeof(name), "xmm%u_high", i);
		debugfs_create_x64(name, 0600, sub, &answer.xmm.xmm[i][1]);
	}
}
