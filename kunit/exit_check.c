// SPDX-License-Identifier: GPL-2.0
#include <linux/atomic.h>
#include <linux/completion.h>
#include <linux/delay.h>
#include <linux/hrtimer.h>
#include <linux/irq_work.h>
#include <linux/irqflags.h>
#include <linux/kthread.h>
#include <linux/sched.h>
#include <linux/smp.h>
#include <linux/thread_info.h>
#include <asm/apic.h>
#include <asm/irq_vectors.h>
#include <asm/mce.h>
#include <asm/msr.h>
#include <asm/nmi.h>
#include <asm/sync_core.h>

#include <tdxcall/tdxcall.h>
#include "exit_check.h"
#include "module/shared/compat.h"

#define EXTERNAL_INTERRUPT	0x80000000
#define NMI_EXIT		0x80000202

/* Time for the interrupt to come, and for no other to come before it. */
#define MAX_ENTRIES		1000
#define MAX_TRIES		100

/* Time for what comes at once, unless an emulated machine runs slowly. */
#define SOON_MS			20000

static bool in_apic(unsigned int set, unsigned int vector)
{
	return apic->read(set + vector / 32 * 0x10) & BIT(vector % 32);
}

/* Waits by a clock: a delay loop is only as long as a loaded machine measured it at boot. */
static bool is_requested(unsigned int vector, unsigned int ms)
{
	ktime_t end = ktime_add_ms(ktime_get(), ms);

	while (!in_apic(APIC_IRR, vector)) {
		if (ktime_after(ktime_get(), end))
			return false;
		udelay(1);
	}
	return true;
}

static u64 enter(struct tdx_regs *out)
{
	struct tdx_regs in = {};
	struct tdx_xmm xmm = {};

	return tdxcall_vp_enter(&in, out, &xmm);
}

/*
 * An interrupt of a higher priority that is requested again after the exit ends each further run,
 * too.
 */
static const char another_came[] = "another interrupt came each time";

static const char *undisturbed(const char *(*check)(void))
{
	const char *wrong = another_came;

	for (unsigned int i = 0; i < MAX_TRIES && wrong == another_came; i++)
		wrong = check();
	return wrong;
}

/*
 * Enters until an interrupt ends the run.  If the local APIC stays blocked, nothing works on this
 * CPU.
 */
static const char *enter_until(unsigned int vector)
{
	struct tdx_regs out;
	const char *wrong = NULL;
	u64 status;

	for (unsigned int i = 0; i < MAX_ENTRIES; i++) {
		status = enter(&out);
		if (status != 1 || (out.r9 & 0xffffff00) != EXTERNAL_INTERRUPT)
			continue;
		if (in_apic(APIC_ISR, out.r9 & 0xff)) {
			wrong = "an acknowledged interrupt stays in service";
			apic->write(APIC_EOI, APIC_EOI_ACK);
			apic->send_IPI_self(out.r9 & 0xff);
		}
		return wrong ?: (out.r9 & 0xff) == vector ? NULL : another_came;
	}
	return "no run ended with the interrupt";
}

static atomic_t handled;

static bool comes_to(const atomic_t *count, int wanted)
{
	ktime_t end = ktime_add_ms(ktime_get(), SOON_MS);

	while (atomic_read(count) < wanted && ktime_before(ktime_get(), end))
		udelay(1);
	return atomic_read(count) == wanted;
}

static void count_irq_work(struct irq_work *work)
{
	atomic_inc(&handled);
}

static const char *irq_work_while_off(bool *early)
{
	struct irq_work work = IRQ_WORK_INIT_HARD(count_irq_work);
	const char *wrong;
	unsigned long flags;

	atomic_set(&handled, 0);
	preempt_disable();
	local_irq_save(flags);
	irq_work_queue(&work);
	wrong = enter_until(IRQ_WORK_VECTOR);
	*early = atomic_read(&handled);
	local_irq_restore(flags);
	preempt_enable();
	if (!comes_to(&handled, 1))
		return wrong ?: "the handler did not run";
	irq_work_sync(&work);
	return wrong;
}

