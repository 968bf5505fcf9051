/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The reset page of a TD.  Data to the program that it is linked into, code to a TD's vCPUs, at
 * VMM_STUB_GPA.  There is no stack and no IDT: nothing here may raise #VE.
 *
 * RSI is the vCPU index, from VP.INIT on.  vCPU 0 accepts memory and starts what was loaded; the
 * others wait until it releases them (flat programs), or until the OS wakes them by the mailbox.
 */
#include "core/vmm/boot/stub.h"

#define AT(label)	(VMM_STUB_GPA + (label) - page)
/* RIP-relative: so high an address is no displacement in 64-bit mode. */
#define ARG(offset)	page + offset(%rip)

#define CR0_MP		0x2
#define CR0_PG		0x80000000
#define CR4_PAE		0x20
#define CR4_MCE		0x40
#define CR4_OSFXSR	0x200
#define CR4_OSXMMEXCPT	0x400
#define CR4_LA57_BIT	12
#define CR4_KEPT	(CR4_PAE | CR4_MCE | CR4_OSFXSR | CR4_OSXMMEXCPT | 1 << CR4_LA57_BIT)

#define TDG_VP_INFO		1
#define TDG_MEM_PAGE_ACCEPT	6
#define LEVEL_2M		1
#define SIZE_4K			0x1000
#define SIZE_2M			0x200000

/* Bits 63:32 of completion statuses. */
#define PAGE_ALREADY_ACCEPTED	0x00000b0a
#define PAGE_SIZE_MISMATCH	(0xc000 << 16 | 0x0b0b)
#define OPERAND_BUSY		(0x8000 << 16 | 0x0200)

#define VMCALL_HLT			12
#define VMCALL_REPORT_FATAL_ERROR	0x10003
/* Registers that the VMM sees: R10-R15, with the text also RDX, RBX, RSI, RDI, R8, R9. */
#define VMCALL_MASK			0xfc00
#define VMCALL_MASK_TEXT		0xffcc

	.macro TDCALL
	.byte	0x66, 0x0f, 0x01, 0xcc
	.endm

	/*
	 * Interrupts are blocked and say so: no event will end this, the VMM lets the vCPU look
	 * again after a while.  Whatever it answers in R10-R15 is not looked at.
	 */
	.macro HALT
	xorl	%eax, %eax
	movl	$VMCALL_MASK, %ecx
	xorl	%r10d, %r10d
	movl	$VMCALL_HLT, %r11d
	movl	$1, %r12d
	xorl	%r13d, %r13d
	xorl	%r14d, %r14d
	xorl	%r15d, %r15d
	TDCALL
	.endm

	.section .note.GNU-stack, "", @progbits
	.section .rodata
	.balign	16
	.globl	vmm_stub
	.type	vmm_stub, @object
vmm_stub:
	/* Of a global symbol the assembler would leave distances to the linker. */
page:
	.skip	VMM_STUB_ARGS_BYTES

	.balign	8
gdt:
	.quad	0, 0
	.quad	0x00af9b000000ffff	/* VMM_STUB_CS: 64-bit code */
	.quad	0x00cf93000000ffff	/* VMM_STUB_DS: data */
gdt_end:
	/* LGDT takes 6 bytes in 32-bit mode, 10 in 64-bit mode. */
gdtr:
	.word	gdt_end - gdt - 1
	.quad	AT(gdt)

	.balign	4
far_mode64:
	.long	AT(offline_mode64)
	.word	VMM_STUB_CS

	.balign	8
fatal_text:
	.ascii	"reset stub: TDG.MEM.PAGE.ACCEPT failed"
	.skip	64 - (. - fatal_text)

	.code32
reset:
	lgdtl	AT(gdtr)
	/*
	 * VP.INIT set LME, so no WRMSR.  MCE stays: a TD may not clear it.  SSE is for flat
	 * programs in C++; an OS sets its own.
	 */
	movl	%cr4, %eax
	orl	$(CR4_PAE | CR4_OSFXSR | CR4_OSXMMEXCPT), %eax
	movl	%eax, %cr4
	movl	VMM_STUB_GPA + VMM_STUB_CR3, %eax
	movl	%eax, %cr3
	movl	%cr0, %eax
	orl	$(CR0_PG | CR0_MP), %eax
	movl	%eax, %cr0
	ljmpl	$VMM_STUB_CS, $AT(reset_mode64)

	.code64
	.org	page + VMM_STUB_OFFLINE
	/*
	 * On the OS' page tables, which a kernel started by kexec will overwrite: away from them.
	 * Its CR4 may have CET, which would want an ENDBR64 at each place that the stub jumps to.
	 */
	endbr64
	cli
	cld
	movq	%cr4, %rax
	andl	$CR4_KEPT, %eax
	movq	%rax, %cr4
	movq	ARG(VMM_STUB_CR3), %rdx
	btl	$CR4_LA57_BIT, %eax
	cmovcq	ARG(VMM_STUB_CR3_LA57), %rdx
	movq	%rdx, %cr3
	lgdt	gdtr(%rip)
	ljmpl	*far_mode64(%rip)
