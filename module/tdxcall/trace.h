/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Tracepoints: each attempt of a call, how it ended, and what happened around it.  Numbers become
 * names when an event is printed; names of leaf functions and statuses are constants of the core,
 * which bpftrace reads by str().
 */
#undef TRACE_SYSTEM
#define TRACE_SYSTEM tdxcall

#if !defined(TDXCALL_TRACE_H) || defined(TRACE_HEADER_MULTI_READ)
#define TDXCALL_TRACE_H

#include <linux/tracepoint.h>

#include "internal.h"
#include "trace_names.h"
#include "watch.h"

#ifndef TDXCALL_TRACE_HELPERS
#define TDXCALL_TRACE_HELPERS

/* Whose leaf function, and its number. */
static inline u32 tdxcall_trace_leaf(bool tdcall, u64 fn)
{
	return tdxcall_kind(tdcall, fn) << 16 | (u16)fn;
}

static inline u64 tdxcall_trace_code(bool tdcall, u64 fn, u64 status)
{
	return tdxcall_status_code(tdxcall_kind(tdcall, fn), status);
}

static inline u32 tdxcall_trace_operand(u32 leaf, u64 status)
{
	return leaf >> 16 == TDX_CALL_SEAMLDR ? TDX_NO_OPERAND : tdx_status_operand(status);
}
#endif

#ifdef __CHECKER__
/* So long a list is too much for sparse. */
#undef TDXCALL_TRACE_STATUSES
#define TDXCALL_TRACE_STATUSES		{ 0, "TDX_SUCCESS" }
#endif

#define tdxcall_show_origin(origin)						\
	__print_symbolic(origin, { 0, "us" }, { 1, "kvm" }, { 2, "linux" })
#define tdxcall_show_call(leaf)							\
	__print_symbolic(leaf >> 16, { 0, "SEAMCALL" }, { 1, "TDCALL" }, { 2, "SEAMLDR" })
#define tdxcall_show_leaf(leaf)		__print_symbolic(leaf, TDXCALL_TRACE_LEAVES)
#define tdxcall_show_status(code)	__print_symbolic(code, TDXCALL_TRACE_STATUSES)
#define tdxcall_show_operand(operand)	__print_symbolic(operand, TDXCALL_TRACE_OPERANDS)
#define tdxcall_show_ghci(status)	__print_symbolic(status, TDXCALL_TRACE_GHCI)
#define tdxcall_show_reason(reason)	__print_symbolic(reason, TDXCALL_TRACE_RETRIES)
#define tdxcall_show_exit(reason)	__print_symbolic(reason, TDXCALL_TRACE_EXITS)
#define tdxcall_show_vmcall(number)	__print_symbolic(number, TDXCALL_TRACE_VMCALLS)

TRACE_EVENT_FN(tdxcall_enter,
	       TP_PROTO(u8 origin, bool tdcall, u64 fn),
	       TP_ARGS(origin, tdcall, fn),
	       TP_STRUCT__entry(__field(u64, fn)
				__field(const char *, name)
				__field(u32, leaf)
				__field(u8, origin)),
	       TP_fast_assign(__entry->fn = fn;
			      __entry->name = core_leaf_name(tdcall, fn);
			      __entry->leaf = tdxcall_trace_leaf(tdcall, fn);
			      __entry->origin = origin;),
	       TP_printk("%s %s fn=0x%llx origin=%s", tdxcall_show_call(__entry->leaf),
			 tdxcall_show_leaf(__entry->leaf), __entry->fn,
			 tdxcall_show_origin(__entry->origin)),
	       tdxcall_trace_begin, tdxcall_trace_end
);

/* TDH.VP.ENTER: after the host's state is back.  cycles=0: the call began before anyone watched. */
TRACE_EVENT_FN(tdxcall_exit,
	       TP_PROTO(u8 origin, bool tdcall, u64 fn, u64 status, u64 cycles),
	       TP_ARGS(origin, tdcall, fn, status, cycles),
	       TP_STRUCT__entry(__field(u64, fn)
				__field(u64, status)
				__field(u64, code)
				__field(u64, cycles)
				__field(const char *, name)
				__field(const char *, status_name)
				__field(const char *, operand_name)
				__field(u32, leaf)
				__field(u32, operand)
				__field(u8, origin)),
	       TP_fast_assign(__entry->fn = fn;
			      __entry->status = status;
			      __entry->code = tdxcall_trace_code(tdcall, fn, status);
			      __entry->cycles = cycles;
			      __entry->name = core_leaf_name(tdcall, fn);
			      __entry->status_name = tdx_status_name(status,
								     tdxcall_kind(tdcall, fn));
			      __entry->leaf = tdxcall_trace_leaf(tdcall, fn);
			      __entry->operand = tdxcall_trace_operand(__entry->leaf, status);
			      __entry->operand_name = tdx_operand_name(__entry->operand);
			      __entry->origin = origin;),
	       TP_printk("%s %s fn=0x%llx status=0x%llx %s operand=%s cycles=%llu origin=%s",
			 tdxcall_show_call(__entry->leaf), tdxcall_show_leaf(__entry->leaf),
			 __entry->fn, __entry->status, tdxcall_show_status(__entry->code),
			 tdxcall_show_operand(__entry->operand), __entry->cycles,
			 tdxcall_show_origin(__entry->origin)),
	       tdxcall_trace_begin, tdxcall_trace_end
);

