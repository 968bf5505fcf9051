// SPDX-License-Identifier: GPL-2.0
//
// TDG.VP.INFO, VEINFO.GET and CPUIDVE.SET; calls that are no leaf function.
#include "core/call/leaves.h"
#include "asm/call.h"
#include "core/call/core.h"
#include "core/call/host.h"
#include "runtime/facts.hpp"
#include "runtime/host.hpp"
#include "runtime/memory.hpp"
#include "runtime/test.hpp"

using namespace guest;

namespace {

constexpr tdx_regs poison{.rcx = 0x11,
	.rdx = 0x22,
	.r8 = 0x33,
	.r9 = 0x44,
	.r10 = 0x55,
	.r11 = 0x66,
	.r12 = 0x77,
	.r13 = 0x88,
	.rbx = 0x99,
	.rsi = 0xaa,
	.rdi = 0xbb,
	.r14 = 0xcc,
	.r15 = 0xdd};

struct Cpuid {
	u32 eax, ebx, ecx, edx;
};

Trap try_cpuid(u32 leaf, u32 subleaf, Cpuid &out)
{
	out = {leaf, 0, subleaf, 0};
	return TRY("cpuid", : "+a"(out.eax), "=b"(out.ebx), "+c"(out.ecx), "=d"(out.edx));
}

} // namespace

GUEST_TEST(vp_info_tells_td_and_vcpu)
{
	tdg_vp_info_out out{};

	EXPECT_EQ(core_tdg_vp_info(0, &out), 0);
	EXPECT_EQ(out.gpa_width, 48);
	EXPECT_EQ(out.attributes, td_attributes);
	EXPECT_EQ(out.num_vcpus, vcpus());
	EXPECT_EQ(out.max_vcpus, vcpus());
	EXPECT_EQ(out.vcpu_index, 0);
	EXPECT_EQ(out.sys_rd_available, 1);
}

GUEST_TEST(vp_info_by_number_writes_six_registers)
{
	tdx_regs out;

	EXPECT_EQ(core_tdcall(1, &poison, &out), 0);
	EXPECT_EQ(out.rcx, 48);
	EXPECT_EQ(out.rdx, td_attributes);
	EXPECT_EQ(out.r8, vcpus() | u64{vcpus()} << 32);
	EXPECT_EQ(out.r9, 0);
	EXPECT_EQ(out.r10, 1);
	EXPECT_EQ(out.r11, 0);
	EXPECT_EQ(out.r12, 0);
}

GUEST_TEST(a_call_keeps_all_other_registers)
{
	tdx_regs out{};

	EXPECT_EQ(tdx_tdcall_full(5, &poison, &out), operand_invalid | rcx);
	EXPECT(!__builtin_memcmp(&out, &poison, sizeof(out)));
}

GUEST_TEST(veinfo_get_has_nothing_without_ve)
{
	tdx_regs out{};

	EXPECT_EQ(tdx_tdcall_full(3, &poison, &out), no_valid_ve_info);
	EXPECT_EQ(out.rcx | out.rdx | out.r8 | out.r9 | out.r10, 0);
	EXPECT_EQ(out.r11, poison.r11);
}

GUEST_TEST(veinfo_get_gives_it_once)
{
	tdg_vp_veinfo_get_out info{};

	EXPECT(TRY("hlt").is(vector_ve));
	EXPECT_EQ(core_tdg_vp_veinfo_get(0, 0, &info), 0);
	EXPECT_EQ(info.exit_reason, exit_hlt);
	EXPECT_EQ(info.exit_qualification, 0);
	EXPECT_EQ(info.gla, 0);
	EXPECT_EQ(info.gpa.gpa, 0);
	EXPECT_EQ(info.instr_length, 1);
	EXPECT_EQ(info.instr_info, 0);
	EXPECT_EQ(core_tdg_vp_veinfo_get(0, 0, &info), no_valid_ve_info);
	EXPECT_EQ(info.exit_reason, 0);
}

GUEST_TEST(veinfo_get_has_no_version_1)
{
	EXPECT_EQ(core_tdg_vp_veinfo_get(0, 1, nullptr), operand_invalid | rax);
}

GUEST_TEST(cpuidve_set_takes_two_bits)
{
	EXPECT_EQ(core_tdg_vp_cpuidve_set(0, 4), operand_invalid | rcx);
	EXPECT_EQ(core_tdg_vp_cpuidve_set(0, 1ULL << 63), operand_invalid | rcx);
	EXPECT_EQ(core_tdg_vp_cpuidve_set(0, 3), 0);
	EXPECT_EQ(core_tdg_vp_cpuidve_set(0, 0), 0);
}

GUEST_TEST(cpuidve_set_makes_cpuid_raise_ve)
{
	tdg_vp_veinfo_get_out info{};
	Cpuid out;

	EXPECT(!try_cpuid(0, 0, out).taken);
	EXPECT_EQ(core_tdg_vp_cpuidve_set(0, 1), 0);
	Trap const trap{try_cpuid(0, 0, out)};
	EXPECT_EQ(core_tdg_vp_veinfo_get(0, 0, &info), 0);
	EXPECT_EQ(core_tdg_vp_cpuidve_set(0, 2), 0);
	EXPECT(trap.is(vector_ve) && trap.stayed());
	EXPECT_EQ(info.exit_reason, exit_cpuid);
	EXPECT_EQ(info.instr_length, 2);
	// That of ring 3 alone.
	EXPECT(!try_cpuid(0, 0, out).taken);
	EXPECT_EQ(core_tdg_vp_cpuidve_set(0, 0), 0);
}

GUEST_TEST(no_such_leaf)
{
	tdx_regs out{};

	for (u64 const leaf : {13, 14, 15, 16, 17, 19, 21, 28, 29, 30, 33, 64, 72, 100, 0xffff})
		EXPECT_EQ(tdx_tdcall_full(leaf, &poison, &out), operand_invalid | rax);
	EXPECT(!__builtin_memcmp(&out, &poison, sizeof(out)));
}

GUEST_TEST(no_such_version)
{
	tdx_regs out{};

	for (u64 const leaf : {0, 1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 12, 22, 23, 24})
		EXPECT_EQ(tdx_tdcall_full(leaf | 1 << 16, &poison, &out), operand_invalid | rax);
	EXPECT_EQ(tdx_tdcall_full(7 | 2 << 16, &poison, &out), operand_invalid | rax);
}

GUEST_TEST(reserved_bits_of_rax)
{
	tdx_regs out{};

	for (u32 bit = 24; bit < 64; bit++)
		EXPECT_EQ(tdx_tdcall_full(1 | 1ULL << bit, &poison, &out), operand_invalid | rax);
}

GUEST_TEST(calls_that_are_watched_are_told_of)
{
	tdg_vp_info_out out{};
	u64 const before{watched.begun};

	host_calls_watched = 1;
	EXPECT_EQ(core_tdg_vp_info(0, &out), 0);
	host_calls_watched = 0;
	EXPECT_EQ(watched.begun, before + 1);
	EXPECT_EQ(watched.ended, before + 1);
	EXPECT_EQ(watched.fn, 1);
	EXPECT_EQ(watched.status, 0);
	EXPECT_EQ(out.gpa_width, 48);
}
