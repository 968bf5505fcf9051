// SPDX-License-Identifier: GPL-2.0
//
// The local APIC of a vCPU: some registers are the CPU's, the others go to the VMM.
#pragma once

#include "core/call/leaves.h"
#include "cpu.hpp"

namespace guest {

// Numbers of MSRs.
enum ApicMsr : u32 {
	apic_tpr = 0x808,
	apic_ppr = 0x80a,
	apic_eoi = 0x80b,
	apic_svr = 0x80f,
	apic_isr = 0x810,
	apic_irr = 0x820,
	apic_esr = 0x828,
	apic_icr = 0x830,
	apic_lvt_timer = 0x832,
	apic_initial_count = 0x838,
	apic_current_count = 0x839,
	apic_divide = 0x83e,
	apic_self_ipi = 0x83f,
	apic_deadline = 0x6e0,
};

inline void write_apic_of_vmm(u32 msr, u64 value)
{
	expect_equal("WRMSR of the APIC by hypercall",
		core_tdg_vp_vmcall_instruction_wrmsr(0, msr, value).r10, 0);
}

inline u64 read_apic_of_vmm(u32 msr)
{
	tdg_vp_vmcall_instruction_rdmsr_out out{};

	expect_equal("RDMSR of the APIC by hypercall",
		core_tdg_vp_vmcall_instruction_rdmsr(0, msr, &out).r10, 0);
	return out.value;
}

inline void enable_apic()
{
	write_apic_of_vmm(apic_svr, 0x1ff);
}

inline void self_ipi(u8 vector)
{
	expect("WRMSR of SELF IPI", !wrmsr(apic_self_ipi, vector).taken);
}

inline void end_of_interrupt()
{
	expect("WRMSR of EOI", !wrmsr(apic_eoi, 0).taken);
}

// Is the vector's bit set in ISR or IRR?
inline bool apic_bit(u32 first, u8 vector)
{
	return rdmsr(first + vector / 32).value >> vector % 32 & 1;
}

inline void interrupts_on()
{
	asm volatile("sti\n\tnop" : : : "memory");
}

inline void interrupts_off()
{
	asm volatile("cli" : : : "memory");
}

// Long enough for what is pending to come in, if it can.
inline void let_them_in()
{
	interrupts_on();
	for (u32 i = 0; i < 100; i++)
		asm volatile("pause");
	interrupts_off();
}

} // namespace guest
