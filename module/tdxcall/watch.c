// SPDX-License-Identifier: GPL-2.0
/*
 * Watching calls: counters and tracepoints are told of each attempt, of retries and of FPU
 * sections.  While all are off, a call tests one word.
 */
#include <linux/moduleparam.h>
#include <linux/mutex.h>
#include <linux/nospec.h>
#include <linux/percpu.h>
#include <asm/msr.h>
#include <asm/tsc.h>

#include <tdxcall/leaves.h>
#include "core/call/host.h"
#include "internal.h"
#include "module/shared/kunit_export.h"
#include "stats.h"

#define CREATE_TRACE_POINTS
#include "trace.h"

/* Sub-functions of TDG.VP.VMCALL for the migration TD are told apart by R12. */
#define MIGTD_SUBFUNCTION	(TDXCALL_TDG_VP_VMCALL_MIGTD_SEND & U32_MAX)

#define VMCALL_VENDOR		0xffffffffffffffffULL

static bool trace_registers;
module_param(trace_registers, bool, 0600);
MODULE_PARM_DESC(trace_registers,
		 "Let the tracepoints tdxcall_operands and tdxcall_results tell registers (default: no)");

#ifdef TDXCALL_TEST
#ifdef CONFIG_TRACEPOINTS
#define EXPORT_TRACEPOINT(name)	EXPORT_SYMBOL_FOR_TDXCALL_KUNIT(__tracepoint_##name)

EXPORT_TRACEPOINT(tdxcall_enter);
EXPORT_TRACEPOINT(tdxcall_exit);
EXPORT_TRACEPOINT(tdxcall_retry);
EXPORT_TRACEPOINT(tdxcall_give_up);
EXPORT_TRACEPOINT(tdxcall_fault);
EXPORT_TRACEPOINT(tdxcall_fpu_section);
EXPORT_TRACEPOINT(tdxcall_td_exit);
EXPORT_TRACEPOINT(tdxcall_vmcall);
EXPORT_TRACEPOINT(tdxcall_operands);
EXPORT_TRACEPOINT(tdxcall_results);
#endif

bool tdxcall_trace_registers(bool tell)
{
	bool before = trace_registers;

	WRITE_ONCE(trace_registers, tell);
	return before;
}
EXPORT_SYMBOL_FOR_TDXCALL_KUNIT(tdxcall_trace_registers);
#endif

u32 host_calls_watched;

static unsigned int watchers;
static DEFINE_MUTEX(watchers_lock);

/* Retries are rare, so they are counted whether statistics are on or not. */
static DEFINE_PER_CPU(u64[CORE_RETRY_REASONS], retries_made);
static DEFINE_PER_CPU(u64[CORE_RETRY_REASONS], given_up);

/* The FPU section of this CPU that is open, if its call was watched. */
struct open_section {
	bool is_open;
	bool tdcall;
	u64 fn;
	u64 begun;
};

static DEFINE_PER_CPU(struct open_section, open_section);

void tdxcall_watchers_change(int by)
{
	mutex_lock(&watchers_lock);
	watchers += by;
	WRITE_ONCE(host_calls_watched, watchers);
	mutex_unlock(&watchers_lock);
}

int tdxcall_trace_begin(void)
{
	tdxcall_watchers_change(1);
	return 0;
}

void tdxcall_trace_end(void)
{
	tdxcall_watchers_change(-1);
}

/* Not ordered with what is around it, which is short beside any call. */
static u64 now(void)
{
	return rdtsc() ?: 1;
}

/* 0: nobody looked when the call began. */
static u64 cycles_since(u64 begun)
{
	return begun ? max_t(s64, now() - begun, 1) : 0;
}

u64 tdxcall_status_code(enum tdx_call_kind kind, u64 status)
{
	if (kind == TDX_CALL_VMCALL || kind == TDX_CALL_SEAMLDR || core_is_software_status(status))
		return status;
	return status & ~(u64)U32_MAX;
}

u64 tdxcall_subfunction(const struct tdx_regs *regs)
{
	if (regs->r10)
		return VMCALL_VENDOR;
	if (regs->r11 == MIGTD_SUBFUNCTION)
		return regs->r11 | (regs->r12 & U16_MAX) << 32;
	return regs->r11;
}

static bool is_vmcall(bool tdcall, u64 fn)
{
	return tdcall && (fn & U16_MAX) == TDXCALL_TDG_VP_VMCALL;
}

static bool is_vp_enter(bool tdcall, u64 fn)
{
	return tdxcall_kind(tdcall, fn) == TDX_CALL_SEAMCALL &&
	       (fn & U16_MAX) == TDXCALL_TDH_VP_ENTER;
}

/* How a hypercall ended: in the TDX module's words, or if the VMM ran in the VMM's. */
static u64 vmcall_status(u64 status, const struct tdx_regs *out)
{
	return status ?: out->r10;
}

