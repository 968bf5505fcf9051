// SPDX-License-Identifier: GPL-2.0
/* Offsets of Linux's register block for its asm, which it takes from asm/asm-offsets.h. */
#include <asm/shared/tdx.h>

#define OFFSET(reg) \
	do { asm volatile("\n.ascii \"->TDX_MODULE_" #reg " %0 " #reg "\"" \
		: : "i"(__builtin_offsetof(struct tdx_module_args, reg))); } while (0)

int main(void)
{
	OFFSET(rcx);
	OFFSET(rdx);
	OFFSET(rbx);
	OFFSET(rsi);
	OFFSET(rdi);
	OFFSET(r8);
	OFFSET(r9);
	OFFSET(r10);
	OFFSET(r11);
	OFFSET(r12);
	OFFSET(r13);
	OFFSET(r14);
	OFFSET(r15);
	return 0;
}
