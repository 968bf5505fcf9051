// SPDX-License-Identifier: GPL-2.0
/*
 * /sys/kernel/debug/tdxcall_emu/verify_report: in place of the instruction EVERIFYREPORT2, by which
 * a quoting enclave asks the CPU whether a REPORTMACSTRUCT is of this platform.  A write of one is
 * the question, and whether it succeeds the answer.
 */
#include <linux/err.h>
#include <linux/module.h>
#include <linux/slab.h>

#include "internal.h"

static ssize_t emu_verify_report_write(struct file *file, const char __user *from, size_t count,
				       loff_t *pos)
{
	unsigned long flags;
	void *mac;
	int err;

	if (count != EMU_REPORTMAC_BYTES)
		return -EINVAL;
	mac = memdup_user(from, count);
	if (IS_ERR(mac))
		return PTR_ERR(mac);
	err = emu_verify_report(emu_hold(&flags), mac);
	emu_release(flags);
	kfree(mac);
	return err ? -EKEYREJECTED : count;
}

const struct file_operations emu_verify_report_fops = {
	.owner = THIS_MODULE,
	.write = emu_verify_report_write,
};
