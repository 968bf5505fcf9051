// SPDX-License-Identifier: GPL-2.0
//
// Every hypercall, with the exact R10: those that stand for instructions.  The VMM is the reference
// VMM of core/vmm.
#include "asm/call.h"
#include "core/base/atomic.hpp"
#include "core/call/core.h"
#include "core/call/leaves.h"
#include "runtime/facts.hpp"
#include "runtime/memory.hpp"
#include "runtime/test.hpp"

using namespace guest;

namespace {

constexpr u64 words_of_vmm = 0xfc00; // R10 to R15

// Makes the hypercall with R10 to R15 as given, without core's tables.
struct Raw {
	u64 status;
	tdx_regs out;
};

Raw raw(u64 r10, u64 r11, u64 r12 = 0, u64 r13 = 0, u64 r14 = 0, u64 r15 = 0)
{
	tdx_regs const in{.rcx = words_of_vmm,
		.r10 = r10,
		.r11 = r11,
		.r12 = r12,
		.r13 = r13,
		.r14 = r14,
		.r15 = r15};
	Raw raw{};

	raw.status = tdx_tdcall_full(0, &in, &raw.out);
	return raw;
}

u64 r10_of(Raw const &raw)
{
	return raw.status ? ~0ULL : raw.out.r10;
}

u64 io(u64 size, u64 write, u64 port)
{
	return r10_of(raw(0, 30, size, write, port));
}

u64 read_port(u64 size, u64 port)
{
	return raw(0, 30, size, 0, port).out.r11;
}

u64 rdmsr(u64 msr, u64 &value)
{
	Raw const answer{raw(0, 31, msr)};

	value = answer.out.r11;
	return r10_of(answer);
}

u64 wrmsr(u64 msr, u64 value)
{
	return r10_of(raw(0, 32, msr, value));
}

u64 mmio(u64 size, u64 write, u64 gpa)
{
	return r10_of(raw(0, 48, size, write, gpa));
}

} // namespace

GUEST_TEST(mask_that_is_refused)
{
	tdx_regs in{}, out{};

	// RAX, RCX, RSP, RBP of a TD with NO_RBP_MOD, and what is no register.
	for (u32 bit : {0u, 1u, 4u, 5u}) {
		in.rcx = words_of_vmm | 1u << bit;
		EXPECT_EQ(tdx_tdcall_full(0, &in, &out), operand_invalid | rcx);
	}
	for (u32 bit = 32; bit < 64; bit++) {
		in.rcx = words_of_vmm | 1ULL << bit;
		EXPECT_EQ(tdx_tdcall_full(0, &in, &out), operand_invalid | rcx);
	}
}

GUEST_TEST(no_such_subfunction)
{
	for (u64 const number : {0ULL, 1ULL, 11ULL, 13ULL, 18ULL, 28ULL, 0x10007ULL, 0x20000ULL,
		     0xffffffffULL, 0x10000000aULL, 1ULL << 63})
		EXPECT_EQ(r10_of(raw(0, number)), vmcall_invalid_operand);
	// A vendor's hypercall, of which this VMM has none.
	EXPECT_EQ(r10_of(raw(1, 30, 1, 0, 0x3fd)), vmcall_invalid_operand);
}

GUEST_TEST(cpuid_of_the_vmm)
{
	tdg_vp_vmcall_instruction_cpuid_out out{};
	tdx_vmcall_result const result{
		core_tdg_vp_vmcall_instruction_cpuid(0, 0x40000000, 0, &out)};

	EXPECT_EQ(result.rax, 0);
	EXPECT_EQ(result.r10, vmcall_success);
	EXPECT_EQ(out.eax, 0x40000001);
	EXPECT_EQ(out.ebx, 0x4b4d564b); // "KVMKVMKVM"
	EXPECT_EQ(out.ecx, 0x564b4d56);
	EXPECT_EQ(out.edx, 0x4d);
	for (u32 const leaf : {2u, 6u, 0x40000002u, 0x40000100u, 0x80000002u}) {
		EXPECT_EQ(
			core_tdg_vp_vmcall_instruction_cpuid(0, leaf, 0, &out).r10, vmcall_success);
		EXPECT_EQ(out.eax | out.ebx | out.ecx | out.edx, 0);
	}
}

// No event comes: guests cope with a spurious wake-up.
GUEST_TEST(hlt_comes_back)
{
	EXPECT_EQ(core_tdg_vp_vmcall_instruction_hlt(0, 0).r10, vmcall_success);
}

