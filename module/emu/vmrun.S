/* SPDX-License-Identifier: GPL-2.0 */
/*
 * VMRUN.  An interrupt ends it only if RFLAGS.IF was 1 before, so it is, with the global interrupt
 * flag clear around: nothing comes in while registers, segments and system-call MSRs are a guest's.
 */
#include <linux/linkage.h>
#include <asm/asm.h>

#include "vmrun.h"

	.section .noinstr.text, "ax"

SYM_FUNC_START(emu_vmrun)
	pushq	%rbp
	pushq	%rbx
	pushq	%r12
	pushq	%r13
	pushq	%r14
	pushq	%r15
	pushq	%rdx
	pushq	%rdi

	clgi
	movq	%rdx, %rax
	vmsave	%rax
	movq	%rsi, %rax
	movq	EMU_REGS_RCX(%rdi), %rcx
	movq	EMU_REGS_RDX(%rdi), %rdx
	movq	EMU_REGS_R8(%rdi), %r8
	movq	EMU_REGS_R9(%rdi), %r9
	movq	EMU_REGS_R10(%rdi), %r10
	movq	EMU_REGS_R11(%rdi), %r11
	movq	EMU_REGS_R12(%rdi), %r12
	movq	EMU_REGS_R13(%rdi), %r13
	movq	EMU_REGS_R14(%rdi), %r14
	movq	EMU_REGS_R15(%rdi), %r15
	movq	EMU_REGS_RBX(%rdi), %rbx
	movq	EMU_REGS_RBP(%rdi), %rbp
	movq	EMU_REGS_RSI(%rdi), %rsi
	movq	EMU_REGS_RDI(%rdi), %rdi
	sti
	vmload	%rax
	vmrun	%rax
	vmsave	%rax
	cli

	/* VMRUN restored RAX and RSP of the host; all other registers are the guest's. */
	xchgq	%rdi, (%rsp)
	movq	%rcx, EMU_REGS_RCX(%rdi)
	movq	%rdx, EMU_REGS_RDX(%rdi)
	movq	%r8, EMU_REGS_R8(%rdi)
	movq	%r9, EMU_REGS_R9(%rdi)
	movq	%r10, EMU_REGS_R10(%rdi)
	movq	%r11, EMU_REGS_R11(%rdi)
	movq	%r12, EMU_REGS_R12(%rdi)
	movq	%r13, EMU_REGS_R13(%rdi)
	movq	%r14, EMU_REGS_R14(%rdi)
	movq	%r15, EMU_REGS_R15(%rdi)
	movq	%rbx, EMU_REGS_RBX(%rdi)
	movq	%rbp, EMU_REGS_RBP(%rdi)
	movq	%rsi, EMU_REGS_RSI(%rdi)
	popq	EMU_REGS_RDI(%rdi)
	popq	%rax
	vmload	%rax

	/* Clear the guest's values: they could steer speculation. */
	xorl	%eax, %eax
	xorl	%ecx, %ecx
	xorl	%edx, %edx
	xorl	%esi, %esi
	xorl	%edi, %edi
	xorl	%r8d, %r8d
	xorl	%r9d, %r9d
	xorl	%r10d, %r10d
	xorl	%r11d, %r11d
	popq	%r15
	popq	%r14
	popq	%r13
	popq	%r12
	popq	%rbx
	popq	%rbp
	stgi
	RET
SYM_FUNC_END(emu_vmrun)
