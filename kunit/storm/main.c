// SPDX-License-Identifier: GPL-2.0
/*
 * tdxcall_storm.ko, for tests only: makes calls that endanger registers and stack, as often as it
 * is asked to.  For all but nmi_guests the software TDX module must be in echo mode.
 */
#include <linux/cpu.h>
#include <linux/debugfs.h>
#include <linux/irqflags.h>
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/preempt.h>
#include <linux/string.h>
#include <linux/uaccess.h>

#include <tdxcall/tdxcall.h>
#include "asm/call.h"
#include "kunit/exit_check.h"
#include "module/shared/compat.h"
#include "tdxcall_storm.h"

#define MAX_NMIS	100000000

/* The leaf functions that may zero XMM registers. */
static const u64 leaves[] = {
	TDXCALL_TDH_EXPORT_ABORT, TDXCALL_TDH_EXPORT_MEM, TDXCALL_TDH_EXPORT_TRACK,
	TDXCALL_TDH_EXPORT_STATE_IMMUTABLE, TDXCALL_TDH_EXPORT_STATE_TD,
	TDXCALL_TDH_EXPORT_STATE_VP, TDXCALL_TDH_IMPORT_ABORT, TDXCALL_TDH_IMPORT_MEM,
	TDXCALL_TDH_IMPORT_TRACK, TDXCALL_TDH_IMPORT_STATE_IMMUTABLE,
	TDXCALL_TDH_IMPORT_STATE_TD, TDXCALL_TDH_IMPORT_STATE_VP,
};

static bool was_made(u64 status)
{
	return status != TDXCALL_REFUSED && status != TDXCALL_SW_UD;
}

ssize_t storm_write(const char __user *from, size_t count, int (*storm)(u64 nmis))
{
	u64 nmis;
	int err;

	err = kstrtou64_from_user(from, count, 0, &nmis);
	if (err)
		return err;
	if (!nmis || nmis > MAX_NMIS)
		return -EINVAL;
	cpus_read_lock();
	migrate_disable();
	err = storm(nmis);
	migrate_enable();
	cpus_read_unlock();
	return err ?: count;
}

u64 storm_vp_enter(void)
{
	struct tdx_regs in = {}, out;
	struct tdx_xmm xmm = {};

	return tdxcall_vp_enter(&in, &out, &xmm);
}

/* Each write makes the calls in the context of the program that writes. */
static ssize_t leaves_write(struct file *file, const char __user *from, size_t count, loff_t *pos)
{
	const struct tdx_regs in = {};
	struct tdx_regs out;

	for (unsigned int i = 0; i < ARRAY_SIZE(leaves); i++)
		if (!was_made(tdxcall_seamcall(leaves[i], &in, &out)))
			return -EIO;
	return count;
}

static const struct file_operations leaves_fops = {
	.owner = THIS_MODULE,
	.write = leaves_write,
};

static ssize_t vp_enter_write(struct file *file, const char __user *from, size_t count,
			      loff_t *pos)
{
	return was_made(storm_vp_enter()) ? count : -EIO;
}

static const struct file_operations vp_enter_fops = {
	.owner = THIS_MODULE,
	.write = vp_enter_write,
};

/*
 * The same calls by the bare instruction, without protection: the program must find its registers
 * lost.  If it does not, it would not notice either when tdxcall.ko loses them.
 */
static ssize_t bare_leaves_write(struct file *file, const char __user *from, size_t count,
				 loff_t *pos)
{
	const struct tdx_regs in = {};
	struct tdx_regs out;

	for (unsigned int i = 0; i < ARRAY_SIZE(leaves); i++) {
		u64 status;

		preempt_disable();
		status = tdx_seamcall_full(leaves[i], &in, &out);
		preempt_enable();
		if (!was_made(status))
			return -EIO;
	}
	return count;
}

static const struct file_operations bare_leaves_fops = {
	.owner = THIS_MODULE,
	.write = bare_leaves_write,
};

static ssize_t bare_vp_enter_write(struct file *file, const char __user *from, size_t count,
				   loff_t *pos)
{
	const struct tdx_regs in = {};
	struct tdx_xmm xmm = {};
	struct tdx_regs out;
	u64 status;

	local_irq_disable();
	status = tdx_seamcall_xmm(TDXCALL_TDH_VP_ENTER, &in, &out, &xmm, &xmm);
	local_irq_enable();
	return was_made(status) ? count : -EIO;
}

static const struct file_operations bare_vp_enter_fops = {
	.owner = THIS_MODULE,
	.write = bare_vp_enter_write,
};

/* The software TDX module has been told what to do. */
static const struct {
	const char *name;
	const char *(*check)(void);
	bool (*can_check)(void);
} checks[] = {
	{ "irq_work", check_irq_work },
	{ "timer", check_timer },
	{ "call", check_call_from_other_cpu, can_check_call_from_other_cpu },
	{ "interrupts_off", check_nothing_runs_with_interrupts_off },
	{ "nmi", check_nmi, can_check_nmi },
	{ "machine_check", check_machine_check, can_check_machine_check },
	{ "borrowed_msrs", check_borrowed_msrs, can_check_borrowed_msrs },
};

static int run_check(const char *name)
{
	const char *wrong;

	for (unsigned int i = 0; i < ARRAY_SIZE(checks); i++) {
		if (!sysfs_streq(name, checks[i].name))
			continue;
		if (checks[i].can_check && !checks[i].can_check()) {
			pr_info("tdxcall_storm: %s: not on this machine\n", checks[i].name);
			return 0;
		}
		wrong = checks[i].check();
		if (wrong)
			pr_err("tdxcall_storm: %s: %s\n", checks[i].name, wrong);
		return wrong ? -EIO : 0;
	}
	return -EINVAL;
}

static ssize_t check_write(struct file *file, const char __user *from, size_t count, loff_t *pos)
{
	char name[32] = {};
	int err;

	if (count >= sizeof(name))
		return -EINVAL;
	if (copy_from_user(name, from, count))
		return -EFAULT;
	err = run_check(name);
	return err ?: count;
}

static const struct file_operations check_fops = {
	.owner = THIS_MODULE,
	.write = check_write,
};

static struct dentry *dir;

static int __init storm_init(void)
{
	dir = debugfs_create_dir("tdxcall_storm", NULL);
	debugfs_create_file("leaves", 0200, dir, NULL, &leaves_fops);
	debugfs_create_file("vp_enter", 0200, dir, NULL, &vp_enter_fops);
	debugfs_create_file("bare_leaves", 0200, dir, NULL, &bare_leaves_fops);
	debugfs_create_file("bare_vp_enter", 0200, dir, NULL, &bare_vp_enter_fops);
	debugfs_create_file("check", 0200, dir, NULL, &check_fops);
	debugfs_create_file("nmi", 0200, dir, NULL, &storm_nmi_fops);
	debugfs_create_file("nmi_guests", 0200, dir, NULL, &storm_nmi_guests_fops);
	return 0;
}

static void __exit storm_exit(void)
{
	debugfs_remove_recursive(dir);
}

module_init(storm_init);
module_exit(storm_exit);

MODULE_DESCRIPTION("Storms of TDX calls, for tests");
MODULE_LICENSE("GPL");
IMPORT_NS(TDXCALL_CHANGES_PLATFORM);
IMPORT_NS(TDXCALL_CHANGES_TD);
