// SPDX-License-Identifier: GPL-2.0
/* /sys/kernel/debug/tdxcall/leaves: every leaf function, whether the module has it, calls made. */
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/seq_file.h>

#include "internal.h"
#include "stats.h"

static const struct {
	enum tdx_call_kind kind;
	const char *name;
	int (*next)(u32 index, struct core_leaf *leaf);
} kinds[] = {
	{ TDX_CALL_SEAMCALL, "SEAMCALL", core_seamcall_leaf },
	{ TDX_CALL_TDCALL, "TDCALL", core_tdcall_leaf },
	{ TDX_CALL_SEAMLDR, "SEAMLDR", core_seamldr_leaf },
};

/* By enum core_effect. */
static const char *const effects[] = { "nothing", "TD", "platform" };

int tdxcall_leaves_show(struct seq_file *m, void *unused)
{
	struct tdxcall_stats_snapshot *stats;
	const struct tdxcall_stats_row *row;
	struct core_identity id;
	struct core_leaf leaf;

	tdxcall_identify(&id, CORE_VERSION_STEPS);
	stats = tdxcall_stats_take();
	if (!stats)
		return -ENOMEM;
	seq_printf(m, "%-8s %-5s %-26s %-7s %-7s %-9s %-9s %s\n", "call", "leaf", "name",
		   "version", "since", "changes", "supported", "calls");
	for (unsigned int k = 0; k < ARRAY_SIZE(kinds); k++) {
		for (u32 i = 0; kinds[k].next(i, &leaf); i++) {
			int has = core_has_leaf(&id, &leaf);

			seq_printf(m, "%-8s 0x%02x  %-26s %-7u %-7s %-9s %-9s ", kinds[k].name,
				   leaf.number, leaf.name, leaf.version, leaf.release,
				   effects[leaf.effect],
				   has < 0 ? "unknown" : has ? "yes" : "no");
			row = tdxcall_stats_find(stats, TDXCALL_US,
						 (enum tdxcall_row_kind)kinds[k].kind,
						 leaf.number);
			if (row || stats->on)
				seq_printf(m, "%llu\n", row ? row->calls : 0);
			else
				seq_puts(m, "-\n");
		}
	}
	kvfree(stats);
	return 0;
}
