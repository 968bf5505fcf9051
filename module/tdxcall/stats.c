// SPDX-License-Identifier: GPL-2.0
/*
 * Who watches calls: counters of each leaf function and of repetitions, kept on the CPU that makes
 * the call, and tracepoints.  While nobody does, a call tests one word.
 */
#include <linux/cpumask.h>
#include <linux/moduleparam.h>
#include <linux/mutex.h>
#include <linux/nospec.h>
#include <linux/percpu.h>

#include "internal.h"
#include "core/call/host.h"
#include "module/shared/kunit_export.h"

#define CREATE_TRACE_POINTS
#include "trace.h"

/* Leaf numbers end well below; calls of one beyond are counted together. */
#define COUNTED_LEAVES	512

struct call_counts {
	u64 calls[TDX_CALL_SEAMLDR + 1][COUNTED_LEAVES + 1];
	u64 retries[CORE_RETRY_REASONS];
	u64 gave_up[CORE_RETRY_REASONS];
};

/* Too large for the little per-CPU memory that is reserved for modules. */
static struct call_counts __percpu *counts;

u32 host_calls_watched;
static bool count_calls;
static unsigned int traced_events;
static DEFINE_MUTEX(watchers);

static void update_watched(void)
{
	WRITE_ONCE(host_calls_watched, count_calls || traced_events);
}

static int set_count_calls(const char *value, const struct kernel_param *param)
{
	int err;

	mutex_lock(&watchers);
	err = param_set_bool(value, param);
	/* Nothing is counted before there are counters. */
	if (counts)
		update_watched();
	mutex_unlock(&watchers);
	return err;
}

static const struct kernel_param_ops count_calls_ops = {
	.flags = KERNEL_PARAM_OPS_FL_NOARG,
	.set = set_count_calls,
	.get = param_get_bool,
};
module_param_cb(count_calls, &count_calls_ops, &count_calls, 0644);
__MODULE_PARM_TYPE(count_calls, "bool");
MODULE_PARM_DESC(count_calls, "Count the calls of each leaf function (default: no)");

int tdxcall_trace_begin(void)
{
	mutex_lock(&watchers);
	traced_events++;
	update_watched();
	mutex_unlock(&watchers);
	return 0;
}

void tdxcall_trace_end(void)
{
	mutex_lock(&watchers);
	traced_events--;
	update_watched();
	mutex_unlock(&watchers);
}

int tdxcall_stats_create(void)
{
	counts = alloc_percpu(struct call_counts);
	if (!counts)
		return -ENOMEM;
	mutex_lock(&watchers);
	update_watched();
	mutex_unlock(&watchers);
	return 0;
}

void tdxcall_stats_free(void)
{
	free_percpu(counts);
}

static u32 slot_of(u32 leaf)
{
	u32 slot = min_t(u32, leaf, COUNTED_LEAVES);

	return array_index_nospec(slot, COUNTED_LEAVES + 1);
}

void host_call_begins(u32 tdcall, u64 fn)
{
	if (count_calls)
		this_cpu_inc(counts->calls[tdxcall_kind(tdcall, fn)][slot_of(fn & 0xffff)]);
	trace_tdxcall_enter(tdcall, fn);
}

void host_call_ends(u32 tdcall, u64 fn, u64 status)
{
	trace_tdxcall_exit(tdcall, fn, status);
}

void host_count_retry(u32 reason, u32 gave_up)
{
	if (reason >= CORE_RETRY_REASONS)
		return;
	reason = array_index_nospec(reason, CORE_RETRY_REASONS);
	if (gave_up)
		this_cpu_inc(counts->gave_up[reason]);
	else
		this_cpu_inc(counts->retries[reason]);
}

bool tdxcall_calls_made(enum tdx_call_kind kind, u32 leaf, u64 *calls)
{
	u32 slot = slot_of(leaf);
	u64 sum = 0;
	int cpu;

	for_each_possible_cpu(cpu)
		sum += READ_ONCE(per_cpu_ptr(counts, cpu)->calls[kind][slot]);
	*calls = sum;
	return sum || READ_ONCE(count_calls);
}
EXPORT_SYMBOL_FOR_TDXCALL_KUNIT(tdxcall_calls_made);

#ifdef TDXCALL_TEST
/**
 * tdxcall_count_calls() - as the parameter count_calls, for tests
 * @count: count the calls of each leaf function
 *
 * Return: what it was.
 */
bool tdxcall_count_calls(bool count)
{
	bool before;

	mutex_lock(&watchers);
	before = count_calls;
	count_calls = count;
	update_watched();
	mutex_unlock(&watchers);
	return before;
}
EXPORT_SYMBOL_FOR_TDXCALL_KUNIT(tdxcall_count_calls);
#endif

void tdxcall_retries_made(u32 reason, u64 *retries, u64 *gave_up)
{
	int cpu;

	*retries = 0;
	*gave_up = 0;
	for_each_possible_cpu(cpu) {
		*retries += READ_ONCE(per_cpu_ptr(counts, cpu)->retries[reason]);
		*gave_up += READ_ONCE(per_cpu_ptr(counts, cpu)->gave_up[reason]);
	}
}
