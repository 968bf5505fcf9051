// SPDX-License-Identifier: GPL-2.0
/* Calls to the P-SEAMLDR: off by default, and the VMCS that they lose is put back. */

#include <tdxcall/tdxcall.h>
#include "asm/vmcs.h"
#include "kunit/callee.h"
#include "kunit/counted.h"
#include "kunit/operands.h"
#include "kunit/suites.h"
#include "kunit/watch.h"
#include "module/tdxcall/internal.h"

#define PSEAMLDR_EBADPARAM	0x8000000000000000
#define PSEAMLDR_EINTERRUPT	0x8000000000030000
#define PSEAMLDR_ENOENTROPY	0x8000000000030001

#define VMCS_PA			0x1234000

static int seamldr_test_init(struct kunit *test)
{
	tdxcall_seamldr_allow(true);
	return 0;
}

static void seamldr_test_exit(struct kunit *test)
{
	tdxcall_seamldr_allow(false);
}

static struct callee *new_callee(struct kunit *test)
{
	struct callee *callee = kunit_kzalloc(test, sizeof(*callee), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, callee);
	callee->vmx = true;
	callee->vmcs = VMCS_PA;
	callee_serve(test, callee);
	return callee;
}

static void seamldr_is_off_by_default(struct kunit *test)
{
	struct callee *callee = new_callee(test);

	tdxcall_seamldr_allow(false);
	KUNIT_EXPECT_EQ(test, tdxcall_seamldr_info(0, BUFFER(0x1000)), TDXCALL_REFUSED);
	KUNIT_EXPECT_EQ(test, callee->calls, 0);
}

static void seamldr_passes_leaf_and_operand(struct kunit *test)
{
	struct callee *callee = new_callee(test);

	KUNIT_EXPECT_EQ(test, tdxcall_seamldr_info(0, BUFFER(0x1100)), 0);
	KUNIT_EXPECT_EQ(test, callee->seen.ax, 0x8000000000000000);
	KUNIT_EXPECT_EQ(test, callee->seen.cx, 0x1100);
	KUNIT_EXPECT_EQ(test, callee->seen.dx, 0);
	KUNIT_EXPECT_EQ(test, tdxcall_seamldr_install(0, BUFFER(0x2000)), 0);
	KUNIT_EXPECT_EQ(test, callee->seen.ax, 0x8000000000000001);
	KUNIT_EXPECT_EQ(test, callee->seen.cx, 0x2000);
	KUNIT_EXPECT_EQ(test, tdxcall_seamldr_shutdown(0), 0);
	KUNIT_EXPECT_EQ(test, callee->seen.ax, 0x8000000000000002);
	KUNIT_EXPECT_EQ(test, tdxcall_seamldr_seaminfo(0, BUFFER(0x3000)), 0);
	KUNIT_EXPECT_EQ(test, callee->seen.ax, 0x8000000000000003);
	KUNIT_EXPECT_EQ(test, tdxcall_seamldr_cleanup(0), 0);
	KUNIT_EXPECT_EQ(test, callee->seen.ax, 0x8000000000000004);
}

static void seamldr_refuses_other_leaves(struct kunit *test)
{
	static const u64 refused[] = { 0, 34, BIT_ULL(63) | 5, BIT_ULL(63) | BIT(16) };
	struct callee *callee = new_callee(test);
	static const struct tdx_regs in, zero;
	struct tdx_regs out;

	for (unsigned int i = 0; i < ARRAY_SIZE(refused); i++) {
		fill_regs(&out, 0x5555);
		KUNIT_EXPECT_EQ(test, tdxcall_seamldr(refused[i], &in, &out), TDXCALL_REFUSED);
		expect_regs_eq(test, &out, &zero);
	}
	KUNIT_EXPECT_EQ(test, callee->calls, 0);
}

static void seamldr_runs_with_interrupts_off(struct kunit *test)
{
	struct callee *callee = new_callee(test);
	unsigned long flags;

	KUNIT_EXPECT_EQ(test, tdxcall_seamldr_info(0, BUFFER(0x1000)), 0);
	KUNIT_EXPECT_EQ(test, callee->seen.flags & X86_EFLAGS_IF, 0);
	KUNIT_EXPECT_FALSE(test, irqs_disabled());

	local_irq_save(flags);
	KUNIT_EXPECT_EQ(test, tdxcall_seamldr_info(0, BUFFER(0x1000)), 0);
	KUNIT_EXPECT_TRUE(test, irqs_disabled());
	local_irq_restore(flags);
}

