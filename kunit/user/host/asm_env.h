/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What asm/ needs of its surroundings, for user space.  The kernel's build has a file of the same
 * name.
 */
#ifndef TDXCALL_KUNIT_USER_ASM_ENV_H
#define TDXCALL_KUNIT_USER_ASM_ENV_H

#define SYM_FUNC_START(name)						\
	.globl name;							\
	.type name, @function;						\
	.balign 16;							\
name:									\
	.cfi_startproc;							\
	endbr64

#define SYM_FUNC_END(name)						\
	.cfi_endproc;							\
	.size name, . - name

#define RET ret

.macro ANNOTATE_NOENDBR
.endm

/*
 * A fault at @insn continues at @fixup with the vector in RAX.  Writable, because the addresses
 * are relocated when the program is loaded.
 */
#define _ASM_EXTABLE_FAULT(insn, fixup)					\
	.pushsection tdx_extable, "aw", @progbits;			\
	.balign 8;							\
	.quad insn, fixup;						\
	.popsection

	.section .note.GNU-stack, "", @progbits
	.text

#endif