static void told_vmcall(enum tdxcall_origin origin, u64 status, u64 cycles,
			const struct tdx_regs *in, const struct tdx_regs *out)
{
	u64 subfunction = tdxcall_subfunction(in);

	status = vmcall_status(status, out);
	tdxcall_stats_add(origin, TDXCALL_ROW_VMCALL, subfunction, status, cycles);
	trace_tdxcall_vmcall(origin, subfunction, status, cycles);
}

static void told_exit(enum tdxcall_origin origin, u64 status, u64 cycles,
		      const struct tdx_regs *in, const struct tdx_regs *out)
{
	u64 subfunction = 0;
	int reason = core_exit_reason(status);

	if (reason < 0)
		return;
	tdxcall_stats_add(origin, TDXCALL_ROW_EXIT, reason, status, cycles);
	if (reason == CORE_EXIT_TDCALL) {
		subfunction = tdxcall_subfunction(out);
		tdxcall_stats_add(origin, TDXCALL_ROW_TD_VMCALL, subfunction, status, cycles);
	}
	trace_tdxcall_td_exit(origin, in->rcx, reason, status, subfunction, cycles);
}

u64 tdxcall_watch_begins(enum tdxcall_origin origin, bool tdcall, u64 fn,
			 const struct tdx_regs *in)
{
	trace_tdxcall_enter(origin, tdcall, fn);
	if (trace_tdxcall_operands_enabled() && READ_ONCE(trace_registers)) {
		struct tdx_regs operands;

		core_operands(tdcall, fn, in, &operands);
		trace_tdxcall_operands(origin, tdcall, fn, &operands);
	}
	return now();
}
EXPORT_SYMBOL_FOR_TDXCALL_KUNIT(tdxcall_watch_begins);

void tdxcall_watch_ends(enum tdxcall_origin origin, bool tdcall, u64 fn, u64 status, u64 begun,
			const struct tdx_regs *in, const struct tdx_regs *out)
{
	static const struct tdx_regs none;
	u64 cycles = cycles_since(begun);

	if (core_is_software_status(status)) {
		out = &none;
		trace_tdxcall_fault(origin, tdcall, fn, status);
	}
	tdxcall_stats_add(origin, (enum tdxcall_row_kind)tdxcall_kind(tdcall, fn), fn & U16_MAX,
			  status, cycles);
	if (is_vmcall(tdcall, fn))
		told_vmcall(origin, status, cycles, in, out);
	if (is_vp_enter(tdcall, fn))
		told_exit(origin, status, cycles, in, out);
	trace_tdxcall_exit(origin, tdcall, fn, status, cycles);
	if (READ_ONCE(trace_registers))
		trace_tdxcall_results(origin, tdcall, fn, out);
}
EXPORT_SYMBOL_FOR_TDXCALL_KUNIT(tdxcall_watch_ends);

u64 host_call_begins(u32 tdcall, u64 fn, const struct tdx_regs *in)
{
	return tdxcall_watch_begins(TDXCALL_US, tdcall, fn, in);
}

void host_call_ends(u32 tdcall, u64 fn, u64 status, u64 begun, const struct tdx_regs *in,
		    const struct tdx_regs *out)
{
	tdxcall_watch_ends(TDXCALL_US, tdcall, fn, status, begun, in, out);
}

void host_call_opened_section(u32 tdcall, u64 fn)
{
	struct open_section *section = this_cpu_ptr(&open_section);

	tdxcall_stats_add_section(TDXCALL_US, (enum tdxcall_row_kind)tdxcall_kind(tdcall, fn),
				  fn & U16_MAX);
	*section = (struct open_section) { true, tdcall, fn, now() };
}

void tdxcall_watch_section_ends(void)
{
	struct open_section *section = this_cpu_ptr(&open_section);

	if (!section->is_open)
		return;
	section->is_open = false;
	trace_tdxcall_fpu_section(TDXCALL_US, section->tdcall, section->fn,
				  cycles_since(section->begun));
}

void host_count_retry(u32 reason, u32 gave_up, u32 tdcall, u64 fn)
{
	if (reason >= CORE_RETRY_REASONS)
		return;
	reason = array_index_nospec(reason, CORE_RETRY_REASONS);
	if (gave_up) {
		this_cpu_inc(given_up[reason]);
		trace_tdxcall_give_up(TDXCALL_US, tdcall, fn, reason);
	} else {
		this_cpu_inc(retries_made[reason]);
		trace_tdxcall_retry(TDXCALL_US, tdcall, fn, reason);
	}
	tdxcall_stats_add_retry(TDXCALL_US, (enum tdxcall_row_kind)tdxcall_kind(tdcall, fn),
				fn & U16_MAX, reason, gave_up);
}

void tdxcall_retries_made(u32 reason, u64 *retries, u64 *gave_up)
{
	int cpu;

	*retries = 0;
	*gave_up = 0;
	for_each_possible_cpu(cpu) {
		*retries += READ_ONCE(per_cpu(retries_made, cpu)[reason]);
		*gave_up += READ_ONCE(per_cpu(given_up, cpu)[reason]);
	}
}
