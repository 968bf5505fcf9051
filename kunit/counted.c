// SPDX-License-Identifier: GPL-2.0
/* What statistics have counted. */
#include <linux/mm.h>

#include "counted.h"

static struct tdxcall_stats_snapshot *take(struct kunit *test)
{
	struct tdxcall_stats_snapshot *snapshot = tdxcall_stats_take();

	KUNIT_ASSERT_NOT_NULL(test, snapshot);
	return snapshot;
}

bool count_calls(struct kunit *test, bool on)
{
	struct tdxcall_stats_snapshot *snapshot = take(test);
	bool before = snapshot->on;

	kvfree(snapshot);
	KUNIT_ASSERT_EQ(test, tdxcall_stats_switch(on), 0);
	return before;
}

struct tdxcall_stats_row counted_row(struct kunit *test, enum tdxcall_row_kind kind, u64 number)
{
	struct tdxcall_stats_snapshot *snapshot = take(test);
	const struct tdxcall_stats_row *found;
	struct tdxcall_stats_row row = {};

	found = tdxcall_stats_find(snapshot, TDXCALL_US, kind, number);
	if (found)
		row = *found;
	kvfree(snapshot);
	return row;
}

u64 counted_calls(struct kunit *test, enum tdxcall_row_kind kind, u64 number)
{
	return counted_row(test, kind, number).calls;
}

u64 counted_ends(const struct tdxcall_stats_row *row, u64 code)
{
	for (u32 i = 0; i < TDXCALL_OTHER_STATUS; i++)
		if (row->status[i] == code && (!i || code))
			return row->ended[i];
	return 0;
}
