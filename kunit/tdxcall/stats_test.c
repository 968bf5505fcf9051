// SPDX-License-Identifier: GPL-2.0
/* Statistics: what was done is what was counted, on every CPU, over every reset. */
#include <linux/cpumask.h>
#include <linux/irqflags.h>
#include <linux/kthread.h>
#include <linux/mm.h>
#include <linux/sched.h>

#include <tdxcall/tdxcall.h>
#include "kunit/callee.h"
#include "kunit/counted.h"
#include "kunit/operands.h"
#include "kunit/suites.h"
#include "kunit/watch.h"
#include "module/emu/tdxcall_emu.h"

#define TDH_VP_ENTER		0
#define TDH_MNG_CREATE		9
#define TDH_SYS_RD		34
#define TDH_EXPORT_ABORT	64	/* may lose vector registers */
#define TDG_VP_VMCALL		0
#define VMCALL_HLT		12
#define VMCALL_MAP_GPA		0x10001
#define EXIT_TDCALL		77

#define OPERAND_INVALID_RCX	0xc000010000000001
#define OPERAND_INVALID_RDX	0xc000010000000002
#define OPERAND_INVALID		0xc000010000000000
#define OPERAND_BUSY_TDR	0x8000020000000080
#define OPERAND_BUSY		0x8000020000000000
#define GHCI_INVALID_OPERAND	0x8000000000000000

/* By core_retry_name(). */
#define RETRY_BUSY		1

struct counting {
	struct callee callee;
	struct tdx_regs in;
	struct tdx_regs out;
	bool before;
};

/* Counts from zero, and answers this task's calls. */
static struct counting *begin_counting(struct kunit *test)
{
	struct counting *counting = kunit_kzalloc(test, sizeof(*counting), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, counting);
	callee_serve(test, &counting->callee);
	KUNIT_ASSERT_EQ(test, tdxcall_stats_switch(true), 0);
	KUNIT_ASSERT_EQ(test, tdxcall_stats_reset(NULL), 0);
	return counting;
}

static u64 times(const u64 *numbers, u32 count)
{
	u64 sum = 0;

	for (u32 i = 0; i < count; i++)
		sum += numbers[i];
	return sum;
}

static void call(struct counting *counting, u16 leaf, u64 status)
{
	counting->callee.status = status;
	tdxcall_seamcall(TDXCALL_ONCE | leaf, &counting->in, &counting->out);
}

/* What a status names beside its code makes no other status of it. */
static void stats_count_ends_by_status(struct kunit *test)
{
	struct counting *counting = begin_counting(test);
	struct tdxcall_stats_row row;

	for (int i = 0; i < 3; i++)
		call(counting, TDH_SYS_RD, 0);
	call(counting, TDH_SYS_RD, OPERAND_INVALID_RCX);
	call(counting, TDH_SYS_RD, OPERAND_INVALID_RDX);
	call(counting, TDH_SYS_RD, OPERAND_BUSY_TDR);
	counting->callee.answer = CALLEE_FAULTS;
	call(counting, TDH_SYS_RD, 0);
	counting->callee.answer = CALLEE_VMFAILS;
	call(counting, TDH_SYS_RD, 0);

	row = counted_row(test, TDXCALL_ROW_SEAMCALL, TDH_SYS_RD);
	KUNIT_EXPECT_EQ(test, row.calls, 8);
	KUNIT_EXPECT_EQ(test, row.ended[0], 3);
	KUNIT_EXPECT_EQ(test, counted_ends(&row, OPERAND_INVALID), 2);
	KUNIT_EXPECT_EQ(test, counted_ends(&row, OPERAND_BUSY), 1);
	KUNIT_EXPECT_EQ(test, counted_ends(&row, TDXCALL_SW_UD), 1);
	KUNIT_EXPECT_EQ(test, counted_ends(&row, TDXCALL_SW_VMFAILINVALID), 1);
	KUNIT_EXPECT_EQ(test, row.ended[TDXCALL_OTHER_STATUS], 0);
	KUNIT_EXPECT_EQ(test, counted_calls(test, TDXCALL_ROW_TDCALL, TDH_SYS_RD), 0);
	KUNIT_EXPECT_EQ(test, counted_calls(test, TDXCALL_ROW_SEAMCALL, TDH_SYS_RD + 1), 0);
}

