/* SPDX-License-Identifier: GPL-2.0 */
/*
 * int storm_write(const struct registers *in, struct registers *out, int fd, unsigned int level)
 *
 * write(fd, in, 1) with every x87 and vector register filled from @in, and what is in them
 * afterwards in @out.  Nothing stands between filling and the system call, nor after it.  @level:
 * 0 has x87 and XMM, 1 YMM, 2 ZMM and opmask.  The offsets are those of struct registers.
 */
#define MXCSR	0
#define FCW	4
#define X87	16
#define VECTOR	144
#define OPMASK	2192

	.macro each_16 insn, base
	.irp n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
	\insn	\base, \n
	.endr
	.endm

	.macro load_xmm base, n
	movups	VECTOR + 64 * \n(\base), %xmm\n
	.endm
	.macro store_xmm base, n
	movups	%xmm\n, VECTOR + 64 * \n(\base)
	.endm
	.macro load_ymm base, n
	vmovups	VECTOR + 64 * \n(\base), %ymm\n
	.endm
	.macro store_ymm base, n
	vmovups	%ymm\n, VECTOR + 64 * \n(\base)
	.endm
	.macro load_zmm base, n
	vmovups	VECTOR + 64 * \n(\base), %zmm\n
	.endm
	.macro store_zmm base, n
	vmovups	%zmm\n, VECTOR + 64 * \n(\base)
	.endm

	.text
	.globl	storm_write
	.type	storm_write, @function
storm_write:
	pushq	%rbx
	pushq	%r12
	pushq	%r13
	movq	%rdi, %r12
	movq	%rsi, %r13
	movl	%ecx, %ebx
	movl	%edx, %edi
	movq	%r12, %rsi
	movl	$1, %edx
	movl	$1, %eax

	fninit
	fldcw	FCW(%r12)
	ldmxcsr	MXCSR(%r12)
	.irp n, 7, 6, 5, 4, 3, 2, 1, 0
	fldt	X87 + 16 * \n(%r12)
	.endr
	cmpl	$1, %ebx
	ja	.Lload_zmm
	je	.Lload_ymm
	each_16	load_xmm, %r12
	jmp	.Lwrite
.Lload_ymm:
	each_16	load_ymm, %r12
	jmp	.Lwrite
.Lload_zmm:
	each_16	load_zmm, %r12
	.irp n, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31
	vmovups	VECTOR + 64 * \n(%r12), %zmm\n
	.endr
	.irp n, 0, 1, 2, 3, 4, 5, 6, 7
	kmovw	OPMASK + 8 * \n(%r12), %k\n
	.endr

.Lwrite:
	syscall

	cmpl	$1, %ebx
	ja	.Lstore_zmm
	je	.Lstore_ymm
	each_16	store_xmm, %r13
	jmp	.Lstored
.Lstore_ymm:
	each_16	store_ymm, %r13
	jmp	.Lstored
.Lstore_zmm:
	each_16	store_zmm, %r13
	.irp n, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31
	vmovups	%zmm\n, VECTOR + 64 * \n(%r13)
	.endr
	.irp n, 0, 1, 2, 3, 4, 5, 6, 7
	kmovw	%k\n, OPMASK + 8 * \n(%r13)
	.endr
.Lstored:
	.irp n, 0, 1, 2, 3, 4, 5, 6, 7
	fstpt	X87 + 16 * \n(%r13)
	.endr
	stmxcsr	MXCSR(%r13)
	fnstcw	FCW(%r13)
	fninit
	testl	%ebx, %ebx
	je	1f
	vzeroupper
1:
	popq	%r13
	popq	%r12
	popq	%rbx
	ret
	.size	storm_write, . - storm_write

	.section .note.GNU-stack, "", @progbits
