// SPDX-License-Identifier: GPL-2.0
/* /sys/kernel/debug/tdxcall/retries: how often calls were retried and given up, by reason. */
#include <linux/module.h>
#include <linux/seq_file.h>

#include "internal.h"

int tdxcall_retries_show(struct seq_file *m, void *unused)
{
	u64 retries, gave_up;
	const char *name;

	seq_printf(m, "%-24s %10s %10s\n", "reason", "retries", "gave up");
	for (u32 i = 0; (name = core_retry_name(i)); i++) {
		tdxcall_retries_made(i, &retries, &gave_up);
		seq_printf(m, "%-24s %10llu %10llu\n", name, retries, gave_up);
	}
	return 0;
}
