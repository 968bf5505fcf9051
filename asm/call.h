/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The asm entries.  Each executes its instruction once with exactly the operands given and returns
 * RAX: the completion status, or TDX_SW_UD, TDX_SW_GP or TDX_SW_VMFAILINVALID when no TDX module
 * ran.  Then, and only then, @out is left alone.  The caller keeps this CPU (preemption off).
 */
#ifndef TDXCALL_ASM_CALL_H
#define TDXCALL_ASM_CALL_H

#include "../core/abi.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Arguments are in the ABI's own registers: the C caller puts each operand in its place. */
u64 tdx_seamcall_small(u64 fn, struct tdx_regs_small *out, u64 rdx, u64 rcx, u64 r8, u64 r9);
u64 tdx_tdcall_small(u64 fn, struct tdx_regs_small *out, u64 rdx, u64 rcx, u64 r8, u64 r9);

u64 tdx_seamcall_full(u64 fn, const struct tdx_regs *in, struct tdx_regs *out);
u64 tdx_tdcall_full(u64 fn, const struct tdx_regs *in, struct tdx_regs *out);

#ifdef __cplusplus
}
#endif

#endif
