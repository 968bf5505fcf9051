/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Counters and latency histograms of calls.  There is a row for each leaf function, TD exit reason
 * and hypercall that was seen; how many there can be is fixed, so that a call never allocates.
 */
#ifndef TDXCALL_STATS_H
#define TDXCALL_STATS_H

#include <linux/bits.h>
#include <linux/jump_label.h>
#include <linux/time64.h>

#include "watch.h"

/* What a row counts; the first are those of enum tdx_call_kind. */
enum tdxcall_row_kind {
	TDXCALL_ROW_SEAMCALL = TDX_CALL_SEAMCALL,
	TDXCALL_ROW_TDCALL = TDX_CALL_TDCALL,
	TDXCALL_ROW_SEAMLDR = TDX_CALL_SEAMLDR,
	TDXCALL_ROW_VMCALL = TDX_CALL_VMCALL,	/* hypercalls that this TD makes */
	TDXCALL_ROW_EXIT,			/* TD exits by VM exit reason */
	TDXCALL_ROW_TD_VMCALL,			/* hypercalls that TDs of this host make */
	TDXCALL_ROW_KINDS,
};

/* Rows, a power of two; what finds none is counted in the row "others" of its kind and origin. */
#define TDXCALL_ROW_BITS	7
#define TDXCALL_ROWS		BIT(TDXCALL_ROW_BITS)
#define TDXCALL_OTHER_ROWS	(TDXCALL_ORIGINS * TDXCALL_ROW_KINDS)
#define TDXCALL_ALL_ROWS	(TDXCALL_ROWS + TDXCALL_OTHER_ROWS)

/* Statuses of a row: success, the first six others that are seen, and all further ones. */
#define TDXCALL_STATUSES	8
#define TDXCALL_OTHER_STATUS	(TDXCALL_STATUSES - 1)

/* Cycles below 2^6; then from one power of two to the next; the last has no end. */
#define TDXCALL_BUCKETS		32
#define TDXCALL_FIRST_BUCKET	6

#define TDXCALL_NUMBER_OTHERS	0xffffffffffffffffULL

DECLARE_STATIC_KEY_FALSE(tdxcall_stats_on);

/*
 * Counts a call that ended, a retry, an FPU section; with preemption off, in any context.  Does
 * nothing while statistics are off, and for a call whose @cycles nobody knows, 0.
 */
void tdxcall_stats_add(enum tdxcall_origin origin, enum tdxcall_row_kind kind, u64 number,
		       u64 status, u64 cycles);
void tdxcall_stats_add_retry(enum tdxcall_origin origin, enum tdxcall_row_kind kind, u64 number,
			     u32 reason, bool gave_up);
void tdxcall_stats_add_section(enum tdxcall_origin origin, enum tdxcall_row_kind kind,
			       u64 number);

/* At load, if the parameter asks for it; at unload. */
void tdxcall_stats_start(void);
void tdxcall_stats_free(void);

/* 0, or -ENOMEM: then they stay off. */
int tdxcall_stats_switch(bool on);

/**
 * struct tdxcall_stats_row - what was counted, on all CPUs
 * @origin: who made the calls
 * @kind: what is counted
 * @number: leaf number, exit reason or sub-function, or %TDXCALL_NUMBER_OTHERS
 * @calls: how many ended
 * @cycles: all that they took, in ticks of the TSC
 * @min: the shortest
 * @max: the longest
 * @sections: FPU sections opened for them
 * @status: of which @ended counts the ends; of the last one nothing is known
 * @ended: see @status
 * @retries: by reason
 * @gave_up: by reason
 * @histogram: calls by how long they took
 */
struct tdxcall_stats_row {
	enum tdxcall_origin origin;
	enum tdxcall_row_kind kind;
	u64 number;
	u64 calls;
	u64 cycles;
	u64 min;
	u64 max;
	u64 sections;
	u64 status[TDXCALL_STATUSES];
	u64 ended[TDXCALL_STATUSES];
	u64 retries[CORE_RETRY_REASONS];
	u64 gave_up[CORE_RETRY_REASONS];
	u64 histogram[TDXCALL_BUCKETS];
};

/**
 * struct tdxcall_stats_snapshot - the rows that have counted something
 * @on: statistics are on
 * @begun: when counting began, since boot
 * @taken: when this was taken, since boot
 * @rows: how many
 * @row: sorted by origin, kind and number
 */
struct tdxcall_stats_snapshot {
	bool on;
	ktime_t begun;
	ktime_t taken;
	u32 rows;
	struct tdxcall_stats_row row[TDXCALL_ALL_ROWS];
};

/* Sleeps; to be freed with kvfree().  NULL: no memory. */
struct tdxcall_stats_snapshot *tdxcall_stats_take(void);

/*
 * Counting begins at zero.  A call that is under way is counted once: in what ends here, which
 * @ended gets if it is not NULL, or after it.  0, -ENOMEM, or -ENODATA if statistics were never on.
 */
int tdxcall_stats_reset(struct tdxcall_stats_snapshot **ended);

/* The row, or NULL if it has counted nothing. */
const struct tdxcall_stats_row *tdxcall_stats_find(const struct tdxcall_stats_snapshot *snapshot,
						   enum tdxcall_origin origin,
						   enum tdxcall_row_kind kind, u64 number);

/* Name of what a row counts. */
const char *tdxcall_row_name(enum tdxcall_row_kind kind, u64 number);

/* In test builds: memory for this possible CPU, counted from 0, can't be had; -1: it can. */
extern int tdxcall_stats_no_memory_for;

#endif