static const char *irq_work_once(void)
{
	bool early;

	return irq_work_while_off(&early);
}

const char *check_irq_work(void)
{
	return undisturbed(irq_work_once);
}

static const char *nothing_runs_once(void)
{
	bool early;

	return irq_work_while_off(&early) ?: early ? "the handler ran too soon" : NULL;
}

const char *check_nothing_runs_with_interrupts_off(void)
{
	return undisturbed(nothing_runs_once);
}

static enum hrtimer_restart count_timer(struct hrtimer *timer)
{
	atomic_inc(&handled);
	return HRTIMER_NORESTART;
}

static const char *timer_once(void)
{
	struct hrtimer timer;
	const char *wrong = NULL;
	unsigned int tries = 10;
	unsigned long flags;

	atomic_set(&handled, 0);
	hrtimer_setup_on_stack(&timer, count_timer, CLOCK_MONOTONIC, HRTIMER_MODE_REL_PINNED_HARD);
	preempt_disable();
	local_irq_save(flags);
	/* Such a machine may be late for the timer. */
	do
		hrtimer_start(&timer, ms_to_ktime(1), HRTIMER_MODE_REL_PINNED_HARD);
	while (!is_requested(LOCAL_TIMER_VECTOR, SOON_MS / 10) && tries--);
	wrong = enter_until(LOCAL_TIMER_VECTOR);
	local_irq_restore(flags);
	preempt_enable();
	if (!comes_to(&handled, 1) && !wrong)
		wrong = "the timer's handler did not run";
	hrtimer_cancel(&timer);
	destroy_hrtimer_on_stack(&timer);
	return wrong;
}

const char *check_timer(void)
{
	return undisturbed(timer_once);
}

static void count_call(void *unused)
{
	atomic_inc(&handled);
}

struct caller {
	unsigned int callee;
	struct completion called;
};

static int call_other_cpu(void *data)
{
	struct caller *caller = data;

	smp_call_function_single(caller->callee, count_call, NULL, 1);
	complete(&caller->called);
	return 0;
}

bool can_check_call_from_other_cpu(void)
{
	return num_online_cpus() > 1;
}

static const char *call_once(void)
{
	struct caller caller;
	struct task_struct *task;
	const char *wrong;
	unsigned long flags;

	atomic_set(&handled, 0);
	init_completion(&caller.called);
	migrate_disable();
	caller.callee = smp_processor_id();
	task = kthread_create(call_other_cpu, &caller, "tdxcall-caller");
	if (IS_ERR(task)) {
		migrate_enable();
		return "no thread";
	}
	kthread_bind(task, cpumask_any_but(cpu_online_mask, caller.callee));
	local_irq_save(flags);
	wake_up_process(task);
	is_requested(CALL_FUNCTION_SINGLE_VECTOR, SOON_MS);
	wrong = enter_until(CALL_FUNCTION_SINGLE_VECTOR);
	local_irq_restore(flags);
	if (!wait_for_completion_timeout(&caller.called, 60 * HZ))
		wrong = wrong ?: "the other CPU still waits";
	else if (!comes_to(&handled, 1))
		wrong = wrong ?: "the handler did not run";
	migrate_enable();
	return wrong;
}

const char *check_call_from_other_cpu(void)
{
	return undisturbed(call_once);
}

static atomic_t nmis;
static int nmi_cpu;

static int count_nmi(unsigned int type, struct pt_regs *regs)
{
	if (raw_smp_processor_id() != READ_ONCE(nmi_cpu))
		return NMI_DONE;
	atomic_inc(&nmis);
	return NMI_HANDLED;
}

bool can_check_nmi(void)
{
	return !x2apic_enabled();
}

