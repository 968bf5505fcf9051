/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The calls that are compared, each in a loop of its own.  An iteration costs the call and the
 * filling of its operands, as a caller has it; the loop itself is the same on both sides.
 */
#ifndef TDXCALL_BENCH_CALLS_H
#define TDXCALL_BENCH_CALLS_H

#include <tdxcall/types.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The sum of what the calls returned. */
typedef u64 call_loop(u64 calls);

call_loop our_small_entry, linux_small_entry;
call_loop our_full_entry, linux_full_entry;
call_loop our_page_add, linux_page_add;
call_loop our_field_read, linux_field_read;
call_loop our_number, linux_number, linux_known_number;
call_loop our_full_number, linux_full_number;
call_loop our_port_read, linux_port_read;

/* Without what statistics and tracepoints need of the core. */
call_loop unwatched_page_add, unwatched_number;

/* With statistics on. */
call_loop watched_page_add, watched_number;

/* Of as many leaf functions that may lose vector registers, one by one and as a batch. */
#define BATCH	64
call_loop our_single_calls, our_batch;

/* Sections in which the FPU was used, up to now. */
u64 fpu_sections(void);

#ifdef __cplusplus
}
#endif

/* Each call is a function that the loop knows nothing of, and that knows nothing of the loop. */
#define OPAQUE	__attribute__((noipa))

#define LOOP(name, call)		\
u64 name(u64 calls)			\
{					\
	u64 sum = 0;			\
					\
	while (calls--)			\
		sum += (call);		\
	return sum;			\
}

#endif
