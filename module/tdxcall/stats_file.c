// SPDX-License-Identifier: GPL-2.0
/*
 * /sys/kernel/debug/tdxcall/stats for people, stats.json for programs, stats_reset to begin anew.
 * An open file shows what was counted when it was opened.
 */
#include <linux/fs.h>
#include <linux/ktime.h>
#include <linux/math64.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/seq_file.h>
#include <linux/uaccess.h>
#include <asm/tsc.h>

#include "internal.h"
#include "stats.h"

/* Changes when a program that reads it has to. */
#define JSON_FORMAT	1

static const char *const origins[] = { "us", "kvm", "linux" };

static_assert(ARRAY_SIZE(origins) == TDXCALL_ORIGINS);

static const char *const kinds[] = {
	[TDXCALL_ROW_SEAMCALL] = "SEAMCALL",
	[TDXCALL_ROW_TDCALL] = "TDCALL",
	[TDXCALL_ROW_SEAMLDR] = "SEAMLDR",
	[TDXCALL_ROW_VMCALL] = "hypercall",
	[TDXCALL_ROW_EXIT] = "TD exit",
	[TDXCALL_ROW_TD_VMCALL] = "TD hypercall",
};

static_assert(ARRAY_SIZE(kinds) == TDXCALL_ROW_KINDS);

/* Whose statuses a row has. */
static enum tdx_call_kind answers(enum tdxcall_row_kind kind)
{
	return kind < TDXCALL_ROW_EXIT ? (enum tdx_call_kind)kind : TDX_CALL_SEAMCALL;
}

/* A hypercall has a status of the TDX module where the VMM did not run. */
static const char *status_name(const struct tdxcall_stats_row *row, u32 i)
{
	const char *name = tdx_status_name(row->status[i], answers(row->kind));

	if (i == TDXCALL_OTHER_STATUS)
		return "others";
	if (row->kind == TDXCALL_ROW_VMCALL && name[0] == '?')
		name = tdx_status_name(row->status[i], TDX_CALL_TDCALL);
	return name;
}

static u64 mean(const struct tdxcall_stats_row *row)
{
	return row->calls ? div64_u64(row->cycles, row->calls) : 0;
}

static u64 sum(const u64 *numbers)
{
	u64 all = 0;

	for (u32 i = 0; i < CORE_RETRY_REASONS; i++)
		all += numbers[i];
	return all;
}

static u64 since_ms(const struct tdxcall_stats_snapshot *snapshot)
{
	return snapshot->begun ? ktime_ms_delta(snapshot->taken, snapshot->begun) : 0;
}

static void show_head(struct seq_file *m, const struct tdxcall_stats_snapshot *snapshot)
{
	u64 ms = since_ms(snapshot);

	seq_printf(m, "statistics: %s\n", snapshot->on ? "on" : "off");
	seq_printf(m, "seconds: %llu.%03llu\n", div_u64(ms, 1000), ms % 1000);
	seq_printf(m, "cycles_per_ms: %u\n", tsc_khz);
	seq_printf(m, "%-6s %-12s %-28s %10s %10s %10s %12s %8s %7s %7s\n", "origin", "kind",
		   "name", "calls", "min", "mean", "max", "retries", "gave up", "FPU");
}

static void show_row(struct seq_file *m, const struct tdxcall_stats_row *row)
{
	seq_printf(m, "%-6s %-12s %-28s %10llu %10llu %10llu %12llu %8llu %7llu %7llu\n",
		   origins[row->origin], kinds[row->kind], tdxcall_row_name(row->kind, row->number),
		   row->calls, row->min, mean(row), row->max, sum(row->retries), sum(row->gave_up),
		   row->sections);
	for (u32 i = 1; i < TDXCALL_STATUSES; i++) {
		if (!row->ended[i])
			continue;
		seq_printf(m, "%-20s%-40s 0x%016llx %10llu\n", "", status_name(row, i),
			   row->status[i], row->ended[i]);
	}
}

static void json_head(struct seq_file *m, const struct tdxcall_stats_snapshot *snapshot)
{
	seq_printf(m, "{\"format\": %u, \"on\": %s, \"milliseconds\": %llu, \"cycles_per_ms\": %u,",
		   JSON_FORMAT, snapshot->on ? "true" : "false", since_ms(snapshot), tsc_khz);
	seq_puts(m, "\n\"rows\": [");
}

static void json_counts(struct seq_file *m, const char *key, const u64 *counts)
{
	const char *comma = "";

	seq_printf(m, ", \"%s\": {", key);
	for (u32 i = 0; i < CORE_RETRY_REASONS; i++) {
		if (!counts[i])
			continue;
		seq_printf(m, "%s\"%s\": %llu", comma, core_retry_name(i), counts[i]);
		comma = ", ";
	}
	seq_putc(m, '}');
}

static void json_statuses(struct seq_file *m, const struct tdxcall_stats_row *row)
{
	const char *comma = "";

	seq_puts(m, ", \"statuses\": [");
	for (u32 i = 0; i < TDXCALL_STATUSES; i++) {
		if (!row->ended[i])
			continue;
		seq_printf(m, "%s{\"name\": \"%s\", ", comma, status_name(row, i));
		if (i != TDXCALL_OTHER_STATUS)
			seq_printf(m, "\"status\": \"0x%016llx\", ", row->status[i]);
		seq_printf(m, "\"count\": %llu}", row->ended[i]);
		comma = ", ";
	}
	seq_putc(m, ']');
}

