// SPDX-License-Identifier: GPL-2.0
//
// The instructions themselves, from this process: decoding, registers, flags and verdicts.
#include <gtest/gtest.h>

#include <thread>

#include "asm/call.h"
#include "kunit/user/host/sigill.hpp"
#include "test_emu_machine.hpp"

namespace {

using namespace test;

constexpr u64 flags_status = 0x8d5; // CF PF AF ZF SF OF

struct Result {
	u64 rax;
	u64 rcx;
	u64 rdx;
	u64 rbx;
	u64 r12;
	u64 flags;
};

// SEAMCALL with status flags @flags before it; the red zone is left alone.
Result seamcall(u64 rax, u64 rcx, u64 rdx, u64 flags = 0)
{
	register u64 r12 asm("r12"){12};
	u64 rbx{11};
	asm volatile("lea -128(%%rsp), %%rsp\n\t"
		     "pushfq\n\t"
		     "andq %[clear], (%%rsp)\n\t"
		     "orq %[flags], (%%rsp)\n\t"
		     "popfq\n\t"
		     ".byte 0x66, 0x0f, 0x01, 0xcf\n\t"
		     "pushfq\n\t"
		     "popq %[flags]\n\t"
		     "lea 128(%%rsp), %%rsp"
		     : "+a"(rax), "+c"(rcx), "+d"(rdx), "+b"(rbx), "+r"(r12), [flags] "+r"(flags)
		     : [clear] "i"(~0x8d5)
		     : "cc", "memory");
	return {rax, rcx, rdx, rbx, r12, flags & flags_status};
}

TEST(Sigill, EndToEnd)
{
	CleanHost clean;
	Machine machine;
	sigill::Answerer const answerer{machine.module()};
	sigill::set_lp(0);

	for (u64 const flags : {u64{0}, flags_status}) {
		auto const bad = seamcall(33, 1, 2, flags);
		EXPECT_EQ(bad.rax, raw(0xc0000100, 1));
		EXPECT_EQ(bad.rcx, 0u);
		EXPECT_EQ(bad.rdx, 0u);
		EXPECT_EQ(bad.rbx, 11u);
		EXPECT_EQ(bad.r12, 12u);
		EXPECT_EQ(bad.flags, 0u);
	}
	EXPECT_EQ(seamcall(33, 0, 0).rax, 0u);
	EXPECT_EQ(seamcall(35, 0, 0).rax, 0u);
	auto const first = seamcall(34, 0, ~0ULL);
	EXPECT_EQ(first.rax, raw(0x00000c0b));
	EXPECT_EQ(first.rdx, 0x0000000200000000u);
}

TEST(Sigill, EachThreadIsAnLp)
{
	CleanHost clean;
	Machine machine;
	sigill::Answerer const answerer{machine.module()};
	ASSERT_EQ(seamcall(33, 0, 0).rax, 0u);

	std::vector<u64> statuses(8, ~0ULL);
	for (u32 lp = 0; lp < 4; lp++) {
		std::thread{[&] {
			sigill::set_lp(lp);
			statuses[2 * lp] = seamcall(35, 0, 0).rax;
			statuses[2 * lp + 1] = seamcall(35, 0, 0).rax;
		}}.join();
	}
	for (u32 lp = 0; lp < 4; lp++) {
		EXPECT_EQ(statuses[2 * lp], 0u);
		EXPECT_EQ(statuses[2 * lp + 1], raw(0xc0000503));
	}
}

TEST(Sigill, VmfailInvalidSetsCarry)
{
	Machine machine{[](auto &c) { c.loaded = 0; }};
	sigill::Answerer const answerer{machine.module()};
	for (u64 const flags : {u64{0}, flags_status}) {
		auto const result = seamcall(33, 1, 2, flags);
		EXPECT_EQ(result.rax, 33u);
		EXPECT_EQ(result.rcx, 1u);
		EXPECT_EQ(result.rdx, 2u);
		EXPECT_EQ(result.flags, 1u);
	}
	tdx_regs_small out{};
	EXPECT_EQ(tdx_seamcall_small(33, &out, 0, 0, 0, 0), 0x8000ff00ffff0000u);
}

TEST(Sigill, FaultsGoToTheExceptionTable)
{
	tdx_regs_small out{1, 2, 3, 4};
	{
		Machine machine{[](auto &c) { c.seam = 0; }};
		sigill::Answerer const answerer{machine.module()};
		EXPECT_EQ(tdx_seamcall_small(33, &out, 0, 0, 0, 0), 0x8000ff000000000du);
		EXPECT_EQ(tdx_tdcall_small(1, &out, 0, 0, 0, 0), 0x8000ff0000000006u);
	}
	// Nobody answers.
	EXPECT_EQ(tdx_seamcall_small(33, &out, 0, 0, 0, 0), 0x8000ff0000000006u);
	EXPECT_EQ(out.rcx, 1u);
	EXPECT_EQ(out.rdx, 2u);
	EXPECT_EQ(out.r8, 3u);
	EXPECT_EQ(out.r9, 4u);
}

TEST(Sigill, CalleeSeesAndChangesEverything)
{
	sigill::Frame seen{};
	sigill::Answerer const answerer{[&](sigill::Frame &frame) {
		seen = frame;
		frame.rax = 0x100;
		frame.rcx++;
		frame.rdx++;
		frame.rbx++;
		frame.r12++;
		frame.rflags |= flags_status;
		return EMU_ANSWERED;
	}};
	auto const result = seamcall(1, 2, 3);
	EXPECT_EQ(seen.rax, 1u);
	EXPECT_EQ(seen.rcx, 2u);
	EXPECT_EQ(seen.rdx, 3u);
	EXPECT_EQ(seen.rbx, 11u);
	EXPECT_EQ(seen.r12, 12u);
	EXPECT_EQ(seen.rflags & flags_status, 0u);
	EXPECT_FALSE(seen.tdcall);
	EXPECT_EQ(result.rax, 0x100u);
	EXPECT_EQ(result.rcx, 3u);
	EXPECT_EQ(result.rdx, 4u);
	EXPECT_EQ(result.rbx, 12u);
	EXPECT_EQ(result.r12, 13u);
	EXPECT_EQ(result.flags, flags_status);
}

TEST(Sigill, AnswerersNest)
{
	auto const with = [](u64 status) {
		return [=](sigill::Frame &frame) {
			frame.rax = status + frame.tdcall;
			return EMU_ANSWERED;
		};
	};
	tdx_regs_small out{};
	sigill::Answerer const outer{with(0x10)};
	{
		sigill::Answerer const inner{with(0x20)};
		EXPECT_EQ(seamcall(1, 0, 0).rax, 0x20u);
		EXPECT_EQ(tdx_tdcall_small(1, &out, 0, 0, 0, 0), 0x21u);
	}
	EXPECT_EQ(seamcall(1, 0, 0).rax, 0x10u);
	{
		Machine machine;
		sigill::Answerer const inner{machine.module()};
		EXPECT_EQ(seamcall(44, 0, 0).rax, 0u);
	}
	EXPECT_EQ(seamcall(44, 0, 0).rax, 0x10u);
}

TEST(SigillDeathTest, OtherInstructionsKill)
{
	sigill::Answerer const answerer{[](sigill::Frame &) { return EMU_ANSWERED; }};
	EXPECT_EXIT(asm volatile("ud2"), testing::KilledBySignal(SIGILL), "");
}

TEST(SigillDeathTest, UnexpectedFaultsKill)
{
	sigill::Answerer const answerer{[](sigill::Frame &) { return EMU_GP; }};
	EXPECT_EXIT(seamcall(1, 2, 3), testing::KilledBySignal(SIGILL), "");
}

} // namespace