/* Six statuses beside success are told apart. */
static void stats_bound_the_statuses(struct kunit *test)
{
	struct counting *counting = begin_counting(test);
	struct tdxcall_stats_row row;

	for (u64 code = 1; code <= 10; code++)
		for (u64 i = 0; i < code; i++)
			call(counting, TDH_SYS_RD, 0xc000010000000000 | code << 32);
	row = counted_row(test, TDXCALL_ROW_SEAMCALL, TDH_SYS_RD);
	KUNIT_EXPECT_EQ(test, row.calls, 55);
	for (u64 code = 1; code <= 6; code++)
		KUNIT_EXPECT_EQ(test, counted_ends(&row, 0xc000010000000000 | code << 32), code);
	KUNIT_EXPECT_EQ(test, row.ended[TDXCALL_OTHER_STATUS], 7 + 8 + 9 + 10);
}

/* Known cycles: shortest, longest, all, and a bucket for each power of two. */
static void stats_keep_times(struct kunit *test)
{
	static const u64 cycles[] = { 1, 63, 64, 127, 128, 5000, BIT_ULL(36), BIT_ULL(50) };
	struct tdxcall_stats_row row;

	begin_counting(test);
	preempt_disable();
	for (u32 i = 0; i < ARRAY_SIZE(cycles); i++)
		tdxcall_stats_add(TDXCALL_US, TDXCALL_ROW_SEAMCALL, TDH_SYS_RD, 0, cycles[i]);
	/* It began before anybody watched. */
	tdxcall_stats_add(TDXCALL_US, TDXCALL_ROW_SEAMCALL, TDH_SYS_RD, 0, 0);
	preempt_enable();

	row = counted_row(test, TDXCALL_ROW_SEAMCALL, TDH_SYS_RD);
	KUNIT_EXPECT_EQ(test, row.calls, ARRAY_SIZE(cycles));
	KUNIT_EXPECT_EQ(test, row.min, 1);
	KUNIT_EXPECT_EQ(test, row.max, BIT_ULL(50));
	KUNIT_EXPECT_EQ(test, row.cycles, 1 + 63 + 64 + 127 + 128 + 5000 + BIT_ULL(36) +
			BIT_ULL(50));
	KUNIT_EXPECT_EQ(test, row.histogram[0], 2);	/* below 2^6 */
	KUNIT_EXPECT_EQ(test, row.histogram[1], 2);	/* 2^6 */
	KUNIT_EXPECT_EQ(test, row.histogram[2], 1);	/* 2^7 */
	KUNIT_EXPECT_EQ(test, row.histogram[7], 1);	/* 2^12 */
	KUNIT_EXPECT_EQ(test, row.histogram[31], 2);	/* 2^36 and more */
	KUNIT_EXPECT_EQ(test, times(row.histogram, TDXCALL_BUCKETS), ARRAY_SIZE(cycles));
}

/* Real calls take time, and each is in the histogram. */
static void stats_measure_calls(struct kunit *test)
{
	struct counting *counting = begin_counting(test);
	struct tdxcall_stats_row row;

	for (int i = 0; i < 100; i++)
		call(counting, TDH_SYS_RD, 0);
	row = counted_row(test, TDXCALL_ROW_SEAMCALL, TDH_SYS_RD);
	KUNIT_EXPECT_EQ(test, row.calls, 100);
	KUNIT_EXPECT_EQ(test, times(row.histogram, TDXCALL_BUCKETS), 100);
	KUNIT_EXPECT_GT(test, row.min, 0);
	KUNIT_EXPECT_LE(test, row.min * 100, row.cycles);
	KUNIT_EXPECT_GE(test, row.max * 100, row.cycles);
}

