// SPDX-License-Identifier: GPL-2.0
//
// VM exit reasons, as the low half of TDH.VP.ENTER's status carries them.
#pragma once

#include "core/base/bits.hpp"

namespace tdx {

struct VmExit {
	u8 reason;
	char const *name;
};

struct VmExitReason {
	using EntryFailure = Bits<31>;
	using BusLock = Bits<26>;
	using Basic = Bits<15, 0>;
};

// VM-exit interruption information, in R9 after an asynchronous TD exit.
struct Interruption {
	using Vector = Bits<7, 0>;
	using Type = Bits<10, 8>;
	using Valid = Bits<31>;

	static constexpr u64 external = 0;
	static constexpr u64 nmi = 2;
	static constexpr u64 hardware_exception = 3;
};

constexpr u8 vector_machine_check = 18;
constexpr u8 first_interrupt_vector = 32; // below are exceptions

constexpr u16 vm_exit_exception_or_nmi = 0;
constexpr u16 vm_exit_external_interrupt = 1;
constexpr u16 vm_exit_triple_fault = 2;
constexpr u16 vm_exit_entry_machine_check = 41;
constexpr u16 vm_exit_ept_violation = 48;
constexpr u16 vm_exit_tdcall = 77;

constexpr VmExit vm_exits[] = {
	{vm_exit_exception_or_nmi, "exception or NMI"},
	{vm_exit_external_interrupt, "external interrupt"},
	{vm_exit_triple_fault, "triple fault"},
	{3, "INIT signal"},
	{4, "start-up IPI"},
	{5, "I/O SMI"},
	{6, "other SMI"},
	{7, "interrupt window"},
	{8, "NMI window"},
	{9, "task switch"},
	{10, "CPUID"},
	{11, "GETSEC"},
	{12, "HLT"},
	{13, "INVD"},
	{14, "INVLPG"},
	{15, "RDPMC"},
	{16, "RDTSC"},
	{17, "RSM"},
	{18, "VMCALL"},
	{19, "VMCLEAR"},
	{20, "VMLAUNCH"},
	{21, "VMPTRLD"},
	{22, "VMPTRST"},
	{23, "VMREAD"},
	{24, "VMRESUME"},
	{25, "VMWRITE"},
	{26, "VMXOFF"},
	{27, "VMXON"},
	{28, "control-register access"},
	{29, "MOV DR"},
	{30, "I/O instruction"},
	{31, "RDMSR"},
	{32, "WRMSR"},
	{33, "VM-entry failure: invalid guest state"},
	{34, "VM-entry failure: MSR loading"},
	{36, "MWAIT"},
	{37, "monitor trap flag"},
	{39, "MONITOR"},
	{40, "PAUSE"},
	{vm_exit_entry_machine_check, "VM-entry failure: machine check"},
	{43, "TPR below threshold"},
	{44, "APIC access"},
	{45, "virtualized EOI"},
	{46, "access to GDTR or IDTR"},
	{47, "access to LDTR or TR"},
	{vm_exit_ept_violation, "EPT violation"},
	{49, "EPT misconfiguration"},
	{50, "INVEPT"},
	{51, "RDTSCP"},
	{52, "VMX preemption timer"},
	{53, "INVVPID"},
	{54, "WBINVD or WBNOINVD"},
	{55, "XSETBV"},
	{56, "APIC write"},
	{57, "RDRAND"},
	{58, "INVPCID"},
	{59, "VMFUNC"},
	{60, "ENCLS"},
	{61, "RDSEED"},
	{62, "page-modification log full"},
	{63, "XSAVES"},
	{64, "XRSTORS"},
	{65, "PCONFIG"},
	{66, "sub-page write permission"},
	{67, "UMWAIT"},
	{68, "TPAUSE"},
	{69, "LOADIWKEY"},
	{70, "ENCLV"},
	{72, "ENQCMD PASID translation failure"},
	{73, "ENQCMDS PASID translation failure"},
	{74, "bus lock"},
	{75, "instruction timeout"},
	{76, "SEAMCALL"},
	{vm_exit_tdcall, "TDG.VP.VMCALL"},
	{78, "RDMSRLIST"},
	{79, "WRMSRLIST"},
};

consteval bool vm_exits_are_sorted()
{
	for (unsigned i = 1; i < sizeof(vm_exits) / sizeof(*vm_exits); i++)
		if (vm_exits[i - 1].reason >= vm_exits[i].reason)
			return false;
	return true;
}
static_assert(vm_exits_are_sorted());

} // namespace tdx
