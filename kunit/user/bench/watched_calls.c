// SPDX-License-Identifier: GPL-2.0
/* Calls that are counted: our own, with statistics on. */
#include "watching.h"
#include "calls.h"
#include "module/tdxcall/stats_set.h"

extern u32 host_calls_watched;

static u64 watched(call_loop *loop, u64 calls)
{
	static struct stats_cpu table;
	u64 sum;

	tdxcall_stats_cpu = &table;
	host_calls_watched = 1;
	sum = loop(calls);
	host_calls_watched = 0;
	return sum;
}

u64 watched_page_add(u64 calls)
{
	return watched(our_page_add, calls);
}

u64 watched_number(u64 calls)
{
	return watched(our_number, calls);
}

/* The names of rows are of module/tdxcall/stats_read.c: asked once for each. */
const char *tdxcall_row_name(enum tdxcall_row_kind kind, u64 number)
{
	return "a row";
}

int bench_tracepoint;
void bench_traced(void) {}
