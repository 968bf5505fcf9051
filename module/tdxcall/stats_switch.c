// SPDX-License-Identifier: GPL-2.0
/*
 * The switch of statistics, their memory, and beginning at zero.
 *
 * There are two sets of lists and tables, and calls are counted in one of them.  To begin at zero
 * the idle set is cleared and becomes the other one, so no count is ever taken away from under a
 * call.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/cpumask.h>
#include <linux/ktime.h>
#include <linux/mm.h>
#include <linux/moduleparam.h>
#include <linux/mutex.h>
#include <linux/percpu.h>
#include <linux/printk.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/slab.h>

#include "internal.h"
#include "module/shared/kunit_export.h"
#include "stats.h"
#include "stats_set.h"

ktime_t tdxcall_stats_begun;
/* Of the switch, the sets, and what is read. */
DEFINE_MUTEX(tdxcall_stats_lock);

#ifdef TDXCALL_TEST
int tdxcall_stats_no_memory_for = -1;
EXPORT_SYMBOL_FOR_TDXCALL_KUNIT(tdxcall_stats_no_memory_for);

static bool may_have_memory(int cpu)
{
	return cpu != READ_ONCE(tdxcall_stats_no_memory_for);
}
#else
static bool may_have_memory(int cpu)
{
	return true;
}
#endif

static void free_tables(void)
{
	int cpu;

	for_each_possible_cpu(cpu) {
		kvfree(per_cpu(tdxcall_stats_cpu, cpu));
		per_cpu(tdxcall_stats_cpu, cpu) = NULL;
	}
}

/*
 * They are kept when statistics are switched off: what was counted can still be read, and goes on
 * when they are on again.
 */
static int make_tables(void)
{
	int cpu;

	for_each_possible_cpu(cpu) {
		struct stats_cpu *table = NULL;

		if (per_cpu(tdxcall_stats_cpu, cpu))
			continue;
		if (may_have_memory(cpu))
			table = kvzalloc_node(sizeof(*table), GFP_KERNEL, cpu_to_node(cpu));
		if (!table) {
			free_tables();
			return -ENOMEM;
		}
		per_cpu(tdxcall_stats_cpu, cpu) = table;
	}
	return 0;
}

static int switch_locked(bool on)
{
	int err;

	lockdep_assert_held(&tdxcall_stats_lock);
	if (static_key_enabled(&tdxcall_stats_on) == on)
		return 0;
	if (!on) {
		tdxcall_watchers_change(-1);
		static_branch_disable(&tdxcall_stats_on);
		return 0;
	}
	err = make_tables();
	if (err) {
		pr_err("statistics stay off: no memory for %u CPUs, %zu bytes each\n",
		       num_possible_cpus(), sizeof(struct stats_cpu));
		return err;
	}
	if (!tdxcall_stats_begun)
		tdxcall_stats_begun = ktime_get_boottime();
	static_branch_enable(&tdxcall_stats_on);
	tdxcall_watchers_change(1);
	return 0;
}

int tdxcall_stats_switch(bool on)
{
	int err;

	mutex_lock(&tdxcall_stats_lock);
	err = switch_locked(on);
	mutex_unlock(&tdxcall_stats_lock);
	return err;
}
EXPORT_SYMBOL_FOR_TDXCALL_KUNIT(tdxcall_stats_switch);

/* Clears the idle set and makes it the one in which calls are counted; returns the other one. */
static u32 swap_sets(void)
{
	u32 old = tdxcall_stats_set, idle = !old;
	int cpu;

	memset(&tdxcall_stats_lists[idle], 0, sizeof(tdxcall_stats_lists[idle]));
	for_each_possible_cpu(cpu) {
		struct stats_cpu *table = per_cpu(tdxcall_stats_cpu, cpu);

		memset(table->rows[idle], 0, sizeof(table->rows[idle]));
		cond_resched();
	}
	/* Everything is cleared before anybody counts in it. */
	smp_store_release(&tdxcall_stats_set, idle);
	/* Calls are counted with preemption off: from here on nobody writes to the old set. */
	synchronize_rcu();
	return old;
}

int tdxcall_stats_reset(struct tdxcall_stats_snapshot **ended)
{
	int err = -ENODATA;

	if (ended) {
		*ended = kvzalloc(sizeof(**ended), GFP_KERNEL);
		if (!*ended)
			return -ENOMEM;
	}
	mutex_lock(&tdxcall_stats_lock);
	if (tdxcall_stats_begun) {
		u32 old = swap_sets();

		if (ended)
			tdxcall_stats_read_set(*ended, old);
		tdxcall_stats_begun = ktime_get_boottime();
		err = 0;
	}
	mutex_unlock(&tdxcall_stats_lock);
	if (err && ended)
		kvfree(*ended);
	return err;
}
EXPORT_SYMBOL_FOR_TDXCALL_KUNIT(tdxcall_stats_reset);

/* The parameter: at load it only says what to do, for there is no memory to be had before init. */
static bool stats;
static bool started;

static int set_stats(const char *value, const struct kernel_param *param)
{
	bool on = true;
	int err = value ? kstrtobool(value, &on) : 0;

	if (err)
		return err;
	mutex_lock(&tdxcall_stats_lock);
	if (started)
		err = switch_locked(on);
	else
		stats = on;
	mutex_unlock(&tdxcall_stats_lock);
	return err;
}

static int get_stats(char *buffer, const struct kernel_param *param)
{
	return sprintf(buffer, "%c\n", static_key_enabled(&tdxcall_stats_on) ? 'Y' : 'N');
}

static const struct kernel_param_ops stats_ops = {
	.flags = KERNEL_PARAM_OPS_FL_NOARG,
	.set = set_stats,
	.get = get_stats,
};
module_param_cb(stats, &stats_ops, NULL, 0644);
__MODULE_PARM_TYPE(stats, "bool");
MODULE_PARM_DESC(stats, "Count calls, and how long they take (default: no)");

void tdxcall_stats_start(void)
{
	mutex_lock(&tdxcall_stats_lock);
	started = true;
	/* The module is of use without them too; what went wrong is in the log. */
	if (stats)
		switch_locked(true);
	mutex_unlock(&tdxcall_stats_lock);
}

void tdxcall_stats_free(void)
{
	mutex_lock(&tdxcall_stats_lock);
	switch_locked(false);
	synchronize_rcu();
	free_tables();
	tdxcall_stats_begun = 0;
	mutex_unlock(&tdxcall_stats_lock);
}
EXPORT_SYMBOL_FOR_TDXCALL_KUNIT(tdxcall_stats_free);