DECLARE_EVENT_CLASS(tdxcall_again,
		    TP_PROTO(u8 origin, bool tdcall, u64 fn, u32 reason),
		    TP_ARGS(origin, tdcall, fn, reason),
		    TP_STRUCT__entry(__field(u64, fn)
				     __field(const char *, name)
				     __field(u32, leaf)
				     __field(u32, reason)
				     __field(u8, origin)),
		    TP_fast_assign(__entry->fn = fn;
				   __entry->name = core_leaf_name(tdcall, fn);
				   __entry->leaf = tdxcall_trace_leaf(tdcall, fn);
				   __entry->reason = reason;
				   __entry->origin = origin;),
		    TP_printk("%s %s fn=0x%llx %s origin=%s", tdxcall_show_call(__entry->leaf),
			      tdxcall_show_leaf(__entry->leaf), __entry->fn,
			      tdxcall_show_reason(__entry->reason),
			      tdxcall_show_origin(__entry->origin))
);

/* An attempt failed, and is followed by another one, or not. */
DEFINE_EVENT_FN(tdxcall_again, tdxcall_retry,
		TP_PROTO(u8 origin, bool tdcall, u64 fn, u32 reason),
		TP_ARGS(origin, tdcall, fn, reason),
		tdxcall_trace_begin, tdxcall_trace_end
);

DEFINE_EVENT_FN(tdxcall_again, tdxcall_give_up,
		TP_PROTO(u8 origin, bool tdcall, u64 fn, u32 reason),
		TP_ARGS(origin, tdcall, fn, reason),
		tdxcall_trace_begin, tdxcall_trace_end
);

/* No TDX module ran: the instruction faulted, or ended in VMfailInvalid. */
TRACE_EVENT_FN(tdxcall_fault,
	       TP_PROTO(u8 origin, bool tdcall, u64 fn, u64 status),
	       TP_ARGS(origin, tdcall, fn, status),
	       TP_STRUCT__entry(__field(u64, fn)
				__field(u64, status)
				__field(const char *, name)
				__field(u32, leaf)
				__field(u8, origin)),
	       TP_fast_assign(__entry->fn = fn;
			      __entry->status = status;
			      __entry->name = core_leaf_name(tdcall, fn);
			      __entry->leaf = tdxcall_trace_leaf(tdcall, fn);
			      __entry->origin = origin;),
	       TP_printk("%s %s fn=0x%llx status=0x%llx %s origin=%s",
			 tdxcall_show_call(__entry->leaf), tdxcall_show_leaf(__entry->leaf),
			 __entry->fn, __entry->status, tdxcall_show_status(__entry->status),
			 tdxcall_show_origin(__entry->origin)),
	       tdxcall_trace_begin, tdxcall_trace_end
);

/* At the end of the section, with the call that opened it. */
TRACE_EVENT_FN(tdxcall_fpu_section,
	       TP_PROTO(u8 origin, bool tdcall, u64 fn, u64 cycles),
	       TP_ARGS(origin, tdcall, fn, cycles),
	       TP_STRUCT__entry(__field(u64, fn)
				__field(u64, cycles)
				__field(const char *, name)
				__field(u32, leaf)
				__field(u8, origin)),
	       TP_fast_assign(__entry->fn = fn;
			      __entry->cycles = cycles;
			      __entry->name = core_leaf_name(tdcall, fn);
			      __entry->leaf = tdxcall_trace_leaf(tdcall, fn);
			      __entry->origin = origin;),
	       TP_printk("%s %s fn=0x%llx cycles=%llu origin=%s",
			 tdxcall_show_call(__entry->leaf), tdxcall_show_leaf(__entry->leaf),
			 __entry->fn, __entry->cycles, tdxcall_show_origin(__entry->origin)),
	       tdxcall_trace_begin, tdxcall_trace_end
);

/*
 * A TD ran and exited: vcpu is its TDVPR page, reason the basic VM exit reason.  Where that is
 * TDG.VP.VMCALL, subfunction is what the guest asks for; all ones is a vendor's.
 */
TRACE_EVENT_FN(tdxcall_td_exit,
	       TP_PROTO(u8 origin, u64 vcpu, u32 reason, u64 status, u64 subfunction, u64 cycles),
	       TP_ARGS(origin, vcpu, reason, status, subfunction, cycles),
	       TP_STRUCT__entry(__field(u64, vcpu)
				__field(u64, status)
				__field(u64, code)
				__field(u64, subfunction)
				__field(u64, cycles)
				__field(const char *, reason_name)
				__field(const char *, subfunction_name)
				__field(u32, reason)
				__field(u8, origin)),
	       TP_fast_assign(__entry->vcpu = vcpu;
			      __entry->status = status;
			      __entry->code = tdxcall_status_code(TDX_CALL_SEAMCALL, status);
			      __entry->subfunction = subfunction;
			      __entry->cycles = cycles;
			      __entry->reason_name = tdx_exit_reason_name(reason);
			      __entry->subfunction_name = subfunction ? tdx_vmcall_name(subfunction) : "-";
			      __entry->reason = reason;
			      __entry->origin = origin;),
	       TP_printk("vcpu=0x%llx %s, %s status=0x%llx %s cycles=%llu origin=%s",
			 __entry->vcpu, tdxcall_show_exit(__entry->reason),
			 tdxcall_show_vmcall(__entry->subfunction), __entry->status,
			 tdxcall_show_status(__entry->code), __entry->cycles,
			 tdxcall_show_origin(__entry->origin)),
	       tdxcall_trace_begin, tdxcall_trace_end
);

