/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The first byte of a flat program, and where all vectors of its IDT lead.
 */
	.section .text.entry, "ax"
	.globl	guest_entry
guest_entry:
	jmp	guest_main

	.text

/* Behind the program's registers, as struct Frame: vector, error code, what the CPU pushed. */
	.globl	guest_vectors
	.balign	16
guest_vectors:
	vector = 0
	.rept	256
	.balign	16
	.if	!(vector == 8 || (vector >= 10 && vector <= 14) || vector == 17 || vector == 21)
	pushq	$0
	.endif
	pushq	$vector
	jmp	trapped
	vector = vector + 1
	.endr

trapped:
	.irp	reg, rax, rcx, rdx, rbx, rbp, rsi, rdi, r8, r9, r10, r11, r12, r13, r14, r15
	pushq	%\reg
	.endr
	cld
	movq	%rsp, %rdi
	movq	%rsp, %rbx
	andq	$-16, %rsp
	call	guest_trap
	movq	%rbx, %rsp
	.globl	guest_trap_return
guest_trap_return:
	.irp	reg, r15, r14, r13, r12, r11, r10, r9, r8, rdi, rsi, rbp, rbx, rdx, rcx, rax
	popq	%\reg
	.endr
	addq	$16, %rsp
	iretq

/*
 * void guest_call(void (*function)(void *), void *argument, u64 *resume): calls it.  @resume gets
 * the stack pointer with which guest_called ends this call from anywhere else.
 */
	.globl	guest_call
	.balign	16
guest_call:
	pushq	%rbx
	pushq	%rbp
	pushq	%r12
	pushq	%r13
	pushq	%r14
	pushq	%r15
	subq	$8, %rsp
	movq	%rsp, (%rdx)
	movq	%rdi, %rax
	movq	%rsi, %rdi
	call	*%rax
	.globl	guest_called
guest_called:
	addq	$8, %rsp
	popq	%r15
	popq	%r14
	popq	%r13
	popq	%r12
	popq	%rbp
	popq	%rbx
	ret

/* void guest_leave(const struct Frame *frame): goes on with these registers. */
	.globl	guest_leave
	.balign	16
guest_leave:
	movq	%rdi, %rsp
	jmp	guest_trap_return

	.section .note.GNU-stack, "", @progbits
