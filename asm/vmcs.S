/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Declared in vmcs.h.  Outside VMX operation both raise #UD, which the exception table turns into a
 * result.
 */
#include <tdxcall/abi.h>
#include "asm_env.h"

	.section .noinstr.text, "ax"

SYM_FUNC_START(tdx_vmptrst)
	ANNOTATE_NOENDBR
	xorl	%eax, %eax
.Lvmptrst:
	vmptrst	(%rdi)
	RET
.Lvmptrst_trap:
	movabsq	$TDXCALL_SW_ERROR, %rcx
	orq	%rcx, %rax
	RET
	_ASM_EXTABLE_FAULT(.Lvmptrst, .Lvmptrst_trap)
SYM_FUNC_END(tdx_vmptrst)

SYM_FUNC_START(tdx_vmptrld)
	ANNOTATE_NOENDBR
	xorl	%eax, %eax
.Lvmptrld:
	vmptrld	(%rdi)
	jbe	.Lvmptrld_failed	/* CF: no current VMCS, ZF: another one is */
	RET
.Lvmptrld_failed:
	movabsq	$TDXCALL_SW_VMFAILINVALID, %rax
	RET
.Lvmptrld_trap:
	movabsq	$TDXCALL_SW_ERROR, %rcx
	orq	%rcx, %rax
	RET
	_ASM_EXTABLE_FAULT(.Lvmptrld, .Lvmptrld_trap)
SYM_FUNC_END(tdx_vmptrld)