// Goes on as long as another vCPU runs and could write what this one waits for.
GUEST_TEST(hlt_with_interrupts_blocked_comes_back)
{
	static tdx::Atomic<u32> halted, runs;

	start_on(
		1,
		[](void *) {
			runs = 1;
			while (!halted)
				asm volatile("pause");
		},
		nullptr);
	// vCPU 1 halted with interrupts blocked, too.
	while (!runs)
		asm volatile("pause");
	EXPECT_EQ(core_tdg_vp_vmcall_instruction_hlt(0, 1).r10, vmcall_success);
	halted = 1;
	done_on(1);
}

GUEST_TEST(io_refuses)
{
	for (u64 const size : {0ULL, 3ULL, 5ULL, 8ULL, 1ULL << 32 | 1})
		EXPECT_EQ(io(size, 0, 0x80), vmcall_invalid_operand);
	for (u64 const write : {2ULL, 1ULL << 63})
		EXPECT_EQ(io(1, write, 0x80), vmcall_invalid_operand);
	EXPECT_EQ(io(1, 0, 0x10000), vmcall_invalid_operand);
	EXPECT_EQ(io(2, 0, 0xffff), vmcall_invalid_operand);
	EXPECT_EQ(io(4, 0, 0xfffd), vmcall_invalid_operand);
	EXPECT_EQ(io(1, 0, ~0ULL), vmcall_invalid_operand);
	EXPECT_EQ(io(4, 1, 0x10000), vmcall_invalid_operand);
}

GUEST_TEST(io_of_absent_devices_is_all_ones)
{
	EXPECT_EQ(io(1, 0, 0xffff), vmcall_success);
	EXPECT_EQ(read_port(1, 0xffff), 0xff);
	EXPECT_EQ(read_port(2, 0xfffe), 0xffff);
	EXPECT_EQ(read_port(4, 0xcfc), 0xffffffff);
	EXPECT_EQ(io(4, 1, 0xcf8), vmcall_success);
	EXPECT_EQ(read_port(1, 0x3ed), 0xff);
	EXPECT_EQ(read_port(1, 0x21), 0xff);
}

GUEST_TEST(io_of_devices)
{
	EXPECT_EQ(read_port(1, 0x3fd), 0x60); // line status: empty
	EXPECT_EQ(read_port(1, 0x3fe), 0xb0);
	EXPECT_EQ(io(1, 1, 0x3ff), vmcall_success);
	raw(0, 30, 1, 1, 0x3ff, 0x1a5);
	EXPECT_EQ(read_port(1, 0x3ff), 0xa5);
	EXPECT_EQ(read_port(1, 0x64), 0);
	EXPECT_EQ(read_port(1, 0x42), 0);
	EXPECT_EQ(read_port(1, 0x61), 0x20);
	raw(0, 30, 1, 1, 0x70, 0x0d);
	EXPECT_EQ(read_port(1, 0x71), 0x80);
	raw(0, 30, 1, 1, 0x70, 0x0b);
	EXPECT_EQ(read_port(1, 0x71), 0x02);
}

GUEST_TEST(rdmsr_of_the_vmm)
{
	u64 value;

	EXPECT_EQ(rdmsr(0x1b, value), vmcall_success);
	EXPECT_EQ(value, 0xfee00d00);
	EXPECT_EQ(rdmsr(0x802, value), vmcall_success);
	EXPECT_EQ(value, 0);
	EXPECT_EQ(rdmsr(0x803, value), vmcall_success);
	EXPECT_EQ(value, 0x50014);
	EXPECT_EQ(rdmsr(0x80d, value), vmcall_success);
	EXPECT_EQ(value, 1);
	EXPECT_EQ(rdmsr(0x80f, value), vmcall_success);
	EXPECT_EQ(value, 0xff);
	for (u32 msr = 0x832; msr < 0x838; msr++) {
		EXPECT_EQ(rdmsr(msr, value), vmcall_success);
		EXPECT_EQ(value, 0x10000);
	}
	for (u32 const msr : {0x34u, 0x150u, 0x179u, 0x17au, 0x1fffu, 0xc0011029u, 0xffffffffu}) {
		EXPECT_EQ(rdmsr(msr, value), vmcall_success);
		EXPECT_EQ(value, 0);
	}
}

GUEST_TEST(wrmsr_of_the_vmm)
{
	u64 value;

	EXPECT_EQ(wrmsr(0x150, ~0ULL), vmcall_success);
	EXPECT_EQ(wrmsr(0x80f, 0x1ff), vmcall_success);
	EXPECT_EQ(rdmsr(0x80f, value), vmcall_success);
	EXPECT_EQ(value, 0x1ff);
	EXPECT_EQ(wrmsr(0x832, 0x400ec), vmcall_success);
	EXPECT_EQ(rdmsr(0x832, value), vmcall_success);
	EXPECT_EQ(value, 0x400ec);
	EXPECT_EQ(wrmsr(0x828, 0), vmcall_success);
}

