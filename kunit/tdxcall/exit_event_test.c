// SPDX-License-Identifier: GPL-2.0
/*
 * Events of the host that end the run of a TD, and what an L2 VM leaves in the CPU of its L1 VMM.
 */
#include <linux/atomic.h>
#include <linux/irq_work.h>
#include <linux/irqflags.h>
#include <asm/debugreg.h>
#include <asm/irq_vectors.h>
#include <asm/processor-flags.h>
#include <asm/special_insns.h>

#include <tdxcall/tdxcall.h>
#include "kunit/callee.h"
#include "kunit/exit_check.h"
#include "kunit/suites.h"
#include "module/emu/tdxcall_emu.h"
#include "module/shared/compat.h"

#define KERNEL_GS_BASE	0xc0000102
#define TSC_AUX		0xc0000103

struct event {
	const char *name;
	const char *(*check)(void);
	bool (*can_check)(void);
	struct tdxcall_emu_answer answer;
};

/* 77: the guest asked for the exit, when no event came. */
static const struct event events[] = {
	{ "irq_work", check_irq_work, NULL,
	  { .event = TDXCALL_EMU_INTERRUPT, .status = 77, .clobber = 0x1ffff } },
	{ "timer", check_timer, NULL, { .event = TDXCALL_EMU_INTERRUPT, .status = 77 } },
	{ "call_from_other_cpu", check_call_from_other_cpu, can_check_call_from_other_cpu,
	  { .event = TDXCALL_EMU_INTERRUPT, .status = 77 } },
	{ "interrupts_off", check_nothing_runs_with_interrupts_off, NULL,
	  { .event = TDXCALL_EMU_INTERRUPT, .status = 77 } },
	{ "nmi", check_nmi, can_check_nmi, { .event = TDXCALL_EMU_NMI, .status = 77 } },
	{ "nmi_and_all_clobbered", check_nmi, can_check_nmi,
	  { .event = TDXCALL_EMU_NMI, .status = 77, .clobber = 0x1ffff } },
	{ "machine_check", check_machine_check, can_check_machine_check,
	  { .status = 0x6000000500000000, .out = { .r9 = 0x80000312 } } },
	{ "machine_check_at_entry", check_machine_check, can_check_machine_check,
	  { .status = 0x6000000580000029 } },
	{ "borrowed_msrs", check_borrowed_msrs, can_check_borrowed_msrs, { .clobber = 0x1ffff } },
};

