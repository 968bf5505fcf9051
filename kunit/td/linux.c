// SPDX-License-Identifier: GPL-2.0
/*
 * tdxcall_linux.ko: has Linux bring up TDX with its own code, as KVM does.  For a kernel with
 * CONFIG_INTEL_TDX_HOST up to 7.0: later ones do it at boot, without being asked.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/atomic.h>
#include <linux/cpu.h>
#include <linux/module.h>
#include <linux/smp.h>
#include <asm/tdx.h>

static void enable_cpu(void *failed)
{
	int err = tdx_cpu_enable();

	if (err)
		atomic_set(failed, err);
}

static int __init linux_init(void)
{
	atomic_t failed = ATOMIC_INIT(0);
	int err;

	cpus_read_lock();
	on_each_cpu(enable_cpu, &failed, 1);
	err = atomic_read(&failed);
	pr_info("tdx_cpu_enable() on %u CPUs: %d\n", num_online_cpus(), err);
	if (!err) {
		err = tdx_enable();
		pr_info("tdx_enable(): %d\n", err);
	}
	cpus_read_unlock();
	return err;
}

static void __exit linux_exit(void)
{
}

module_init(linux_init);
module_exit(linux_exit);
MODULE_DESCRIPTION("Has Linux bring up TDX");
MODULE_LICENSE("GPL");
