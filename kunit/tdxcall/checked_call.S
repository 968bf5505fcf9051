/* SPDX-License-Identifier: GPL-2.0 */
#include <linux/cfi_types.h>
#include <linux/linkage.h>
#include <asm/asm.h>

#define ARGS		0
#define SAVED		48
#define RESULT		96
#define SAVED_AFTER	104
#define STACK		152
#define STACK_AFTER	168
#define VOLATILE_AFTER	184
#define FLAGS_AFTER	240

.macro CHECKED_CALL entry:req
	pushq	%rbp
	pushq	%rbx
	pushq	%r12
	pushq	%r13
	pushq	%r14
	pushq	%r15
	pushq	%rdi

	pushq	STACK+0(%rdi)
	pushq	STACK+8(%rdi)
	movq	SAVED+0(%rdi), %rbx
	movq	SAVED+8(%rdi), %rbp
	movq	SAVED+16(%rdi), %r12
	movq	SAVED+24(%rdi), %r13
	movq	SAVED+32(%rdi), %r14
	movq	SAVED+40(%rdi), %r15
	movq	ARGS+8(%rdi), %rsi
	movq	ARGS+16(%rdi), %rdx
	movq	ARGS+24(%rdi), %rcx
	movq	ARGS+32(%rdi), %r8
	movq	ARGS+40(%rdi), %r9
	movq	ARGS+0(%rdi), %rdi
	call	\entry

	pushq	%rdi
	movq	24(%rsp), %rdi
	popq	VOLATILE_AFTER+16(%rdi)
	movq	%rcx, VOLATILE_AFTER+0(%rdi)
	movq	%rsi, VOLATILE_AFTER+8(%rdi)
	movq	%r8, VOLATILE_AFTER+24(%rdi)
	movq	%r9, VOLATILE_AFTER+32(%rdi)
	movq	%r10, VOLATILE_AFTER+40(%rdi)
	movq	%r11, VOLATILE_AFTER+48(%rdi)
	movq	%rax, RESULT(%rdi)
	pushfq
	popq	FLAGS_AFTER(%rdi)
	popq	STACK_AFTER+8(%rdi)
	popq	STACK_AFTER+0(%rdi)
	movq	%rbx, SAVED_AFTER+0(%rdi)
	movq	%rbp, SAVED_AFTER+8(%rdi)
	movq	%r12, SAVED_AFTER+16(%rdi)
	movq	%r13, SAVED_AFTER+24(%rdi)
	movq	%r14, SAVED_AFTER+32(%rdi)
	movq	%r15, SAVED_AFTER+40(%rdi)

	popq	%rdi
	popq	%r15
	popq	%r14
	popq	%r13
	popq	%r12
	popq	%rbx
	popq	%rbp
	RET
.endm

	.text

SYM_TYPED_FUNC_START(checked_seamcall_in)
	CHECKED_CALL tdx_seamcall_in
SYM_FUNC_END(checked_seamcall_in)

SYM_TYPED_FUNC_START(checked_seamcall_small)
	CHECKED_CALL tdx_seamcall_small
SYM_FUNC_END(checked_seamcall_small)

SYM_TYPED_FUNC_START(checked_seamcall_wide)
	CHECKED_CALL tdx_seamcall_wide
SYM_FUNC_END(checked_seamcall_wide)

SYM_TYPED_FUNC_START(checked_seamcall_full)
	CHECKED_CALL tdx_seamcall_full
SYM_FUNC_END(checked_seamcall_full)

SYM_TYPED_FUNC_START(checked_seamcall_xmm)
	CHECKED_CALL tdx_seamcall_xmm
SYM_FUNC_END(checked_seamcall_xmm)

SYM_TYPED_FUNC_START(checked_tdcall_in)
	CHECKED_CALL tdx_tdcall_in
SYM_FUNC_END(checked_tdcall_in)

SYM_TYPED_FUNC_START(checked_tdcall_small)
	CHECKED_CALL tdx_tdcall_small
SYM_FUNC_END(checked_tdcall_small)

SYM_TYPED_FUNC_START(checked_tdcall_wide)
	CHECKED_CALL tdx_tdcall_wide
SYM_FUNC_END(checked_tdcall_wide)

SYM_TYPED_FUNC_START(checked_tdcall_full)
	CHECKED_CALL tdx_tdcall_full
SYM_FUNC_END(checked_tdcall_full)

SYM_TYPED_FUNC_START(checked_tdcall_xmm)
	CHECKED_CALL tdx_tdcall_xmm
SYM_FUNC_END(checked_tdcall_xmm)
