// SPDX-License-Identifier: GPL-2.0
/* /sys/kernel/debug/tdxcall/, described in Documentation/debugfs.rst. */
#include <linux/kernel.h>

#include "internal.h"
#include "observe.h"
#include "module/shared/show_file.h"

static const struct show_file files[] = {
	{ "info", 0400, tdxcall_info_show },
	{ "cpus", 0400, tdxcall_cpus_show },
	{ "leaves", 0400, tdxcall_leaves_show },
	{ "retries", 0400, tdxcall_retries_show },
	{ "metadata", 0400, tdxcall_metadata_show },
	{ "observe", 0400, tdxcall_observe_show },
};

static struct dentry *dir;

void tdxcall_debugfs_create(const struct core_identity *id)
{
	dir = debugfs_create_dir("tdxcall", NULL);
	create_show_files(dir, files, ARRAY_SIZE(files));
	debugfs_create_file("decode", 0600, dir, NULL, &tdxcall_decode_fops);
	debugfs_create_file("stats", 0400, dir, NULL, &tdxcall_stats_fops);
	debugfs_create_file("stats.json", 0400, dir, NULL, &tdxcall_stats_json_fops);
	debugfs_create_file("stats_reset", 0200, dir, NULL, &tdxcall_stats_reset_fops);
	if (id->machine.role == CORE_ROLE_GUEST)
		debugfs_create_file("report", 0600, dir, NULL, &tdxcall_report_fops);
	tdxcall_raw_create(dir);
}

void tdxcall_debugfs_remove(void)
{
	debugfs_remove_recursive(dir);
}
