/* SPDX-License-Identifier: GPL-2.0 */
/*
 * void guest_tdcall(const struct Registers *in, struct Registers *out, const void *image_in,
 *		     void *image_out): TDCALL with all registers as given, and all that came of it.
 * void guest_spin(...): the same, but RCX times round a loop in its place.
 *
 * struct Registers (exchange.hpp): the 16 by their encoding, then RFLAGS.  The images are XSAVE's.
 */
#define RFLAGS	0x80

	.macro load_all
	.irp	reg, rbx, rbp, r12, r13, r14, r15
	pushq	%\reg
	.endr
	pushq	%rsi
	pushq	%rcx
	movq	%rdx, %r8
	movl	$7, %eax
	xorl	%edx, %edx
	xrstor64 (%r8)
	pushq	RFLAGS(%rdi)
	popfq
	movq	0x00(%rdi), %rax
	movq	0x08(%rdi), %rcx
	movq	0x10(%rdi), %rdx
	movq	0x18(%rdi), %rbx
	movq	0x28(%rdi), %rbp
	movq	0x30(%rdi), %rsi
	movq	0x40(%rdi), %r8
	movq	0x48(%rdi), %r9
	movq	0x50(%rdi), %r10
	movq	0x58(%rdi), %r11
	movq	0x60(%rdi), %r12
	movq	0x68(%rdi), %r13
	movq	0x70(%rdi), %r14
	movq	0x78(%rdi), %r15
	movq	0x38(%rdi), %rdi
	.endm

	.macro store_all
	pushq	%rdi
	movq	16(%rsp), %rdi
	movq	%rax, 0x00(%rdi)
	movq	%rcx, 0x08(%rdi)
	movq	%rdx, 0x10(%rdi)
	movq	%rbx, 0x18(%rdi)
	movq	%rbp, 0x28(%rdi)
	movq	%rsi, 0x30(%rdi)
	movq	%r8, 0x40(%rdi)
	movq	%r9, 0x48(%rdi)
	movq	%r10, 0x50(%rdi)
	movq	%r11, 0x58(%rdi)
	movq	%r12, 0x60(%rdi)
	movq	%r13, 0x68(%rdi)
	movq	%r14, 0x70(%rdi)
	movq	%r15, 0x78(%rdi)
	pushfq
	popq	RFLAGS(%rdi)
	popq	0x38(%rdi)
	popq	%r8
	popq	%rsi
	cld
	movl	$7, %eax
	xorl	%edx, %edx
	xsave64	(%r8)
	.irp	reg, r15, r14, r13, r12, rbp, rbx
	popq	%\reg
	.endr
	ret
	.endm

	.text
	.balign	16
	.globl	guest_tdcall
guest_tdcall:
	load_all
	.byte	0x66, 0x0f, 0x01, 0xcc
	store_all

	.balign	16
	.globl	guest_spin
guest_spin:
	load_all
	/* Neither changes flags. */
1:	leaq	-1(%rcx), %rcx
	jrcxz	2f
	jmp	1b
2:
	store_all

	.section .note.GNU-stack, "", @progbits
