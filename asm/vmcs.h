/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The current VMCS of this CPU.  Each function returns 0 or a software code: TDXCALL_SW_UD if the
 * CPU is not in VMX operation, TDXCALL_SW_GP, or TDXCALL_SW_VMFAILINVALID if the instruction
 * failed.
 */
#ifndef TDXCALL_ASM_VMCS_H
#define TDXCALL_ASM_VMCS_H

#include <tdxcall/abi.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What VMPTRST stores if no VMCS is current. */
#define TDX_NO_VMCS	0xffffffffffffffff

/* VMPTRST: stores its physical address in @pa, which is unchanged on failure. */
u64 tdx_vmptrst(u64 *pa);

/* VMPTRLD: makes the VMCS at the physical address in @pa the current one. */
u64 tdx_vmptrld(const u64 *pa);

#ifdef __cplusplus
}
#endif

#endif
