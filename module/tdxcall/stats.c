// SPDX-License-Identifier: GPL-2.0
/*
 * Counting of calls: a table of rows for each CPU, written by nobody else.  Which row is whose is
 * found in a list that all CPUs read and that is written when something is seen for the first time.
 */
#include <linux/hash.h>
#include <linux/nospec.h>
#include <linux/percpu.h>
#include <asm/local.h>

#include "internal.h"
#include "module/shared/kunit_export.h"
#include "stats.h"
#include "stats_set.h"

struct stats_list tdxcall_stats_lists[STATS_SETS];
DEFINE_PER_CPU(struct stats_cpu *, tdxcall_stats_cpu);
u32 tdxcall_stats_set;
DEFINE_STATIC_KEY_FALSE(tdxcall_stats_on);

static u64 key_of(enum tdxcall_origin origin, enum tdxcall_row_kind kind, u64 number)
{
	return STATS_KEY_USED | (u64)origin << STATS_KEY_ORIGIN | (u64)kind << STATS_KEY_KIND |
	       (number & STATS_KEY_NUMBER);
}

/*
 * Numbers may come from a user or a guest.  Those that no table knows get no row of their own, so
 * that nobody can use up the rows.
 */
static bool has_name(enum tdxcall_row_kind kind, u64 number)
{
	return !(number & ~STATS_KEY_NUMBER) && tdxcall_row_name(kind, number)[0] != '?';
}

static u32 find_row(struct stats_list *list, enum tdxcall_origin origin,
		    enum tdxcall_row_kind kind, u64 number)
{
	u64 key = key_of(origin, kind, number);
	u32 at = hash_64(key, TDXCALL_ROW_BITS);

	for (u32 i = 0; i < TDXCALL_ROWS; i++, at = (at + 1) % TDXCALL_ROWS) {
		u64 there = READ_ONCE(list->keys[at]);

		if (there == key && number <= STATS_KEY_NUMBER)
			return at;
		if (there)
			continue;
		if (!has_name(kind, number))
			break;
		there = cmpxchg(&list->keys[at], 0, key);
		if (!there || there == key)
			return at;
	}
	at = origin * TDXCALL_ROW_KINDS + kind;
	if (!READ_ONCE(list->others[at]))
		WRITE_ONCE(list->others[at], true);
	return TDXCALL_ROWS + at;
}

static struct stats_cpu_row *row_of(enum tdxcall_origin origin, enum tdxcall_row_kind kind,
				    u64 number, u64 **statuses)
{
	u32 set = READ_ONCE(tdxcall_stats_set);
	u32 at = find_row(&tdxcall_stats_lists[set], origin, kind, number);

	*statuses = tdxcall_stats_lists[set].statuses[at];
	return &__this_cpu_read(tdxcall_stats_cpu)->rows[set][at];
}

/* Success is not in the list. */
static u32 find_status(u64 *statuses, u64 code)
{
	if (!code)
		return 0;
	for (u32 i = 0; i < STATS_LISTED; i++) {
		u64 there = READ_ONCE(statuses[i]);

		if (!there)
			there = cmpxchg(&statuses[i], 0, code) ?: code;
		if (there == code)
			return i + 1;
	}
	return TDXCALL_OTHER_STATUS;
}

static void keep_least(local_t *least, long cycles)
{
	long old = local_read(least);

	while (!old || cycles < old) {
		long seen = local_cmpxchg(least, old, cycles);

		if (seen == old)
			break;
		old = seen;
	}
}

static void keep_greatest(local_t *greatest, long cycles)
{
	long old = local_read(greatest);

	while (cycles > old) {
		long seen = local_cmpxchg(greatest, old, cycles);

		if (seen == old)
			break;
		old = seen;
	}
}

static u32 bucket_of(u64 cycles)
{
	int above = fls64(cycles) - TDXCALL_FIRST_BUCKET;

	return clamp(above, 0, TDXCALL_BUCKETS - 1);
}

void tdxcall_stats_add(enum tdxcall_origin origin, enum tdxcall_row_kind kind, u64 number,
		       u64 status, u64 cycles)
{
	enum tdx_call_kind whose = kind < TDXCALL_ROW_EXIT ? (enum tdx_call_kind)kind :
							     TDX_CALL_SEAMCALL;
	struct stats_cpu_row *row;
	u64 *statuses;

	if (!static_branch_unlikely(&tdxcall_stats_on) || !cycles)
		return;
	row = row_of(origin, kind, number, &statuses);
	local_inc(&row->ended[find_status(statuses, tdxcall_status_code(whose, status))]);
	local_add(cycles, &row->cycles);
	local_inc(&row->histogram[bucket_of(cycles)]);
	keep_least(&row->min, cycles);
	keep_greatest(&row->max, cycles);
}
EXPORT_SYMBOL_FOR_TDXCALL_KUNIT(tdxcall_stats_add);

void tdxcall_stats_add_retry(enum tdxcall_origin origin, enum tdxcall_row_kind kind, u64 number,
			     u32 reason, bool gave_up)
{
	struct stats_cpu_row *row;
	u64 *statuses;

	if (!static_branch_unlikely(&tdxcall_stats_on) || reason >= CORE_RETRY_REASONS)
		return;
	reason = array_index_nospec(reason, CORE_RETRY_REASONS);
	row = row_of(origin, kind, number, &statuses);
	local_inc(gave_up ? &row->gave_up[reason] : &row->retries[reason]);
}

void tdxcall_stats_add_section(enum tdxcall_origin origin, enum tdxcall_row_kind kind, u64 number)
{
	u64 *statuses;

	if (static_branch_unlikely(&tdxcall_stats_on))
		local_inc(&row_of(origin, kind, number, &statuses)->sections);
}
