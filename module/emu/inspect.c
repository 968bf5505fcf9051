// SPDX-License-Identifier: GPL-2.0
/*
 * Files of /sys/kernel/debug/tdxcall_emu/ that show the inside of the software TDX module.  Core
 * makes the text, a short piece at a time.  Calls go on in between: what a file shows need not all
 * be of one moment.
 */
#include <linux/debugfs.h>
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/sched.h>
#include <linux/seq_file.h>

#include "internal.h"
#include "core/emu/inspect.h"

static const struct inspect_file {
	const char *name;
	umode_t mode;
	enum emu_file text;
} files[] = {
	{ "platform", 0400, EMU_FILE_PLATFORM },
	{ "keyids", 0400, EMU_FILE_KEYIDS },
	{ "tdmrs", 0400, EMU_FILE_TDMRS },
	{ "tds", 0400, EMU_FILE_TDS },
	{ "vcpus", 0400, EMU_FILE_VCPUS },
	{ "sept", 0400, EMU_FILE_SEPT },
	{ "locks", 0400, EMU_FILE_LOCKS },
	{ "calls", 0400, EMU_FILE_CALLS },
};

static void put_piece(struct seq_file *m, enum emu_file text, struct emu_cursor *cursor)
{
	unsigned long flags;
	size_t size, length;
	char *buf;

	size = seq_get_buf(m, &buf);
	length = emu_inspect(emu_hold(&flags), text, cursor, buf, size);
	emu_release(flags);
	seq_commit(m, length < size ? (int)length : -1);
}

static int emu_inspect_show(struct seq_file *m, void *unused)
{
	const struct inspect_file *file = m->private;
	struct emu_cursor cursor = {};

	/* What does not fit is shown again, from the start, into a larger buffer. */
	while (!cursor.done && !seq_has_overflowed(m)) {
		put_piece(m, file->text, &cursor);
		cond_resched();
	}
	return 0;
}
DEFINE_SHOW_ATTRIBUTE(emu_inspect);

void emu_inspect_create(struct dentry *dir)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(files); i++)
		debugfs_create_file(files[i].name, files[i].mode, dir, (void *)&files[i],
				    &emu_inspect_fops);
}