/* Each bucket that is not empty, by its lower end. */
static void json_histogram(struct seq_file *m, const struct tdxcall_stats_row *row)
{
	const char *comma = "";

	seq_puts(m, ", \"histogram\": [");
	for (u32 i = 0; i < TDXCALL_BUCKETS; i++) {
		if (!row->histogram[i])
			continue;
		seq_printf(m, "%s{\"from\": %llu, \"count\": %llu}", comma,
			   i ? BIT_ULL(i + TDXCALL_FIRST_BUCKET - 1) : 0, row->histogram[i]);
		comma = ", ";
	}
	seq_putc(m, ']');
}

static void json_row(struct seq_file *m, const struct tdxcall_stats_row *row, bool first)
{
	seq_printf(m, "%s\n{\"origin\": \"%s\", \"kind\": \"%s\", \"name\": \"%s\"",
		   first ? "" : ",", origins[row->origin], kinds[row->kind],
		   tdxcall_row_name(row->kind, row->number));
	if (row->number != TDXCALL_NUMBER_OTHERS)
		seq_printf(m, ", \"number\": %llu", row->number);
	seq_printf(m, ", \"calls\": %llu, \"cycles\": %llu, \"min\": %llu, \"max\": %llu",
		   row->calls, row->cycles, row->min, row->max);
	seq_printf(m, ", \"fpu_sections\": %llu", row->sections);
	json_statuses(m, row);
	json_counts(m, "retries", row->retries);
	json_counts(m, "gave_up", row->gave_up);
	json_histogram(m, row);
	seq_putc(m, '}');
}

/* Positions: the head, each row, what closes the object. */
static void *stats_start(struct seq_file *m, loff_t *pos)
{
	struct tdxcall_stats_snapshot *snapshot = m->private;

	return *pos <= snapshot->rows + 1 ? pos : NULL;
}

static void *stats_next(struct seq_file *m, void *at, loff_t *pos)
{
	++*pos;
	return stats_start(m, pos);
}

static void stats_stop(struct seq_file *m, void *at)
{
}

static int stats_show(struct seq_file *m, void *at)
{
	struct tdxcall_stats_snapshot *snapshot = m->private;
	loff_t pos = *(loff_t *)at;

	if (!pos)
		show_head(m, snapshot);
	else if (pos <= snapshot->rows)
		show_row(m, &snapshot->row[pos - 1]);
	return 0;
}

static int json_show(struct seq_file *m, void *at)
{
	struct tdxcall_stats_snapshot *snapshot = m->private;
	loff_t pos = *(loff_t *)at;

	if (!pos)
		json_head(m, snapshot);
	else if (pos <= snapshot->rows)
		json_row(m, &snapshot->row[pos - 1], pos == 1);
	else
		seq_puts(m, "]}\n");
	return 0;
}

static const struct seq_operations text_ops = {
	.start = stats_start, .next = stats_next, .stop = stats_stop, .show = stats_show,
};

static const struct seq_operations json_ops = {
	.start = stats_start, .next = stats_next, .stop = stats_stop, .show = json_show,
};

static int stats_open(struct file *file, const struct seq_operations *ops)
{
	struct tdxcall_stats_snapshot *snapshot = tdxcall_stats_take();
	int err = snapshot ? seq_open(file, ops) : -ENOMEM;

	if (err)
		kvfree(snapshot);
	else
		((struct seq_file *)file->private_data)->private = snapshot;
	return err;
}

static int text_open(struct inode *inode, struct file *file)
{
	return stats_open(file, &text_ops);
}

static int json_open(struct inode *inode, struct file *file)
{
	return stats_open(file, &json_ops);
}

static int stats_release(struct inode *inode, struct file *file)
{
	kvfree(((struct seq_file *)file->private_data)->private);
	return seq_release(inode, file);
}

/* "1", and a line's end if somebody writes one. */
static ssize_t reset_write(struct file *file, const char __user *from, size_t count, loff_t *pos)
{
	char text[3] = "";
	int err;

	if (!count || count >= sizeof(text))
		return -EINVAL;
	if (copy_from_user(text, from, count))
		return -EFAULT;
	if (text[0] != '1' || (count == 2 && text[1] != '\n'))
		return -EINVAL;
	err = tdxcall_stats_reset(NULL);
	return err ?: count;
}

const struct file_operations tdxcall_stats_fops = {
	.owner = THIS_MODULE,
	.open = text_open,
	.release = stats_release,
	.read = seq_read,
	.llseek = seq_lseek,
};

const struct file_operations tdxcall_stats_json_fops = {
	.owner = THIS_MODULE,
	.open = json_open,
	.release = stats_release,
	.read = seq_read,
	.llseek = seq_lseek,
};

const struct file_operations tdxcall_stats_reset_fops = {
	.owner = THIS_MODULE,
	.open = simple_open,
	.write = reset_write,
	.llseek = noop_llseek,
};
