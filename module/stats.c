// SPDX-License-Identifier: GPL-2.0
/* Calls made of each leaf function, counted on the CPU that makes them. */
#include <linux/cpumask.h>
#include <linux/nospec.h>
#include <linux/percpu.h>

#include "internal.h"
#include "../core/host.h"

/* Leaf numbers end well below; calls of one beyond are counted together. */
#define COUNTED_LEAVES	512

struct call_counts {
	u64 calls[2][COUNTED_LEAVES + 1];
};

/* Too large for the little per-CPU memory that is reserved for modules. */
static struct call_counts __percpu *counts;

int tdxcall_stats_create(void)
{
	counts = alloc_percpu(struct call_counts);
	return counts ? 0 : -ENOMEM;
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

void host_count_call(u32 tdcall, u32 leaf)
{
	this_cpu_inc(counts->calls[!!tdcall][slot_of(leaf)]);
}

u64 tdxcall_calls_made(bool tdcall, u32 leaf)
{
	u32 slot = slot_of(leaf);
	u64 sum = 0;
	int cpu;

	for_each_possible_cpu(cpu)
		sum += READ_ONCE(per_cpu_ptr(counts, cpu)->calls[tdcall][slot]);
	return sum;
}
