/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What asm/ needs of its surroundings, for flat programs in a TD.  The kernel and user space have
 * files of the same name.
 */
#ifndef TDXCALL_KUNIT_GUEST_ASM_ENV_H
#define TDXCALL_KUNIT_GUEST_ASM_ENV_H

#define SYM_FUNC_START(name)						\
	.globl name;							\
	.type name, @function;						\
	.balign 16;							\
name:

#define SYM_FUNC_END(name)						\
	.size name, . - name

#define RET ret

.macro ANNOTATE_NOENDBR
.endm

/* A fault at @insn continues at @fixup with the vector in RAX: see find_fixup() in trap.cpp. */
#define _ASM_EXTABLE_FAULT(insn, fixup)					\
	.pushsection tdx_extable, "a", @progbits;			\
	.balign 8;							\
	.quad insn, fixup, 1;						\
	.popsection

	.section .note.GNU-stack, "", @progbits
	.text

#endif
