/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Host services of the call path, besides those of core/base/host_cpu.h.  Implemented in the kernel
 * by module/tdxcall, in user space by kunit/user/host/host.cpp.  Every one may be called with
 * interrupts off and must not sleep, except for host_relax().
 */
#ifndef TDXCALL_CORE_CALL_HOST_H
#define TDXCALL_CORE_CALL_HOST_H

#include "core/base/host_cpu.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Writes an MSR of this CPU; 0, or -1 when the CPU refuses it. */
int host_wrmsr(u32 msr, u64 value);

/*
 * Not 0 while counters or tracepoints want to know of calls: then these are called before and after
 * each SEAMCALL, or TDCALL with @tdcall, on the same CPU.  @fn and @status are RAX, @in and @out
 * the other registers; @out is not valid where no TDX module ran.  @begun is what
 * host_call_begins() returned, 0 if nobody watched yet when the call began.
 */
struct tdx_regs;
extern u32 host_calls_watched;
u64 host_call_begins(u32 tdcall, u64 fn, const struct tdx_regs *in);
void host_call_ends(u32 tdcall, u64 fn, u64 status, u64 begun, const struct tdx_regs *in,
		    const struct tdx_regs *out);

/* While calls are watched: this one opened an FPU section. */
void host_call_opened_section(u32 tdcall, u64 fn);

/* A call is retried for this reason (core_retry_name()), or given up; always told. */
void host_count_retry(u32 reason, u32 gave_up, u32 tdcall, u64 fn);

/*
 * Between two attempts of a call: lets others make progress, by scheduling on this CPU if the
 * caller's context allows it, then for about so many nanoseconds.  @may_sleep says that the caller
 * may sleep, for kernels that cannot tell; it is ignored with interrupts off.  The CPU is the same
 * afterwards.
 */
enum host_relaxed {
	HOST_RELAXED,
	HOST_RELAXED_UNSURE,	/* unknown whether the context may sleep: nobody else ran */
	HOST_RELAXED_ATOMIC,	/* atomic context, nobody else ran: give up soon */
	HOST_RELAXED_ENDED,	/* no call may be made any more */
};

enum host_relaxed host_relax(u32 may_sleep, u32 nanoseconds);

/* Has this task a fatal signal, and is not exiting yet? */
int host_is_killed(void);

/* A clock that never goes back. */
u64 host_nanoseconds(void);

/*
 * An FPU section: between the two, XMM registers may be used and lost.  A user program's x87, XMM
 * and wider registers are saved and come back.  The CPU does not change meanwhile; sections do not
 * nest.  0, or -1 where this context can't have one.
 */
int host_fpu_begin(void);
void host_fpu_end(void);

/*
 * Runs a guest until it exits: TDH.VP.ENTER, or with @tdcall TDG.VP.ENTER, with RAX = @fn and all
 * registers.  Other host state that the guest changes is restored on return, and host events that
 * ended a TD's run have been sent on.  Interrupts are off and XMM registers may be lost.  Returns
 * RAX; @out and @xmm are written if the guest or a TDX module ran.
 */
struct tdx_xmm;
u64 host_run_guest(u32 tdcall, u64 fn, const struct tdx_regs *in, struct tdx_regs *out,
		   struct tdx_xmm *xmm);

/* May anything, for instance an NMI, unwind this stack by RBP? */
int host_unwinds_by_rbp(void);

/*
 * Calls to the P-SEAMLDR: are they allowed?  Between lock and unlock no other CPU makes one, and
 * this CPU is not interrupted.  @vmcs_kept is 0 if the current VMCS, which the call loses, could
 * not be loaded again.
 */
int host_seamldr_allowed(void);
void host_seamldr_lock(void);
void host_seamldr_unlock(int vmcs_kept);

#ifdef __cplusplus
}
#endif

#endif