static void stats_count_retries(struct kunit *test)
{
	struct counting *counting = begin_counting(test);
	struct tdxcall_stats_row row;

	counting->callee.failures = 3;
	counting->callee.failure = OPERAND_BUSY_TDR;
	KUNIT_EXPECT_EQ(test, tdxcall_tdh_mng_create(0, PAGE_AT(0x1000), KEYID(0x21)), 0);
	call(counting, TDH_MNG_CREATE, OPERAND_BUSY_TDR);

	row = counted_row(test, TDXCALL_ROW_SEAMCALL, TDH_MNG_CREATE);
	KUNIT_EXPECT_EQ(test, row.calls, 5);
	KUNIT_EXPECT_EQ(test, row.ended[0], 1);
	KUNIT_EXPECT_EQ(test, counted_ends(&row, OPERAND_BUSY), 4);
	KUNIT_EXPECT_EQ(test, row.retries[RETRY_BUSY], 3);
	KUNIT_EXPECT_EQ(test, times(row.retries, CORE_RETRY_REASONS), 3);
	KUNIT_EXPECT_EQ(test, row.gave_up[RETRY_BUSY], 1);
	KUNIT_EXPECT_EQ(test, times(row.gave_up, CORE_RETRY_REASONS), 1);
}

static u64 sections_of(struct kunit *test, u16 leaf)
{
	return counted_row(test, TDXCALL_ROW_SEAMCALL, leaf).sections;
}

/* A call by itself opens a section, a batch one for many as time allows; the others need none. */
static void stats_count_sections(struct kunit *test)
{
	struct counting *counting = begin_counting(test);
	struct tdx_call batch[5] = {};
	struct watch *sections;

	call(counting, TDH_EXPORT_ABORT, 0);
	call(counting, TDH_SYS_RD, 0);
	KUNIT_EXPECT_EQ(test, sections_of(test, TDH_EXPORT_ABORT), 1);
	for (u32 i = 0; i < ARRAY_SIZE(batch); i++)
		batch[i].fn = TDH_EXPORT_ABORT;
	sections = watch_begin(test, "host_fpu_begin");
	KUNIT_EXPECT_EQ(test, tdxcall_seamcall_batch(batch, ARRAY_SIZE(batch)), 5);
	watch_end(sections);
	KUNIT_EXPECT_GE(test, sections->calls, 1);
	KUNIT_EXPECT_EQ(test, sections_of(test, TDH_EXPORT_ABORT), 1 + sections->calls);
	KUNIT_EXPECT_EQ(test, counted_calls(test, TDXCALL_ROW_SEAMCALL, TDH_EXPORT_ABORT), 6);
	KUNIT_EXPECT_EQ(test, sections_of(test, TDH_SYS_RD), 0);
}

static u64 enter_td(struct counting *counting, u64 status, u64 r10, u64 r11)
{
	static struct tdx_xmm xmm;

	counting->callee.status = status;
	counting->callee.out.r10 = r10;
	counting->callee.out.r11 = r11;
	return tdxcall_vp_enter(&counting->in, &counting->out, &xmm);
}

/* A guest that makes up sub-functions gets no rows for them. */
static void stats_count_exits(struct kunit *test)
{
	struct counting *counting = begin_counting(test);

	if (IS_ENABLED(CONFIG_FRAME_POINTER))
		kunit_skip(test, "the TDX module is asked first whether the TD keeps RBP");
	enter_td(counting, EXIT_TDCALL, 0, VMCALL_HLT);
	enter_td(counting, EXIT_TDCALL, 0, VMCALL_HLT);
	enter_td(counting, EXIT_TDCALL, 0, VMCALL_MAP_GPA);
	for (u64 i = 0; i < 300; i++)
		enter_td(counting, EXIT_TDCALL, 0, 0xdead0000 + i);
	enter_td(counting, EXIT_TDCALL, 1, VMCALL_HLT);		/* a vendor's */
	enter_td(counting, 48, 0, VMCALL_HLT);			/* EPT violation */
	enter_td(counting, 0x4000000100000002, 0, 0);		/* NON_RECOVERABLE_VCPU */
	enter_td(counting, OPERAND_BUSY_TDR, 0, 0);		/* no TD ran */
	enter_td(counting, 60000, 0, 0);			/* no such reason */

	KUNIT_EXPECT_EQ(test, counted_calls(test, TDXCALL_ROW_SEAMCALL, TDH_VP_ENTER), 308);
	KUNIT_EXPECT_EQ(test, counted_calls(test, TDXCALL_ROW_EXIT, EXIT_TDCALL), 304);
	KUNIT_EXPECT_EQ(test, counted_calls(test, TDXCALL_ROW_EXIT, 48), 1);
	KUNIT_EXPECT_EQ(test, counted_calls(test, TDXCALL_ROW_EXIT, 2), 1);
	KUNIT_EXPECT_EQ(test, counted_calls(test, TDXCALL_ROW_EXIT, TDXCALL_NUMBER_OTHERS), 1);
	KUNIT_EXPECT_EQ(test, counted_calls(test, TDXCALL_ROW_TD_VMCALL, VMCALL_HLT), 2);
	KUNIT_EXPECT_EQ(test, counted_calls(test, TDXCALL_ROW_TD_VMCALL, VMCALL_MAP_GPA), 1);
	KUNIT_EXPECT_EQ(test, counted_calls(test, TDXCALL_ROW_TD_VMCALL, TDXCALL_NUMBER_OTHERS),
			301);
}

