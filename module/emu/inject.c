// SPDX-License-Identifier: GPL-2.0
/*
 * Fault injection: /sys/kernel/debug/tdxcall_emu/inject takes a command with each write and reads
 * as what is set; tests have functions of the same kind.
 */
#include <linux/err.h>
#include <linux/module.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "internal.h"
#include "module/shared/kunit_export.h"
#include "tdxcall_emu.h"

/* Enough for a command that names every register. */
#define COMMAND_BYTES	512

static int inject_command(const char *command, u32 length)
{
	unsigned long flags;
	int err;

	err = emu_inject_command(emu_hold(&flags), command, length);
	emu_release(flags);
	return err ? -EINVAL : 0;
}

static int emu_inject_file_show(struct seq_file *m, void *unused)
{
	unsigned long flags;
	size_t size, length;
	char *buf;

	size = seq_get_buf(m, &buf);
	length = emu_inject_show(emu_hold(&flags), buf, size);
	emu_release(flags);
	/* What does not fit is shown again into a larger buffer. */
	seq_commit(m, length < size ? (int)length : -1);
	return 0;
}

static int emu_inject_open(struct inode *inode, struct file *file)
{
	return single_open(file, emu_inject_file_show, NULL);
}

static ssize_t emu_inject_write(struct file *file, const char __user *from, size_t count,
				loff_t *pos)
{
	char *command;
	int err;

	if (count > COMMAND_BYTES)
		return -EINVAL;
	command = memdup_user(from, count);
	if (IS_ERR(command))
		return PTR_ERR(command);
	err = inject_command(command, count);
	kfree(command);
	return err ?: count;
}

const struct file_operations emu_inject_fops = {
	.owner = THIS_MODULE,
	.open = emu_inject_open,
	.read = seq_read,
	.write = emu_inject_write,
	.llseek = seq_lseek,
	.release = single_release,
};

/**
 * tdxcall_emu_inject() - make calls, locks or random numbers fail, for tests
 * @fault: what goes wrong, and when
 *
 * Context: any but NMI.
 * Return: 0, or -EINVAL when it makes no sense or there are too many rules.
 */
int tdxcall_emu_inject(const struct emu_fault *fault)
{
	unsigned long flags;
	int err;

	err = emu_inject(emu_hold(&flags), fault);
	emu_release(flags);
	return err ? -EINVAL : 0;
}
EXPORT_SYMBOL_FOR_TDXCALL_KUNIT(tdxcall_emu_inject);

/**
 * tdxcall_emu_inject_command() - the same in words
 * @command: as the file takes it
 *
 * Context: any but NMI.
 * Return: 0, or -EINVAL when it is not understood or there are too many rules.
 */
int tdxcall_emu_inject_command(const char *command)
{
	return inject_command(command, strlen(command));
}
EXPORT_SYMBOL_FOR_TDXCALL_KUNIT(tdxcall_emu_inject_command);

/**
 * tdxcall_emu_inject_clear() - nothing goes wrong any more
 *
 * Context: any but NMI.
 */
void tdxcall_emu_inject_clear(void)
{
	unsigned long flags;

	emu_inject_clear(emu_hold(&flags));
	emu_release(flags);
}
EXPORT_SYMBOL_FOR_TDXCALL_KUNIT(tdxcall_emu_inject_clear);
