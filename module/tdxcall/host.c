// SPDX-License-Identifier: GPL-2.0
/* Host services that core/ uses in tdxcall.ko. */
#include <linux/compiler.h>
#include <linux/delay.h>
#include <linux/ktime.h>
#include <linux/preempt.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <asm/asm.h>

#include "module/shared/cpu.h"
#include "core/call/host.h"
#include "internal.h"

void host_cpuid(u32 leaf, u32 subleaf, struct host_cpuid *out)
{
	cpu_cpuid(leaf, subleaf, out);
}

/* Without the tracepoints of the kernel's own functions, as host MSRs are restored with these. */
noinstr int host_rdmsr(u32 msr, u64 *value)
{
	u32 low, high;
	int err = -1;

	asm volatile("1:	rdmsr\n"
		     "	xorl	%[err], %[err]\n"
		     "2:\n"
		     _ASM_EXTABLE(1b, 2b)
		     : [err] "+r" (err), "=a" (low), "=d" (high) : "c" (msr));
	*value = err ? 0 : (u64)high << 32 | low;
	return err;
}

noinstr int host_wrmsr(u32 msr, u64 value)
{
	int err = -1;

	asm volatile("1:	wrmsr\n"
		     "	xorl	%[err], %[err]\n"
		     "2:\n"
		     _ASM_EXTABLE(1b, 2b)
		     : [err] "+r" (err) : "c" (msr), "a" ((u32)value), "d" ((u32)(value >> 32)) :
		     "memory");
	return err;
}

u64 host_nanoseconds(void)
{
	return ktime_get_mono_fast_ns();
}

/*
 * Could this CPU schedule, but for the preempt_disable() around the call?  Without
 * CONFIG_PREEMPT_COUNT that can't be seen, nor can a spinlock or an RCU reader: there a task with
 * interrupts on has to say itself that it may sleep.
 */
static enum host_relaxed context(bool may_sleep)
{
	if (!in_task() || softirq_count() || irqs_disabled() || rcu_preempt_depth() ||
	    preempt_count() != PREEMPT_DISABLE_OFFSET)
		return HOST_RELAXED_ATOMIC;
	return IS_ENABLED(CONFIG_PREEMPT_COUNT) || may_sleep ? HOST_RELAXED : HOST_RELAXED_UNSURE;
}

enum host_relaxed host_relax(u32 may_sleep, u32 nanoseconds)
{
	enum host_relaxed here = context(may_sleep);
	unsigned long us = nanoseconds / NSEC_PER_USEC;

	cpu_relax();
	if (here != HOST_RELAXED)
		return here;

	migrate_disable();
	preempt_enable();
	if (us)
		usleep_range(us, 2 * us);
	else
		cond_resched();
	preempt_disable();
	migrate_enable();
	return READ_ONCE(tdxcall_seamcalls_ended) ? HOST_RELAXED_ENDED : here;
}

/* An exiting task keeps its SIGKILL pending, and cannot be ended any sooner. */
int host_is_killed(void)
{
	return in_task() && !(current->flags & PF_EXITING) && fatal_signal_pending(current);
}
