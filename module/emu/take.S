/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Interrupts and NMIs taken as a CPU in a TD takes them: acknowledged, and no handler has run.
 * What came in is in EAX.
 */
#include <linux/linkage.h>
#include <asm/asm.h>
#include <asm/unwind_hints.h>

#include "take.h"

	.section .rodata, "a"
	.balign	8
	.globl	emu_take_interrupt
emu_take_interrupt:

	.section .noinstr.text, "ax"

SYM_FUNC_START(emu_take)
	xorl	%eax, %eax
	lidt	(%rdi)
	testq	%rdx, %rdx
	jz	.Lopen
	movl	%ecx, EMU_APIC_ICR2(%rdx)
	movl	$EMU_APIC_DM_NMI, EMU_APIC_ICR(%rdx)
.Lopen:
	sti
	nop
	/* The handlers below jump here, too: interrupts off, no IRET. */
.Ltaken:
	cli
	lidt	(%rsi)
	RET
SYM_FUNC_END(emu_take)

SYM_CODE_START(emu_take_handlers)
.set vector, EMU_FIRST_VECTOR
.rept EMU_VECTORS - EMU_FIRST_VECTOR
	UNWIND_HINT_IRET_REGS
1:	ENDBR
	movl	$vector, %eax
	jmp	.Lhandled
	.pushsection .rodata
	.quad	1b
	.popsection
	.set vector, vector + 1
.endr

/* No IRET follows, so NMIs stay blocked. */
	UNWIND_HINT_IRET_REGS
1:	ENDBR
	orl	$EMU_TOOK_NMI, %eax
	.pushsection .rodata.emu_take_nmi, "a"
	.globl	emu_take_nmi
emu_take_nmi:
	.quad	1b
	.popsection

/* Back to the stack of emu_take(): only RSP of the exception frame matters. */
.Lhandled:
	UNWIND_HINT_IRET_REGS
	movq	24(%rsp), %rsp
	UNWIND_HINT_FUNC
	jmp	.Ltaken
SYM_CODE_END(emu_take_handlers)
