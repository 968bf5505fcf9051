// SPDX-License-Identifier: GPL-2.0
/*
 * /sys/kernel/debug/tdxcall/call, with raw_calls=1: write lines, read what came of them.  Each open
 * file has its own buffers and its own answer.
 */
#include <linux/debugfs.h>
#include <linux/gfp.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/moduleparam.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

#include "internal.h"
#include "module/shared/kunit_export.h"
#include "raw.h"

static bool raw_calls;
module_param(raw_calls, bool, 0444);
MODULE_PARM_DESC(raw_calls,
		 "Let user space make SEAMCALLs by hand, through the debugfs file call (default: no)");

struct raw_file *raw_open(void)
{
	struct raw_file *file = kzalloc(sizeof(*file), GFP_KERNEL);

	if (!file)
		return NULL;
	file->answer = kvmalloc(RAW_ANSWER_BYTES, GFP_KERNEL_ACCOUNT);
	if (!file->answer) {
		kfree(file);
		return NULL;
	}
	mutex_init(&file->lock);
	return file;
}
EXPORT_SYMBOL_FOR_TDXCALL_KUNIT(raw_open);

void raw_close(struct raw_file *file)
{
	raw_free_all(file);
	kvfree(file->answer);
	kfree(file);
}
EXPORT_SYMBOL_FOR_TDXCALL_KUNIT(raw_close);

static int call_open(struct inode *inode, struct file *file)
{
	const char *problem;
	int err = raw_may_call(&problem);

	if (err)
		return err;
	file->private_data = raw_open();
	return file->private_data ? 0 : -ENOMEM;
}

static int call_release(struct inode *inode, struct file *file)
{
	raw_close(file->private_data);
	return 0;
}

/* The whole of it is taken over before any of it is looked at. */
static ssize_t call_write(struct file *file, const char __user *from, size_t count, loff_t *pos)
{
	struct raw_file *own = file->private_data;
	char *text;
	int err;

	if (!count)
		return 0;
	if (count > RAW_WRITE_BYTES)
		return -E2BIG;
	text = vmemdup_user(from, count);
	if (IS_ERR(text))
		return PTR_ERR(text);
	err = mutex_lock_killable(&own->lock);
	if (!err) {
		err = raw_submit(own, text, count);
		mutex_unlock(&own->lock);
		/* Reading starts with the first byte of the answer, of one that says no as well. */
		*pos = 0;
		file->f_pos = 0;
	}
	kvfree(text);
	return err ?: count;
}

static ssize_t call_read(struct file *file, char __user *to, size_t count, loff_t *pos)
{
	struct raw_file *own = file->private_data;
	ssize_t done = mutex_lock_killable(&own->lock);

	if (done)
		return done;
	done = simple_read_from_buffer(to, count, pos, own->answer, own->length);
	mutex_unlock(&own->lock);
	return done;
}

static const struct file_operations call_fops = {
	.owner = THIS_MODULE,
	.open = call_open,
	.release = call_release,
	.write = call_write,
	.read = call_read,
	.llseek = default_llseek,
};

void tdxcall_raw_create(struct dentry *dir)
{
	if (raw_calls)
		debugfs_create_file("call", 0600, dir, NULL, &call_fops);
}
