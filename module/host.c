// SPDX-License-Identifier: GPL-2.0
/* Host services of core/ in tdxcall.ko. */
#include <linux/ktime.h>
#include <linux/preempt.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>

#include "cpu.h"

void host_cpuid(u32 leaf, u32 subleaf, struct host_cpuid *out)
{
	cpu_cpuid(leaf, subleaf, out);
}

int host_rdmsr(u32 msr, u64 *value)
{
	return cpu_rdmsr(msr, value);
}

int host_wrmsr(u32 msr, u64 value)
{
	return wrmsrq_safe(msr, value) ? -1 : 0;
}

u64 host_nanoseconds(void)
{
	return ktime_get_mono_fast_ns();
}

/* Is the preempt_disable() around the call all that keeps others from this CPU?  */
static bool may_schedule(void)
{
	return IS_ENABLED(CONFIG_PREEMPT_COUNT) && preempt_count() == PREEMPT_DISABLE_OFFSET &&
	       !irqs_disabled() && !rcu_preempt_depth();
}

enum host_relaxed host_relax(void)
{
	cpu_relax();
	if (!may_schedule())
		return HOST_RELAXED_ATOMIC;
	if (fatal_signal_pending(current))
		return HOST_RELAXED_KILLED;

	migrate_disable();
	preempt_enable();
	cond_resched();
	preempt_disable();
	migrate_enable();
	return HOST_RELAXED;
}