/* A hypercall that this TD makes: by sub-function, and as the VMM answered. */
static void stats_count_hypercalls(struct kunit *test)
{
	struct counting *counting = begin_counting(test);
	struct tdxcall_stats_row row;

	tdxcall_vmcall(TDXCALL_ONCE | VMCALL_HLT, &counting->in, &counting->out);
	counting->callee.out.r10 = GHCI_INVALID_OPERAND;
	tdxcall_vmcall(TDXCALL_ONCE | VMCALL_HLT, &counting->in, &counting->out);
	tdxcall_vmcall(TDXCALL_ONCE | VMCALL_MAP_GPA, &counting->in, &counting->out);

	row = counted_row(test, TDXCALL_ROW_VMCALL, VMCALL_HLT);
	KUNIT_EXPECT_EQ(test, row.calls, 2);
	KUNIT_EXPECT_EQ(test, row.ended[0], 1);
	KUNIT_EXPECT_EQ(test, counted_ends(&row, GHCI_INVALID_OPERAND), 1);
	KUNIT_EXPECT_EQ(test, counted_calls(test, TDXCALL_ROW_VMCALL, VMCALL_MAP_GPA), 1);
	KUNIT_EXPECT_EQ(test, counted_calls(test, TDXCALL_ROW_TDCALL, TDG_VP_VMCALL), 3);
}

/* Leaf functions that nobody knows, as a user may ask for, share one row. */
static void stats_bound_the_rows(struct kunit *test)
{
	struct counting *counting = begin_counting(test);
	struct tdxcall_stats_snapshot *snapshot;

	for (u32 leaf = 0x1000; leaf < 0x1100; leaf++)
		call(counting, leaf, 0);
	call(counting, TDH_SYS_RD, 0);
	snapshot = tdxcall_stats_take();
	KUNIT_ASSERT_NOT_NULL(test, snapshot);
	KUNIT_EXPECT_EQ(test, snapshot->rows, 2);
	kvfree(snapshot);
	KUNIT_EXPECT_EQ(test, counted_calls(test, TDXCALL_ROW_SEAMCALL, TDXCALL_NUMBER_OTHERS),
			256);
	KUNIT_EXPECT_EQ(test, counted_calls(test, TDXCALL_ROW_SEAMCALL, TDH_SYS_RD), 1);
}

/* All leaf functions that there are have a row of their own. */
static void stats_have_a_row_for_each(struct kunit *test)
{
	struct counting *counting = begin_counting(test);
	struct tdxcall_stats_snapshot *snapshot;
	struct core_leaf leaf;
	u32 leaves = 0;

	for (u32 i = 0; core_seamcall_leaf(i, &leaf); i++) {
		if (leaf.own_call)
			continue;
		call(counting, leaf.number, 0);
		leaves++;
	}
	snapshot = tdxcall_stats_take();
	KUNIT_ASSERT_NOT_NULL(test, snapshot);
	KUNIT_EXPECT_EQ(test, snapshot->rows, leaves);
	KUNIT_EXPECT_NULL(test, tdxcall_stats_find(snapshot, TDXCALL_US, TDXCALL_ROW_SEAMCALL,
						   TDXCALL_NUMBER_OTHERS));
	kvfree(snapshot);
}