static void seamldr_puts_vmcs_back(struct kunit *test)
{
	struct callee *callee = new_callee(test);

	KUNIT_EXPECT_EQ(test, tdxcall_seamldr_info(0, BUFFER(0x1000)), 0);
	KUNIT_EXPECT_EQ(test, callee->vmcs, VMCS_PA);
	KUNIT_EXPECT_EQ(test, callee->vmptrlds, 1);
	callee->status = PSEAMLDR_EBADPARAM;
	KUNIT_EXPECT_EQ(test, tdxcall_seamldr_info(0, BUFFER(0x1000)), PSEAMLDR_EBADPARAM);
	KUNIT_EXPECT_EQ(test, callee->vmcs, VMCS_PA);

	callee->vmcs = TDX_NO_VMCS;
	callee->vmptrlds = 0;
	KUNIT_EXPECT_EQ(test, tdxcall_seamldr_info(0, BUFFER(0x1000)), PSEAMLDR_EBADPARAM);
	KUNIT_EXPECT_EQ(test, callee->vmptrlds, 0);
}

/* As on this CPU: VMPTRST raises #UD, and so does SEAMCALL. */
static void seamldr_is_harmless_without_vmx(struct kunit *test)
{
	struct callee *callee = new_callee(test);
	u64 pa = 0x55;

	callee->vmx = false;
	KUNIT_EXPECT_EQ(test, tdxcall_seamldr_info(0, BUFFER(0x1000)), 0);
	callee->answer = CALLEE_FAULTS;
	KUNIT_EXPECT_EQ(test, tdxcall_seamldr_info(0, BUFFER(0x1000)), TDXCALL_SW_UD);
	callee->answer = CALLEE_VMFAILS;
	KUNIT_EXPECT_EQ(test, tdxcall_seamldr_info(0, BUFFER(0x1000)), TDXCALL_SW_VMFAILINVALID);
	KUNIT_EXPECT_EQ(test, callee->calls, 3);

	KUNIT_EXPECT_EQ(test, tdx_vmptrst(&pa), TDXCALL_SW_UD);
	KUNIT_EXPECT_EQ(test, pa, 0x55);
	KUNIT_EXPECT_EQ(test, tdx_vmptrld(&pa), TDXCALL_SW_UD);
}

static void seamldr_tells_of_lost_vmcs(struct kunit *test)
{
	struct callee *callee = new_callee(test);
	u64 pa = VMCS_PA;

	callee->vmptrld_fails = true;
	KUNIT_EXPECT_EQ(test, tdxcall_seamldr_info(0, BUFFER(0x1000)), 0);
	KUNIT_EXPECT_EQ(test, callee->vmptrlds, 1);
	KUNIT_EXPECT_EQ(test, tdx_vmptrld(&pa), TDXCALL_SW_VMFAILINVALID);
}

static void seamldr_tries_again(struct kunit *test)
{
	struct callee *callee = new_callee(test);

	callee->failure = PSEAMLDR_ENOENTROPY;
	callee->failures = 9;
	KUNIT_EXPECT_EQ(test, tdxcall_seamldr_info(0, BUFFER(0x1000)), 0);
	KUNIT_EXPECT_EQ(test, callee->calls, 10);
	callee->failures = 100;
	callee->calls = 0;
	KUNIT_EXPECT_EQ(test, tdxcall_seamldr_info(0, BUFFER(0x1000)), PSEAMLDR_ENOENTROPY);
	KUNIT_EXPECT_EQ(test, callee->calls, 10);

	/* Interrupted or out of entropy: it is called again. */
	callee->failure = PSEAMLDR_EINTERRUPT;
	callee->calls = 0;
	KUNIT_EXPECT_EQ(test, tdxcall_seamldr_info(0, BUFFER(0x1000)), 0);
	KUNIT_EXPECT_EQ(test, callee->calls, 101);
	KUNIT_EXPECT_EQ(test, callee->vmcs, VMCS_PA);
	KUNIT_EXPECT_TRUE(test, preemptible());
}

