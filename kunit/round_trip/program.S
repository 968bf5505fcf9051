/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The TD: from reset to 64-bit mode, and then hypercalls that no VMM answers, with the registers
 * that a hypercall of the GHCI shows.
 */
#include "program.h"

#define AT(label)	(PROGRAM_CODE + (label) - page)
#define CODE_64		8

#define CR0_PG		0x80000000
#define CR4_PAE		0x20
#define SHOWN		0xfc00

	.section .note.GNU-stack, "", @progbits
	.section .rodata
	.balign	16
	.globl	round_trip_program
	.type	round_trip_program, @object
round_trip_program:
page:
gdt:
	.quad	0
	.quad	0x00af9b000000ffff
gdtr:
	.word	. - gdt - 1
	.long	AT(gdt)

	.code32
reset:
	lgdtl	AT(gdtr)
	movl	%cr4, %eax
	orl	$CR4_PAE, %eax
	movl	%eax, %cr4
	movl	$PROGRAM_PML4, %eax
	movl	%eax, %cr3
	movl	%cr0, %eax
	orl	$CR0_PG, %eax
	movl	%eax, %cr0
	ljmpl	$CODE_64, $AT(again)

	.code64
again:
	xorl	%eax, %eax
	movl	$SHOWN, %ecx
	.byte	0x66, 0x0f, 0x01, 0xcc
	jmp	again

	.code32
	.org	page + 0xff0
	jmp	reset
	.org	page + PROGRAM_BYTES
	.size	round_trip_program, . - round_trip_program