static void stats_tell_origins_apart(struct kunit *test)
{
	struct tdxcall_stats_snapshot *snapshot;

	begin_counting(test);
	preempt_disable();
	for (u32 origin = 0; origin < TDXCALL_ORIGINS; origin++)
		for (u32 i = 0; i <= origin; i++)
			tdxcall_stats_add(origin, TDXCALL_ROW_SEAMCALL, TDH_SYS_RD, 0, 100);
	preempt_enable();
	snapshot = tdxcall_stats_take();
	KUNIT_ASSERT_NOT_NULL(test, snapshot);
	KUNIT_EXPECT_EQ(test, snapshot->rows, 3);
	for (u32 origin = 0; origin < TDXCALL_ORIGINS && snapshot->rows == 3; origin++) {
		KUNIT_EXPECT_EQ(test, snapshot->row[origin].origin, origin);
		KUNIT_EXPECT_EQ(test, snapshot->row[origin].calls, origin + 1);
	}
	kvfree(snapshot);
}

static void stats_are_off_when_switched_off(struct kunit *test)
{
	struct counting *counting = begin_counting(test);

	call(counting, TDH_SYS_RD, 0);
	KUNIT_EXPECT_EQ(test, tdxcall_stats_switch(false), 0);
	call(counting, TDH_SYS_RD, 0);
	KUNIT_EXPECT_EQ(test, counted_calls(test, TDXCALL_ROW_SEAMCALL, TDH_SYS_RD), 1);
	KUNIT_EXPECT_EQ(test, tdxcall_stats_switch(true), 0);
	call(counting, TDH_SYS_RD, 0);
	KUNIT_EXPECT_EQ(test, counted_calls(test, TDXCALL_ROW_SEAMCALL, TDH_SYS_RD), 2);
}

/* A call that is under way is counted where it ends, whole. */
static void stats_reset_keeps_calls_in_flight(struct kunit *test)
{
	struct counting *counting = begin_counting(test);
	struct tdxcall_stats_snapshot *ended;
	const struct tdxcall_stats_row *row;
	struct tdxcall_stats_row now;
	u64 begun;

	call(counting, TDH_SYS_RD, 0);
	begun = tdxcall_watch_begins(TDXCALL_US, false, TDH_SYS_RD, &counting->in);
	KUNIT_ASSERT_EQ(test, tdxcall_stats_reset(&ended), 0);
	row = tdxcall_stats_find(ended, TDXCALL_US, TDXCALL_ROW_SEAMCALL, TDH_SYS_RD);
	KUNIT_EXPECT_NOT_NULL(test, row);
	KUNIT_EXPECT_EQ(test, row ? row->calls : 0, 1);
	kvfree(ended);
	KUNIT_EXPECT_EQ(test, counted_calls(test, TDXCALL_ROW_SEAMCALL, TDH_SYS_RD), 0);
	preempt_disable();
	tdxcall_watch_ends(TDXCALL_US, false, TDH_SYS_RD, 0, begun, &counting->in, &counting->out);
	preempt_enable();
	now = counted_row(test, TDXCALL_ROW_SEAMCALL, TDH_SYS_RD);
	KUNIT_EXPECT_EQ(test, now.calls, 1);
	KUNIT_EXPECT_EQ(test, now.min, now.cycles);
	KUNIT_EXPECT_EQ(test, now.max, now.cycles);
}

#define RESETS	20

struct caller {
	struct task_struct *thread;
	u64 calls;
};

static int make_calls(void *data)
{
	static const struct tdx_regs in;
	struct caller *caller = data;
	struct tdx_regs out;

	while (!kthread_should_stop()) {
		tdxcall_seamcall(TDXCALL_ONCE | TDH_SYS_RD, &in, &out);
		WRITE_ONCE(caller->calls, caller->calls + 1);
		cond_resched();
	}
	return 0;
}

static u64 made_calls(const struct caller *callers)
{
	u64 calls = 0;
	int cpu;

	for_each_online_cpu(cpu)
		calls += READ_ONCE(callers[cpu].calls);
	return calls;
}

/* Takes what was counted; 0 if nothing was, or it could not be taken. */
static u64 taken_calls(struct kunit *test, bool *failed)
{
	struct tdxcall_stats_snapshot *ended;
	const struct tdxcall_stats_row *row;
	u64 calls = 0;

	*failed = tdxcall_stats_reset(&ended);
	if (*failed)
		return 0;
	row = tdxcall_stats_find(ended, TDXCALL_US, TDXCALL_ROW_SEAMCALL, TDH_SYS_RD);
	if (row) {
		calls = row->calls;
		KUNIT_EXPECT_EQ(test, times(row->histogram, TDXCALL_BUCKETS), calls);
	}
	kvfree(ended);
	return calls;
}

