/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The asm entries.  Each executes its instruction once with the given operands and returns RAX: the
 * completion status, or TDXCALL_SW_UD, TDXCALL_SW_GP or TDXCALL_SW_VMFAILINVALID if no TDX module
 * ran.  Only in the latter case @out is not written.  The caller stays on this CPU (preemption
 * off).
 */
#ifndef TDXCALL_ASM_CALL_H
#define TDXCALL_ASM_CALL_H

#include <tdxcall/abi.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * For leaf functions that have no operand beyond RCX, RDX, R8 and R9.  The arguments are ordered so
 * that the C calling convention puts each operand in its register.
 */
u64 tdx_seamcall_small(u64 fn, struct tdx_regs_small *out, u64 rdx, u64 rcx, u64 r8, u64 r9);
u64 tdx_tdcall_small(u64 fn, struct tdx_regs_small *out, u64 rdx, u64 rcx, u64 r8, u64 r9);

/* The same without results; @unused is ignored. */
u64 tdx_seamcall_in(u64 fn, u64 unused, u64 rdx, u64 rcx, u64 r8, u64 r9);
u64 tdx_tdcall_in(u64 fn, u64 unused, u64 rdx, u64 rcx, u64 r8, u64 r9);

/* For those that have R10 to R13 as well; the other registers of the blocks are ignored. */
u64 tdx_seamcall_wide(u64 fn, const struct tdx_regs *in, struct tdx_regs *out);
u64 tdx_tdcall_wide(u64 fn, const struct tdx_regs *in, struct tdx_regs *out);

/* With every register of the block. */
u64 tdx_seamcall_full(u64 fn, const struct tdx_regs *in, struct tdx_regs *out);
u64 tdx_tdcall_full(u64 fn, const struct tdx_regs *in, struct tdx_regs *out);

/*
 * With XMM0-15 too; @xmm_out may be @xmm_in.  In the kernel only where the FPU may be used: the XMM
 * registers are zero afterwards.
 */
u64 tdx_seamcall_xmm(u64 fn, const struct tdx_regs *in, struct tdx_regs *out,
		     const struct tdx_xmm *xmm_in, struct tdx_xmm *xmm_out);
u64 tdx_tdcall_xmm(u64 fn, const struct tdx_regs *in, struct tdx_regs *out,
		   const struct tdx_xmm *xmm_in, struct tdx_xmm *xmm_out);

#ifdef __cplusplus
}
#endif

#endif