static const char *enter_with_nmi(void)
{
	struct tdx_regs out;
	unsigned long flags;
	u64 status;
	bool came;

	local_irq_save(flags);
	status = enter(&out);
	local_irq_restore(flags);
	came = comes_to(&nmis, 1);
	if (!came)
		iret_to_self();
	if (!came)
		return "no handler of the NMI ran";
	if (status == 1)
		return another_came;
	if (status || out.r9 != NMI_EXIT)
		return "no run ended with the NMI";
	apic->send_IPI(smp_processor_id(), NMI_VECTOR);
	if (!comes_to(&nmis, 2)) {
		iret_to_self();
		return "NMIs are left blocked";
	}
	return NULL;
}

static const char *nmi_once(void)
{
	const char *wrong;

	atomic_set(&nmis, 0);
	WRITE_ONCE(nmi_cpu, -1);
	if (register_nmi_handler(NMI_LOCAL, count_nmi, 0, "tdxcall_exit_event"))
		return "no handler";
	preempt_disable();
	WRITE_ONCE(nmi_cpu, smp_processor_id());
	wrong = enter_with_nmi();
	preempt_enable();
	unregister_nmi_handler(NMI_LOCAL, "tdxcall_exit_event");
	return wrong;
}

const char *check_nmi(void)
{
	return undisturbed(nmi_once);
}

/* Sent to this CPU only: the others are not asked to take part. */
#define MCG_STATUS_IN_PROGRESS	(BIT_ULL(0) | BIT_ULL(2) | BIT_ULL(3))

bool can_check_machine_check(void)
{
	u64 unused;

	return IS_ENABLED(CONFIG_X86_MCE) && !rdmsrq_safe(MSR_IA32_MCG_STATUS, &unused);
}

/* Only the handler clears MCIP. */
const char *check_machine_check(void)
{
	struct tdx_regs out;
	u64 left = 0;

	preempt_disable();
	wrmsrq_safe(MSR_IA32_MCG_STATUS, MCG_STATUS_IN_PROGRESS);
	enter(&out);
	rdmsrq_safe(MSR_IA32_MCG_STATUS, &left);
	wrmsrq_safe(MSR_IA32_MCG_STATUS, 0);
	preempt_enable();
	return left ? "the machine check was not handled" : NULL;
}

#define TSC_AUX		0xc0000103
#define OF_A_GUEST	0x1234

bool can_check_borrowed_msrs(void)
{
	u64 unused;

	return IS_ENABLED(CONFIG_USER_RETURN_NOTIFIER) && !rdmsrq_safe(TSC_AUX, &unused);
}

#ifdef CONFIG_USER_RETURN_NOTIFIER
/* Value of an MSR after a TD exit if it was @value before. */
static u64 tsc_aux_after(u64 value)
{
	struct tdx_regs out;
	u64 after = 0;

	wrmsrq_safe(TSC_AUX, value);
	enter(&out);
	rdmsrq_safe(TSC_AUX, &after);
	return after;
}

const char *check_borrowed_msrs(void)
{
	const char *wrong = NULL;
	unsigned long flags;
	u64 own = 0;

	local_irq_save(flags);
	rdmsrq_safe(TSC_AUX, &own);
	if (tsc_aux_after(own) != own)
		wrong = "the host's TSC_AUX is lost";
	/* As KVM leaves it, with a notifier armed. */
	set_thread_flag(TIF_USER_RETURN_NOTIFY);
	if (tsc_aux_after(OF_A_GUEST) != OF_A_GUEST)
		wrong = "TSC_AUX of KVM's guest is lost";
	clear_thread_flag(TIF_USER_RETURN_NOTIFY);
	if (tsc_aux_after(own) != own)
		wrong = "the host's TSC_AUX is lost after KVM's guest";
	wrmsrq_safe(TSC_AUX, own);
	local_irq_restore(flags);
	return wrong;
}
#else
const char *check_borrowed_msrs(void)
{
	return NULL;
}
#endif
