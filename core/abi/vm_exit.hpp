// SPDX-License-Identifier: GPL-2.0
//
// VM exit reasons, as the low half of TDH.VP.ENTER's status carries them.
#pragma once

#include "core/base/bits.hpp"

namespace tdx {

struct VmExitReason {
	using EntryFailure = Bits<31>;
	using BusLock = Bits<26>;
	using Basic = Bits<15, 0>;
};

// VM-exit interruption information, in R9 after an asynchronous TD exit.
struct Interruption {
	using Vector = Bits<7, 0>;
	using Type = Bits<10, 8>;
	using HasErrorCode = Bits<11>;
	using Valid = Bits<31>;

	static constexpr u64 external = 0;
	static constexpr u64 nmi = 2;
	static constexpr u64 hardware_exception = 3;
	static constexpr u64 software_interrupt = 4;

	static CORE_INLINE u64 of(u64 type, u64 vector)
	{
		return Type::put(Vector::put(Valid::mask, vector), type);
	}
};

constexpr u8 vector_db = 1;
constexpr u8 vector_nmi = 2;
constexpr u8 vector_bp = 3;
constexpr u8 vector_of = 4;
constexpr u8 vector_ud = 6;
constexpr u8 vector_df = 8;
constexpr u8 vector_gp = 13;
constexpr u8 vector_pf = 14;
constexpr u8 vector_machine_check = 18;
constexpr u8 vector_ve = 20;
constexpr u8 first_interrupt_vector = 32; // below are exceptions

// Names as in Linux (EXIT_REASON_*).
namespace exit_reason {
enum Basic : u8 {
	EXCEPTION_NMI = 0,
	EXTERNAL_INTERRUPT = 1,
	TRIPLE_FAULT = 2,
	INIT_SIGNAL = 3,
	SIPI_SIGNAL = 4,
	IO_SMI = 5,
	OTHER_SMI = 6,
	INTERRUPT_WINDOW = 7,
	NMI_WINDOW = 8,
	TASK_SWITCH = 9,
	CPUID = 10,
	GETSEC = 11,
	HLT = 12,
	INVD = 13,
	INVLPG = 14,
	RDPMC = 15,
	RDTSC = 16,
	RSM = 17,
	VMCALL = 18,
	VMCLEAR = 19,
	VMLAUNCH = 20,
	VMPTRLD = 21,
	VMPTRST = 22,
	VMREAD = 23,
	VMRESUME = 24,
	VMWRITE = 25,
	VMXOFF = 26,
	VMXON = 27,
	CR_ACCESS = 28,
	DR_ACCESS = 29,
	IO_INSTRUCTION = 30,
	MSR_READ = 31,
	MSR_WRITE = 32,
	INVALID_STATE = 33,
	MSR_LOAD_FAIL = 34,
	MWAIT_INSTRUCTION = 36,
	MONITOR_TRAP_FLAG = 37,
	MONITOR_INSTRUCTION = 39,
	PAUSE_INSTRUCTION = 40,
	MCE_DURING_VMENTRY = 41,
	TPR_BELOW_THRESHOLD = 43,
	APIC_ACCESS = 44,
	EOI_INDUCED = 45,
	GDTR_IDTR = 46,
	LDTR_TR = 47,
	EPT_VIOLATION = 48,
	EPT_MISCONFIG = 49,
	INVEPT = 50,
	RDTSCP = 51,
	PREEMPTION_TIMER = 52,
	INVVPID = 53,
	WBINVD = 54,
	XSETBV = 55,
	APIC_WRITE = 56,
	RDRAND = 57,
	INVPCID = 58,
	VMFUNC = 59,
	ENCLS = 60,
	RDSEED = 61,
	PML_FULL = 62,
	XSAVES = 63,
	XRSTORS = 64,
	PCONFIG = 65,
	SPP_EVENT = 66,
	UMWAIT = 67,
	TPAUSE = 68,
	LOADIWKEY = 69,
	ENCLV = 70,
	ENQCMD_PASID_TRANSLATION = 72,
	ENQCMDS_PASID_TRANSLATION = 73,
	BUS_LOCK = 74,
	INSTRUCTION_TIMEOUT = 75,
	SEAMCALL = 76,
	TDCALL = 77,
	RDMSRLIST = 78,
	WRMSRLIST = 79,
};
} // namespace exit_reason

struct VmExit {
	exit_reason::Basic reason;
	char const *name;
};

constexpr VmExit vm_exits[] = {
	{exit_reason::EXCEPTION_NMI, "exception or NMI"},
	{exit_reason::EXTERNAL_INTERRUPT, "external interrupt"},
	{exit_reason::TRIPLE_FAULT, "triple fault"},
	{exit_reason::INIT_SIGNAL, "INIT signal"},
	{exit_reason::SIPI_SIGNAL, "start-up IPI"},
	{exit_reason::IO_SMI, "I/O SMI"},
	{exit_reason::OTHER_SMI, "other SMI"},
	{exit_reason::INTERRUPT_WINDOW, "interrupt window"},
	{exit_reason::NMI_WINDOW, "NMI window"},
	{exit_reason::TASK_SWITCH, "task switch"},
	{exit_reason::CPUID, "CPUID"},
	{exit_reason::GETSEC, "GETSEC"},
	{exit_reason::HLT, "HLT"},
	{exit_reason::INVD, "INVD"},
	{exit_reason::INVLPG, "INVLPG"},
	{exit_reason::RDPMC, "RDPMC"},
	{exit_reason::RDTSC, "RDTSC"},
	{exit_reason::RSM, "RSM"},
	{exit_reason::VMCALL, "VMCALL"},
	{exit_reason::VMCLEAR, "VMCLEAR"},
	{exit_reason::VMLAUNCH, "VMLAUNCH"},
	{exit_reason::VMPTRLD, "VMPTRLD"},
	{exit_reason::VMPTRST, "VMPTRST"},
	{exit_reason::VMREAD, "VMREAD"},
	{exit_reason::VMRESUME, "VMRESUME"},
	{exit_reason::VMWRITE, "VMWRITE"},
	{exit_reason::VMXOFF, "VMXOFF"},
	{exit_reason::VMXON, "VMXON"},
	{exit_reason::CR_ACCESS, "control-register access"},
	{exit_reason::DR_ACCESS, "MOV DR"},
	{exit_reason::IO_INSTRUCTION, "I/O instruction"},
	{exit_reason::MSR_READ, "RDMSR"},
	{exit_reason::MSR_WRITE, "WRMSR"},
	{exit_reason::INVALID_STATE, "VM-entry failure: invalid guest state"},
	{exit_reason::MSR_LOAD_FAIL, "VM-entry failure: MSR loading"},
	{exit_reason::MWAIT_INSTRUCTION, "MWAIT"},
	{exit_reason::MONITOR_TRAP_FLAG, "monitor trap flag"},
	{exit_reason::MONITOR_INSTRUCTION, "MONITOR"},
	{exit_reason::PAUSE_INSTRUCTION, "PAUSE"},
	{exit_reason::MCE_DURING_VMENTRY, "VM-entry failure: machine check"},
	{exit_reason::TPR_BELOW_THRESHOLD, "TPR below threshold"},
	{exit_reason::APIC_ACCESS, "APIC access"},
	{exit_reason::EOI_INDUCED, "virtualized EOI"},
	{exit_reason::GDTR_IDTR, "access to GDTR or IDTR"},
	{exit_reason::LDTR_TR, "access to LDTR or TR"},
	{exit_reason::EPT_VIOLATION, "EPT violation"},
	{exit_reason::EPT_MISCONFIG, "EPT misconfiguration"},
	{exit_reason::INVEPT, "INVEPT"},
	{exit_reason::RDTSCP, "RDTSCP"},
	{exit_reason::PREEMPTION_TIMER, "VMX preemption timer"},
	{exit_reason::INVVPID, "INVVPID"},
	{exit_reason::WBINVD, "WBINVD or WBNOINVD"},
	{exit_reason::XSETBV, "XSETBV"},
	{exit_reason::APIC_WRITE, "APIC write"},
	{exit_reason::RDRAND, "RDRAND"},
	{exit_reason::INVPCID, "INVPCID"},
	{exit_reason::VMFUNC, "VMFUNC"},
	{exit_reason::ENCLS, "ENCLS"},
	{exit_reason::RDSEED, "RDSEED"},
	{exit_reason::PML_FULL, "page-modification log full"},
	{exit_reason::XSAVES, "XSAVES"},
	{exit_reason::XRSTORS, "XRSTORS"},
	{exit_reason::PCONFIG, "PCONFIG"},
	{exit_reason::SPP_EVENT, "sub-page write permission"},
	{exit_reason::UMWAIT, "UMWAIT"},
	{exit_reason::TPAUSE, "TPAUSE"},
	{exit_reason::LOADIWKEY, "LOADIWKEY"},
	{exit_reason::ENCLV, "ENCLV"},
	{exit_reason::ENQCMD_PASID_TRANSLATION, "ENQCMD PASID translation failure"},
	{exit_reason::ENQCMDS_PASID_TRANSLATION, "ENQCMDS PASID translation failure"},
	{exit_reason::BUS_LOCK, "bus lock"},
	{exit_reason::INSTRUCTION_TIMEOUT, "instruction timeout"},
	{exit_reason::SEAMCALL, "SEAMCALL"},
	{exit_reason::TDCALL, "TDG.VP.VMCALL"},
	{exit_reason::RDMSRLIST, "RDMSRLIST"},
	{exit_reason::WRMSRLIST, "WRMSRLIST"},
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
