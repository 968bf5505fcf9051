// SPDX-License-Identifier: GPL-2.0
/*
 * Events that end the run of a TD, for echo mode.  A CPU in a TD acknowledges an interrupt, or
 * blocks further NMIs after one, exits, and no handler of the host runs.  So here: for a moment an
 * IDT is in force whose handlers do nothing.
 */
#include <linux/build_bug.h>
#include <linux/init.h>
#include <linux/minmax.h>
#include <linux/smp.h>
#include <linux/string.h>
#include <asm/apic.h>
#include <asm/cpufeature.h>
#include <asm/desc.h>
#include <asm/nmi.h>
#include <asm/sync_core.h>
#include <asm/trapnr.h>

#include "internal.h"
#include "take.h"

/* Interruption information: valid, type, vector. */
#define EXTERNAL_INTERRUPT	0x80000000
#define NMI			(EXTERNAL_INTERRUPT | 2 << 8 | X86_TRAP_NMI)

/* Headers of older kernels give asm none of them. */
static_assert(EMU_APIC_ICR == APIC_ICR && EMU_APIC_ICR2 == APIC_ICR2 &&
	      EMU_APIC_DM_NMI == APIC_DM_NMI);

static gate_desc idt[EMU_VECTORS] __aligned(PAGE_SIZE);

static void set_handler(gate_desc *gate, void (*handler)(void))
{
	unsigned long address = (unsigned long)handler;

	gate->offset_low = address;
	gate->offset_middle = address >> 16;
	gate->offset_high = address >> 32;
	gate->bits.ist = 0;
}

/* A copy of Linux's IDT, which is complete by now, with other handlers for interrupts and NMIs. */
void __init emu_event_init(void)
{
	struct desc_ptr theirs;

	store_idt(&theirs);
	memcpy(idt, (void *)theirs.address, min_t(size_t, sizeof(idt), theirs.size + 1));
	set_handler(&idt[X86_TRAP_NMI], emu_take_nmi);
	for (unsigned int i = EMU_FIRST_VECTOR; i < EMU_VECTORS; i++)
		set_handler(&idt[i], emu_take_interrupt[i - EMU_FIRST_VECTOR]);
}

/* Needs an IDT (no FRED) and a local APIC that is accessed through memory (no x2APIC). */
bool emu_can_take_events(void)
{
#ifdef X86_FEATURE_FRED
	if (cpu_feature_enabled(X86_FEATURE_FRED))
		return false;
#endif
	return boot_cpu_has(X86_FEATURE_APIC);
}

static u32 take(bool send_nmi)
{
	struct desc_ptr ours = { .size = sizeof(idt) - 1, .address = (unsigned long)idt };
	struct desc_ptr theirs;

	store_idt(&theirs);
	if (!send_nmi || x2apic_enabled())
		return emu_take(&ours, &theirs, NULL, 0);
	return emu_take(&ours, &theirs, (void *)APIC_BASE, apic->read(APIC_ID));
}

bool emu_take_event(bool send_nmi, u64 *status, u64 *information)
{
	u32 taken = take(send_nmi);
	u8 vector = taken;

	if (!taken)
		return false;
	/* One event ends a run.  An NMI that came right after the interrupt is sent again. */
	if (vector && taken & EMU_TOOK_NMI) {
		apic->send_IPI(smp_processor_id(), NMI_VECTOR);
		iret_to_self();
	}
	*status = vector ? 1 : 0;
	*information = vector ? EXTERNAL_INTERRUPT | vector : NMI;
	return true;
}
