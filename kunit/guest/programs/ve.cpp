// SPDX-License-Identifier: GPL-2.0
//
// Instructions that raise #VE, those that raise something else instead, and #VE while the last one
// has not been looked at.
#include "runtime/ve.hpp"
#include "runtime/memory.hpp"

using namespace guest;

namespace {

constexpr VeInfo ve(u64 reason, u64 length, u64 qualification = 0)
{
	return {reason, qualification, length, 0, 0, 0};
}

// Of an I/O qualification.
constexpr u64 io_in = 1 << 3;
constexpr u64 io_string = 1 << 4;
constexpr u64 io_rep = 1 << 5;
constexpr u64 io_immediate = 1 << 6;

constexpr u64 io_port(u64 port)
{
	return port << 16;
}

// Of the instruction information of INS and OUTS.
constexpr u64 address_64 = 2 << 7;
constexpr u64 segment_ds = 3 << 15;

u8 bytes[16];

} // namespace

GUEST_TEST(hlt)
{
	EXPECT_VE(ve(exit_hlt, 1), "hlt");
}

GUEST_TEST(invd_and_wbinvd)
{
	EXPECT_VE(ve(exit_invd, 2), "invd");
	EXPECT_VE(ve(exit_wbinvd, 2), "wbinvd");
	EXPECT_VE(ve(exit_wbinvd, 3), ".byte 0xf3, 0x0f, 0x09"); // WBNOINVD
}

GUEST_TEST(vmcall_instruction)
{
	EXPECT_VE(ve(exit_vmcall, 3), ".byte 0x0f, 0x01, 0xc1");
}

GUEST_TEST(monitor_and_mwait)
{
	EXPECT_VE(ve(exit_monitor, 3), "monitor", : : "a"(bytes), "c"(0), "d"(0));
	EXPECT_VE(ve(exit_mwait, 3), "mwait", : : "a"(0), "c"(0));
}

GUEST_TEST(in_and_out)
{
	u32 eax{0};

	EXPECT_VE(ve(exit_io, 2, io_port(0x80) | io_in | io_immediate), "inb $0x80, %%al",
		  : "+a"(eax));
	EXPECT_VE(ve(exit_io, 2, io_port(0x80) | io_immediate), "outb %%al, $0x80", : "+a"(eax));
	EXPECT_VE(ve(exit_io, 3, io_port(0x80) | io_immediate | 1), "outw %%ax, $0x80",
		  : "+a"(eax));
	EXPECT_VE(ve(exit_io, 2, io_port(0x80) | io_immediate | 3), "outl %%eax, $0x80",
		  : "+a"(eax));
	EXPECT_VE(ve(exit_io, 1, io_port(0xcfc) | io_in), "inb %%dx, %%al",
		  : "+a"(eax)
		  : "d"(0xcfc));
	EXPECT_VE(ve(exit_io, 2, io_port(0xcfc) | io_in | 1), "inw %%dx, %%ax",
		  : "+a"(eax)
		  : "d"(0xcfc));
	EXPECT_VE(ve(exit_io, 1, io_port(0xffff) | io_in | 3), "inl %%dx, %%eax",
		  : "+a"(eax)
		  : "d"(0xffff));
	EXPECT_VE(ve(exit_io, 1, io_port(0x3f8)), "outb %%al, %%dx", : "+a"(eax) : "d"(0x3f8));
}

GUEST_TEST(ins_and_outs)
{
	u64 const at{reinterpret_cast<u64>(bytes)};
	VeInfo ins{exit_io, io_port(0x60) | io_in | io_string, 1, at, 0, address_64};
	VeInfo outs{exit_io, io_port(0x60) | io_string, 1, at, 0, address_64 | segment_ds};

	EXPECT_VE(ins, "insb", : : "d"(0x60), "D"(bytes) : "memory");
	EXPECT_VE(outs, "outsb", : : "d"(0x60), "S"(bytes) : "memory");
	ins.qualification |= io_rep | 3;
	ins.length = 2;
	EXPECT_VE(ins, "rep insl", : : "d"(0x60), "D"(bytes), "c"(4) : "memory");
	outs.qualification |= io_rep | 1;
	outs.length = 3;
	EXPECT_VE(outs, "rep outsw", : : "d"(0x60), "S"(bytes), "c"(4) : "memory");
}

GUEST_TEST(rdmsr_and_wrmsr)
{
	u32 low{0}, high{0};

	EXPECT_VE(ve(exit_rdmsr, 2), "rdmsr", : "=a"(low), "=d"(high) : "c"(0x1b));
	EXPECT_VE(ve(exit_wrmsr, 2), "wrmsr", : : "a"(0), "d"(0), "c"(0x1b));
	EXPECT_VE(ve(exit_rdmsr, 2), "rdmsr", : "=a"(low), "=d"(high) : "c"(0x4b564d00));
}

GUEST_TEST(cpuid_of_the_vmm)
{
	u32 eax{0x40000000}, ebx{1}, ecx{0}, edx{3};

	EXPECT_VE(ve(exit_cpuid, 2), "cpuid", : "+a"(eax), "+b"(ebx), "+c"(ecx), "+d"(edx));
	// Registers are unchanged.
	EXPECT_EQ(eax, 0x40000000);
	EXPECT_EQ(ebx, 1);
	EXPECT_EQ(edx, 3);
}

