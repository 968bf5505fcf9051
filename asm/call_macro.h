/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The macro behind every TDX call.  asm_env.h, for the kernel or the user-space build, provides
 * SYM_FUNC_START/END, ANNOTATE_NOENDBR, RET and _ASM_EXTABLE_FAULT, which on a fault puts the
 * vector in RAX and continues at the fix-up.
 */
#include <tdxcall/abi.h>
#include "asm_env.h"
#include "asm_offsets.h"

/* As bytes, because the oldest binutils that builds Linux doesn't know the mnemonics. */
.macro INSN_SEAMCALL
	.byte	0x66, 0x0f, 0x01, 0xcf
.endm

.macro INSN_TDCALL
	.byte	0x66, 0x0f, 0x01, 0xcc
.endm

.macro LOAD reg:req from:req
	movq	\from, \reg
.endm

.macro STORE reg:req to:req
	movq	\reg, \to
.endm

.macro LOAD_XMM reg:req from:req
	movups	\from, \reg
.endm

.macro STORE_XMM reg:req to:req
	movups	\reg, \to
	xorps	\reg, \reg
.endm

.macro HIDE_RBP
#ifndef CONFIG_FRAME_POINTER
	xorl	%ebp, %ebp
#endif
.endm

.macro EACH_OF_8 do:req, block:req
	\do	%rcx, TDX_REGS_RCX(\block)
	\do	%rdx, TDX_REGS_RDX(\block)
	\do	%r8, TDX_REGS_R8(\block)
	\do	%r9, TDX_REGS_R9(\block)
	\do	%r10, TDX_REGS_R10(\block)
	\do	%r11, TDX_REGS_R11(\block)
	\do	%r12, TDX_REGS_R12(\block)
	\do	%r13, TDX_REGS_R13(\block)
.endm

/* Without RSI, which is the pointer. */
.macro EACH_OF_OTHER_4 do:req, block:req
	\do	%rbx, TDX_REGS_RBX(\block)
	\do	%rdi, TDX_REGS_RDI(\block)
	\do	%r14, TDX_REGS_R14(\block)
	\do	%r15, TDX_REGS_R15(\block)
.endm

.macro EACH_XMM do:req, block:req
	\do	%xmm0, 0x00(\block)
	\do	%xmm1, 0x10(\block)
	\do	%xmm2, 0x20(\block)
	\do	%xmm3, 0x30(\block)
	\do	%xmm4, 0x40(\block)
	\do	%xmm5, 0x50(\block)
	\do	%xmm6, 0x60(\block)
	\do	%xmm7, 0x70(\block)
	\do	%xmm8, 0x80(\block)
	\do	%xmm9, 0x90(\block)
	\do	%xmm10, 0xa0(\block)
	\do	%xmm11, 0xb0(\block)
	\do	%xmm12, 0xc0(\block)
	\do	%xmm13, 0xd0(\block)
	\do	%xmm14, 0xe0(\block)
	\do	%xmm15, 0xf0(\block)
.endm

/*
 * TDX_CALL insn, regs - one call with so many operand registers
 *
 * 4: at most RCX, RDX, R8 and R9
 *   RDI            leaf number and version
 *   RSI            struct tdx_regs_small for the results; nothing without @out
 *   RDX RCX R8 R9  operands, in place
 *
 * 8: these and R10 to R13; 13: all of RCX RDX RBX RSI RDI R8-R15; with @xmm also XMM0-15
 *   RDI  leaf number and version
 *   RSI  struct tdx_regs, inputs
 *   RDX  struct tdx_regs for the results; may be the same as the inputs
 *   RCX  @xmm: struct tdx_xmm, inputs
 *   R8   @xmm: struct tdx_xmm for the results; may be the same as the inputs
 *
 * RAX is returned: completion status or software code.
 *
 * The TDX module is trusted: registers that cost nothing to zero go in as zero, and registers that
 * it preserves are not saved.  With 13 the leaf function may be one that no table has, which may
 * lose any register, RBP too.  @stranger (with 13): the registers are seen and changed by a guest
 * or a VMM.  All of them are operands then.  RBP is not, and goes in as zero unless the kernel
 * unwinds the stack by it.  Some TDX modules clobber it: it is saved on top of the stack and
 * restored by the first instruction after the call.  RSP is not touched: an NMI may arrive at the
 * instruction and unwind the stack.
 *
 * No result stays in a register, where a guest's or VMM's value could steer speculation.
 *
 * A fix-up must not use RAX in its first instruction: that is where the software TDX module turns
 * the #UD into a #GP.
 */
