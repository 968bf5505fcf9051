// SPDX-License-Identifier: GPL-2.0
/* /sys/kernel/debug/tdxcall/, described in Documentation/debugfs.rst. */
#include <linux/kernel.h>

#include "internal.h"
#include "module/shared/show_file.h"

static const struct show_file files[] = {
	{ "info", 0400, tdxcall_info_show },
	{ "cpus", 0400, tdxcall_cpus_show },
	{ "leaves", 0400, tdxcall_leaves_show },
	{ "retries", 0400, tdxcall_retries_show },
	{ "metadata", 0400, tdxcall_metadata_show },
};

static struct dentry *dir;

void tdxcall_debugfs_create(void)
{
	dir = debugfs_create_dir("tdxcall", NULL);
	create_show_files(dir, files, ARRAY_SIZE(files));
	debugfs_create_file("decode", 0600, dir, NULL, &tdxcall_decode_fops);
}

void tdxcall_debugfs_remove(void)
{
	debugfs_remove_recursive(dir);
}
