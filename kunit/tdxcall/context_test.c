// SPDX-License-Identifier: GPL-2.0
/* Every call from every context that may make it, with every kind of failure: none may oops. */
#include <linux/completion.h>
#include <linux/cpu.h>
#include <linux/irq_work.h>
#include <linux/kthread.h>
#include <linux/sched.h>
#include <linux/smp.h>
#include <linux/stop_machine.h>

#include <tdxcall/tdxcall.h>
#include "kunit/callee.h"
#include "kunit/operands.h"
#include "kunit/suites.h"
#include "module/emu/tdxcall_emu.h"
#include "module/shared/compat.h"
#include "module/tdxcall/internal.h"

#define TDH_PHYMEM_PAGE_RDMD	0x18
#define TDH_SYS_RD		0x22
#define TDG_VP_INFO		0x01
#define TDG_VM_RD		0x07

/* Results of the calls of one trial. */
#define CALLS	6
struct trial {
	u64 status[CALLS];
	bool irqs_changed;
};

/* Small and large register blocks of both instructions, a hypercall and the P-SEAMLDR. */
static void make_calls(struct trial *trial)
{
	static const struct tdx_regs in;
	bool irqs = irqs_disabled();
	struct tdx_regs out;

	trial->status[0] = tdxcall_seamcall(TDH_SYS_RD, &in, &out);
	trial->status[1] = tdxcall_seamcall(TDH_PHYMEM_PAGE_RDMD, &in, &out);
	trial->status[2] = tdxcall_seamldr_info(0, BUFFER(0x1000));
	trial->status[3] = tdxcall_tdcall(TDG_VM_RD, &in, &out);
	trial->status[4] = tdxcall_tdcall(TDG_VP_INFO, &in, &out);
	trial->status[5] = tdxcall_vmcall(0x0c, &in, &out).rax;
	trial->irqs_changed = irqs_disabled() != irqs;
}

static int make_calls_stopped(void *data)
{
	make_calls(data);
	return 0;
}

static void make_calls_interrupted(void *data)
{
	make_calls(data);
}

static void run_in_task(struct trial *trial)
{
	make_calls(trial);
}

static void run_with_interrupts_off(struct trial *trial)
{
	unsigned long flags;

	local_irq_save(flags);
	make_calls(trial);
	local_irq_restore(flags);
}

static void run_in_hard_interrupt(struct trial *trial)
{
	smp_call_function_single(num_online_cpus() - 1, make_calls_interrupted, trial, 1);
}

struct work {
	struct irq_work irq;
	struct hrtimer timer;
	struct completion done;
	struct trial *trial;
};

static void run_irq_work(struct irq_work *irq)
{
	struct work *work = container_of(irq, struct work, irq);

	make_calls(work->trial);
	complete(&work->done);
}

static void run_in_irq_work(struct trial *trial)
{
	struct work work = { .trial = trial };

	init_completion(&work.done);
	init_irq_work(&work.irq, run_irq_work);
	irq_work_queue(&work.irq);
	wait_for_completion(&work.done);
	irq_work_sync(&work.irq);
}

static enum hrtimer_restart run_timer(struct hrtimer *timer)
{
	struct work *work = container_of(timer, struct work, timer);

	make_calls(work->trial);
	complete(&work->done);
	return HRTIMER_NORESTART;
}

static void run_in_timer(struct trial *trial)
{
	struct work work = { .trial = trial };

	init_completion(&work.done);
	hrtimer_setup_on_stack(&work.timer, run_timer, CLOCK_MONOTONIC, HRTIMER_MODE_REL_HARD);
	hrtimer_start(&work.timer, ns_to_ktime(1000), HRTIMER_MODE_REL_HARD);
	wait_for_completion(&work.done);
	hrtimer_cancel(&work.timer);
	destroy_hrtimer_on_stack(&work.timer);
}

static void run_in_stopped_machine(struct trial *trial)
{
	stop_machine(make_calls_stopped, trial, NULL);
}

static const struct context {
	const char *name;
	void (*run)(struct trial *trial);
} contexts[] = {
	{ "task", run_in_task },
	{ "interrupts_off", run_with_interrupts_off },
	{ "hard_interrupt", run_in_hard_interrupt },
	{ "irq_work", run_in_irq_work },
	{ "timer", run_in_timer },
	{ "stop_machine", run_in_stopped_machine },
};