/* A hypercall of this TD ended: status is the VMM's, or the TDX module's if the VMM did not run. */
TRACE_EVENT_FN(tdxcall_vmcall,
	       TP_PROTO(u8 origin, u64 subfunction, u64 status, u64 cycles),
	       TP_ARGS(origin, subfunction, status, cycles),
	       TP_STRUCT__entry(__field(u64, subfunction)
				__field(u64, status)
				__field(u64, cycles)
				__field(const char *, name)
				__field(u8, origin)),
	       TP_fast_assign(__entry->subfunction = subfunction;
			      __entry->status = status;
			      __entry->cycles = cycles;
			      __entry->name = tdx_vmcall_name(subfunction);
			      __entry->origin = origin;),
	       TP_printk("%s status=0x%llx %s cycles=%llu origin=%s",
			 tdxcall_show_vmcall(__entry->subfunction), __entry->status,
			 tdxcall_show_ghci(__entry->status), __entry->cycles,
			 tdxcall_show_origin(__entry->origin)),
	       tdxcall_trace_begin, tdxcall_trace_end
);

DECLARE_EVENT_CLASS(tdxcall_registers,
		    TP_PROTO(u8 origin, bool tdcall, u64 fn, const struct tdx_regs *regs),
		    TP_ARGS(origin, tdcall, fn, regs),
		    TP_STRUCT__entry(__field(u64, fn)
				     __field(u64, rcx)
				     __field(u64, rdx)
				     __field(u64, r8)
				     __field(u64, r9)
				     __field(u64, r10)
				     __field(u64, r11)
				     __field(u64, r12)
				     __field(u64, r13)
				     __field(u64, rbx)
				     __field(u64, rsi)
				     __field(u64, rdi)
				     __field(u64, r14)
				     __field(u64, r15)
				     __field(const char *, name)
				     __field(u32, leaf)
				     __field(u8, origin)),
		    TP_fast_assign(__entry->fn = fn;
				   __entry->rcx = regs->rcx;
				   __entry->rdx = regs->rdx;
				   __entry->r8 = regs->r8;
				   __entry->r9 = regs->r9;
				   __entry->r10 = regs->r10;
				   __entry->r11 = regs->r11;
				   __entry->r12 = regs->r12;
				   __entry->r13 = regs->r13;
				   __entry->rbx = regs->rbx;
				   __entry->rsi = regs->rsi;
				   __entry->rdi = regs->rdi;
				   __entry->r14 = regs->r14;
				   __entry->r15 = regs->r15;
				   __entry->name = core_leaf_name(tdcall, fn);
				   __entry->leaf = tdxcall_trace_leaf(tdcall, fn);
				   __entry->origin = origin;),
		    TP_printk("%s %s fn=0x%llx rcx=0x%llx rdx=0x%llx r8=0x%llx r9=0x%llx r10=0x%llx r11=0x%llx r12=0x%llx r13=0x%llx rbx=0x%llx rsi=0x%llx rdi=0x%llx r14=0x%llx r15=0x%llx origin=%s",
			      tdxcall_show_call(__entry->leaf), tdxcall_show_leaf(__entry->leaf),
			      __entry->fn, __entry->rcx, __entry->rdx, __entry->r8, __entry->r9,
			      __entry->r10, __entry->r11, __entry->r12, __entry->r13, __entry->rbx,
			      __entry->rsi, __entry->rdi, __entry->r14, __entry->r15,
			      tdxcall_show_origin(__entry->origin))
);

/* Only with the parameter trace_registers: what goes in, and what has come out. */
DEFINE_EVENT_FN(tdxcall_registers, tdxcall_operands,
		TP_PROTO(u8 origin, bool tdcall, u64 fn, const struct tdx_regs *regs),
		TP_ARGS(origin, tdcall, fn, regs),
		tdxcall_trace_begin, tdxcall_trace_end
);

DEFINE_EVENT_FN(tdxcall_registers, tdxcall_results,
		TP_PROTO(u8 origin, bool tdcall, u64 fn, const struct tdx_regs *regs),
		TP_ARGS(origin, tdcall, fn, regs),
		tdxcall_trace_begin, tdxcall_trace_end
);

#endif

#undef TRACE_INCLUDE_PATH
#define TRACE_INCLUDE_PATH module/tdxcall
#undef TRACE_INCLUDE_FILE
#define TRACE_INCLUDE_FILE trace
#include <trace/define_trace.h>
