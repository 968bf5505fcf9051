// SPDX-License-Identifier: GPL-2.0
/*
 * Calls that Linux and KVM make themselves, for the same counters and tracepoints as ours: return
 * probes on the functions that make them.  Linux keeps probes out of code that must not be
 * instrumented, TDH.VP.ENTER and the bare TDCALL mostly; what it refuses is said, and in a TD the
 * functions around them are watched in their place.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/kprobes.h>
#include <linux/moduleparam.h>
#include <linux/percpu.h>
#include <linux/printk.h>
#include <linux/seq_file.h>
#include <linux/string.h>

#include <tdxcall/codes.h>
#include <tdxcall/leaves.h>
#include "core/call/host.h"
#include "internal.h"
#include "observe.h"
#include "watch.h"

static bool observe;
module_param(observe, bool, 0444);
MODULE_PARM_DESC(observe, "Watch the TDX calls of Linux and KVM too, by probes (default: no)");

#ifdef CONFIG_KRETPROBES

/* As Linux passes registers since 6.7 (asm/shared/tdx.h); older kernels have no such functions. */
struct linux_args {
	u64 rcx, rdx, r8, r9, r10, r11, r12, r13, r14, r15, rbx, rdi, rsi;
};

/* A call that is under way. */
struct observed_call {
	bool tdcall;
	u64 fn;
	u64 begun;
	const struct linux_args *args;	/* NULL: the function has none */
	struct tdx_regs in;
};

struct observed {
	const char *symbol;
	/* Of its arguments makes @call; false: it makes no TDX call with these. */
	bool (*begin)(struct observed_call *call, struct pt_regs *regs);
	/* Of what it returns makes @out, returns the completion status. */
	u64 (*end)(const struct observed_call *call, struct pt_regs *regs, struct tdx_regs *out);
	struct kretprobe probe;
	int err;
	u64 __percpu *calls;
};

static void take_args(const struct linux_args *args, struct tdx_regs *regs)
{
	*regs = (struct tdx_regs) {
		.rcx = args->rcx, .rdx = args->rdx, .r8 = args->r8, .r9 = args->r9,
		.r10 = args->r10, .r11 = args->r11, .r12 = args->r12, .r13 = args->r13,
		.r14 = args->r14, .r15 = args->r15, .rbx = args->rbx, .rdi = args->rdi,
		.rsi = args->rsi,
	};
}

/* u64 __seamcall...(u64 fn, struct tdx_module_args *args) */
static bool begin_seamcall(struct observed_call *call, struct pt_regs *regs)
{
	call->fn = regs_get_kernel_argument(regs, 0);
	call->args = (const struct linux_args *)regs_get_kernel_argument(regs, 1);
	take_args(call->args, &call->in);
	return true;
}

static u64 end_seamcall(const struct observed_call *call, struct pt_regs *regs,
			struct tdx_regs *out)
{
	take_args(call->args, out);
	return regs_return_value(regs);
}

static bool begin_tdcall(struct observed_call *call, u64 leaf)
{
	call->tdcall = true;
	call->fn = leaf;
	return true;
}

/* int tdx_mcall_get_report0(u8 *reportdata, u8 *tdreport) */
static bool begin_report(struct observed_call *call, struct pt_regs *regs)
{
	return begin_tdcall(call, TDXCALL_TDG_MR_REPORT);
}

/* int tdx_mcall_extend_rtmr(u8 index, u8 *data) */
static bool begin_rtmr_extend(struct observed_call *call, struct pt_regs *regs)
{
	call->in.rdx = (u8)regs_get_kernel_argument(regs, 0);
	return begin_tdcall(call, TDXCALL_TDG_MR_RTMR_EXTEND);
}

/* Linux tells two statuses of many; the others are one number that no TDX module returns. */
static u64 end_mcall(const struct observed_call *call, struct pt_regs *regs, struct tdx_regs *out)
{
	switch ((int)regs_return_value(regs)) {
	case 0:
		return TDXCALL_STATUS_SUCCESS;
	case -ENXIO:
		return TDXCALL_STATUS_OPERAND_INVALID;
	case -EBUSY:
		return TDXCALL_STATUS_OPERAND_BUSY;
	default:
		return OBSERVE_STATUS_UNKNOWN;
	}
}

static bool begin_vmcall(struct observed_call *call, u64 r10, u64 r11)
{
	call->in.r10 = r10;
	call->in.r11 = r11;
	return begin_tdcall(call, TDXCALL_TDG_VP_VMCALL);
}

/* u64 tdx_hcall_get_quote(u8 *buf, size_t size) */
static bool begin_get_quote(struct observed_call *call, struct pt_regs *regs)
{
	return begin_vmcall(call, 0, TDXCALL_TDG_VP_VMCALL_GETQUOTE);
}

/* long tdx_kvm_hypercall(unsigned int nr, unsigned long p1, ...) */
static bool begin_kvm_hypercall(struct observed_call *call, struct pt_regs *regs)
{
	return begin_vmcall(call, (u32)regs_get_kernel_argument(regs, 0),
			    regs_get_kernel_argument(regs, 1));
}

static u64 end_vmcall(const struct observed_call *call, struct pt_regs *regs, struct tdx_regs *out)
{
	out->r10 = regs_return_value(regs);
	return TDXCALL_STATUS_SUCCESS;
}

/*
 * bool tdx_handle_virt_exception(struct pt_regs *regs, struct ve_info *ve): a #VE is answered by
 * the hypercall with its exit reason, the first word of VE_INFO.
 */