/* The bound is a tenth of a millisecond; an attempt takes some microseconds at least here. */
static void seamldr_ends_soon_in_atomic_context(struct kunit *test)
{
	struct callee *callee = new_callee(test);

	callee->failure = PSEAMLDR_EINTERRUPT;
	callee->failures = 900000;
	preempt_disable();
	KUNIT_EXPECT_EQ(test, tdxcall_seamldr_info(0, BUFFER(0x1000)), PSEAMLDR_EINTERRUPT);
	preempt_enable();
	KUNIT_EXPECT_LT(test, callee->calls, 900000);
}

/*
 * Leaf numbers of the P-SEAMLDR are those of others but for bit 63: what is counted and traced of
 * its calls is neither a SEAMCALL's nor a TDCALL's.
 */
static void seamldr_is_counted_as_what_it_is(struct kunit *test)
{
	static const enum tdxcall_row_kind kinds[] = {
		TDXCALL_ROW_SEAMCALL, TDXCALL_ROW_TDCALL, TDXCALL_ROW_SEAMLDR,
	};
	struct callee *callee = new_callee(test);
	static const struct tdx_regs in;
	bool before = count_calls(test, true);
	struct tdx_regs out;

	callee->failure = PSEAMLDR_ENOENTROPY;
	callee->failures = 2;
	for (u32 leaf = 0; leaf < 5; leaf++) {
		struct watch *begins = watch_begin(test, "host_call_begins");
		struct watch *ends = watch_begin(test, "host_call_ends");
		u64 made[ARRAY_SIZE(kinds)];

		for (unsigned int i = 0; i < ARRAY_SIZE(kinds); i++)
			made[i] = counted_calls(test, kinds[i], leaf);
		callee->calls = 0;
		KUNIT_EXPECT_EQ(test, tdxcall_seamldr(BIT_ULL(63) | leaf, &in, &out), 0);
		watch_end(ends);
		watch_end(begins);
		/* Each of three attempts. */
		KUNIT_EXPECT_EQ(test, callee->calls, 3);
		KUNIT_EXPECT_EQ(test, begins->calls, 3);
		KUNIT_EXPECT_EQ(test, (u32)begins->first, 0);
		KUNIT_EXPECT_EQ(test, begins->second, BIT_ULL(63) | leaf);
		KUNIT_EXPECT_EQ(test, ends->calls, 3);
		KUNIT_EXPECT_EQ(test, (u32)ends->first, 0);
		KUNIT_EXPECT_EQ(test, ends->second, BIT_ULL(63) | leaf);
		KUNIT_EXPECT_EQ(test, ends->third, 0);
		for (unsigned int i = 0; i < ARRAY_SIZE(kinds); i++) {
			u64 now = counted_calls(test, kinds[i], leaf);

			KUNIT_EXPECT_EQ(test, now - made[i],
					kinds[i] == TDXCALL_ROW_SEAMLDR ? 3 : 0);
		}
	}
	count_calls(test, before);
}

/* What was not made is not counted. */
static void seamldr_is_not_counted_when_refused(struct kunit *test)
{
	bool before = count_calls(test, true);
	u64 made, now;

	made = counted_calls(test, TDXCALL_ROW_SEAMLDR, 0);
	tdxcall_seamldr_allow(false);
	KUNIT_EXPECT_EQ(test, tdxcall_seamldr_info(0, BUFFER(0x1000)), TDXCALL_REFUSED);
	now = counted_calls(test, TDXCALL_ROW_SEAMLDR, 0);
	count_calls(test, before);
	KUNIT_EXPECT_EQ(test, now, made);
}

static struct kunit_case seamldr_cases[] = {
	KUNIT_CASE(seamldr_is_off_by_default),
	KUNIT_CASE(seamldr_passes_leaf_and_operand),
	KUNIT_CASE(seamldr_refuses_other_leaves),
	KUNIT_CASE(seamldr_runs_with_interrupts_off),
	KUNIT_CASE(seamldr_puts_vmcs_back),
	KUNIT_CASE(seamldr_is_harmless_without_vmx),
	KUNIT_CASE(seamldr_tells_of_lost_vmcs),
	KUNIT_CASE(seamldr_tries_again),
	KUNIT_CASE(seamldr_ends_soon_in_atomic_context),
	KUNIT_CASE(seamldr_is_counted_as_what_it_is),
	KUNIT_CASE(seamldr_is_not_counted_when_refused),
	{}
};

struct kunit_suite seamldr_suite = {
	.name = "tdxcall_seamldr",
	.init = seamldr_test_init,
	.exit = seamldr_test_exit,
	.test_cases = seamldr_cases,
};