/* Callers on all CPUs, and resets meanwhile: the parts add up to what was called. */
static void stats_lose_nothing(struct kunit *test)
{
	struct caller *callers = kunit_kcalloc(test, nr_cpu_ids, sizeof(*callers), GFP_KERNEL);
	u64 sum = 0, expected;
	bool failed = false;
	int cpu;

	KUNIT_ASSERT_NOT_NULL(test, callers);
	begin_counting(test);
	for_each_online_cpu(cpu) {
		struct caller *caller = &callers[cpu];

		caller->thread = kthread_create(make_calls, caller, "tdxcall_count/%d", cpu);
		if (IS_ERR(caller->thread)) {
			failed = true;
			break;
		}
		kthread_bind(caller->thread, cpu);
		wake_up_process(caller->thread);
	}
	for (unsigned int i = 0; i < RESETS && !failed; i++) {
		u64 before = made_calls(callers);

		while (made_calls(callers) == before)
			cond_resched();
		sum += taken_calls(test, &failed);
	}
	for_each_online_cpu(cpu) {
		if (!IS_ERR_OR_NULL(callers[cpu].thread))
			kthread_stop(callers[cpu].thread);
	}
	expected = made_calls(callers);
	KUNIT_EXPECT_FALSE(test, failed);
	sum += counted_calls(test, TDXCALL_ROW_SEAMCALL, TDH_SYS_RD);
	KUNIT_EXPECT_EQ(test, sum, expected);
}

/* Each CPU's memory may be missing: statistics stay off, and later they work. */
static void stats_need_memory(struct kunit *test)
{
	struct counting *counting = begin_counting(test);
	int last = 0, cpu;

	for_each_possible_cpu(cpu)
		last = cpu;
	tdxcall_stats_free();
	WRITE_ONCE(tdxcall_stats_no_memory_for, last);
	KUNIT_EXPECT_EQ(test, tdxcall_stats_switch(true), -ENOMEM);
	KUNIT_EXPECT_EQ(test, tdxcall_stats_reset(NULL), -ENODATA);
	call(counting, TDH_SYS_RD, 0);
	KUNIT_EXPECT_EQ(test, counted_calls(test, TDXCALL_ROW_SEAMCALL, TDH_SYS_RD), 0);

	WRITE_ONCE(tdxcall_stats_no_memory_for, -1);
	KUNIT_EXPECT_EQ(test, tdxcall_stats_switch(true), 0);
	call(counting, TDH_SYS_RD, 0);
	KUNIT_EXPECT_EQ(test, counted_calls(test, TDXCALL_ROW_SEAMCALL, TDH_SYS_RD), 1);
}

static void stats_test_exit(struct kunit *test)
{
	WRITE_ONCE(tdxcall_stats_no_memory_for, -1);
	tdxcall_stats_switch(false);
}

static struct kunit_case stats_cases[] = {
	KUNIT_CASE(stats_count_ends_by_status),
	KUNIT_CASE(stats_bound_the_statuses),
	KUNIT_CASE(stats_keep_times),
	KUNIT_CASE(stats_measure_calls),
	KUNIT_CASE(stats_count_retries),
	KUNIT_CASE(stats_count_sections),
	KUNIT_CASE(stats_count_exits),
	KUNIT_CASE(stats_count_hypercalls),
	KUNIT_CASE(stats_bound_the_rows),
	KUNIT_CASE(stats_have_a_row_for_each),
	KUNIT_CASE(stats_tell_origins_apart),
	KUNIT_CASE(stats_are_off_when_switched_off),
	KUNIT_CASE(stats_reset_keeps_calls_in_flight),
	KUNIT_CASE(stats_lose_nothing),
	KUNIT_CASE(stats_need_memory),
	{}
};

struct kunit_suite stats_suite = {
	.name = "tdxcall_stats",
	.exit = stats_test_exit,
	.test_cases = stats_cases,
};
