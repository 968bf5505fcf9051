// SPDX-License-Identifier: GPL-2.0
/*
 * NMIs from one CPU at another that goes in and out of a TD, whose RBP is lost meanwhile.  Each NMI
 * unwinds the stack that it found, up to where the thread began.
 */
#include <linux/completion.h>
#include <linux/cpu.h>
#include <linux/delay.h>
#include <linux/kallsyms.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/nmi.h>
#include <linux/sched.h>
#include <linux/sched/task_stack.h>
#include <linux/string.h>
#include <linux/uaccess.h>
#include <asm/apic.h>
#include <asm/nmi.h>
#include <asm/unwind.h>

#include "tdxcall_storm.h"

/* What echo mode must be set to leave in RBP: not an address of anything. */
static unsigned long lost_rbp = 0xbadbadbad;
module_param(lost_rbp, ulong, 0400);
MODULE_PARM_DESC(lost_rbp, "RBP after a TD exit (default: 0xbadbadbad)");

/* Deeper than any stack here. */
#define MAX_FRAMES	100

static struct storm {
	struct task_struct *victim;
	unsigned int cpu;
	unsigned long entry;	/* return address in the function that the thread began with */
	bool waiting;		/* for an NMI */
	u64 calls;
	u64 sent;
	u64 unwound;
	u64 unwound_without_rbp;
	u64 lost;		/* NMIs that never came */
	u64 elsewhere;		/* CPU was not on the thread's stack: nothing to see */
	u64 blind;		/* a place from which Linux can't unwind, whoever the caller is */
	u64 broken;
	unsigned long broken_ip;
} storm;

/* The last return address, 0 if the stack can't be followed to its end.  Was RBP clobbered? */
static unsigned long unwind(struct pt_regs *regs, bool *without_rbp)
{
	struct unwind_state state;
	unsigned long address, last = 0;
	unsigned int frames = 0;
	struct pt_regs *entry_regs;
	bool partial;

	if (regs && regs->bp == lost_rbp)
		*without_rbp = true;
	for (unwind_start(&state, current, regs, NULL); !unwind_done(&state);
	     unwind_next_frame(&state)) {
		if (++frames > MAX_FRAMES)
			return 0;
		entry_regs = unwind_get_entry_regs(&state, &partial);
		if (entry_regs && !partial && entry_regs->bp == lost_rbp)
			*without_rbp = true;
		address = unwind_get_return_address(&state);
		if (!address)
			return 0;
		last = address;
	}
	return unwind_error(&state) ? 0 : last;
}

/*
 * Linux's own asm where its unwind information is missing or wrong for an instruction or two:
 * thunks of mitigations, and the way into an exception or interrupt and out of it.
 */
static bool is_blind(unsigned long ip)
{
	static const char *const prefixes[] = {
		"__x86_indirect_", "__x86_return_", "retbleed_", "srso_",
		"asm_exc_", "asm_sysvec_", "asm_common_", "error_entry", "error_return",
	};
	char symbol[KSYM_SYMBOL_LEN];
	const char *name = symbol;

	sprint_symbol_no_offset(symbol, ip);
	/* The name for code that runs before the kernel is at its address. */
	if (strstarts(name, "__pi_"))
		name += strlen("__pi_");
	for (unsigned int i = 0; i < ARRAY_SIZE(prefixes); i++)
		if (strstarts(name, prefixes[i]))
			return true;
	return false;
}

/* A task switch changes stack and current one after the other. */
static bool on_stack_of(struct task_struct *task, unsigned long sp)
{
	unsigned long stack = (unsigned long)task_stack_page(task);

	return current == task && sp >= stack && sp < stack + THREAD_SIZE;
}

static int storm_nmi(unsigned int type, struct pt_regs *regs)
{
	bool without_rbp = false;

	if (!READ_ONCE(storm.waiting) || smp_processor_id() != storm.cpu)
		return NMI_DONE;

	if (user_mode(regs) || !on_stack_of(storm.victim, regs->sp)) {
		storm.elsewhere++;
	} else if (unwind(regs, &without_rbp) == storm.entry) {
		storm.unwound++;
		storm.unwound_without_rbp += without_rbp;
	} else if (is_blind(regs->ip)) {
		storm.blind++;
	} else if (!storm.broken++) {
		storm.broken_ip = regs->ip;
	}
	/* Last, when everything is counted. */
	smp_store_release(&storm.waiting, false);
	return NMI_HANDLED;
}

static int victim(void *ready)
{
	bool unused;

	storm.entry = unwind(NULL, &unused);
	complete(ready);
	while (!kthread_should_stop()) {
		storm_vp_enter();
		storm.calls++;
		cond_resched();
	}
	return 0;
}

static void send_nmi(void)
{
	unsigned int patience = 10000000;

	storm.sent++;
	/* Before the NMI is sent. */
	smp_store_release(&storm.waiting, true);
	apic->send_IPI_mask(cpumask_of(storm.cpu), NMI_VECTOR);
	/* Before the counters are read. */
	while (smp_load_acquire(&storm.waiting) && --patience)
		udelay(1);
	if (!patience) {
		WRITE_ONCE(storm.waiting, false);
		storm.lost++;
	}
}

static int run(u64 nmis)
{
	DECLARE_COMPLETION_ONSTACK(ready);
	unsigned int cpu = cpumask_any_but(cpu_online_mask, smp_processor_id());
	int err;

	if (cpu >= nr_cpu_ids)
		return -ENODEV;

	storm = (struct storm) { .cpu = cpu };
	storm.victim = kthread_create(victim, &ready, "storm_victim");
	if (IS_ERR(storm.victim))
		return PTR_ERR(storm.victim);
	get_task_struct(storm.victim);
	kthread_bind(storm.victim, cpu);
	err = register_nmi_handler(NMI_LOCAL, storm_nmi, 0, "tdxcall_storm");
	if (!err) {
		wake_up_process(storm.victim);
		wait_for_completion(&ready);
		/* The machine decides where NMIs land: send as many as it takes, within reason. */
		while (storm.unwound < nmis && storm.sent < 20 * nmis && !storm.lost &&
		       !fatal_signal_pending(current)) {
			send_nmi();
			cond_resched();
		}
		unregister_nmi_handler(NMI_LOCAL, "tdxcall_storm");
	}
	kthread_stop(storm.victim);
	put_task_struct(storm.victim);
	if (err)
		return err;

	pr_info("tdxcall_storm: %llu NMIs in %llu calls: %llu unwound, %llu of them without RBP; %llu elsewhere, %llu where Linux is blind, %llu lost, %llu broken\n",
		storm.sent, storm.calls, storm.unwound, storm.unwound_without_rbp, storm.elsewhere,
		storm.blind, storm.lost, storm.broken);
	if (storm.broken)
		pr_err("tdxcall_storm: first broken at %pS\n", (void *)storm.broken_ip);
	/*
	 * A storm that never met the clobbered register proves nothing; where frame pointers unwind
	 * nobody may clobber it.
	 */
	return storm.entry && !storm.broken && !storm.lost && storm.unwound == nmis &&
	       (storm.unwound_without_rbp == 0) == IS_ENABLED(CONFIG_FRAME_POINTER) ? 0 : -EIO;
}

/* Takes the number of NMIs that have to meet the thread; returns when all did. */
static ssize_t nmi_write(struct file *file, const char __user *from, size_t count, loff_t *pos)
{
	return storm_write(from, count, run);
}

const struct file_operations storm_nmi_fops = {
	.owner = THIS_MODULE,
	.write = nmi_write,
};
