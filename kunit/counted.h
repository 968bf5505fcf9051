/* SPDX-License-Identifier: GPL-2.0 */
/* What statistics have counted. */
#ifndef TDXCALL_KUNIT_COUNTED_H
#define TDXCALL_KUNIT_COUNTED_H

#include <kunit/test.h>

#include "module/tdxcall/stats.h"

/* Turns statistics on or off; returns what they were. */
bool count_calls(struct kunit *test, bool on);

/* The row of our own calls; empty if there is none. */
struct tdxcall_stats_row counted_row(struct kunit *test, enum tdxcall_row_kind kind, u64 number);

/* Its calls. */
u64 counted_calls(struct kunit *test, enum tdxcall_row_kind kind, u64 number);

/* How often it ended so. */
u64 counted_ends(const struct tdxcall_stats_row *row, u64 code);

#endif
