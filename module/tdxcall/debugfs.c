// SPDX-License-Identifier: GPL-2.0
/* /sys/kernel/debug/tdxcall/, described in Documentation/debugfs.rst. */
#include <linux/debugfs.h>

#include "internal.h"

static struct dentry *dir;

void tdxcall_debugfs_create(void)
{
	dir = debugfs_create_dir("tdxcall", NULL);
	debugfs_create_file("info", 0400, dir, NULL, &tdxcall_info_fops);
	debugfs_create_file("cpus", 0400, dir, NULL, &tdxcall_cpus_fops);
	debugfs_create_file("leaves", 0400, dir, NULL, &tdxcall_leaves_fops);
	debugfs_create_file("retries", 0400, dir, NULL, &tdxcall_retries_fops);
	debugfs_create_file("metadata", 0400, dir, NULL, &tdxcall_metadata_fops);
	debugfs_create_file("decode", 0600, dir, NULL, &tdxcall_decode_fops);
}

void tdxcall_debugfs_remove(void)
{
	debugfs_remove_recursive(dir);
}
