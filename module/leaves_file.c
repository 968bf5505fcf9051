// SPDX-License-Identifier: GPL-2.0
/* /sys/kernel/debug/tdxcall/leaves: every leaf function, whether the module has it, calls made. */
#include <linux/module.h>
#include <linux/seq_file.h>

#include "internal.h"

static void show_leaf(struct seq_file *m, const struct core_identity *id, bool tdcall,
		      const struct core_leaf *leaf)
{
	int has = core_has_leaf(id, leaf);

	seq_printf(m, "%-8s 0x%02x  %-26s %-7u %-7s %-9s %llu\n", tdcall ? "TDCALL" : "SEAMCALL",
		   leaf->number, leaf->name, leaf->version, leaf->release,
		   has < 0 ? "unknown" : has ? "yes" : "no",
		   tdxcall_calls_made(tdcall, leaf->number));
}

static int tdxcall_leaves_show(struct seq_file *m, void *unused)
{
	struct core_identity id;
	struct core_leaf leaf;

	tdxcall_identify(&id);
	seq_printf(m, "%-8s %-5s %-26s %-7s %-7s %-9s %s\n", "call", "leaf", "name", "version",
		   "since", "supported", "calls");
	for (u32 i = 0; core_seamcall_leaf(i, &leaf); i++)
		show_leaf(m, &id, false, &leaf);
	for (u32 i = 0; core_tdcall_leaf(i, &leaf); i++)
		show_leaf(m, &id, true, &leaf);
	return 0;
}

static int tdxcall_leaves_open(struct inode *inode, struct file *file)
{
	return single_open(file, tdxcall_leaves_show, NULL);
}

const struct file_operations tdxcall_leaves_fops = {
	.owner = THIS_MODULE,
	.open = tdxcall_leaves_open,
	.read = seq_read,
	.llseek = seq_lseek,
	.release = single_release,
};
