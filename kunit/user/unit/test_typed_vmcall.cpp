// SPDX-License-Identifier: GPL-2.0
//
// Typed hypercalls: each operand in its register, and the VMM's word by name.
#include <gtest/gtest.h>

#include "core/abi/vmm_word.hpp"
#include "core/call/leaves.h"
#include "kunit/user/host/host.hpp"
#include "kunit/user/host/registers.hpp"

namespace {

using namespace tdx;

TEST(TypedVmcall, Cpuid)
{
	sigill::Answerer const answerer{[](sigill::Frame &frame) {
		EXPECT_EQ(frame.r11, 0xau);
		EXPECT_EQ(frame.r12, 0x15u);
		EXPECT_EQ(frame.r13, 2u);
		EXPECT_EQ(frame.rcx, 0xfc00u);
		frame.rax = 0;
		frame.r10 = 0;
		frame.r12 = 100;
		frame.r13 = 101;
		frame.r14 = 102;
		frame.r15 = 103;
		return EMU_ANSWERED;
	}};
	tdg_vp_vmcall_instruction_cpuid_out cpuid;
	auto const result = core_tdg_vp_vmcall_instruction_cpuid(0, 0x15, 2, &cpuid);

	EXPECT_EQ(result.rax | result.r10, 0u);
	EXPECT_EQ(cpuid.eax, 100u);
	EXPECT_EQ(cpuid.ebx, 101u);
	EXPECT_EQ(cpuid.ecx, 102u);
	EXPECT_EQ(cpuid.edx, 103u);
}

TEST(TypedVmcall, MapGpa)
{
	sigill::Answerer const answerer{[](sigill::Frame &frame) {
		EXPECT_EQ(frame.r11, 0x10001u);
		EXPECT_EQ(frame.r12, 0x1000u);
		EXPECT_EQ(frame.r13, 0x4000u);
		EXPECT_EQ(frame.rcx, 0x3c00u);
		frame.rax = 0;
		frame.r10 = 0x8000000000000001; // GPA_INUSE
		frame.r11 = 0x3000;
		return EMU_ANSWERED;
	}};
	tdg_vp_vmcall_mapgpa_out mapped;
	auto const result = core_tdg_vp_vmcall_mapgpa(0, {0x1000}, 0x4000, &mapped);

	EXPECT_EQ(result.rax, 0u);
	EXPECT_EQ(result.r10, 0x8000000000000001u);
	EXPECT_EQ(mapped.first_gpa_not_done.gpa, 0x3000u);
}

// Two words, two types: neither is taken for the other.
template <typename To, typename From>
concept Takes = requires(From from, To &to)
{
	to = from;
};
static_assert(!Takes<Status, VmmWord> && !Takes<VmmWord, Status>);
static_assert(!Takes<Status, VmcallResult> && !Takes<VmmWord, VmcallResult>);

// Whatever a VMM says instead of 0, its registers are no results.
TEST(TypedVmcall, BelievesNoVmm)
{
	u64 word{0};
	sigill::Answerer const answerer{[&](sigill::Frame &frame) {
		test::put(frame, test::filled(0x5555));
		frame.rax = 0;
		frame.r10 = word;
		return EMU_ANSWERED;
	}};

	for (bool const watched : {false, true}) {
		host::watch_calls(watched);
		for (u64 const hostile : {1ULL, 2ULL, 1ULL << 62, 1ULL << 63, 0x8000ff0000000006ULL,
			     0x8000ff00ffff0001ULL, 0xc000010000000001ULL, ~0ULL}) {
			word = hostile;
			tdg_vp_vmcall_instruction_cpuid_out cpuid;
			auto const result =
				core_tdg_vp_vmcall_instruction_cpuid(0, 0x15, 2, &cpuid);
			EXPECT_EQ(result.rax, 0u);
			EXPECT_EQ(result.r10, hostile);
			EXPECT_EQ(cpuid.eax, 0u);
			EXPECT_EQ(cpuid.edx, 0u);
			EXPECT_EQ(core_tdg_vp_vmcall_instruction_io(0, 4, 0, 0x60, 0, nullptr).r10,
				hostile);
			EXPECT_EQ(core_tdg_vp_vmcall_instruction_hlt(0, 0).r10, hostile);
		}
	}
	host::reset();
}

// Whether somebody watches or not: RETRY is followed, nothing but operands is seen, and when the
// VMM did not run nothing comes back.
TEST(TypedVmcall, InPlaceAndWatched)
{
	constexpr u64 operand_invalid_rcx{0xc000010000000001};
	unsigned calls{0};
	u64 rax{0};
	emu_verdict verdict{EMU_ANSWERED};
	sigill::Answerer const answerer{[&](sigill::Frame &frame) {
		EXPECT_TRUE(test::same(
			test::operands(frame), {.rcx = 0x3c00,
						       .r11 = 0x10001,
						       .r12 = calls ? 0x3000u : 0x1000u,
						       .r13 = calls ? 0x2000u : 0x4000u}));
		if (verdict != EMU_ANSWERED)
			return verdict;
		test::put(frame, test::filled(0x5555));
		frame.rax = rax;
		frame.r10 = calls++ ? 0 : 1; // RETRY
		frame.r11 = 0x3000;
		return verdict;
	}};

	for (bool const watched : {false, true}) {
		host::watch_calls(watched);
		calls = 0;
		tdg_vp_vmcall_mapgpa_out mapped;
		auto result = core_tdg_vp_vmcall_mapgpa(0, {0x1000}, 0x4000, &mapped);
		EXPECT_EQ(result.rax | result.r10, 0u);
		EXPECT_EQ(calls, 2u);
		EXPECT_EQ(host::calls_heard().size(), watched ? 4u : 0u);

		calls = 0;
		rax = operand_invalid_rcx;
		result = core_tdg_vp_vmcall_mapgpa(0, {0x1000}, 0x4000, &mapped);
		EXPECT_EQ(result.rax, operand_invalid_rcx);
		EXPECT_EQ(mapped.first_gpa_not_done.gpa, 0u);
		rax = 0;
		calls = 0;
		verdict = EMU_UD;
		result = core_tdg_vp_vmcall_mapgpa(0, {0x1000}, 0x4000, &mapped);
		EXPECT_EQ(result.rax, 0x8000ff0000000006u);
		EXPECT_EQ(mapped.first_gpa_not_done.gpa, 0u);
		verdict = EMU_ANSWERED;
	}
	host::reset();
}

// The operation of R12 is no operand but part of the sub-function.
TEST(TypedVmcall, MigTdSend)
{
	sigill::Answerer const answerer{[](sigill::Frame &frame) {
		EXPECT_EQ(frame.r11, 0x10006u);
		EXPECT_EQ(frame.r12, 0x20003u);
		EXPECT_EQ(frame.rbx, 0x40u);
		EXPECT_EQ(frame.r13, 9u);
		frame.rax = 0;
		frame.r10 = 0x8000000000000000;
		return EMU_ANSWERED;
	}};
	auto const result = core_tdg_vp_vmcall_migtd_send(0, 0x40, 2, 9, 4096, {0x8000});

	EXPECT_EQ(result.r10, 0x8000000000000000u);
}

TEST(TypedVmcall, RefusesBeforeTheInstruction)
{
	sigill::Answerer const answerer{[](sigill::Frame &) {
		ADD_FAILURE() << "the instruction was reached";
		return EMU_UD;
	}};
	auto const result = core_tdg_vp_vmcall_instruction_hlt(0, 2);

	EXPECT_EQ(result.rax, 0x8000ff00ffff0001u);
	EXPECT_EQ(result.r10, 0u);
}

} // namespace