// A self-IPI that the APIC does not know: after the instruction.
GUEST_TEST(apic_write)
{
	u64 behind{0};

	for (u32 vector = 0; vector < 16; vector++) {
		Trap const trap{trap_of([&] {
			asm volatile("leaq 1f(%%rip), %%rbx\nmovq %%rbx, %0\nwrmsr\n1:"
				     : "=m"(behind)
				     : "a"(vector), "d"(0), "c"(0x83f)
				     : "rbx");
		})};
		EXPECT_ALL(expect_ve(trap, {exit_apic_write, 0x3f0, 0, 0, 0, 0}));
		EXPECT_EQ(trap.frame.rip, behind);
	}
}

GUEST_TEST(instructions_that_a_td_does_not_have)
{
	EXPECT_FAULT(vector_ud, ".byte 0x0f, 0x37", : : "a"(0));             // GETSEC
	EXPECT_FAULT(vector_ud, ".byte 0x0f, 0xaa");                         // RSM
	EXPECT_FAULT(vector_ud, ".byte 0x0f, 0x01, 0xc2");                   // VMLAUNCH
	EXPECT_FAULT(vector_ud, ".byte 0x0f, 0x01, 0xc3");                   // VMRESUME
	EXPECT_FAULT(vector_ud, ".byte 0x0f, 0x01, 0xc4");                   // VMXOFF
	EXPECT_FAULT(vector_ud, ".byte 0x0f, 0x01, 0xc5", : : "a"(0));       // PCONFIG
	EXPECT_FAULT(vector_ud, ".byte 0x0f, 0x01, 0xd4", : : "a"(0));       // VMFUNC
	EXPECT_FAULT(vector_ud, ".byte 0x0f, 0x01, 0xcf", : : "a"(0));       // ENCLS
	EXPECT_FAULT(vector_ud, ".byte 0x0f, 0x01, 0xc0", : : "a"(0));       // ENCLV
	EXPECT_FAULT(vector_ud, ".byte 0x66, 0x0f, 0x01, 0xcf", : : "a"(0)); // SEAMCALL
	EXPECT_FAULT(vector_ud, "vmread %%rax, %%rcx", : : : "rcx");
	EXPECT_FAULT(vector_ud, "vmwrite %%rax, %%rcx", : :);
	EXPECT_FAULT(vector_ud, "vmptrld %0", : : "m"(bytes));
	EXPECT_FAULT(vector_ud, "vmptrst %0", : "=m"(bytes));
	EXPECT_FAULT(vector_ud, "vmclear %0", : : "m"(bytes));
	EXPECT_FAULT(vector_ud, "vmxon %0", : : "m"(bytes));
	EXPECT_FAULT(vector_ud, "invept %0, %%rax", : : "m"(bytes));
	EXPECT_FAULT(vector_ud, "invvpid %0, %%rax", : : "m"(bytes));
}

// Instructions of the CPU below, which is not the one that the TD sees.
GUEST_TEST(instructions_of_amd_v)
{
	EXPECT_FAULT(vector_ud, "vmmcall");
	EXPECT_FAULT(vector_ud, ".byte 0x0f, 0x01, 0xd8", : : "a"(0));         // VMRUN
	EXPECT_FAULT(vector_ud, ".byte 0x0f, 0x01, 0xda", : : "a"(0));         // VMLOAD
	EXPECT_FAULT(vector_ud, ".byte 0x0f, 0x01, 0xdb", : : "a"(0));         // VMSAVE
	EXPECT_FAULT(vector_ud, ".byte 0x0f, 0x01, 0xdc");                     // STGI
	EXPECT_FAULT(vector_ud, ".byte 0x0f, 0x01, 0xdd");                     // CLGI
	EXPECT_FAULT(vector_ud, ".byte 0x0f, 0x01, 0xde", : : "a"(0));         // SKINIT
	EXPECT_FAULT(vector_ud, ".byte 0x0f, 0x01, 0xdf", : : "a"(0), "c"(0)); // INVLPGA
}

GUEST_TEST(rdpmc_without_perfmon)
{
	u32 low, high;

	EXPECT_FAULT(vector_gp, "rdpmc", : "=a"(low), "=d"(high) : "c"(0));
}

GUEST_TEST(double_fault_while_ve_info_is_held)
{
	Trap const first{TRY("hlt")};
	Trap const second{TRY("invd")};
	Trap const third{TRY("outb %%al, $0x80", : : "a"(0))};

	EXPECT(first.is(vector_ve));
	EXPECT_ALL(expect_fault(second, vector_df));
	EXPECT_ALL(expect_fault(third, vector_df));
	// The information of the first #VE is kept.
	EXPECT_ALL(expect_ve(first, ve(exit_hlt, 1)));
	EXPECT_VE(ve(exit_invd, 2), "invd");
}

GUEST_TEST(no_double_fault_by_other_exceptions)
{
	Trap const first{TRY("hlt")};

	EXPECT_FAULT(vector_ud, "ud2");
	EXPECT_FAULT(vector_gp, "rdmsr", : : "c"(0x800) : "rax", "rdx");
	EXPECT_ALL(expect_ve(first, ve(exit_hlt, 1)));
}
