// SPDX-License-Identifier: GPL-2.0
/*
 * vCPUs: a thread each, which stays on its CPU, enters the TD, and does what core/vmm says about
 * the exit.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/cpumask.h>
#include <linux/io.h>
#include <linux/kthread.h>
#include <linux/ktime.h>
#include <linux/math64.h>
#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/sched/task.h>
#include <linux/smp.h>
#include <asm/tsc.h>

#include <tdxcall/codes.h>
#include <tdxcall/tdxcall.h>
#include "core/vmm/host.h"
#include "internal.h"
#include "module/shared/compat.h"

#define VMCS(name)		TDXCALL_FIELD_VMCS_##name

#define POSTED_VECTOR		0xf2		/* Linux's vector for posted interrupts */
#define PROCESS_POSTED		BIT_ULL(7)	/* of the pin-based controls */
#define VMXIP			BIT_ULL(0)	/* an interrupt could be delivered */

/* A halted vCPU goes on after this time at the latest; guests cope with a spurious wake-up. */
#define HALT_NS			(5 * NSEC_PER_MSEC)
#define BLOCKED_HALT_NS		(VMM_HALT_POLL_US * NSEC_PER_USEC)
#define LONGEST_TIMER_NS	(10 * NSEC_PER_SEC)

static struct td_vcpu *td_vcpu(const struct machine_vcpu *v)
{
	return &v->machine->td.vcpu[v->index];
}

static bool read_field(const struct machine_vcpu *v, u64 field, u64 *value)
{
	struct tdh_vp_rd_out out;

	if (!TD_CALL(vp_rd, 0, td_vcpu(v)->tdvpr, (tdx_field_t) { field }, &out))
		return false;
	*value = out.value;
	return true;
}

static bool write_field(const struct machine_vcpu *v, u64 field, u64 value, u64 mask)
{
	return TD_CALL(vp_wr, td_vcpu(v)->tdvpr, (tdx_field_t) { field }, value, mask, NULL);
}

/*
 * Interrupts are posted.  The software TDX module reads the descriptor at each entry.  On a CPU
 * with TDX the thread must also send itself the notification vector before an entry.
 */
static bool write_fields(struct machine_vcpu *v)
{
	struct machine *m = v->machine;
	u64 descriptor = virt_to_phys(vmm_posted(m->vmm, v->index));
	u64 offset, multiplier;

	if (!write_field(v, VMCS(SHARED_EPTP), page_to_phys(m->shared_root), GENMASK_ULL(51, 12)) ||
	    !write_field(v, VMCS(POSTED_INTERRUPT_DESCRIPTOR_ADDRESS), descriptor,
			 GENMASK_ULL(63, 6)) ||
	    !write_field(v, VMCS(POSTED_INTERRUPT_NOTIFICATION_VECTOR), POSTED_VECTOR, 0xffff) ||
	    !write_field(v, VMCS(PIN_BASED_VM_EXECTION_CONTROLS), PROCESS_POSTED,
			 PROCESS_POSTED) ||
	    !read_field(v, VMCS(TIME_STAMP_COUNTER_OFFSET), &offset) ||
	    !read_field(v, VMCS(TIME_STAMP_COUNTER_MULTIPLIER), &multiplier))
		return false;
	/* They are the same for all vCPUs of a TD. */
	WRITE_ONCE(m->tsc_offset, offset);
	WRITE_ONCE(m->tsc_multiplier, multiplier);
	return true;
}

static bool set_up(struct machine_vcpu *v)
{
	bool done;

	migrate_disable();
	done = td_take_vcpu(&v->machine->td, td_vcpu(v)) && write_fields(v);
	migrate_enable();
	return done;
}

u64 machine_tsc(const struct machine *m)
{
	return mul_u64_u64_shr(rdtsc_ordered(), READ_ONCE(m->tsc_multiplier), 48) +
	       READ_ONCE(m->tsc_offset);
}

/* Kicks a vCPU: an interrupt ends its run, and waking the thread ends its halt. */
static void kick(struct machine_vcpu *v)
{
	atomic_set(&v->kicked, 1);
	wake_up(&v->wait);
	kick_process(v->task);
}

void host_vmm_kick(void *host, u32 vcpu)
{
	struct machine *m = host;

	kick(&m->vcpu[vcpu]);
}

void host_vmm_nmi(void *host, u32 vcpu)
{
	struct machine *m = host;

	atomic_set(&m->vcpu[vcpu].nmi, 1);
	kick(&m->vcpu[vcpu]);
}

void vcpus_kick(struct machine *m)
{
	for (unsigned int i = 0; i < m->td.options.vcpus; i++)
		kick(&m->vcpu[i]);
}

static void do_nothing(void *unused)
{
}