static void context_name(const struct context *context, char *desc)
{
	strscpy(desc, context->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(context, contexts, context_name);

static int context_test_init(struct kunit *test)
{
	skip_in_td(test);
	tdxcall_seamldr_allow(true);
	return tdxcall_emu_reset(NULL);
}

static void context_test_exit(struct kunit *test)
{
	tdxcall_seamldr_allow(false);
	tdxcall_emu_inject_clear();
}

static void fail_as(struct kunit *test, const char *how)
{
	static const char *const callees[] = { "seamcall", "seamldr", "tdcall" };
	char command[64];

	tdxcall_emu_inject_clear();
	for (unsigned int i = 0; i < ARRAY_SIZE(callees); i++) {
		snprintf(command, sizeof(command), "%s any %s always", callees[i], how);
		/* A TDCALL does not end in VMfailInvalid. */
		if (strcmp(how, "vmfailinvalid") || strcmp(callees[i], "tdcall"))
			KUNIT_ASSERT_EQ(test, tdxcall_emu_inject_command(command), 0);
	}
}

static void context_survives_faults(struct kunit *test)
{
	static const struct { const char *how; u64 seamcall; u64 tdcall; } faults[] = {
		{ "ud", TDXCALL_SW_UD, TDXCALL_SW_UD },
		{ "gp", TDXCALL_SW_GP, TDXCALL_SW_GP },
		{ "vmfailinvalid", TDXCALL_SW_VMFAILINVALID, TDXCALL_SW_UD },
	};
	const struct context *context = test->param_value;

	for (unsigned int i = 0; i < ARRAY_SIZE(faults); i++) {
		struct trial trial = {};

		fail_as(test, faults[i].how);
		context->run(&trial);
		KUNIT_EXPECT_FALSE(test, trial.irqs_changed);
		for (unsigned int call = 0; call < CALLS; call++)
			KUNIT_EXPECT_EQ_MSG(test, trial.status[call],
					    call < 3 ? faults[i].seamcall : faults[i].tdcall,
					    "%s, call %u", faults[i].how, call);
	}
}

static void context_gets_answers(struct kunit *test)
{
	const struct context *context = test->param_value;
	struct trial trial = {};

	context->run(&trial);
	KUNIT_EXPECT_FALSE(test, trial.irqs_changed);
	/* SYS_LP_INIT_NOT_DONE, SYS_NOT_READY, and OPERAND_INVALID for there is no P-SEAMLDR */
	KUNIT_EXPECT_EQ(test, trial.status[0], 0xc000050200000000);
	KUNIT_EXPECT_EQ(test, trial.status[1], 0xc000050500000000);
	KUNIT_EXPECT_EQ(test, trial.status[2], 0xc000010000000000);
	KUNIT_EXPECT_EQ(test, trial.status[3], TDXCALL_SW_UD);
}

#define TIMES_OFFLINE	5

struct caller {
	unsigned long done;
	unsigned long wrong;
};

/* Makes calls all the time, while it is moved from CPU to CPU. */
static int call_on_and_on(void *data)
{
	struct caller *caller = data;
	static const struct tdx_regs in;
	struct tdx_regs out;

	while (!kthread_should_stop()) {
		u64 status = tdxcall_seamcall(TDH_SYS_RD, &in, &out);

		/* SYS_LP_INIT_NOT_DONE */
		caller->wrong += status != 0xc000050200000000;
		WRITE_ONCE(caller->done, caller->done + 1);
		cond_resched();
	}
	return 0;
}

static void context_survives_cpu_hotplug(struct kunit *test)
{
	struct caller *caller = kunit_kzalloc(test, sizeof(*caller), GFP_KERNEL);
	struct task_struct *task;

	KUNIT_ASSERT_NOT_NULL(test, caller);
	if (num_online_cpus() < 2)
		kunit_skip(test, "needs two CPUs");

	task = kthread_run(call_on_and_on, caller, "tdxcall-hotplug");
	KUNIT_ASSERT_FALSE(test, IS_ERR(task));
	for (unsigned int i = 0; i < TIMES_OFFLINE; i++) {
		unsigned long before = READ_ONCE(caller->done);

		KUNIT_EXPECT_EQ(test, remove_cpu(1), 0);
		KUNIT_EXPECT_EQ(test, add_cpu(1), 0);
		while (READ_ONCE(caller->done) == before)
			schedule_timeout_interruptible(1);
	}
	kthread_stop(task);
	KUNIT_EXPECT_EQ(test, caller->wrong, 0);
}

static struct kunit_case context_cases[] = {
	KUNIT_CASE_PARAM(context_survives_faults, context_gen_params),
	KUNIT_CASE_PARAM(context_gets_answers, context_gen_params),
	KUNIT_CASE(context_survives_cpu_hotplug),
	{}
};

struct kunit_suite context_suite = {
	.name = "tdxcall_context",
	.init = context_test_init,
	.exit = context_test_exit,
	.test_cases = context_cases,
};
