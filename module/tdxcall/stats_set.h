/* SPDX-License-Identifier: GPL-2.0 */
/* How counts are kept, for those who count and those who read. */
#ifndef TDXCALL_STATS_SET_H
#define TDXCALL_STATS_SET_H

#include <linux/mutex.h>
#include <linux/percpu.h>
#include <asm/local.h>

#include "stats.h"

#define STATS_SETS	2

/* Statuses that a row has in its list: neither success nor the rest. */
#define STATS_LISTED	(TDXCALL_STATUSES - 2)

/* A key is not 0: bit 63; then who, what and which. */
#define STATS_KEY_USED		BIT_ULL(63)
#define STATS_KEY_ORIGIN	56
#define STATS_KEY_KIND		48
#define STATS_KEY_NUMBER	GENMASK_ULL(47, 0)

/*
 * Whose row it is, whether a row of others counts anything, and which status counters count.
 * Entries are added, and never change.
 */
struct stats_list {
	u64 keys[TDXCALL_ROWS];
	bool others[TDXCALL_OTHER_ROWS];
	u64 statuses[TDXCALL_ALL_ROWS][STATS_LISTED];
};

/*
 * Counters of one CPU.  Interrupts and NMIs may make calls while one is counted, so each change is
 * one instruction.
 */
struct stats_cpu_row {
	local_t ended[TDXCALL_STATUSES];
	local_t cycles;
	local_t min;
	local_t max;
	local_t sections;
	local_t retries[CORE_RETRY_REASONS];
	local_t gave_up[CORE_RETRY_REASONS];
	local_t histogram[TDXCALL_BUCKETS];
};

struct stats_cpu {
	struct stats_cpu_row rows[STATS_SETS][TDXCALL_ALL_ROWS];
};

extern struct stats_list tdxcall_stats_lists[STATS_SETS];
DECLARE_PER_CPU(struct stats_cpu *, tdxcall_stats_cpu);

/* The set in which calls are counted, and since when; 0: never.  Changed under the lock. */
extern u32 tdxcall_stats_set;
extern ktime_t tdxcall_stats_begun;
extern struct mutex tdxcall_stats_lock;

/* Adds a set up; @snapshot is empty, the lock is held. */
void tdxcall_stats_read_set(struct tdxcall_stats_snapshot *snapshot, u32 set);

#endif
