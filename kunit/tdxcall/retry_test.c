// SPDX-License-Identifier: GPL-2.0
/* Failures that go away: which calls are retried, with which inputs, and when they are given up. */
#include <linux/irqflags.h>
#include <linux/preempt.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/spinlock.h>

#include <tdxcall/tdxcall.h>
#include "kunit/callee.h"
#include "kunit/operands.h"
#include "kunit/suites.h"

#define INTERRUPTED_RESUMABLE	0x8000000300000000
#define INTERRUPTED_RESTARTABLE	0x8000000400000000
#define OPERAND_INVALID_RCX	0xc000010000000001
#define OPERAND_BUSY_TDR	0x8000020000000080
#define RND_NO_ENTROPY		0x8000020300000000

/* Attempts that are always made. */
#define FEW			10

#define TDH_MEM_SEPT_ADD	3
#define TDH_MNG_CREATE		9
#define TDH_MEM_PAGE_DEMOTE	15
#define TDH_SYS_RD		34
#define TDH_PHYMEM_CACHE_WB	40
#define TDH_EXPORT_MEM		68

static const struct retry_case {
	const char *name;
	u16 leaf;
	u64 failure;
	bool few;	/* ten attempts, whatever time they take */
} retry_cases[] = {
	{ "no_entropy", TDH_MNG_CREATE, RND_NO_ENTROPY, true },
	{ "operand_busy", TDH_MNG_CREATE, OPERAND_BUSY_TDR },
	{ "system_busy", 45, 0x8000020200000000 },
	{ "previous_tlb_epoch_busy", 38, 0x8000020100000000 },
	{ "key_generation_failed", 8, 0x8000080000000000 },
	{ "interrupted_resumable", TDH_EXPORT_MEM, INTERRUPTED_RESUMABLE },
	{ "interrupted_restartable", TDH_MEM_PAGE_DEMOTE, INTERRUPTED_RESTARTABLE },
};