static void event_name(const struct event *event, char *desc)
{
	strscpy(desc, event->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(event, events, event_name);

static void exit_event_reaches_its_handler(struct kunit *test)
{
	const struct event *event = test->param_value;
	const char *wrong;

	if (event->can_check && !event->can_check())
		kunit_skip(test, "not on this machine");
	tdxcall_emu_echo(&event->answer);
	wrong = event->check();
	tdxcall_emu_echo(NULL);
	if (wrong)
		KUNIT_FAIL(test, "%s", wrong);
}

static atomic_t works;

static void count_work(struct irq_work *work)
{
	atomic_inc(&works);
}

/* If the TDX module reports the vector but leaves the interrupt pending, it must come once. */
static void exit_event_that_is_pending_comes_once(struct kunit *test)
{
	const struct tdxcall_emu_answer answer = {
		.status = 1, .out = { .r9 = 0x80000000 | IRQ_WORK_VECTOR },
	};
	struct irq_work work = IRQ_WORK_INIT_HARD(count_work);
	struct tdx_regs in = {}, out;
	struct tdx_xmm xmm = {};
	unsigned long flags;

	atomic_set(&works, 0);
	tdxcall_emu_echo(&answer);
	local_irq_save(flags);
	irq_work_queue(&work);
	tdxcall_vp_enter(&in, &out, &xmm);
	KUNIT_EXPECT_EQ(test, atomic_read(&works), 0);
	local_irq_restore(flags);
	irq_work_sync(&work);
	tdxcall_emu_echo(NULL);
	KUNIT_EXPECT_EQ(test, atomic_read(&works), 1);
}

static u64 watched[4];

/* Values that nobody else in the kernel uses there. */
static void run_l2_vm(void)
{
	wrmsrq_safe(KERNEL_GS_BASE, 0x1111000);
	wrmsrq_safe(TSC_AUX, 0x1111);
	native_write_cr2(0x1111);
	native_set_debugreg(0, (unsigned long)&watched[0]);
	native_set_debugreg(1, (unsigned long)&watched[1]);
	native_set_debugreg(2, (unsigned long)&watched[2]);
	native_set_debugreg(3, (unsigned long)&watched[3]);
	/* Eight bytes, written to, on all four. */
	native_set_debugreg(7, 0x999904aa);
}

struct l1_state {
	u64 kernel_gs_base;
	u64 tsc_aux;
	unsigned long cr2;
	unsigned long dr[6];
};

static void read_l1_state(struct l1_state *state)
{
	rdmsrq_safe(KERNEL_GS_BASE, &state->kernel_gs_base);
	rdmsrq_safe(TSC_AUX, &state->tsc_aux);
	state->cr2 = native_read_cr2();
	state->dr[0] = read_debugreg(0);
	state->dr[1] = read_debugreg(1);
	state->dr[2] = read_debugreg(2);
	state->dr[3] = read_debugreg(3);
	state->dr[4] = read_debugreg(6);
	state->dr[5] = read_debugreg(7);
}

static void l2_enter_restores(struct kunit *test)
{
	struct callee *callee = kunit_kzalloc(test, sizeof(*callee), GFP_KERNEL);
	struct l1_state before = {}, after = {};
	struct tdx_regs in = {}, out;
	struct tdx_xmm xmm = {};
	unsigned long flags;

	KUNIT_ASSERT_NOT_NULL(test, callee);
	callee->runs = run_l2_vm;
	callee_serve(test, callee);
	preempt_disable();
	tdxcall_l2_enter(&in, &out, &xmm);
	local_irq_save(flags);
	native_write_cr2(0x2222);
	read_l1_state(&before);
	tdxcall_l2_enter(&in, &out, &xmm);
	read_l1_state(&after);
	local_irq_restore(flags);
	preempt_enable();
	KUNIT_EXPECT_EQ(test, callee->calls, 2);
	KUNIT_EXPECT_FALSE(test, callee->seen.flags & X86_EFLAGS_IF);
	KUNIT_EXPECT_EQ(test, before.kernel_gs_base, after.kernel_gs_base);
	KUNIT_EXPECT_EQ(test, before.tsc_aux, after.tsc_aux);
	KUNIT_EXPECT_EQ(test, before.cr2, after.cr2);
	for (unsigned int i = 0; i < ARRAY_SIZE(before.dr); i++)
		KUNIT_EXPECT_EQ_MSG(test, before.dr[i], after.dr[i], "debug register %u", i);
}

/* Interrupts come on only when L1's state is back. */
static void l2_enter_turns_interrupts_off(struct kunit *test)
{
	struct callee *callee = kunit_kzalloc(test, sizeof(*callee), GFP_KERNEL);
	struct tdx_regs in = {}, out;
	struct tdx_xmm xmm = {};

	KUNIT_ASSERT_NOT_NULL(test, callee);
	callee_serve(test, callee);
	tdxcall_l2_enter(&in, &out, &xmm);
	KUNIT_EXPECT_EQ(test, callee->calls, 1);
	KUNIT_EXPECT_FALSE(test, callee->seen.flags & X86_EFLAGS_IF);
	KUNIT_EXPECT_FALSE(test, irqs_disabled());
}

/* A kernel that unwinds by RBP asks whether the TD keeps it, and there is no TD here. */
static int exit_event_test_init(struct kunit *test)
{
	static const char *const rules[] = {
		"seamcall TDH.PHYMEM.PAGE.RDMD status 0 always",
		"seamcall TDH.MNG.RD status 0 R8=4 always",
	};
	int err = only_on_hosts(test) ?: tdxcall_emu_reset(NULL);

	for (unsigned int i = 0; IS_ENABLED(CONFIG_FRAME_POINTER) && i < ARRAY_SIZE(rules); i++)
		err = err ?: tdxcall_emu_inject_command(rules[i]);
	return err;
}

static void exit_event_test_exit(struct kunit *test)
{
	tdxcall_emu_echo(NULL);
	tdxcall_emu_inject_clear();
}

static struct kunit_case exit_event_cases[] = {
	KUNIT_CASE_PARAM(exit_event_reaches_its_handler, event_gen_params),
	KUNIT_CASE(exit_event_that_is_pending_comes_once),
	KUNIT_CASE(l2_enter_restores),
	KUNIT_CASE(l2_enter_turns_interrupts_off),
	{}
};

struct kunit_suite exit_event_suite = {
	.name = "tdxcall_exit_event",
	.init = exit_event_test_init,
	.exit = exit_event_test_exit,
	.test_cases = exit_event_cases,
};
