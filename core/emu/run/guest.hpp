// SPDX-License-Identifier: GPL-2.0
//
// A vCPU under AMD-V, from one VMRUN to what becomes of its exit.  Its state lies in TDVPS, by the
// VMCS fields of TDX; the VMCB is a copy that counts from VMRUN to #VMEXIT only.
#pragma once

#include "area.hpp"
#include "core/emu/guest/guest_memory.hpp"
#include "core/emu/vcpu/td_exit.hpp"
#include "translations.hpp"

namespace tdx::emu {

struct Guest {
	Emu &emu;
	Lp &lp;
	RunningVcpu &running;
	emu_regs &regs; // all but RSP; RAX is in the VMCB as well

	CORE_ALWAYS_INLINE Vcpu &vcpu() const { return running.vcpu(); }
	CORE_ALWAYS_INLINE Td const &td() const { return running.vcpu().td(); }
	CORE_ALWAYS_INLINE emu_area const &area() const { return lp.area; }
	CORE_ALWAYS_INLINE svm::Vmcb &vmcb() const { return vmcb_of(lp.area); }

	u64 reg(u32 number) const; // as ModRM numbers them
};

// switch.cpp: vCPU state from TDVPS to the VMCB before VMRUN, and back after it.
void init_vmcb(Emu const &emu, emu_area const &area);
void load_vmcb(Guest const &guest);
void save_vmcb(Guest const &guest);

// translations.cpp
// What was mapped for another vCPU or another time is dropped.
void use_translations(Guest const &guest);
// Where the CPU reads that byte, without a walk of the TD's tables; false where it would walk.
bool find_translation(Guest const &guest, u64 gpa, u64 &pa);
constexpr u32 largest_level = 1; // 2 MiB
void map_page(Guest const &guest, u64 gpa, GuestPage const &page);
u64 nested_root(Lp const &lp);

// events.cpp: events to be injected by the next VMRUN.
void prepare_events(Guest const &guest);
void finish_events(Guest const &guest);
void end_blocking_by_nmi(Guest const &guest);

// apic.cpp: x2APIC MSRs that the CPU virtualises with the virtual-APIC page.
u64 read_apic(Vcpu const &vcpu, u32 msr);
enum class ApicWrite : u8 { Done, Refused, Exits };
ApicWrite write_apic(Vcpu const &vcpu, u32 msr, u64 value);
void take_posted_interrupts(Guest const &guest);
// Vector of the interrupt that the vCPU is to take next; 0: none.
u32 next_interrupt(Vcpu const &vcpu);
void accept_interrupt(Vcpu const &vcpu, u32 vector);
u32 virtual_tpr(Vcpu const &vcpu);
void set_virtual_tpr(Vcpu const &vcpu, u32 tpr);

// linear.cpp: the guest's own paging.
bool translate_linear(Guest const &guest, u64 gla, u64 &gpa);
// Bytes at RIP, as many as can be read; 0: none.
constexpr u32 max_instruction_bytes = 15;
u32 fetch_instruction(Guest const &guest, u8 (&bytes)[max_instruction_bytes]);
bool in_64_bit_mode(Vcpu const &vcpu);
u32 privilege_level(Vcpu const &vcpu);

// decode.cpp: linear address of the access that caused a nested page fault; false if it can't be
// found.
bool find_linear_address(Guest const &guest, u64 gpa, bool fetch, u64 &gla);

// VM exits; each handler returns EMU_ANSWERED if the vCPU goes on.
emu_verdict handle_exit(Guest &guest);
emu_verdict cpuid_exit(Guest &guest);                      // cpuid.cpp
emu_verdict msr_exit(Guest &guest);                        // msr.cpp
emu_verdict control_register_exit(Guest &guest, u32 code); // control_register.cpp
emu_verdict xsetbv_exit(Guest &guest);                     // control_register.cpp
// Components that XCR0 may have: those of XFAM that this machine has, whatever TDCS says.
u64 user_components(Guest const &guest);
bool is_legal_xcr0(u64 value, u64 components);
emu_verdict io_exit(Guest &guest);           // io.cpp
emu_verdict nested_page_fault(Guest &guest); // page_fault.cpp
emu_verdict undefined_exit(Guest &guest);    // undefined.cpp: #UD, TDCALL among its causes

} // namespace tdx::emu
