/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The macros of every TDX call, small and full.  asm_env.h is the kernel's or the user-space
 * build's: it gives SYM_FUNC_START/END, RET and _ASM_EXTABLE_FAULT, which on a fault puts the
 * vector in RAX and continues at the fix-up.
 */
#include "asm_env.h"
#include "asm_offsets.h"
#include "../core/abi.h"

/* By their bytes: the oldest binutils that builds Linux doesn't know the names. */
.macro INSN_SEAMCALL
	.byte	0x66, 0x0f, 0x01, 0xcf
.endm

.macro INSN_TDCALL
	.byte	0x66, 0x0f, 0x01, 0xcc
.endm

/*
 * TDX_CALL_SMALL insn - call with at most RCX, RDX, R8 and R9, in and out
 *
 *   RDI            leaf number and version
 *   RSI            struct tdx_regs_small for the results
 *   RDX RCX R8 R9  operands, in place
 *   RAX            returned: completion status or software code
 *
 * Registers that C may clobber and no operand uses go in as zero, lest kernel pointers travel.
 * RBP is kept on top of the stack: some TDX modules clobber it, and an NMI may come right after.
 * A fix-up must not use RAX in its first instruction: the software TDX module makes a #GP of the
 * #UD there.
 */
.macro TDX_CALL_SMALL insn:req
	pushq	%rsi
	pushq	%rbp
	movq	%rdi, %rax
	xorl	%esi, %esi
	xorl	%edi, %edi
	xorl	%r10d, %r10d
	xorl	%r11d, %r11d
.Linsn_\@:
	INSN_\insn
	popq	%rbp
	popq	%rsi
.ifc \insn, SEAMCALL
	jc	.Lvmfail_\@
.endif
	movq	%rcx, TDX_REGS_SMALL_RCX(%rsi)
	movq	%rdx, TDX_REGS_SMALL_RDX(%rsi)
	movq	%r8, TDX_REGS_SMALL_R8(%rsi)
	movq	%r9, TDX_REGS_SMALL_R9(%rsi)
	RET

.Ltrap_\@:
	popq	%rbp
	popq	%rsi
	movabsq	$TDX_SW_ERROR, %rcx
	orq	%rcx, %rax
	RET
.ifc \insn, SEAMCALL
.Lvmfail_\@:
	movabsq	$TDX_SW_VMFAILINVALID, %rax
	RET
.endif
	_ASM_EXTABLE_FAULT(.Linsn_\@, .Ltrap_\@)
.endm

/*
 * TDX_CALL_FULL insn - call with all of RCX RDX RBX RSI RDI R8-R15, in and out
 *
 *   RDI  leaf number and version
 *   RSI  struct tdx_regs, inputs
 *   RDX  struct tdx_regs for the results; may be the same as the inputs
 *   RAX  returned: completion status or software code
 */
.macro TDX_CALL_FULL insn:req
	pushq	%r15
	pushq	%r14
	pushq	%r13
	pushq	%r12
	pushq	%rbx
	pushq	%rdx
	pushq	%rbp

	movq	%rdi, %rax
	movq	TDX_REGS_RCX(%rsi), %rcx
	movq	TDX_REGS_RDX(%rsi), %rdx
	movq	TDX_REGS_RBX(%rsi), %rbx
	movq	TDX_REGS_RDI(%rsi), %rdi
	movq	TDX_REGS_R8(%rsi), %r8
	movq	TDX_REGS_R9(%rsi), %r9
	movq	TDX_REGS_R10(%rsi), %r10
	movq	TDX_REGS_R11(%rsi), %r11
	movq	TDX_REGS_R12(%rsi), %r12
	movq	TDX_REGS_R13(%rsi), %r13
	movq	TDX_REGS_R14(%rsi), %r14
	movq	TDX_REGS_R15(%rsi), %r15
	movq	TDX_REGS_RSI(%rsi), %rsi
.Linsn_\@:
	INSN_\insn
	popq	%rbp
.ifc \insn, SEAMCALL
	jc	.Lvmfail_\@
.endif
	/* Every register may hold a result: RAX steps aside for the pointer to the results. */
	pushq	%rax
	movq	8(%rsp), %rax
	movq	%rcx, TDX_REGS_RCX(%rax)
	movq	%rdx, TDX_REGS_RDX(%rax)
	movq	%rbx, TDX_REGS_RBX(%rax)
	movq	%rsi, TDX_REGS_RSI(%rax)
	movq	%rdi, TDX_REGS_RDI(%rax)
	movq	%r8, TDX_REGS_R8(%rax)
	movq	%r9, TDX_REGS_R9(%rax)
	movq	%r10, TDX_REGS_R10(%rax)
	movq	%r11, TDX_REGS_R11(%rax)
	movq	%r12, TDX_REGS_R12(%rax)
	movq	%r13, TDX_REGS_R13(%rax)
	movq	%r14, TDX_REGS_R14(%rax)
	movq	%r15, TDX_REGS_R15(%rax)
	popq	%rax

	/* They may hold what a VMM or a guest chose: no speculation with it. */
	xorl	%ecx, %ecx
	xorl	%esi, %esi
	xorl	%edi, %edi
	xorl	%r8d, %r8d
	xorl	%r9d, %r9d
	xorl	%r10d, %r10d
	xorl	%r11d, %r11d
.Lout_\@:
	popq	%rdx
	popq	%rbx
	popq	%r12
	popq	%r13
	popq	%r14
	popq	%r15
	RET

.Ltrap_\@:
	popq	%rbp
	movabsq	$TDX_SW_ERROR, %rcx
	orq	%rcx, %rax
	jmp	.Lout_\@
.ifc \insn, SEAMCALL
.Lvmfail_\@:
	movabsq	$TDX_SW_VMFAILINVALID, %rax
	jmp	.Lout_\@
.endif
	_ASM_EXTABLE_FAULT(.Linsn_\@, .Ltrap_\@)
.endm
