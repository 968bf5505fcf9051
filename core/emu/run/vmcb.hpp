// SPDX-License-Identifier: GPL-2.0
//
// The virtual machine control block of AMD-V, under which a TD's vCPU runs.  Layout, intercepts and
// exit codes as in the AMD64 Architecture Programmer's Manual, volume 2, appendix B and C.
#pragma once

#include "core/base/bits.hpp"

namespace tdx::emu::svm {

struct Segment {
	u16 selector;
	u16 attributes; // VMX access rights without the four bits of the limit between
	u32 limit;
	u64 base;
};

struct Vmcb {
	u16 cr_reads; // intercepts, a bit for each register
	u16 cr_writes;
	u32 dr_accesses;
	u32 exceptions;
	u32 intercepts[3];
	u8 unused0[0x40 - 0x18];
	u64 iopm;
	u64 msrpm;
	u64 tsc_offset;
	u32 asid;
	u32 tlb_control;
	u32 int_control;
	u32 int_vector;
	u64 int_state;
	u64 exit_code;
	u64 exit_info_1;
	u64 exit_info_2;
	u64 exit_int_info; // with the error code in 63:32
	u64 nested_control;
	u8 unused1[0xa8 - 0x98];
	u64 event; // to inject, with the error code in 63:32
	u64 nested_cr3;
	u64 virtual_ext;
	u64 clean;
	u64 next_rip;
	u8 unused2[0x400 - 0xd0];

	Segment es, cs, ss, ds, fs, gs, gdtr, ldtr, idtr, tr;
	u8 unused3[0x4cb - 0x4a0];
	u8 cpl;
	u8 unused4[4];
	u64 efer;
	u8 unused5[0x548 - 0x4d8];
	u64 cr4;
	u64 cr3;
	u64 cr0;
	u64 dr7;
	u64 dr6;
	u64 rflags;
	u64 rip;
	u8 unused6[0x5d8 - 0x580];
	u64 rsp;
	u8 unused7[0x5f8 - 0x5e0];
	u64 rax;
	u64 star;
	u64 lstar;
	u64 cstar;
	u64 sfmask;
	u64 kernel_gs_base;
	u64 sysenter_cs;
	u64 sysenter_esp;
	u64 sysenter_eip;
	u64 cr2;
	u8 unused8[0x668 - 0x648];
	u64 pat;
	u64 debugctl;
	u8 unused9[0x1000 - 0x678];
};
static_assert(sizeof(Vmcb) == 0x1000);
static_assert(__builtin_offsetof(Vmcb, iopm) == 0x40 && __builtin_offsetof(Vmcb, event) == 0xa8 &&
	      __builtin_offsetof(Vmcb, next_rip) == 0xc8);
static_assert(__builtin_offsetof(Vmcb, es) == 0x400 && __builtin_offsetof(Vmcb, cpl) == 0x4cb &&
	      __builtin_offsetof(Vmcb, cr4) == 0x548 && __builtin_offsetof(Vmcb, rsp) == 0x5d8 &&
	      __builtin_offsetof(Vmcb, star) == 0x600 && __builtin_offsetof(Vmcb, pat) == 0x668);

// EXITCODE.  Those from 0x60 on are in the order of the intercepts.
namespace exit {
enum Code : u32 {
	CR4_READ = 0x04,
	CR4_WRITE = 0x14,
	EXCEPTION = 0x40, // and the vector
	INTR = 0x60,
	NMI = 0x61,
	SMI = 0x62,
	INIT = 0x63,
	VINTR = 0x64,
	CR0_SEL_WRITE = 0x65,
	RDTSC = 0x6e,
	RDPMC = 0x6f,
	CPUID = 0x72,
	RSM = 0x73,
	IRET = 0x74,
	INVD = 0x76,
	HLT = 0x78,
	INVLPGA = 0x7a,
	IOIO = 0x7b,
	MSR = 0x7c,
	TASK_SWITCH = 0x7d,
	SHUTDOWN = 0x7f,
	VMRUN = 0x80,
	VMMCALL = 0x81,
	VMLOAD = 0x82,
	VMSAVE = 0x83,
	STGI = 0x84,
	CLGI = 0x85,
	SKINIT = 0x86,
	RDTSCP = 0x87,
	WBINVD = 0x89,
	MONITOR = 0x8a,
	MWAIT = 0x8b,
	MWAIT_CONDITIONAL = 0x8c,
	XSETBV = 0x8d,
	NPF = 0x400,
	INVALID = 0xffffffff,
};
} // namespace exit

constexpr u32 first_intercept = exit::INTR;

CORE_INLINE void intercept(Vmcb &vmcb, exit::Code code)
{
	u32 const bit{code - first_intercept};
	vmcb.intercepts[bit / 32] |= 1u << bit % 32;
}

constexpr u16 cr4_bit = 1 << 4;

// EVENTINJ and EXITINTINFO are as the VM-entry interruption information of VMX.
using EventError = Bits<63, 32>;

// INT_CTL.
using VirtualTpr = Bits<7, 0>;
using VirtualIrq = Bits<8>;
using VirtualIrqPriority = Bits<19, 16>;
using IgnoreTpr = Bits<20>;
using VirtualIntrMasking = Bits<24>;

// EXITINFO1 of a nested page fault.
struct PageFault {
	using Write = Bits<1>;
	using Fetch = Bits<4>;
	using FinalAddress = Bits<32>;
};

// EXITINFO1 of an I/O instruction.
struct Io {
	using In = Bits<0>;
	using String = Bits<2>;
	using Rep = Bits<3>;
	using Size8 = Bits<4>;
	using Size16 = Bits<5>;
	using Size32 = Bits<6>;
	using Segment = Bits<12, 10>;
	using Port = Bits<31, 16>;
};

constexpr u64 nested_paging = 1;

} // namespace tdx::emu::svm
