/* SPDX-License-Identifier: GPL-2.0 */
/* One VMRUN, in asm. */
#ifndef TDXCALL_EMU_VMRUN_H
#define TDXCALL_EMU_VMRUN_H

/* Offsets in struct emu_regs. */
#define EMU_REGS_RCX	8
#define EMU_REGS_RDX	16
#define EMU_REGS_R8	24
#define EMU_REGS_R9	32
#define EMU_REGS_R10	40
#define EMU_REGS_R11	48
#define EMU_REGS_R12	56
#define EMU_REGS_R13	64
#define EMU_REGS_RBX	72
#define EMU_REGS_RSI	80
#define EMU_REGS_RDI	88
#define EMU_REGS_R14	96
#define EMU_REGS_R15	104
#define EMU_REGS_RBP	112

#ifndef __ASSEMBLER__
#include <linux/types.h>

struct emu_regs;

/*
 * One VMRUN, with interrupts off.  @vmcb and @host are physical addresses: the guest's VMCB, and
 * one for host state that VMRUN does not save.  An interrupt that ends the run stays pending.
 */
void emu_vmrun(struct emu_regs *regs, u64 vmcb, u64 host);
#endif

#endif
