// SPDX-License-Identifier: GPL-2.0
/*
 * tdxcall_round_trip.ko, for tests only: times TDH.VP.ENTER from the call to a hypercall of the TD,
 * and VMRUN from the instruction to one of a guest that AMD-V alone runs.  A line of
 * /sys/kernel/debug/tdxcall_round_trip has the median of one of them, in ticks of the time-stamp
 * counter.
 */
#include <linux/cpumask.h>
#include <linux/debugfs.h>
#include <linux/module.h>
#include <linux/sched.h>
#include <linux/seq_file.h>
#include <asm/msr.h>
#include <asm/tsc.h>

#include <tdxcall/tdxcall.h>
#include "module/shared/compat.h"
#include "module/vmm/td/td.h"
#include "round_trip.h"

#define ROUNDS		401
#define PER_ROUND	10

/* Not CPU 0: see Documentation/running-tds.rst. */
static unsigned int cpu = 1;
module_param(cpu, uint, 0400);
MODULE_PARM_DESC(cpu, "Where the guests run (default: 1)");

enum { BARE, TD, KINDS };

struct bench {
	bool failed;
	u32 samples[KINDS][ROUNDS];
};

static struct bench bench;

static u32 measure(bool (*trip)(void))
{
	u64 begin = rdtsc_ordered();

	for (unsigned int i = 0; i < PER_ROUND; i++)
		if (!trip())
			bench.failed = true;
	return rdtsc_ordered() - begin;
}

/* Alternating, so that both slow down together with the machine. */
static void run(void *unused)
{
	bench.failed = false;
	for (unsigned int round = 0; round < ROUNDS && !bench.failed; round++) {
		bare_begin();
		bench.samples[BARE][round] = measure(bare_trip);
		bare_end();
		bench.samples[TD][round] = measure(td_trip);
		cond_resched();
	}
}

static int bench_show(struct seq_file *file, void *unused)
{
	/* False if the CPU went away meanwhile. */
	bench.failed = true;
	td_on_cpu(cpu, run, NULL);
	if (bench.failed)
		return -EIO;
	seq_printf(file, "tsc %u\n", tsc_khz);
	seq_printf(file, "vmrun %u\n", td_median(bench.samples[BARE], ROUNDS) / PER_ROUND);
	seq_printf(file, "vp_enter %u\n", td_median(bench.samples[TD], ROUNDS) / PER_ROUND);
	return 0;
}
DEFINE_SHOW_ATTRIBUTE(bench);

static struct dentry *bench_file;

static int __init round_trip_init(void)
{
	int err;

	if (!cpu_online(cpu))
		return -EINVAL;
	err = bare_init();
	if (err)
		return err;
	err = td_init();
	if (err) {
		bare_free();
		return err;
	}
	bench_file = debugfs_create_file("tdxcall_round_trip", 0400, NULL, NULL, &bench_fops);
	return 0;
}

static void __exit round_trip_exit(void)
{
	debugfs_remove(bench_file);
	td_free();
	bare_free();
}

module_init(round_trip_init);
module_exit(round_trip_exit);

MODULE_DESCRIPTION("Times ways into guests and back");
MODULE_LICENSE("GPL");
IMPORT_NS(TDXCALL_CHANGES_PLATFORM);
IMPORT_NS(TDXCALL_CHANGES_TD);