/* A CPU that has taken the interrupt has left the guest. */
void vcpus_leave_guest(struct machine *m)
{
	for (unsigned int i = 0; i < m->td.options.vcpus; i++)
		if (m->vcpu[i].task != current)
			smp_call_function_single(task_cpu(m->vcpu[i].task), do_nothing, NULL, 1);
}

static enum hrtimer_restart timer_due(struct hrtimer *timer)
{
	struct machine_vcpu *v = container_of(timer, struct machine_vcpu, timer);

	WRITE_ONCE(v->armed, 0);
	kick(v);
	return HRTIMER_NORESTART;
}

/* Nanoseconds until the deadline, bounded: the thread looks again afterwards. */
static u64 time_until(const struct machine *m, u64 deadline)
{
	u64 now = machine_tsc(m);

	if (!deadline)
		return LONGEST_TIMER_NS;
	if (deadline <= now)
		return 0;
	if (deadline - now > LONGEST_TIMER_NS / NSEC_PER_MSEC * tsc_khz)
		return LONGEST_TIMER_NS;
	return div64_u64((deadline - now) * USEC_PER_SEC, tsc_khz);
}

static void arm(struct machine_vcpu *v, u64 deadline, u64 nanoseconds)
{
	WRITE_ONCE(v->armed, deadline);
	hrtimer_start(&v->timer, ns_to_ktime(nanoseconds), HRTIMER_MODE_REL_PINNED);
}

/* An interrupt that the TDX module has taken from the descriptor but not delivered yet. */
static bool interrupt_waits(struct machine_vcpu *v)
{
	u64 details;

	return read_field(v, TDXCALL_FIELD_GUEST_STATE_VCPU_STATE_DETAILS, &details) &&
	       details & VMXIP;
}

static void wait_halted(struct machine_vcpu *v, bool blocked)
{
	struct vmm_td *vmm = v->machine->vmm;
	u64 until = time_until(v->machine, vmm_timer(vmm, v->index));

	if (!blocked && (vmm_has_event(vmm, v->index) || interrupt_waits(v)))
		return;
	arm(v, 0, min(until, blocked ? BLOCKED_HALT_NS : HALT_NS));
	wait_event_idle(v->wait, atomic_read(&v->kicked) || vmm_reason(vmm));
	vmm_goes_on(vmm, v->index);
}

static void map(struct machine_vcpu *v, const struct vmm_verdict *verdict)
{
	struct machine *m = v->machine;
	u64 gpa = verdict->gpa & ~SHARED_BIT;
	int err;

	mutex_lock(&m->memory);
	err = verdict->gpa == gpa ? private_map(m, gpa, verdict->level) : shared_map(m, gpa);
	mutex_unlock(&m->memory);
	if (err == -EFAULT)
		vmm_end(m->vmm, "the TD touched memory as shared that is private");
	else if (err == -ENOMEM)
		vmm_end(m->vmm, "there is no memory left for the TD");
	else if (err)
		vmm_end(m->vmm, "a page could not be given to the TD: see the kernel log");
}

/*
 * Events are checked with interrupts off: a kick that comes after the check ends the run at once.
 */
static bool enter(struct machine_vcpu *v, const struct tdx_regs *in, struct tdx_regs *out,
		  struct tdx_xmm *xmm, u64 *status)
{
	u64 deadline = vmm_timer(v->machine->vmm, v->index);

	if (deadline && deadline != READ_ONCE(v->armed))
		arm(v, deadline, time_until(v->machine, deadline));
	if (atomic_xchg(&v->nmi, 0) && !write_field(v, TDXCALL_FIELD_MANAGEMENT_PEND_NMI, 1, 0xff))
		return false;
	local_irq_disable();
	atomic_set(&v->kicked, 0);
	/* Pairs with kick(): either its reason is seen below, or its interrupt is still to come. */
	smp_mb__after_atomic();
	if (atomic_read(&v->nmi) || vmm_reason(v->machine->vmm) || need_resched()) {
		local_irq_enable();
		return false;
	}
	*status = tdxcall_vp_enter(in, out, xmm);
	local_irq_enable();
	return true;
}

/* The thread may have been moved to another CPU; then the vCPU is associated with that one. */
static bool enter_here(struct machine_vcpu *v, const struct tdx_regs *in, struct tdx_regs *out,
		       struct tdx_xmm *xmm, u64 *status)
{
	bool entered = false;

	migrate_disable();
	if (!td_take_vcpu(&v->machine->td, td_vcpu(v)))
		vmm_end(v->machine->vmm, "a vCPU could not be moved to another CPU");
	else
		entered = enter(v, in, out, xmm, status);
	migrate_enable();
	return entered;
}

