// SPDX-License-Identifier: GPL-2.0
/*
 * Host events that ended the run of a TD.  The CPU took them inside the TD, so no host handler ran;
 * without help none ever would, and this CPU's local APIC or NMIs would stay blocked.  Each event
 * is raised again, through the kernel's APIC driver, which handles xAPIC and x2APIC, IDT and FRED.
 * It arrives as soon as the caller enables it, so handlers run in the context that they expect,
 * even if the caller has interrupts off.
 */
#include <linux/smp.h>
#include <asm/apic.h>
#include <asm/mce.h>
#include <asm/nmi.h>
#include <asm/processor-flags.h>
#include <asm/ptrace.h>
#include <asm/segment.h>
#include <asm/sync_core.h>

#include "internal.h"
#include "core/call/host.h"

#define APIC_REGISTER_BITS	32
#define APIC_REGISTER_STEP	0x10

/*
 * An interrupt that the CPU acknowledged is in service: send its EOI, and then send it again.  One
 * that is not in service is either still pending, as nobody acknowledged it, or the spurious
 * interrupt, which nobody waits for.
 *
 * If it arrived again meanwhile, the two merge, as always while interrupts are off.  A
 * level-triggered interrupt is now edge-triggered for the local APIC: Linux's handler detects that,
 * or does not depend on it (interrupt remapping), and sends the EOI to the I/O APIC itself.
 */
static void send_again(u8 vector)
{
	u32 in_service = apic->read(APIC_ISR + vector / APIC_REGISTER_BITS * APIC_REGISTER_STEP);

	if (!(in_service & BIT(vector % APIC_REGISTER_BITS)))
		return;
	apic->write(APIC_EOI, APIC_EOI_ACK);
	apic->send_IPI_self(vector);
}

/* NMIs are blocked since it arrived, until an IRET. */
static void send_nmi_again(void)
{
	apic->send_IPI(smp_processor_id(), NMI_VECTOR);
	iret_to_self();
}

/*
 * Handled as if it had hit the user program that runs the TD: no host code was running, and only
 * memory of the TD is affected.
 */
static void handle_machine_check(void)
{
#ifdef CONFIG_X86_MCE
	struct pt_regs program = { .cs = __USER_CS, .flags = X86_EFLAGS_IF };
	u64 global_status;

	if (!host_rdmsr(MSR_IA32_MCG_STATUS, &global_status) && global_status & MCG_STATUS_MCIP)
		do_machine_check(&program);
#endif
}

void tdxcall_exit_event(u64 status, u64 r9)
{
	u8 vector;

	switch (core_exit_event(status, r9, &vector)) {
	case CORE_EVENT_NONE:
		break;
	case CORE_EVENT_INTERRUPT:
		send_again(vector);
		break;
	case CORE_EVENT_NMI:
		send_nmi_again();
		break;
	case CORE_EVENT_MACHINE_CHECK:
		handle_machine_check();
		break;
	}
}
