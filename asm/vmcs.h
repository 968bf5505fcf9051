/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The current VMCS of this CPU.  Each function returns 0, or a software code: TDXCALL_SW_UD where
 * the CPU is not in VMX operation, TDXCALL_SW_GP, TDXCALL_SW_VMFAILINVALID where the instruction
 * itself failed.
 */
#ifndef TDXCALL_ASM_VMCS_H
#define TDXCALL_ASM_VMCS_H

#include <tdxcall/abi.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What VMPTRST stores where no VMCS is current. */
#define TDX_NO_VMCS	0xffffffffffffffff

/* VMPTRST: its physical address into @pa, which is left alone on failure. */
u64 tdx_vmptrst(u64 *pa);

/* VMPTRLD: makes the VMCS at the physical address in @pa the current one. */
u64 tdx_vmptrld(const u64 *pa);

#ifdef __cplusplus
}
#endif

#endif
