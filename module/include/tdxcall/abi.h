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
 * RAX is apart: leaf number and version go in, the completion status comes out.  RBP and RSP are
 * never operands of a call made through this block.  Most leaf functions have no operand beyond the
 * first four of these, nearly all none beyond the first eight.
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
 * Results of a leaf function that has no operand beyond them.
 * Its inputs go to the asm entry in registers: most leaf functions are of this kind, and filling
 * the large block would cost more than the rest of the call.
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
 * struct tdx_vmcall_result - how a hypercall ended: the words of two, of whom one is not trusted
 * @rax: of the TDX module, its completion status, or a software code; 0: the VMM ran
 * @r10: of the VMM, when @rax is 0; else 0
 *
 * Only 0 in both is a success.  The VMM may put anything into @r10, also what would be a completion
 * status or a software code in @rax.
 */
struct tdx_vmcall_result {
	u64 rax;
	u64 r10;
};

#endif /* __ASSEMBLER__ */

/*
 * Completion statuses that no TDX module made: bit 63 and class 0xFF, as Linux has them.  The two
 * faults carry their vector in the low byte.
 */
#define TDXCALL_SW_ERROR	0x8000ff0000000000
#define TDXCALL_SW_UD		0x8000ff0000000006
#define TDXCALL_SW_GP		0x8000ff000000000d
#define TDXCALL_SW_VMFAILINVALID	0x8000ff00ffff0000

/*
 * Ours: tdxcall itself refused the call, because it would have harmed this machine or an operand
 * does not fit its bits.
 */
#define TDXCALL_REFUSED		0x8000ff00ffff0001

/* Ours: the VMM's answer to a hypercall cannot be true, and was not followed. */
#define TDXCALL_BAD_ANSWER	0x8000ff00ffff0002

/* Ours: a call of a batch was not reached, because one before it failed or the task is dying. */
#define TDXCALL_NOT_MADE	0x8000ff00ffff0003

/*
 * Ours: not made.  In this VM the instruction may exit to a hypervisor that does not know it and
 * ends the VM.
 */
#define TDXCALL_VM_AT_RISK	0x8000ff00ffff0004

/*
 * Ours: a state-changing leaf function by number, which on a real TDX platform wants the parameter
 * changes_by_number of tdxcall.ko.
 */
#define TDXCALL_CHANGES_STATE	0x8000ff00ffff0005

/* Set in every status that is not a success; a warning is one.  Of no meaning in a VMM's word. */
#define TDXCALL_ERROR		0x8000000000000000

/* A VMM's word, in R10: a hypercall is not finished. */
#define TDXCALL_VMM_RETRY	1

/* RAX on entry: 15:0 leaf number, 23:16 version, 63 the call goes to the P-SEAMLDR. */
#define TDXCALL_LEAF_VERSION_SHIFT	16

/*
 * Bits of a leaf or sub-function number that are ours: how patient the caller is where a failure
 * may pass.  No TDX module and no VMM sees them.  Without any, context and signals decide:
 * Documentation/kernel-api.rst.
 */
#define TDXCALL_FLAGS		0x3fff000000000000
#define TDXCALL_ONCE		0x0100000000000000 /* one attempt, whatever comes of it */
#define TDXCALL_MAY_SLEEP	0x0200000000000000 /* may sleep where interrupts are on */
#define TDXCALL_TEARDOWN	0x0400000000000000 /* the same, for a minute, signals or not */

/* Gives up after so many milliseconds, 1 to 255, instead of what the context would have. */
#define TDXCALL_WITHIN_SHIFT	48
#define TDXCALL_WITHIN_MAX	255
#ifndef __ASSEMBLER__
static inline u64 tdxcall_within_ms(unsigned int ms)
{
	return (0ULL + (ms < TDXCALL_WITHIN_MAX ? ms : TDXCALL_WITHIN_MAX)) << TDXCALL_WITHIN_SHIFT;
}
#endif

#endif
