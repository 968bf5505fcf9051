// SPDX-License-Identifier: GPL-2.0
/*
 * tdxcall_neighbour.ko: somebody else who runs guests under AMD-V on a CPU where vCPUs of TDs run,
 * as kvm_amd does: AMD-V is on there with a save area of its own, all the time.  For test machines,
 * see kunit/guest/neighbour.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/atomic.h>
#include <linux/completion.h>
#include <linux/cpumask.h>
#include <linux/err.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/sched.h>
#include <linux/smp.h>

#include "kunit/round_trip/round_trip.h"

static unsigned int cpu = 1;
module_param(cpu, uint, 0400);
MODULE_PARM_DESC(cpu, "Where the guest runs (default: 1)");

static unsigned long trips;
module_param(trips, ulong, 0400);
MODULE_PARM_DESC(trips, "Read: how often its guest was entered");

static unsigned long disturbed;
module_param(disturbed, ulong, 0400);
MODULE_PARM_DESC(disturbed, "Read: how often AMD-V was not as it was left, or the guest went astray");

static struct task_struct *task;
static DECLARE_COMPLETION(begun);

static void count_if_on(void *count)
{
	if (amd_v_is_on())
		atomic_inc(count);
}

/* CPUs on which AMD-V is on. */
static int on_get(char *buffer, const struct kernel_param *param)
{
	atomic_t count = ATOMIC_INIT(0);

	on_each_cpu(count_if_on, &count, true);
	return sysfs_emit(buffer, "%d\n", atomic_read(&count));
}

static const struct kernel_param_ops on_ops = { .get = on_get };
module_param_cb(on, &on_ops, NULL, 0400);
MODULE_PARM_DESC(on, "Read: on how many CPUs AMD-V is on");

static int run(void *unused)
{
	bare_begin();
	complete(&begun);
	while (!kthread_should_stop()) {
		if (!bare_is_on() || !bare_trip())
			WRITE_ONCE(disturbed, disturbed + 1);
		WRITE_ONCE(trips, trips + 1);
		/* vCPUs run here, too. */
		schedule_timeout_uninterruptible(1);
	}
	bare_end();
	return 0;
}

static int __init neighbour_init(void)
{
	int err;

	if (cpu >= nr_cpu_ids || !cpu_online(cpu))
		return -EINVAL;
	err = bare_init();
	if (err)
		return err;
	task = kthread_create_on_cpu(run, NULL, cpu, KBUILD_MODNAME "/%u");
	if (IS_ERR(task)) {
		bare_free();
		return PTR_ERR(task);
	}
	wake_up_process(task);
	wait_for_completion(&begun);
	return 0;
}

static void __exit neighbour_exit(void)
{
	kthread_stop(task);
	bare_free();
}

module_init(neighbour_init);
module_exit(neighbour_exit);

MODULE_DESCRIPTION("Another user of AMD-V, for tests");
MODULE_LICENSE("GPL");