static void retry_name(const struct retry_case *retry, char *desc)
{
	strscpy(desc, retry->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(retry, retry_cases, retry_name);

struct retry_trial {
	struct tdx_regs in;
	struct tdx_regs out;
	struct callee callee;
};

static struct retry_trial *new_retry(struct kunit *test)
{
	struct retry_trial *trial = kunit_kzalloc(test, sizeof(*trial), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, trial);
	fill_regs(&trial->in, 0x1111);
	fill_regs(&trial->callee.out, 0x2222);
	callee_serve(test, &trial->callee);
	return trial;
}

static void retry_succeeds(struct kunit *test)
{
	const struct retry_case *retry = test->param_value;
	struct retry_trial *trial = new_retry(test);

	trial->callee.failures = 3;
	trial->callee.failure = retry->failure;
	KUNIT_EXPECT_EQ(test, tdxcall_seamcall(retry->leaf, &trial->in, &trial->out), 0);
	KUNIT_EXPECT_EQ(test, trial->callee.calls, 4);
	KUNIT_EXPECT_EQ(test, trial->callee.seen.ax, retry->leaf);
	KUNIT_EXPECT_EQ(test, trial->callee.seen.dx, retry->leaf == 38 || retry->leaf == 8 ? 0 :
			trial->in.rdx);
}

/* The status of the last attempt comes back, with the operand that it names. */
static void retry_gives_up(struct kunit *test)
{
	const struct retry_case *retry = test->param_value;
	struct retry_trial *trial = new_retry(test);
	unsigned long flags;

	trial->callee.status = retry->failure;
	/* Where nobody else can run it is given up soon, but not at once. */
	local_irq_save(flags);
	KUNIT_EXPECT_EQ(test, tdxcall_seamcall(retry->leaf, &trial->in, &trial->out),
			retry->failure);
	local_irq_restore(flags);
	KUNIT_EXPECT_GE(test, trial->callee.calls, FEW);
	KUNIT_EXPECT_LE(test, trial->callee.calls, retry->few ? FEW : 1000);

	trial->callee.calls = 0;
	KUNIT_EXPECT_EQ(test, tdxcall_seamcall(TDXCALL_ONCE | retry->leaf, &trial->in,
					       &trial->out), retry->failure);
	KUNIT_EXPECT_EQ(test, trial->callee.calls, 1);
	KUNIT_EXPECT_EQ(test, trial->callee.seen.ax, retry->leaf);
}

/*
 * In a task it is given up after a second, also by kernels that cannot tell a task from atomic
 * context.
 */
static void retry_waits_in_a_task(struct kunit *test)
{
	struct retry_trial *trial = new_retry(test);

	trial->callee.failures = 30;
	trial->callee.failure = OPERAND_BUSY_TDR;
	KUNIT_EXPECT_EQ(test, tdxcall_tdh_mng_create(TDXCALL_MAY_SLEEP, PAGE_AT(0x1000),
						     KEYID(0x21)), 0);
	KUNIT_EXPECT_EQ(test, trial->callee.calls, 31);
	KUNIT_EXPECT_TRUE(test, preemptible());

	trial->callee.calls = 0;
	trial->callee.status = OPERAND_BUSY_TDR;
	KUNIT_EXPECT_EQ(test, tdxcall_tdh_mng_create(0, PAGE_AT(0x1000), KEYID(0x21)),
			OPERAND_BUSY_TDR);
	KUNIT_EXPECT_GT(test, trial->callee.calls, FEW);
}

static DEFINE_SPINLOCK(some_lock);
static unsigned long some_flags;

static void take_some_lock(void)
	__acquires(&some_lock)
{
	spin_lock(&some_lock);
}

static void release_some_lock(void)
	__releases(&some_lock)
{
	spin_unlock(&some_lock);
}

static void turn_interrupts_off(void)
{
	local_irq_save(some_flags);
}

static void turn_interrupts_on(void)
{
	local_irq_restore(some_flags);
}

static void turn_preemption_off(void)
{
	preempt_disable();
}

static void turn_preemption_on(void)
{
	preempt_enable();
}

/* Each context alone: what one forbids must not depend on another. */
static const struct atomic_context {
	const char *name;
	void (*enter)(void);
	void (*leave)(void);
} atomic_contexts[] = {
	{ "rcu_reader", rcu_read_lock, rcu_read_unlock },
	{ "rcu_reader_of_softirqs", rcu_read_lock_bh, rcu_read_unlock_bh },
	{ "rcu_reader_of_the_scheduler", rcu_read_lock_sched, rcu_read_unlock_sched },
	{ "preemption_off", turn_preemption_off, turn_preemption_on },
	{ "softirqs_off", local_bh_disable, local_bh_enable },
	{ "interrupts_off", turn_interrupts_off, turn_interrupts_on },
	{ "spinlock_held", take_some_lock, release_some_lock },
};

static void atomic_context_name(const struct atomic_context *context, char *desc)
{
	strscpy(desc, context->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(atomic_context, atomic_contexts, atomic_context_name);

/*
 * The flag for callers that may sleep is not believed where the kernel knows better.  Many attempts
 * are made, to reach those that would sleep.
 */
static void retry_never_sleeps_in_atomic_context(struct kunit *test)
{
	static const u64 how[] = { 0, TDXCALL_MAY_SLEEP, TDXCALL_TEARDOWN };
	const struct atomic_context *context = test->param_value;
	struct retry_trial *trial = new_retry(test);

	trial->callee.status = OPERAND_BUSY_TDR;
	for (unsigned int i = 0; i < ARRAY_SIZE(how); i++) {
		unsigned long switches;
		u64 status;

		trial->callee.calls = 0;
		context->enter();
		switches = current->nvcsw;
		status = tdxcall_tdh_mng_create(how[i], PAGE_AT(0x1000), KEYID(0x21));
		switches = current->nvcsw - switches;
		context->leave();
		KUNIT_EXPECT_EQ(test, status, OPERAND_BUSY_TDR);
		KUNIT_EXPECT_EQ(test, switches, 0);
		KUNIT_EXPECT_GE(test, trial->callee.calls, FEW);
	}
	KUNIT_EXPECT_TRUE(test, preemptible());
}

static void retry_asks_every_leaf_function_for_random_numbers(struct kunit *test)
{
	static const u16 leaves[] = { TDH_SYS_RD, TDH_MNG_CREATE, TDH_EXPORT_MEM, 0x1ff };
	struct retry_trial *trial = new_retry(test);

	trial->callee.failures = FEW - 1;
	trial->callee.failure = RND_NO_ENTROPY;
	for (unsigned int i = 0; i < ARRAY_SIZE(leaves); i++) {
		trial->callee.calls = 0;
		KUNIT_EXPECT_EQ(test, tdxcall_seamcall(leaves[i], &trial->in, &trial->out), 0);
		KUNIT_EXPECT_EQ(test, trial->callee.calls, FEW);
	}
	/* TDG.MR.REPORT */
	trial->callee.calls = 0;
	KUNIT_EXPECT_EQ(test, tdxcall_tdcall(4, &trial->in, &trial->out), 0);
	KUNIT_EXPECT_EQ(test, trial->callee.calls, FEW);
}

static void retry_refuses_other_flags(struct kunit *test)
{
	static const u64 bad[] = {
		BIT_ULL(59), BIT_ULL(60), BIT_ULL(61), TDXCALL_ONCE | TDXCALL_TEARDOWN,
	};
	static const u64 no_flags[] = { BIT_ULL(63), BIT_ULL(62), BIT_ULL(24), TDH_SYS_RD };
	struct retry_trial *trial = new_retry(test);

	for (unsigned int i = 0; i < ARRAY_SIZE(bad); i++) {
		KUNIT_EXPECT_EQ(test, tdxcall_seamcall(bad[i] | TDH_SYS_RD, &trial->in,
						       &trial->out), TDXCALL_REFUSED);
		KUNIT_EXPECT_EQ(test, tdxcall_tdh_sys_rd(bad[i], FIELD(1), NULL), TDXCALL_REFUSED);
		KUNIT_EXPECT_EQ(test, tdxcall_tdg_vp_info(bad[i], NULL), TDXCALL_REFUSED);
	}
	for (unsigned int i = 0; i < ARRAY_SIZE(no_flags); i++)
		KUNIT_EXPECT_EQ(test, tdxcall_tdh_sys_rd(no_flags[i], FIELD(1), NULL),
				TDXCALL_REFUSED);
	KUNIT_EXPECT_EQ(test, trial->callee.calls, 0);
}

/* The signal comes after some attempts; a teardown call goes on. */
static void retry_ends_when_killed(struct kunit *test)
{
	struct retry_trial *trial = new_retry(test);
	unsigned int calls;
	u64 killed, torn_down;

	trial->callee.failure = OPERAND_BUSY_TDR;
	trial->callee.failures = 500;
	set_killed(true);
	killed = tdxcall_tdh_mng_create(TDXCALL_MAY_SLEEP, PAGE_AT(0x1000), KEYID(0x21));
	calls = trial->callee.calls;
	trial->callee.calls = 0;
	torn_down = tdxcall_tdh_mng_create(TDXCALL_TEARDOWN, PAGE_AT(0x1000), KEYID(0x21));
	set_killed(false);
	KUNIT_EXPECT_EQ(test, killed, OPERAND_BUSY_TDR);
	KUNIT_EXPECT_EQ(test, calls, FEW);
	KUNIT_EXPECT_EQ(test, torn_down, 0);
	KUNIT_EXPECT_EQ(test, trial->callee.calls, 501);
}

static void interrupted(struct retry_trial *trial)
{
	trial->callee.calls = 0;
	trial->callee.failures = 1;
	trial->callee.failure = INTERRUPTED_RESUMABLE;
}

/* The only outputs that become inputs, by leaf function. */
static void retry_resumes_by_rule(struct kunit *test)
{
	struct retry_trial *trial = new_retry(test);
	const struct tdx_regs *in = &trial->in, *answer = &trial->callee.out;
	struct tdx_regs expected, seen;

	interrupted(trial);
	KUNIT_EXPECT_EQ(test, tdxcall_seamcall(TDH_PHYMEM_CACHE_WB, in, &trial->out), 0);
	seen = operands_of(&trial->callee.seen);
	expected = (struct tdx_regs) { .rcx = in->rcx | 1 };
	expect_regs_eq(test, &seen, &expected);

	interrupted(trial);
	KUNIT_EXPECT_EQ(test, tdxcall_seamcall(TDH_EXPORT_MEM, in, &trial->out), 0);
	seen = operands_of(&trial->callee.seen);
	KUNIT_EXPECT_EQ(test, seen.rcx, answer->rcx);
	KUNIT_EXPECT_EQ(test, seen.rdx, in->rdx);
	KUNIT_EXPECT_EQ(test, seen.r8, in->r8);
	KUNIT_EXPECT_EQ(test, seen.r9, in->r9);
	KUNIT_EXPECT_EQ(test, seen.r10, in->r10 | BIT_ULL(63));
	KUNIT_EXPECT_EQ(test, seen.r11, in->r11);

	interrupted(trial);
	KUNIT_EXPECT_EQ(test, tdxcall_seamcall(TDH_MEM_SEPT_ADD, in, &trial->out), 0);
	seen = operands_of(&trial->callee.seen);
	expected = (struct tdx_regs) {
		.rcx = in->rcx, .rdx = in->rdx, .r8 = answer->r8, .r9 = answer->r9,
		.r10 = answer->r10, .r11 = answer->r11,
	};
	expect_regs_eq(test, &seen, &expected);
}

/* Except the lack of entropy, which is retried for all. */
static void retry_is_for_whom_the_table_says(struct kunit *test)
{
	struct retry_trial *trial = new_retry(test);

	for (unsigned int i = 1; i < ARRAY_SIZE(retry_cases); i++) {
		trial->callee.status = retry_cases[i].failure;
		KUNIT_EXPECT_EQ(test, tdxcall_seamcall(TDH_SYS_RD, &trial->in, &trial->out),
				retry_cases[i].failure);
		KUNIT_EXPECT_EQ(test, trial->callee.calls, i);
	}
}

#define BATCH	70

static void batch_makes_every_call(struct kunit *test)
{
	struct retry_trial *trial = new_retry(test);
	struct tdx_call *calls = kunit_kcalloc(test, BATCH, sizeof(*calls), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, calls);
	for (unsigned int i = 0; i < BATCH; i++) {
		calls[i].fn = i % 2 ? TDH_EXPORT_MEM : TDH_SYS_RD;
		fill_regs(&calls[i].in, i + 1);
		calls[i].status = ~0ULL;
	}
	KUNIT_EXPECT_EQ(test, tdxcall_seamcall_batch(calls, BATCH), BATCH);
	KUNIT_EXPECT_EQ(test, trial->callee.calls, BATCH);
	KUNIT_EXPECT_EQ(test, trial->callee.seen.dx, calls[BATCH - 1].in.rdx);
	for (unsigned int i = 0; i < BATCH; i++) {
		KUNIT_EXPECT_EQ(test, calls[i].status, 0);
		KUNIT_EXPECT_EQ(test, calls[i].out.rdx, trial->callee.out.rdx);
	}
	KUNIT_EXPECT_TRUE(test, preemptible());
}

static void batch_stops_at_first_error(struct kunit *test)
{
	struct retry_trial *trial = new_retry(test);
	struct tdx_call calls[3] = {
		{ .fn = TDH_EXPORT_MEM }, { .fn = BIT_ULL(63) }, { .fn = TDH_EXPORT_MEM },
	};

	KUNIT_EXPECT_EQ(test, tdxcall_seamcall_batch(calls, 3), 1);
	KUNIT_EXPECT_EQ(test, calls[1].status, TDXCALL_REFUSED);
	KUNIT_EXPECT_EQ(test, calls[2].status, TDXCALL_NOT_MADE);
	KUNIT_EXPECT_EQ(test, trial->callee.calls, 1);

	trial->callee.status = OPERAND_INVALID_RCX;
	KUNIT_EXPECT_EQ(test, tdxcall_seamcall_batch(calls, 3), 0);
	KUNIT_EXPECT_EQ(test, calls[0].status, OPERAND_INVALID_RCX);
	KUNIT_EXPECT_EQ(test, tdxcall_seamcall_batch(calls, 0), 0);
	KUNIT_EXPECT_EQ(test, trial->callee.calls, 2);
	KUNIT_EXPECT_TRUE(test, preemptible());
}

static void batch_says_what_a_kill_left(struct kunit *test)
{
	static const u64 how[] = { 0, TDXCALL_TEARDOWN };
	struct retry_trial *trial = new_retry(test);
	struct tdx_call *calls = kunit_kcalloc(test, BATCH, sizeof(*calls), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, calls);
	for (unsigned int i = 0; i < ARRAY_SIZE(how); i++) {
		u32 made;

		for (unsigned int j = 0; j < BATCH; j++)
			calls[j] = (struct tdx_call) { .fn = how[i] | TDH_EXPORT_MEM };
		trial->callee.calls = 0;
		set_killed(true);
		made = tdxcall_seamcall_batch(calls, BATCH);
		set_killed(false);
		KUNIT_EXPECT_EQ(test, trial->callee.calls, made);
		if (how[i])
			KUNIT_EXPECT_EQ(test, made, BATCH);
		else
			KUNIT_EXPECT_LT(test, made, BATCH);
		for (unsigned int j = 0; j < BATCH; j++)
			KUNIT_EXPECT_EQ(test, calls[j].status, j < made ? 0 : TDXCALL_NOT_MADE);
	}
}

/* A busy call of a batch is retried like any other. */
static void batch_repeats(struct kunit *test)
{
	struct retry_trial *trial = new_retry(test);
	struct tdx_call calls[2] = { { .fn = TDH_EXPORT_MEM }, { .fn = TDH_EXPORT_MEM } };

	trial->callee.failures = 3;
	trial->callee.failure = OPERAND_BUSY_TDR;
	KUNIT_EXPECT_EQ(test, tdxcall_seamcall_batch(calls, 2), 2);
	KUNIT_EXPECT_EQ(test, trial->callee.calls, 5);
	KUNIT_EXPECT_TRUE(test, preemptible());
}

static struct kunit_case retry_test_cases[] = {
	KUNIT_CASE_PARAM(retry_succeeds, retry_gen_params),
	KUNIT_CASE_PARAM(retry_gives_up, retry_gen_params),
	KUNIT_CASE(retry_waits_in_a_task),
	KUNIT_CASE_PARAM(retry_never_sleeps_in_atomic_context, atomic_context_gen_params),
	KUNIT_CASE(retry_asks_every_leaf_function_for_random_numbers),
	KUNIT_CASE(retry_refuses_other_flags),
	KUNIT_CASE(retry_ends_when_killed),
	KUNIT_CASE(retry_resumes_by_rule),
	KUNIT_CASE(retry_is_for_whom_the_table_says),
	KUNIT_CASE(batch_makes_every_call),
	KUNIT_CASE(batch_stops_at_first_error),
	KUNIT_CASE(batch_says_what_a_kill_left),
	KUNIT_CASE(batch_repeats),
	{}
};

struct kunit_suite retry_suite = {
	.name = "tdxcall_retry",
	.test_cases = retry_test_cases,
};