/* Logs registers of a vCPU of a debug TD, which mostly show why it died. */
static void show_state(struct machine_vcpu *v)
{
#define STATE(name) { #name, TDXCALL_FIELD_##name }
	static const struct {
		const char *name;
		u64 field;
	} fields[] = {
		STATE(VMCS_GUEST_RIP), STATE(VMCS_GUEST_RSP), STATE(VMCS_GUEST_RFLAGS),
		STATE(VMCS_GUEST_CR0), STATE(GUEST_STATE_CR2), STATE(VMCS_GUEST_CR3),
		STATE(VMCS_GUEST_CR4), STATE(VMCS_IA32_EFER), STATE(VMCS_GUEST_CS_SELECTOR),
		STATE(VMCS_GUEST_IDTR_BASE), STATE(VMCS_VM_ENTRY_INTERRUPTION_INFORMATION),
		STATE(VMCS_IDT_VECTORING_INFORMATION), STATE(VMCS_EXIT_REASON),
	};
#undef STATE
	u64 value;

	for (unsigned int i = 0; i < ARRAY_SIZE(fields); i++)
		if (read_field(v, fields[i].field, &value))
			pr_info("vcpu %u: %s: 0x%llx\n", v->index, fields[i].name, value);
}

static void run(struct machine_vcpu *v)
{
	struct vmm_td *vmm = v->machine->vmm;
	struct tdx_regs in = {}, out;
	struct tdx_xmm xmm = {};
	struct vmm_verdict verdict;
	u64 status;

	in.rcx = td_vcpu(v)->tdvpr.pa;
	while (!vmm_reason(vmm)) {
		cond_resched();
		if (need_resched())
			schedule();
		if (!enter_here(v, &in, &out, &xmm, &status))
			continue;
		vmm_exit(vmm, v->index, status, &out, &in, &verdict);
		if (verdict.next == VMM_END && status >> 62 == 1 && v->machine->debug)
			show_state(v);
		if (verdict.next == VMM_HALT)
			wait_halted(v, verdict.blocked);
		else if (verdict.next == VMM_MAP)
			map(v, &verdict);
	}
}

/* The last thread to end queues the reaper, which takes down the TD when no thread is in it. */
static int vcpu_main(void *data)
{
	struct machine_vcpu *v = data;
	struct machine *m = v->machine;

	set_cpus_allowed_ptr(current, cpumask_of(v->cpu));
	hrtimer_setup(&v->timer, timer_due, CLOCK_MONOTONIC, HRTIMER_MODE_REL_PINNED);
	if (set_up(v))
		run(v);
	else
		vmm_end(m->vmm, "a vCPU could not be set up");
	vcpus_kick(m);
	hrtimer_cancel(&v->timer);
	if (atomic_dec_and_test(&m->running))
		schedule_work(&m->reaper);
	set_current_state(TASK_IDLE);
	while (!kthread_should_stop()) {
		schedule();
		set_current_state(TASK_IDLE);
	}
	__set_current_state(TASK_RUNNING);
	return 0;
}

/* Distributes vCPUs over the CPUs, round robin. */
static unsigned int cpu_of(const struct cpumask *cpus, unsigned int index)
{
	unsigned int cpu = cpumask_first(cpus);

	for (unsigned int i = index % cpumask_weight(cpus); i; i--)
		cpu = cpumask_next(cpu, cpus);
	return cpu;
}

void vcpus_gone(struct machine *m)
{
	for (unsigned int i = 0; i < m->td.options.vcpus; i++)
		if (m->vcpu[i].task)
			kthread_stop(m->vcpu[i].task);
}

void vcpus_free(struct machine *m)
{
	for (unsigned int i = 0; i < m->td.options.vcpus; i++) {
		if (m->vcpu[i].task)
			put_task_struct(m->vcpu[i].task);
		m->vcpu[i].task = NULL;
	}
}

/* Starts all threads or none. */
int vcpus_start(struct machine *m, const struct cpumask *cpus)
{
	for (unsigned int i = 0; i < m->td.options.vcpus; i++) {
		struct machine_vcpu *v = &m->vcpu[i];
		struct task_struct *task;

		*v = (struct machine_vcpu) {
			.machine = m, .index = i, .cpu = cpu_of(cpus, i),
		};
		init_waitqueue_head(&v->wait);
		task = kthread_create(vcpu_main, v, "tdxcall_vmm/%u", i);
		if (IS_ERR(task)) {
			vcpus_gone(m);
			return PTR_ERR(task);
		}
		v->task = get_task_struct(task);
	}
	atomic_set(&m->running, m->td.options.vcpus);
	for (unsigned int i = 0; i < m->td.options.vcpus; i++)
		wake_up_process(m->vcpu[i].task);
	return 0;
}