static bool begin_ve(struct observed_call *call, struct pt_regs *regs)
{
	return begin_vmcall(call, 0, *(const u64 *)regs_get_kernel_argument(regs, 1));
}

static u64 end_ve(const struct observed_call *call, struct pt_regs *regs, struct tdx_regs *out)
{
	/* A bool is in AL alone. */
	out->r10 = (u8)regs_return_value(regs) ? 0 : OBSERVE_STATUS_UNKNOWN;
	return TDXCALL_STATUS_SUCCESS;
}

/*
 * Not __seamcall_saved_ret: it makes TDH.VP.ENTER, and a probe would run on what the TD left, on
 * kernels that do not refuse it.
 */
static struct observed observed[] = {
	{ "__seamcall", begin_seamcall, end_seamcall },
	{ "__seamcall_ret", begin_seamcall, end_seamcall },
	{ "tdx_mcall_get_report0", begin_report, end_mcall },
	{ "tdx_mcall_extend_rtmr", begin_rtmr_extend, end_mcall },
	{ "tdx_hcall_get_quote", begin_get_quote, end_vmcall },
	{ "tdx_kvm_hypercall", begin_kvm_hypercall, end_vmcall },
	{ "tdx_handle_virt_exception", begin_ve, end_ve },
};

/* Of leaf functions of the host Linux itself makes those of the platform, KVM all others. */
static enum tdxcall_origin origin_of(const struct observed_call *call)
{
	const char *name = core_leaf_name(call->tdcall, call->fn);

	if (call->tdcall || call->fn >> 63 || !name || strstarts(name, "TDH.SYS."))
		return TDXCALL_LINUX;
	return TDXCALL_KVM;
}

/* Both run with preemption off. */
static int call_begins(struct kretprobe_instance *instance, struct pt_regs *regs)
{
	struct observed *o = container_of(get_kretprobe(instance), struct observed, probe);
	struct observed_call *call = (void *)instance->data;

	memset(call, 0, sizeof(*call));
	if (!READ_ONCE(host_calls_watched) || !o->begin(call, regs))
		return 1;	/* its end is not waited for */
	call->begun = tdxcall_watch_begins(origin_of(call), call->tdcall, call->fn, &call->in);
	return 0;
}

static int call_ends(struct kretprobe_instance *instance, struct pt_regs *regs)
{
	struct kretprobe *probe = get_kretprobe(instance);
	struct observed_call *call = (void *)instance->data;
	struct tdx_regs out = {};
	struct observed *o;
	u64 status;

	if (!probe)
		return 0;
	o = container_of(probe, struct observed, probe);
	status = o->end(call, regs, &out);
	this_cpu_inc(*o->calls);
	tdxcall_watch_ends(origin_of(call), call->tdcall, call->fn, status, call->begun, &call->in,
			   &out);
	return 0;
}

static int attach(struct observed *o)
{
	int err;

	o->calls = alloc_percpu(u64);
	if (!o->calls)
		return -ENOMEM;
	o->probe.kp.symbol_name = o->symbol;
	o->probe.entry_handler = call_begins;
	o->probe.handler = call_ends;
	o->probe.data_size = sizeof(struct observed_call);
	err = register_kretprobe(&o->probe);
	if (err) {
		free_percpu(o->calls);
		o->calls = NULL;
	}
	return err;
}

void tdxcall_observe_start(void)
{
	unsigned int seen = 0;

	if (!observe)
		return;
	for (unsigned int i = 0; i < ARRAY_SIZE(observed); i++) {
		observed[i].err = attach(&observed[i]);
		seen += !observed[i].err;
	}
	pr_info("observe=1: %u of the functions by which Linux makes TDX calls are watched; the file observe has them\n",
		seen);
}

void tdxcall_observe_stop(void)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(observed); i++) {
		if (!observed[i].calls)
			continue;
		unregister_kretprobe(&observed[i].probe);
		free_percpu(observed[i].calls);
		observed[i].calls = NULL;
	}
}

static u64 calls_of(const struct observed *o)
{
	u64 calls = 0;
	int cpu;

	for_each_possible_cpu(cpu)
		calls += READ_ONCE(*per_cpu_ptr(o->calls, cpu));
	return calls;
}

static const char *why_not(int err)
{
	switch (err) {
	case -ENOENT:
		return "this kernel has no such function";
	case -EINVAL:
		return "this kernel allows no probe there (noinstr)";
	case -ENOMEM:
		return "no memory";
	default:
		return "not probed";
	}
}

int tdxcall_observe_show(struct seq_file *m, void *unused)
{
	if (!observe) {
		seq_puts(m, "off: load tdxcall with observe=1\n");
		return 0;
	}
	for (unsigned int i = 0; i < ARRAY_SIZE(observed); i++) {
		const struct observed *o = &observed[i];

		if (o->err)
			seq_printf(m, "%-26s %s: %d\n", o->symbol, why_not(o->err), o->err);
		else
			seq_printf(m, "%-26s watched, %llu calls told, %d missed\n", o->symbol,
				   calls_of(o), o->probe.nmissed);
	}
	return 0;
}

#else

void tdxcall_observe_start(void)
{
	if (observe)
		pr_warn("observe=1: this kernel has no return probes (CONFIG_KRETPROBES)\n");
}

void tdxcall_observe_stop(void)
{
}

int tdxcall_observe_show(struct seq_file *m, void *unused)
{
	seq_puts(m, "off: this kernel has no return probes (CONFIG_KRETPROBES)\n");
	return 0;
}

#endif
