// SPDX-License-Identifier: GPL-2.0
/*
 * Offsets of the register block for asm.  Compiled to assembler text only: both builds turn the
 * "->NAME value" lines into asm_offsets.h.
 */
#ifdef __KERNEL__
#include <linux/types.h>
#endif
#include "abi.h"

#define DEFINE(name, value) asm volatile("\n.ascii \"->" #name " %0 " #value "\"" : : "i"(value))
#define REG(name, member) DEFINE(name, __builtin_offsetof(struct tdx_regs, member))

int main(void)
{
	REG(TDX_REGS_RCX, rcx);
	REG(TDX_REGS_RDX, rdx);
	REG(TDX_REGS_RBX, rbx);
	REG(TDX_REGS_RSI, rsi);
	REG(TDX_REGS_RDI, rdi);
	REG(TDX_REGS_R8, r8);
	REG(TDX_REGS_R9, r9);
	REG(TDX_REGS_R10, r10);
	REG(TDX_REGS_R11, r11);
	REG(TDX_REGS_R12, r12);
	REG(TDX_REGS_R13, r13);
	REG(TDX_REGS_R14, r14);
	REG(TDX_REGS_R15, r15);
	DEFINE(TDX_REGS_SMALL_RCX, __builtin_offsetof(struct tdx_regs_small, rcx));
	DEFINE(TDX_REGS_SMALL_RDX, __builtin_offsetof(struct tdx_regs_small, rdx));
	DEFINE(TDX_REGS_SMALL_R8, __builtin_offsetof(struct tdx_regs_small, r8));
	DEFINE(TDX_REGS_SMALL_R9, __builtin_offsetof(struct tdx_regs_small, r9));
	return 0;
}
