/* SPDX-License-Identifier: GPL-2.0 */
/* Calls as those who watch them are told: counters and tracepoints. */
#ifndef TDXCALL_WATCH_H
#define TDXCALL_WATCH_H

#include <linux/types.h>

#include "core/call/core.h"
#include "core/decode/decode.h"

/* Who made a call. */
enum tdxcall_origin {
	TDXCALL_US,	/* tdxcall, for itself or for a module that uses it */
	TDXCALL_KVM,
	TDXCALL_LINUX,
	TDXCALL_ORIGINS,
};

/*
 * Around each attempt of a call, with preemption off.  The first returns @begun for the second.
 * @in may hold more than the operands; @out is not looked at where no TDX module ran.
 */
u64 tdxcall_watch_begins(enum tdxcall_origin origin, bool tdcall, u64 fn,
			 const struct tdx_regs *in);
void tdxcall_watch_ends(enum tdxcall_origin origin, bool tdcall, u64 fn, u64 status, u64 begun,
			const struct tdx_regs *in, const struct tdx_regs *out);

/* The FPU section that a call had opened is closed. */
void tdxcall_watch_section_ends(void);

/* Who wants to be told: while there is somebody, host_calls_watched is set. */
void tdxcall_watchers_change(int by);

/* What tells one kind of outcome from another: a status without operand, exit reason or count. */
u64 tdxcall_status_code(enum tdx_call_kind kind, u64 status);

/*
 * The sub-function of TDG.VP.VMCALL in these registers, as the table has them; all ones for one of
 * a vendor.  In a TD's VMM they are the guest's, and may be anything.
 */
u64 tdxcall_subfunction(const struct tdx_regs *regs);

/* In test builds, for KUnit: as the parameter trace_registers; returns what it was. */
bool tdxcall_trace_registers(bool tell);

#endif
