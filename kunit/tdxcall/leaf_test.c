// SPDX-License-Identifier: GPL-2.0
/*
 * Every leaf function of the ABI, by number: its operands and no other register reach the
 * instruction, its results and no other register come back, and a fault is a result.
 */
#include <tdxcall/tdxcall.h>
#include "core/call/core.h"
#include "kunit/callee.h"
#include "kunit/suites.h"
#include "kunit/tdxcall/leaf_facts.h"
#include "module/emu/tdxcall_emu.h"
#include "module/shared/compat.h"

#define OPERAND_INVALID_RCX	0xc000010000000001

struct leaf_case {
	const struct leaf_fact *fact;
	bool tdcall;
};

static struct leaf_case leaf_cases[ARRAY_SIZE(host_facts) + ARRAY_SIZE(guest_facts)];

static int leaf_suite_init(struct kunit_suite *suite)
{
	struct leaf_case *next = leaf_cases;

	for (unsigned int i = 0; i < ARRAY_SIZE(host_facts); i++)
		*next++ = (struct leaf_case) { .fact = &host_facts[i] };
	for (unsigned int i = 0; i < ARRAY_SIZE(guest_facts); i++)
		*next++ = (struct leaf_case) { .fact = &guest_facts[i], .tdcall = true };
	return 0;
}

static KUNIT_GENERATOR(leaf_gen_params, previous, desc)
{
	const struct leaf_case *next = previous;

	next = next ? next + 1 : leaf_cases;
	if (next == leaf_cases + ARRAY_SIZE(leaf_cases))
		return NULL;
	strscpy(desc, next->fact->name, KUNIT_PARAM_DESC_SIZE);
	return next;
}

struct leaf_trial {
	struct tdx_regs in;
	struct tdx_regs out;
	struct callee callee;
};

static u64 call_leaf(const struct leaf_case *leaf, struct leaf_trial *trial)
{
	memset(&trial->out, 0x77, sizeof(trial->out));
	return leaf->tdcall ? tdxcall_tdcall(leaf->fact->number, &trial->in, &trial->out)
			    : tdxcall_seamcall(leaf->fact->number, &trial->in, &trial->out);
}

/* The registers of @mask; bits by the numbers that instructions have for registers. */
static struct tdx_regs only(u16 mask, const struct tdx_regs *all)
{
	return (struct tdx_regs) {
		.rcx = mask & BIT(1) ? all->rcx : 0, .rdx = mask & BIT(2) ? all->rdx : 0,
		.rbx = mask & BIT(3) ? all->rbx : 0, .rsi = mask & BIT(6) ? all->rsi : 0,
		.rdi = mask & BIT(7) ? all->rdi : 0, .r8 = mask & BIT(8) ? all->r8 : 0,
		.r9 = mask & BIT(9) ? all->r9 : 0, .r10 = mask & BIT(10) ? all->r10 : 0,
		.r11 = mask & BIT(11) ? all->r11 : 0, .r12 = mask & BIT(12) ? all->r12 : 0,
		.r13 = mask & BIT(13) ? all->r13 : 0, .r14 = mask & BIT(14) ? all->r14 : 0,
		.r15 = mask & BIT(15) ? all->r15 : 0,
	};
}

static struct leaf_trial *new_leaf_trial(struct kunit *test)
{
	struct leaf_trial *trial = kunit_kzalloc(test, sizeof(*trial), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, trial);
	fill_regs(&trial->in, 0x1111);
	fill_regs(&trial->callee.out, 0x2222);
	trial->callee.trash_rbp = true;
	trial->callee.trash_flags = true;
	callee_serve(test, &trial->callee);
	return trial;
}

/* Refused by number, with every register zeroed. */
static bool has_own_call(struct kunit *test, const struct leaf_case *leaf,
			 struct leaf_trial *trial)
{
	static const struct tdx_regs zero;

	if (leaf->fact->vectors != OWN_CALL)
		return false;
	KUNIT_EXPECT_EQ(test, call_leaf(leaf, trial), TDXCALL_REFUSED);
	KUNIT_EXPECT_EQ(test, trial->callee.calls, 0);
	expect_regs_eq(test, &trial->out, &zero);
	return true;
}

static void leaf_passes_its_operands_alone(struct kunit *test)
{
	const struct leaf_case *leaf = test->param_value;
	struct leaf_trial *trial = new_leaf_trial(test);
	struct tdx_regs expected, seen;

	if (has_own_call(test, leaf, trial))
		return;
	KUNIT_EXPECT_EQ(test, call_leaf(leaf, trial), 0);
	KUNIT_EXPECT_EQ(test, trial->callee.calls, 1);
	KUNIT_EXPECT_EQ(test, trial->callee.seen.ax, leaf->fact->number);
	seen = operands_of(&trial->callee.seen);
	expected = only(leaf->fact->in, &trial->in);
	expect_regs_eq(test, &seen, &expected);
	KUNIT_EXPECT_EQ(test, trial->callee.fpu_usable, leaf->fact->vectors == KEEPS_XMM);
}

