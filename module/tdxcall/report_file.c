// SPDX-License-Identifier: GPL-2.0
/*
 * /sys/kernel/debug/tdxcall/report, in a TD: write the report data, read the TDREPORT.  Each open
 * file has its own.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/build_bug.h>
#include <linux/gfp.h>
#include <linux/io.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/printk.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/uaccess.h>

#include <tdxcall/tdxcall.h>
#include "internal.h"
#include "module/shared/kunit_export.h"

struct report_file {
	struct mutex lock;	/* for an open file shared by several threads */
	bool made;
	u8 report[CORE_REPORT_BYTES];
};

/* A page of its own is private memory, and aligned to the size of whatever it begins with. */
struct exchange {
	u8 report[CORE_REPORT_BYTES];
	u8 data[CORE_REPORT_DATA_BYTES];
};

static_assert(sizeof(struct exchange) <= PAGE_SIZE);
static_assert(CORE_REPORT_BYTES % CORE_REPORT_DATA_BYTES == 0);

static tdx_guest_buffer_t at(void *buffer)
{
	return (tdx_guest_buffer_t) { virt_to_phys(buffer) };
}

/**
 * tdxcall_make_report() - a TDREPORT of this TD
 * @data: %CORE_REPORT_DATA_BYTES, which become part of it
 * @report: %CORE_REPORT_BYTES, written on success alone
 *
 * Context: process; sleeps.
 * Return: 0, -ENOMEM, or -EIO after a line in the kernel log.
 */
int tdxcall_make_report(const u8 *data, u8 *report)
{
	struct exchange *exchange = (void *)get_zeroed_page(GFP_KERNEL);
	char text[TDXCALL_STATUS_TEXT];
	u64 status;

	if (!exchange)
		return -ENOMEM;
	memcpy(exchange->data, data, sizeof(exchange->data));
	status = tdxcall_tdg_mr_report(TDXCALL_MAY_SLEEP, at(exchange->report), at(exchange->data),
				       0);
	if (!status)
		memcpy(report, exchange->report, sizeof(exchange->report));
	free_page((unsigned long)exchange);
	if (!status)
		return 0;
	tdxcall_status_text(CORE_ROLE_GUEST, status, text);
	pr_err_ratelimited("no TDREPORT: %s\n", text);
	return -EIO;
}
EXPORT_SYMBOL_FOR_TDXCALL_KUNIT(tdxcall_make_report);

static int report_open(struct inode *inode, struct file *file)
{
	struct report_file *own = kzalloc(sizeof(*own), GFP_KERNEL);

	if (!own)
		return -ENOMEM;
	mutex_init(&own->lock);
	file->private_data = own;
	return 0;
}

static int report_release(struct inode *inode, struct file *file)
{
	kfree(file->private_data);
	return 0;
}

/* A write that fails leaves no report behind: it would be taken for an answer. */
static ssize_t report_write(struct file *file, const char __user *from, size_t count, loff_t *pos)
{
	struct report_file *own = file->private_data;
	u8 data[CORE_REPORT_DATA_BYTES];
	int err = 0;

	if (count != sizeof(data))
		err = -EINVAL;
	else if (copy_from_user(data, from, sizeof(data)))
		err = -EFAULT;

	mutex_lock(&own->lock);
	if (!err)
		err = tdxcall_make_report(data, own->report);
	own->made = !err;
	mutex_unlock(&own->lock);
	if (err)
		return err;
	/* Reading starts with the first byte of the report. */
	*pos = 0;
	return count;
}

static ssize_t report_read(struct file *file, char __user *to, size_t count, loff_t *pos)
{
	struct report_file *own = file->private_data;
	ssize_t done = -ENODATA;

	mutex_lock(&own->lock);
	if (own->made)
		done = simple_read_from_buffer(to, count, pos, own->report, sizeof(own->report));
	mutex_unlock(&own->lock);
	return done;
}

const struct file_operations tdxcall_report_fops = {
	.owner = THIS_MODULE,
	.open = report_open,
	.release = report_release,
	.write = report_write,
	.read = report_read,
	.llseek = default_llseek,
};
