/* SPDX-License-Identifier: GPL-2.0 */
/* Calls of the asm entries that see what C can't: callee-saved registers and the stack pointer. */
#ifndef TDXCALL_KUNIT_CHECKED_CALL_H
#define TDXCALL_KUNIT_CHECKED_CALL_H

#include <linux/types.h>

/* RBX, RBP, R12, R13, R14, R15 */
#define SAVED_REGS	6

/**
 * struct checked_call - one call of an entry; checked_call.S knows the layout
 * @args: arguments, in the order of the C calling convention
 * @saved: callee-saved registers to make the call with
 * @result: RAX afterwards
 * @saved_after: callee-saved registers afterwards
 * @stack: words to lie on the stack above the call
 * @stack_after: the same words afterwards
 * @volatile_after: RCX, RSI, RDI, R8, R9, R10 and R11 afterwards
 * @flags_after: RFLAGS afterwards
 */
struct checked_call {
	u64 args[6];
	u64 saved[SAVED_REGS];
	u64 result;
	u64 saved_after[SAVED_REGS];
	u64 stack[2];
	u64 stack_after[2];
	u64 volatile_after[7];
	u64 flags_after;
};

void checked_seamcall_in(struct checked_call *call);
void checked_seamcall_small(struct checked_call *call);
void checked_seamcall_wide(struct checked_call *call);
void checked_seamcall_full(struct checked_call *call);
void checked_seamcall_xmm(struct checked_call *call);
void checked_tdcall_in(struct checked_call *call);
void checked_tdcall_small(struct checked_call *call);
void checked_tdcall_wide(struct checked_call *call);
void checked_tdcall_full(struct checked_call *call);
void checked_tdcall_xmm(struct checked_call *call);

#endif
