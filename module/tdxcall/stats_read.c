// SPDX-License-Identifier: GPL-2.0
/* What was counted, added up over all CPUs. */
#include <linux/cpumask.h>
#include <linux/ktime.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/sort.h>

#include "internal.h"
#include "module/shared/kunit_export.h"
#include "stats.h"
#include "stats_set.h"

const char *tdxcall_row_name(enum tdxcall_row_kind kind, u64 number)
{
	if (number == TDXCALL_NUMBER_OTHERS)
		return "others";
	switch (kind) {
	case TDXCALL_ROW_SEAMCALL:
	case TDXCALL_ROW_TDCALL:
		return core_leaf_name(kind == TDXCALL_ROW_TDCALL, number);
	case TDXCALL_ROW_SEAMLDR:
		return core_leaf_name(false, BIT_ULL(63) | number);
	case TDXCALL_ROW_EXIT:
		return number <= U16_MAX ? tdx_exit_reason_name(number) : "?";
	case TDXCALL_ROW_VMCALL:
	case TDXCALL_ROW_TD_VMCALL:
		return tdx_vmcall_name(number);
	case TDXCALL_ROW_KINDS:
		break;
	}
	return "?";
}

static u64 count(const local_t *counter)
{
	return local_read(counter);
}

/* False if nothing was counted in it. */
static bool add(struct tdxcall_stats_row *sum, const struct stats_cpu_row *row)
{
	u64 calls = 0, told = count(&row->sections), min = count(&row->min);

	for (u32 i = 0; i < TDXCALL_STATUSES; i++) {
		u64 ended = count(&row->ended[i]);

		sum->ended[i] += ended;
		calls += ended;
	}
	/* A retry follows a call that ended, on this CPU or another. */
	for (u32 i = 0; i < CORE_RETRY_REASONS; i++) {
		sum->retries[i] += count(&row->retries[i]);
		sum->gave_up[i] += count(&row->gave_up[i]);
		told += count(&row->retries[i]) + count(&row->gave_up[i]);
	}
	sum->sections += count(&row->sections);
	if (!calls)
		return told;
	sum->calls += calls;
	sum->cycles += count(&row->cycles);
	if (min && (!sum->min || min < sum->min))
		sum->min = min;
	sum->max = max_t(u64, sum->max, count(&row->max));
	for (u32 i = 0; i < TDXCALL_BUCKETS; i++)
		sum->histogram[i] += count(&row->histogram[i]);
	return true;
}

static bool add_up(struct tdxcall_stats_row *sum, u32 set, u32 at)
{
	bool any = false;
	int cpu;

	for_each_possible_cpu(cpu)
		any |= add(sum, &per_cpu(tdxcall_stats_cpu, cpu)->rows[set][at]);
	memcpy(sum->status + 1, tdxcall_stats_lists[set].statuses[at],
	       sizeof(tdxcall_stats_lists[set].statuses[at]));
	return any;
}

/* Whose row it is; false if it is nobody's. */
static bool identify(struct tdxcall_stats_row *row, u32 set, u32 at)
{
	u64 key;

	if (at >= TDXCALL_ROWS) {
		at -= TDXCALL_ROWS;
		row->origin = at / TDXCALL_ROW_KINDS;
		row->kind = at % TDXCALL_ROW_KINDS;
		row->number = TDXCALL_NUMBER_OTHERS;
		return READ_ONCE(tdxcall_stats_lists[set].others[at]);
	}
	key = READ_ONCE(tdxcall_stats_lists[set].keys[at]);
	row->origin = (key & ~STATS_KEY_USED) >> STATS_KEY_ORIGIN;
	row->kind = (u8)(key >> STATS_KEY_KIND);
	row->number = key & STATS_KEY_NUMBER;
	return key;
}

static int by_key(const void *left, const void *right)
{
	const struct tdxcall_stats_row *a = left, *b = right;

	if (a->origin != b->origin)
		return a->origin < b->origin ? -1 : 1;
	if (a->kind != b->kind)
		return a->kind < b->kind ? -1 : 1;
	return a->number < b->number ? -1 : a->number > b->number;
}

void tdxcall_stats_read_set(struct tdxcall_stats_snapshot *snapshot, u32 set)
{
	lockdep_assert_held(&tdxcall_stats_lock);
	snapshot->on = static_key_enabled(&tdxcall_stats_on);
	snapshot->begun = tdxcall_stats_begun;
	snapshot->taken = ktime_get_boottime();
	for (u32 at = 0; tdxcall_stats_begun && at < TDXCALL_ALL_ROWS; at++) {
		struct tdxcall_stats_row *row = &snapshot->row[snapshot->rows];

		if (identify(row, set, at) && add_up(row, set, at))
			snapshot->rows++;
		else
			memset(row, 0, sizeof(*row));
	}
	sort(snapshot->row, snapshot->rows, sizeof(snapshot->row[0]), by_key, NULL);
}

struct tdxcall_stats_snapshot *tdxcall_stats_take(void)
{
	struct tdxcall_stats_snapshot *snapshot = kvzalloc(sizeof(*snapshot), GFP_KERNEL);

	if (!snapshot)
		return NULL;
	mutex_lock(&tdxcall_stats_lock);
	tdxcall_stats_read_set(snapshot, tdxcall_stats_set);
	mutex_unlock(&tdxcall_stats_lock);
	return snapshot;
}
EXPORT_SYMBOL_FOR_TDXCALL_KUNIT(tdxcall_stats_take);

const struct tdxcall_stats_row *tdxcall_stats_find(const struct tdxcall_stats_snapshot *snapshot,
						   enum tdxcall_origin origin,
						   enum tdxcall_row_kind kind, u64 number)
{
	for (u32 i = 0; i < snapshot->rows; i++) {
		const struct tdxcall_stats_row *row = &snapshot->row[i];

		if (row->origin == origin && row->kind == kind && row->number == number)
			return row;
	}
	return NULL;
}
EXPORT_SYMBOL_FOR_TDXCALL_KUNIT(tdxcall_stats_find);
