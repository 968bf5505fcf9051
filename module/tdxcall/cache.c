// SPDX-License-Identifier: GPL-2.0
/*
 * After kexec or reboot the next kernel uses memory that the TDX module had.  Cache lines of it
 * under a private KeyID, if still in this kernel's CPUs, would be written back over the new
 * content.  So each CPU remembers that it made a SEAMCALL, and writes its caches back before kexec
 * or reboot; no SEAMCALL is made from then on.
 *
 * Linux does this for its own calls, since 6.18 with a per-CPU mark that modules can't access.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/atomic.h>
#include <linux/notifier.h>
#include <linux/percpu.h>
#include <linux/printk.h>
#include <linux/rcupdate.h>
#include <linux/reboot.h>
#include <linux/smp.h>
#include <asm/special_insns.h>

#include "internal.h"
#include "module/shared/kunit_export.h"

DEFINE_PER_CPU(bool, tdxcall_cache_dirty);
bool tdxcall_seamcalls_ended __read_mostly;
EXPORT_SYMBOL_FOR_TDXCALL_KUNIT(tdxcall_seamcalls_ended);

bool *tdxcall_cache_dirty_on(int cpu)
{
	return per_cpu_ptr(&tdxcall_cache_dirty, cpu);
}
EXPORT_SYMBOL_FOR_TDXCALL_KUNIT(tdxcall_cache_dirty_on);

static bool is_dirty(int cpu, void *unused)
{
	return *tdxcall_cache_dirty_on(cpu);
}

static void write_back(void *cpus)
{
	wbinvd();
	this_cpu_write(tdxcall_cache_dirty, false);
	atomic_inc(cpus);
}

/*
 * CPUs that are offline wrote their caches back when they went offline, as Linux does.  Calls that
 * began before the flag was set have finished after a grace period: each attempt is made with
 * preemption off, and each retry checks the flag again.
 */
unsigned int tdxcall_end_seamcalls(void)
{
	atomic_t cpus = ATOMIC_INIT(0);

	WRITE_ONCE(tdxcall_seamcalls_ended, true);
	synchronize_rcu();
	on_each_cpu_cond(is_dirty, write_back, &cpus, true);
	return atomic_read(&cpus);
}
EXPORT_SYMBOL_FOR_TDXCALL_KUNIT(tdxcall_end_seamcalls);

static int on_reboot(struct notifier_block *block, unsigned long event, void *command)
{
	unsigned int cpus = tdxcall_end_seamcalls();

	if (cpus)
		pr_info("%u CPUs wrote back their caches\n", cpus);
	return NOTIFY_DONE;
}

/* Runs after all other notifiers, which may take TDs down. */
static struct notifier_block reboot_block = {
	.notifier_call = on_reboot,
	.priority = INT_MIN,
};

/* In a TD nothing is done: its memory is up to the VMM, and WBINVD would cause a #VE. */
static bool in_td __ro_after_init;

int __init tdxcall_cache_init(const struct core_identity *id)
{
	in_td = id->machine.role == CORE_ROLE_GUEST;
	return in_td ? 0 : register_reboot_notifier(&reboot_block);
}

void tdxcall_cache_exit(void)
{
	if (in_td)
		return;
	unregister_reboot_notifier(&reboot_block);
	tdxcall_end_seamcalls();
}
