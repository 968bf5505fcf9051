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
 * Not 0 while someone wants to hear of calls: then each SEAMCALL, or with @tdcall TDCALL, is told
 * before and after.  @fn and @status are RAX.
 */
extern u32 host_calls_watched;
void host_call_begins(u32 tdcall, u64 fn);
void host_call_ends(u32 tdcall, u64 fn, u64 status);

/* A call is made again for this reason (core_retry_name()), or given up. */
void host_count_retry(u32 reason, u32 gave_up);

/*
 * Between two attempts of a call: lets others go on, and be it by running them on this CPU, where
 * the caller's context allows that; then for about so many nanoseconds.  @may_sleep is the caller's
 * word that it may sleep, for kernels that cannot tell; with interrupts off it does not count.  The
 * CPU is the same afterwards.
 */
enum host_relaxed {
	HOST_RELAXED,
	HOST_RELAXED_UNSURE,	/* it may be a task that could sleep, or not: nobody else ran */
	HOST_RELAXED_ATOMIC,	/* nobody could run: come to an end soon */
	HOST_RELAXED_ENDED,	/* no call may be made any more */
};

enum host_relaxed host_relax(u32 may_sleep, u32 nanoseconds);

/* Is there a fatal signal for this task, which is not dying yet? */
int host_is_killed(void);

/* A clock that never goes back. */
u64 host_nanoseconds(void);

/*
 * Between the two, XMM registers may be lost and used: what a program has in x87, XMM and wider
 * registers is kept, and comes back.  The CPU does not change meanwhile; no such section stands in
 * another.  0, or -1 where this context can't have one.
 */
int host_fpu_begin(void);
void host_fpu_end(void);

/*
 * Runs a guest until it exits: TDH.VP.ENTER, or with @tdcall TDG.VP.ENTER, with RAX = @fn and all
 * registers, by the asm entry of that kind.  Whatever else of this CPU the guest changes is as it
 * was when this returns, and the events that a TD exit brings are on their way.  Interrupts are off
 * and XMM registers may be lost.  RAX is returned; @out and @xmm are written where the guest, or a
 * TDX module, ran.
 */
struct tdx_regs;
struct tdx_xmm;
u64 host_run_guest(u32 tdcall, u64 fn, const struct tdx_regs *in, struct tdx_regs *out,
		   struct tdx_xmm *xmm);

/* Does something unwind this stack by RBP, perhaps from an NMI? */
int host_unwinds_by_rbp(void);

/*
 * Calls to the P-SEAMLDR: may they be made?  Between lock and unlock no other CPU makes one, and
 * this CPU is not interrupted.  @vmcs_kept is 0 when the current VMCS, lost in the call, could not
 * be made the current one again.
 */
int host_seamldr_allowed(void);
void host_seamldr_lock(void);
void host_seamldr_unlock(int vmcs_kept);

#ifdef __cplusplus
}
#endif

#endif
