// SPDX-License-Identifier: GPL-2.0
/*
 * Offsets of the register block for asm.  Compiled to assembler text only: both builds turn the
 * "->NAME value" lines into asm_offsets.h.
 */
#include <tdxcall/abi.h>

#define DEFINE(name, value) \
	do { asm volatile("\n.ascii \"->" #name " %0 " #value "\"" : : "i"(value)); } while (0)
#define OFFSET(name, type, member) DEFINE(name, __builtin_offsetof(struct type, member))

int main(void)
{
	OFFSET(TDX_REGS_RCX, tdx_regs, rcx);
	OFFSET(TDX_REGS_RDX, tdx_regs, rdx);
	OFFSET(TDX_REGS_RBX, tdx_regs, rbx);
	OFFSET(TDX_REGS_RSI, tdx_regs, rsi);
	OFFSET(TDX_REGS_RDI, tdx_regs, rdi);
	OFFSET(TDX_REGS_R8, tdx_regs, r8);
	OFFSET(TDX_REGS_R9, tdx_regs, r9);
	OFFSET(TDX_REGS_R10, tdx_regs, r10);
	OFFSET(TDX_REGS_R11, tdx_regs, r11);
	OFFSET(TDX_REGS_R12, tdx_regs, r12);
	OFFSET(TDX_REGS_R13, tdx_regs, r13);
	OFFSET(TDX_REGS_R14, tdx_regs, r14);
	OFFSET(TDX_REGS_R15, tdx_regs, r15);
	OFFSET(TDX_REGS_SMALL_RCX, tdx_regs_small, rcx);
	OFFSET(TDX_REGS_SMALL_RDX, tdx_regs_small, rdx);
	OFFSET(TDX_REGS_SMALL_R8, tdx_regs_small, r8);
	OFFSET(TDX_REGS_SMALL_R9, tdx_regs_small, r9);
	return 0;
}
