// SPDX-License-Identifier: GPL-2.0
/* /sys/kernel/debug/tdxcall_emu/, described in Documentation/software-module.rst. */
#include <linux/debugfs.h>

#include "internal.h"

static struct dentry *dir;

void emu_debugfs_create(void)
{
	dir = debugfs_create_dir("tdxcall_emu", NULL);
	debugfs_create_file("inject", 0600, dir, NULL, &emu_inject_fops);
	debugfs_create_file("verify_report", 0200, dir, NULL, &emu_verify_report_fops);
	emu_inspect_create(dir);
	emu_echo_create(dir);
}

void emu_debugfs_remove(void)
{
	debugfs_remove_recursive(dir);
}