static void leaf_returns_its_results_alone(struct kunit *test)
{
	const struct leaf_case *leaf = test->param_value;
	struct leaf_trial *trial = new_leaf_trial(test);
	struct tdx_regs expected = only(leaf->fact->out, &trial->callee.out);

	if (leaf->fact->vectors == OWN_CALL)
		kunit_skip(test, "has a call of its own");
	KUNIT_EXPECT_EQ(test, call_leaf(leaf, trial), 0);
	expect_regs_eq(test, &trial->out, &expected);

	trial->callee.status = OPERAND_INVALID_RCX;
	KUNIT_EXPECT_EQ(test, call_leaf(leaf, trial), OPERAND_INVALID_RCX);
	expect_regs_eq(test, &trial->out, &expected);
	KUNIT_EXPECT_EQ(test, trial->callee.calls, 2);
}

static void leaf_survives_faults(struct kunit *test)
{
	static const struct tdx_regs zero;
	const struct leaf_case *leaf = test->param_value;
	struct leaf_trial *trial = new_leaf_trial(test);

	if (leaf->fact->vectors == OWN_CALL)
		kunit_skip(test, "has a call of its own");
	trial->callee.answer = CALLEE_FAULTS;
	KUNIT_EXPECT_EQ(test, call_leaf(leaf, trial), 0x8000ff0000000006);
	expect_regs_eq(test, &trial->out, &zero);
	KUNIT_EXPECT_EQ(test, trial->callee.calls, 1);
	if (leaf->tdcall)
		return;
	trial->callee.answer = CALLEE_VMFAILS;
	KUNIT_EXPECT_EQ(test, call_leaf(leaf, trial), 0x8000ff00ffff0000);
	expect_regs_eq(test, &trial->out, &zero);
	KUNIT_EXPECT_EQ(test, trial->callee.calls, 2);
}

/* From the software TDX module, whether it models the leaf function or not. */
static void leaf_survives_gp(struct kunit *test)
{
	static const struct tdx_regs zero;
	const struct leaf_case *leaf = test->param_value;
	struct leaf_trial *trial;
	char command[80];

	if (leaf->fact->vectors == OWN_CALL)
		kunit_skip(test, "has a call of its own");
	if (leaf->tdcall)
		skip_in_td(test);
	trial = kunit_kzalloc(test, sizeof(*trial), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, trial);
	snprintf(command, sizeof(command), "%s %s gp", leaf->tdcall ? "tdcall" : "seamcall",
		 leaf->fact->name);
	KUNIT_ASSERT_EQ(test, tdxcall_emu_inject_command(command), 0);
	KUNIT_EXPECT_EQ(test, call_leaf(leaf, trial), 0x8000ff000000000d);
	expect_regs_eq(test, &trial->out, &zero);
	tdxcall_emu_inject_clear();
}

static void expect_table(struct kunit *test, const struct leaf_fact *facts, u32 count,
			 int (*next)(u32 index, struct core_leaf *leaf))
{
	struct core_leaf leaf;

	for (u32 i = 0; i < count; i++) {
		KUNIT_ASSERT_NE(test, next(i, &leaf), 0);
		KUNIT_EXPECT_STREQ(test, leaf.name, facts[i].name);
		KUNIT_EXPECT_EQ(test, leaf.number, facts[i].number);
	}
	KUNIT_EXPECT_EQ(test, next(count, &leaf), 0);
}

/* Every leaf function in the facts is tested above, and none is tested that they lack. */
static void leaf_table_has_each_one(struct kunit *test)
{
	expect_table(test, host_facts, ARRAY_SIZE(host_facts), core_seamcall_leaf);
	expect_table(test, guest_facts, ARRAY_SIZE(guest_facts), core_tdcall_leaf);
}

static struct kunit_case leaf_test_cases[] = {
	KUNIT_CASE_PARAM(leaf_passes_its_operands_alone, leaf_gen_params),
	KUNIT_CASE_PARAM(leaf_returns_its_results_alone, leaf_gen_params),
	KUNIT_CASE_PARAM(leaf_survives_faults, leaf_gen_params),
	KUNIT_CASE_PARAM(leaf_survives_gp, leaf_gen_params),
	KUNIT_CASE(leaf_table_has_each_one),
	{}
};

struct kunit_suite leaf_suite = {
	.name = "tdxcall_leaf",
	.suite_init = leaf_suite_init,
	.test_cases = leaf_test_cases,
};