offline_mode64:
	movl	$VMM_STUB_DS, %eax
	movl	%eax, %ds
	movl	%eax, %es
	movl	%eax, %ss
	/* Registers are the OS': who this is, the TDX module knows. */
	movl	$TDG_VP_INFO, %eax
	TDCALL
	movl	%r9d, %esi
	jmp	wait

reset_mode64:
	movl	$VMM_STUB_DS, %eax
	movl	%eax, %ds
	movl	%eax, %es
	movl	%eax, %ss
	testl	%esi, %esi
	jnz	wait

	/*
	 * RBX: next range, RDI up to RBP: this range, R12: below, 4 KiB pages only.  ACCEPT returns
	 * nothing but RAX.
	 */
	leaq	ARG(VMM_STUB_ACCEPT), %rbx
	xorl	%r12d, %r12d
.Lrange:
	movq	(%rbx), %rdi
	movq	8(%rbx), %rbp
	addq	$16, %rbx
	cmpq	%rbp, %rdi
	jae	.Laccepted
.Lpage:
	cmpq	%rbp, %rdi
	jae	.Lrange
	movq	%rdi, %rcx		/* level 0 */
	movl	$SIZE_4K, %r13d
	cmpq	%r12, %rdi
	jb	.Laccept
	testl	$(SIZE_2M - 1), %edi
	jnz	.Laccept
	leaq	SIZE_2M(%rdi), %rax
	cmpq	%rbp, %rax
	ja	.Laccept
	orq	$LEVEL_2M, %rcx
	movl	$SIZE_2M, %r13d
.Laccept:
	movl	$TDG_MEM_PAGE_ACCEPT, %eax
	TDCALL
	movq	%rax, %rdx
	shrq	$32, %rdx
	jz	.Lnext
	cmpl	$PAGE_ALREADY_ACCEPTED, %edx
	je	.Lnext
	cmpl	$OPERAND_BUSY, %edx
	je	.Lpage
	cmpl	$PAGE_SIZE_MISMATCH, %edx
	jne	.Lfatal
	/* The VMM has 4 KiB pages there.  At 4 KiB it would be wrong for ever. */
	cmpl	$SIZE_2M, %r13d
	jne	.Lfatal
	leaq	SIZE_2M(%rdi), %r12
	jmp	.Lpage
.Lnext:
	addq	%r13, %rdi
	jmp	.Lpage

.Laccepted:
	cmpq	$0, ARG(VMM_STUB_STACK)
	jne	.Lrelease
	movq	ARG(VMM_STUB_ARGUMENT), %rsi
	xorl	%ebx, %ebx
	xorl	%ebp, %ebp
	xorl	%edi, %edi
	jmp	*ARG(VMM_STUB_ENTRY)

.Lrelease:
	movq	$1, ARG(VMM_STUB_RELEASED)
	xorl	%esi, %esi
enter:
	movl	%esi, %edi
	imulq	$VMM_FLAT_STACK_BYTES, %rdi, %rax
	movq	ARG(VMM_STUB_STACK), %rsp
	subq	%rax, %rsp
	movq	ARG(VMM_STUB_ARGUMENT), %rsi
	xorl	%ebp, %ebp
	call	*ARG(VMM_STUB_ENTRY)
.Lstopped:
	HALT
	jmp	.Lstopped

wait:
	movq	ARG(VMM_STUB_MAILBOX), %rbx
.Llook:
	cmpq	$0, ARG(VMM_STUB_RELEASED)
	jne	enter
	testq	%rbx, %rbx
	jz	.Lnot_yet
	/* Command and id in one load: the command of another CPU never meets this one's id. */
	movq	VMM_MAILBOX_COMMAND(%rbx), %rax
	movq	%rax, %rdx
	shrq	$32, %rdx
	cmpl	%esi, %edx
	jne	.Lnot_yet
	cmpw	$VMM_MAILBOX_WAKEUP, %ax
	je	.Lwake
	cmpw	$VMM_MAILBOX_TEST, %ax
	jne	.Lnot_yet
	movw	$VMM_MAILBOX_NOOP, VMM_MAILBOX_COMMAND(%rbx)
.Lnot_yet:
	HALT
	jmp	.Llook
.Lwake:
	movq	VMM_MAILBOX_VECTOR(%rbx), %rax
	movw	$VMM_MAILBOX_NOOP, VMM_MAILBOX_COMMAND(%rbx)
	jmp	*%rax

.Lfatal:
	/* R12: the status' code.  The text is in the registers that GHCI names for it. */
	movl	%edx, %r12d
	xorl	%r13d, %r13d
	movq	fatal_text(%rip), %r14
	movq	fatal_text + 8(%rip), %r15
	movq	fatal_text + 16(%rip), %rbx
	movq	fatal_text + 24(%rip), %rdi
	movq	fatal_text + 32(%rip), %rsi
	movq	fatal_text + 40(%rip), %r8
	movq	fatal_text + 48(%rip), %r9
	movq	fatal_text + 56(%rip), %rdx
	xorl	%eax, %eax
	movl	$VMCALL_MASK_TEXT, %ecx
	xorl	%r10d, %r10d
	movl	$VMCALL_REPORT_FATAL_ERROR, %r11d
	TDCALL
	jmp	.Lstopped

	.code32
	.org	page + VMM_STUB_RESET
	jmp	reset
	.org	page + VMM_STUB_BYTES
	.size	vmm_stub, . - vmm_stub