GUEST_TEST(msrs_that_are_refused)
{
	u64 value;

	// No such register, or the TDX module's.
	for (u32 const msr : {0x800u, 0x804u, 0x808u, 0x80bu, 0x831u, 0x83fu, 0x840u, 0x8ffu}) {
		EXPECT_EQ(rdmsr(msr, value), vmcall_invalid_operand);
		EXPECT_EQ(wrmsr(msr, 0), vmcall_invalid_operand);
	}
	// Read only.
	for (u32 const msr : {0x802u, 0x803u, 0x80du, 0x839u})
		EXPECT_EQ(wrmsr(msr, 0), vmcall_invalid_operand);
	// Reserved bits.
	EXPECT_EQ(wrmsr(0x80f, 0x1ff | 1 << 10), vmcall_invalid_operand);
	EXPECT_EQ(wrmsr(0x828, 1), vmcall_invalid_operand);
	EXPECT_EQ(wrmsr(0x830, 1 << 13), vmcall_invalid_operand);
	EXPECT_EQ(wrmsr(0x832, 0x600ec), vmcall_invalid_operand);
	EXPECT_EQ(wrmsr(0x838, 1ULL << 32), vmcall_invalid_operand);
	// More bytes than ECX can count.
	EXPECT_EQ(rdmsr(1ULL << 32 | 0x1b, value), vmcall_invalid_operand);
	EXPECT_EQ(wrmsr(1ULL << 32 | 0x1b, 0), vmcall_invalid_operand);
}

GUEST_TEST(mmio_of_absent_devices_is_all_ones)
{
	constexpr u64 gpa{0xfec00000 | shared_bit};

	EXPECT_EQ(raw(0, 48, 1, 0, gpa).out.r11, 0xff);
	EXPECT_EQ(raw(0, 48, 2, 0, gpa).out.r11, 0xffff);
	EXPECT_EQ(raw(0, 48, 4, 0, gpa).out.r11, 0xffffffff);
	EXPECT_EQ(raw(0, 48, 8, 0, gpa).out.r11, ~0ULL);
	EXPECT_EQ(mmio(8, 0, gpa), vmcall_success);
	EXPECT_EQ(mmio(4, 1, gpa), vmcall_success);
}

GUEST_TEST(mmio_refuses)
{
	constexpr u64 gpa{0xfec00000 | shared_bit};

	for (u64 const size : {0ULL, 3ULL, 5ULL, 16ULL, 1ULL << 32 | 4})
		EXPECT_EQ(mmio(size, 0, gpa), vmcall_invalid_operand);
	EXPECT_EQ(mmio(4, 2, gpa), vmcall_invalid_operand);
	EXPECT_EQ(mmio(4, 0, gpa & ~shared_bit), vmcall_invalid_operand);
	EXPECT_EQ(mmio(4, 0, gpa | 1ULL << 48), vmcall_invalid_operand);
	EXPECT_EQ(mmio(4, 0, (shared_bit << 1) - 2), vmcall_invalid_operand);
}

GUEST_TEST(wbinvd_and_pconfig)
{
	EXPECT_EQ(core_tdg_vp_vmcall_instruction_wbinvd(0, 0).r10, vmcall_success);
	EXPECT_EQ(core_tdg_vp_vmcall_instruction_wbinvd(0, 1).r10, vmcall_success);
	EXPECT_EQ(core_tdg_vp_vmcall_instruction_pconfig(0, 0).r10, vmcall_invalid_operand);
}

GUEST_TEST(info_knows_leaf_0)
{
	Raw const answer{raw(0, 0x10000, 0, 0x13, 0x14, 0x15)};

	EXPECT_EQ(r10_of(answer), vmcall_success);
	EXPECT_EQ(answer.out.r11 | answer.out.r12 | answer.out.r13 | answer.out.r14, 0);
	EXPECT_EQ(answer.out.r15, 0x15);
	EXPECT_EQ(core_tdg_vp_vmcall_gettdvmcallinfo(0, 1, nullptr).r10, vmcall_invalid_operand);
}

// By core's tables: R10 alone, and what belongs to the result.
GUEST_TEST(by_number_and_raw)
{
	tdx_regs in{}, out{};

	in.r12 = 0x40000000;
	EXPECT_EQ(core_vmcall(10, &in, &out).r10, vmcall_success);
	EXPECT_EQ(out.r13, 0x4b4d564b);
	EXPECT_EQ(core_vmcall(0x10007, &in, &out).rax, TDXCALL_REFUSED);
	in = {};
	in.r11 = 0x10007;
	EXPECT_EQ(core_vmcall_raw(0, &in, &out, nullptr).r10, vmcall_invalid_operand);
	EXPECT_EQ(out.r11, 0x10007);
	in.r10 = 0x1234;
	EXPECT_EQ(core_vmcall_raw(0, &in, &out, nullptr).r10, vmcall_invalid_operand);
}
