/* SPDX-License-Identifier: GPL-2.0 */
/* What module/emu/event.c has in asm: taking interrupts and NMIs without handling them. */
#ifndef TDXCALL_EMU_TAKE_H
#define TDXCALL_EMU_TAKE_H

#define EMU_FIRST_VECTOR	32
#define EMU_VECTORS		256

/* The interrupt command register, and NMI as its delivery mode. */
#define EMU_APIC_ICR		0x300
#define EMU_APIC_ICR2		0x310
#define EMU_APIC_DM_NMI		0x400

/* NMI, above a vector. */
#define EMU_TOOK_NMI		0x100

#ifndef __ASSEMBLER__
#include <linux/types.h>
#include <asm/desc_defs.h>

/* Handlers of interrupts from EMU_FIRST_VECTOR on, and of the NMI. */
extern void (*const emu_take_interrupt[EMU_VECTORS - EMU_FIRST_VECTOR])(void);
extern void (*const emu_take_nmi)(void);

/*
 * With interrupts off: enables interrupts for a moment with the IDT at @ours, then loads the IDT at
 * @theirs.  With @apic, the registers of the local APIC, first sends an NMI to the CPU with this
 * physical @destination.  Returns the vector of the interrupt, or 0, and EMU_TOOK_NMI.
 */
u32 emu_take(const struct desc_ptr *ours, const struct desc_ptr *theirs, void *apic,
	     u32 destination);
#endif

#endif