.macro TDX_CALL insn:req, regs:req, out=1, xmm=0, stranger=0
	/* Test builds export it, but it is never called through a pointer. */
	ANNOTATE_NOENDBR
.if \regs == 13
	.if !\stranger
	pushq	%rbp
	.endif
	pushq	%r15
	pushq	%r14
.endif
.if \regs > 4
	pushq	%r13
	pushq	%r12
.endif
.if \regs == 13
	pushq	%rbx
.endif
.if \xmm
	pushq	%r8
	EACH_XMM LOAD_XMM, %rcx
.endif
.if \regs > 4
	pushq	%rdx
.endif
.if \stranger
	pushq	%rbp
.endif

	movq	%rdi, %rax
.if \regs == 4
	xorl	%edi, %edi
	xorl	%r10d, %r10d
	xorl	%r11d, %r11d
	.if !\out
	xorl	%esi, %esi
	.endif
.else
	EACH_OF_8 LOAD, %rsi
	.if \regs == 8
	xorl	%edi, %edi
	xorl	%esi, %esi
	.else
	EACH_OF_OTHER_4 LOAD, %rsi
	movq	TDX_REGS_RSI(%rsi), %rsi
	.endif
	.if \stranger
	HIDE_RBP
	.endif
.endif
.Linsn_\@:
	INSN_\insn
.if \stranger
	popq	%rbp
.endif
.ifc \insn, SEAMCALL
	jc	.Lvmfail_\@
.endif

.if \regs == 4
	.if \out
	movq	%rcx, TDX_REGS_SMALL_RCX(%rsi)
	movq	%rdx, TDX_REGS_SMALL_RDX(%rsi)
	movq	%r8, TDX_REGS_SMALL_R8(%rsi)
	movq	%r9, TDX_REGS_SMALL_R9(%rsi)
	.endif
.elseif \regs == 8
	movq	(%rsp), %rsi
	EACH_OF_8 STORE, %rsi
.else
	/* Every register may hold a result: save one, to make room for the pointer to the block. */
	pushq	%rsi
	movq	8(%rsp), %rsi
	EACH_OF_8 STORE, %rsi
	EACH_OF_OTHER_4 STORE, %rsi
	popq	TDX_REGS_RSI(%rsi)
.endif
.if \xmm
	movq	8(%rsp), %rcx
	EACH_XMM STORE_XMM, %rcx
.endif

.Lout_\@:
.if \xmm
	/* A guest ran, and must not decide over the direction flag, on which all C code relies. */
	cld
.endif
.if \regs > 4
	popq	%rdx
.endif
.if \xmm
	popq	%r8
.endif
.if \regs == 13
	popq	%rbx
.endif
.if \regs > 4
	popq	%r12
	popq	%r13
.endif
.if \regs == 13
	popq	%r14
	popq	%r15
	.if !\stranger
	popq	%rbp
	.endif
.endif
	xorl	%ecx, %ecx
	xorl	%edx, %edx
	xorl	%esi, %esi
	xorl	%edi, %edi
	xorl	%r8d, %r8d
	xorl	%r9d, %r9d
	xorl	%r10d, %r10d
	xorl	%r11d, %r11d
	RET

.Ltrap_\@:
.if \stranger
	popq	%rbp
.endif
.if \xmm
	/* Not needed, but objtool wants to see an STD before a CLD. */
	std
.endif
	movabsq	$TDXCALL_SW_ERROR, %rcx
	orq	%rcx, %rax
	jmp	.Lout_\@
.ifc \insn, SEAMCALL
.Lvmfail_\@:
	movabsq	$TDXCALL_SW_VMFAILINVALID, %rax
	jmp	.Lout_\@
.endif
	_ASM_EXTABLE_FAULT(.Linsn_\@, .Ltrap_\@)
.endm
