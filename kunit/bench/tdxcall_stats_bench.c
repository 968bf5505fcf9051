// SPDX-License-Identifier: GPL-2.0
/*
 * Times what statistics cost.  A line of /sys/kernel/debug/tdxcall_stats_bench is a name and ticks
 * of the time-stamp counter: of a millisecond, and of a call of TDH.SYS.RD while one CPU makes
 * calls and while all of them do.
 */
#include <linux/atomic.h>
#include <linux/cpu.h>
#include <linux/debugfs.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/percpu.h>
#include <linux/seq_file.h>
#include <linux/sort.h>
#include <linux/workqueue.h>
#include <asm/msr.h>
#include <asm/tsc.h>

#include <tdxcall/tdxcall.h>

#define ROUNDS		201
#define PER_ROUND	100

struct caller {
	struct work_struct work;
	u64 samples[ROUNDS];
	u64 median;
};

static DEFINE_PER_CPU(struct caller, callers);
static DEFINE_MUTEX(one_at_a_time);
/* Callers that are not there yet. */
static atomic_t awaited;

static int compare_u64(const void *a, const void *b)
{
	u64 x = *(const u64 *)a, y = *(const u64 *)b;

	return x < y ? -1 : x > y;
}

static u64 median_of(u64 *samples, unsigned int count)
{
	sort(samples, count, sizeof(*samples), compare_u64, NULL);
	return samples[count / 2];
}

static void make_calls(struct work_struct *work)
{
	struct caller *caller = container_of(work, struct caller, work);
	const struct tdx_regs in = {};
	struct tdx_regs out;
	unsigned int round, i;
	u64 begin;

	atomic_dec(&awaited);
	while (atomic_read(&awaited) > 0)
		cpu_relax();
	for (round = 0; round < ROUNDS; round++) {
		begin = rdtsc_ordered();
		for (i = 0; i < PER_ROUND; i++)
			tdxcall_seamcall(TDXCALL_TDH_SYS_RD, &in, &out);
		caller->samples[round] = rdtsc_ordered() - begin;
	}
	caller->median = median_of(caller->samples, ROUNDS) / PER_ROUND;
}

/* Ticks of a call on the slowest of the CPUs. */
static u64 time_calls(const struct cpumask *cpus)
{
	unsigned int cpu;
	u64 slowest = 0;

	atomic_set(&awaited, cpumask_weight(cpus));
	for_each_cpu(cpu, cpus) {
		INIT_WORK(&per_cpu(callers, cpu).work, make_calls);
		queue_work_on(cpu, system_highpri_wq, &per_cpu(callers, cpu).work);
	}
	for_each_cpu(cpu, cpus) {
		flush_work(&per_cpu(callers, cpu).work);
		slowest = max(slowest, per_cpu(callers, cpu).median);
	}
	return slowest;
}

static int bench_show(struct seq_file *file, void *unused)
{
	mutex_lock(&one_at_a_time);
	cpus_read_lock();
	seq_printf(file, "tsc %u\n", tsc_khz);
	seq_printf(file, "alone %llu\n", time_calls(cpumask_of(cpumask_last(cpu_online_mask))));
	seq_printf(file, "together %llu\n", time_calls(cpu_online_mask));
	cpus_read_unlock();
	mutex_unlock(&one_at_a_time);
	return 0;
}
DEFINE_SHOW_ATTRIBUTE(bench);

static struct dentry *bench_file;

static int __init bench_init(void)
{
	bench_file = debugfs_create_file("tdxcall_stats_bench", 0400, NULL, NULL, &bench_fops);
	return 0;
}

static void __exit bench_exit(void)
{
	debugfs_remove(bench_file);
}

module_init(bench_init);
module_exit(bench_exit);

MODULE_DESCRIPTION("Times what statistics of TDX calls cost");
MODULE_LICENSE("GPL");
/* MODULE_IMPORT_NS() of any kernel. */
MODULE_INFO(import_ns, "TDXCALL_CHANGES_PLATFORM");
