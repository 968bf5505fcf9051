/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What C, C++ and asm share of a TDX call.  The offsets that asm uses are generated from here
 * (asm/offsets.c), so this is the only declaration of the register block.
 */
#ifndef TDXCALL_ABI_H
#define TDXCALL_ABI_H

#ifndef __ASSEMBLER__
#include <tdxcall/types.h>

/**
 * struct tdx_regs - the general-purpose registers that carry operands of a TDX call
 *
 * RAX is not among them: leaf number and version go in, the completion status comes out.  RBP and
 * RSP are never operands of a call made with this block.  Most leaf functions use only the first
 * four registers, nearly all only the first eight.
 */
struct tdx_regs {
	u64 rcx;
	u64 rdx;
	u64 r8;
	u64 r9;
	u64 r10;
	u64 r11;
	u64 r12;
	u64 r13;
	u64 rbx;
	u64 rsi;
	u64 rdi;
	u64 r14;
	u64 r15;
};

/**
 * struct tdx_regs_small - the first four of struct tdx_regs
 *
 * Results of a leaf function that has no operand beyond them.  Its inputs are passed to the asm
 * entry in registers: most leaf functions are of this kind, and filling the large block would cost
 * more than the rest of the call.
 */
struct tdx_regs_small {
	u64 rcx;
	u64 rdx;
	u64 r8;
	u64 r9;
};

/**
 * struct tdx_xmm - XMM0 to XMM15, which TDH.VP.ENTER, TDG.VP.VMCALL and TDG.VP.ENTER carry too
 * @xmm: low and high half of each
 */
struct tdx_xmm {
	u64 xmm[16][2];
};

/**
 * struct tdx_call - one of a batch of calls
 * @fn: leaf number and version, RAX, with TDXCALL_* flags
 * @status: completion status or software code
 * @in: inputs
 * @out: results
 */
struct tdx_call {
	u64 fn;
	u64 status;
	struct tdx_regs in;
	struct tdx_regs out;
};

/**
 * struct tdx_vmcall_result - how a hypercall ended: results of the TDX module and of the VMM
 * @rax: the TDX module's completion status, or a software code; 0: the VMM ran
 * @r10: the VMM's result if @rax is 0, else 0
 *
 * The call succeeded only if both are 0.  The VMM may return anything in @r10, even what would be a
 * completion status or a software code in @rax.
 */
struct tdx_vmcall_result {
	u64 rax;
	u64 r10;
};

#endif /* __ASSEMBLER__ */

/*
 * Completion statuses set by software, not by a TDX module: bit 63 and class 0xFF, as in Linux.
 * The two for faults have the vector in the low byte.
 */
#define TDXCALL_SW_ERROR	0x8000ff0000000000
#define TDXCALL_SW_UD		0x8000ff0000000006
#define TDXCALL_SW_GP		0x8000ff000000000d
#define TDXCALL_SW_VMFAILINVALID	0x8000ff00ffff0000

/*
 * tdxcall's own: the call was refused because it would have harmed this machine, or an operand does
 * not fit its bits.
 */
#define TDXCALL_REFUSED		0x8000ff00ffff0001

/* tdxcall's own: the VMM's answer to a hypercall is not valid, and was not followed. */
#define TDXCALL_BAD_ANSWER	0x8000ff00ffff0002

/*
 * tdxcall's own: a call of a batch was not reached, as an earlier one failed or the task is dying.
 */
#define TDXCALL_NOT_MADE	0x8000ff00ffff0003

/*
 * tdxcall's own: not made.  In this VM the instruction may exit to a hypervisor that does not know
 * it and ends the VM.
 */
#define TDXCALL_VM_AT_RISK	0x8000ff00ffff0004

/*
 * tdxcall's own: a state-changing leaf function was called by number, which a real TDX platform
 * allows only with the parameter changes_by_number of tdxcall.ko.
 */
#define TDXCALL_CHANGES_STATE	0x8000ff00ffff0005

/*
 * Set in every status that is an error; clear in success and success with information.  Has no
 * meaning in R10 of a VMM.
 */
#define TDXCALL_ERROR		0x8000000000000000

/* R10 of a VMM: the hypercall is not finished. */
#define TDXCALL_VMM_RETRY	1

/* RAX on entry: 15:0 leaf number, 23:16 version, 63 the call goes to the P-SEAMLDR. */
#define TDXCALL_LEAF_VERSION_SHIFT	16

/*
 * tdxcall's own bits of a leaf or sub-function number: how long failures that may go away are
 * retried.  They are not passed to a TDX module or a VMM.  Without any of them, context and signals
 * decide: Documentation/kernel-api.rst.
 */
#define TDXCALL_FLAGS		0x3fff000000000000
#define TDXCALL_ONCE		0x0100000000000000 /* one attempt, whatever comes of it */
#define TDXCALL_MAY_SLEEP	0x0200000000000000 /* may sleep where interrupts are on */
#define TDXCALL_TEARDOWN	0x0400000000000000 /* the same, for a minute, signals or not */

/* Gives up after this many milliseconds, 1 to 255, in place of the context's own bound. */
#define TDXCALL_WITHIN_SHIFT	48
#define TDXCALL_WITHIN_MAX	255
#ifndef __ASSEMBLER__
static inline u64 tdxcall_within_ms(unsigned int ms)
{
	return (0ULL + (ms < TDXCALL_WITHIN_MAX ? ms : TDXCALL_WITHIN_MAX)) << TDXCALL_WITHIN_SHIFT;
}
#endif

#endif
