// SPDX-License-Identifier: GPL-2.0
//
// Calls to the P-SEAMLDR: refused, made, made again, and the VMCS that they lose.
#include <gtest/gtest.h>

#include "asm/vmcs.h"
#include "core/call/core.h"
#include "core/call/leaves.h"
#include "kunit/user/host/host.hpp"
#include "kunit/user/host/sigill.hpp"

namespace {

constexpr u64 refused = 0x8000ff00ffff0001;
constexpr u64 seamldr_info_leaf = 0x8000000000000000;
constexpr u64 ebadparam = 0x8000000000000000;
constexpr u64 einterrupt = 0x8000000000030000;
constexpr u64 enoentropy = 0x8000000000030001;
constexpr u64 no_vmcs = ~0ULL;

struct Seamldr : testing::Test {
	sigill::Vmcs vmcs{0x1234000, false, 0};
	sigill::Frame seen{};
	unsigned calls = 0;
	unsigned failures = 0;
	u64 failure = 0;
	u64 status = 0;
	emu_verdict verdict = EMU_ANSWERED;

	sigill::Answerer const answerer{[this](sigill::Frame &frame) {
		seen = frame;
		calls++;
		EXPECT_TRUE(host::seamldr_locked());
		if (verdict != EMU_ANSWERED)
			return verdict;
		frame.rax = calls <= failures ? failure : status;
		vmcs.current = no_vmcs;
		return EMU_ANSWERED;
	}};

	Seamldr()
	{
		host::set_seamldr(true);
		sigill::set_vmcs(&vmcs);
	}
	~Seamldr() override
	{
		EXPECT_FALSE(host::seamldr_locked());
		sigill::set_vmcs(nullptr);
		host::reset();
	}
};

TEST_F(Seamldr, IsOffByDefault)
{
	tdx_regs const in{};
	tdx_regs out;

	host::reset();
	EXPECT_EQ(core_seamldr_info(0, {0x1000}), refused);
	EXPECT_EQ(core_seamldr(seamldr_info_leaf, &in, &out), refused);
	EXPECT_EQ(calls, 0u);
}

TEST_F(Seamldr, PassesLeafAndOperand)
{
	EXPECT_EQ(core_seamldr_info(0, {0x1100}), 0u);
	EXPECT_FALSE(seen.tdcall);
	EXPECT_EQ(seen.rax, 0x8000000000000000u);
	EXPECT_EQ(seen.rcx, 0x1100u);
	EXPECT_EQ(seen.rdx, 0u);
	EXPECT_EQ(seen.r8, 0u);
	EXPECT_EQ(seen.r9, 0u);
	EXPECT_EQ(core_seamldr_install(0, {0x2000}), 0u);
	EXPECT_EQ(seen.rax, 0x8000000000000001u);
	EXPECT_EQ(seen.rcx, 0x2000u);
	EXPECT_EQ(core_seamldr_shutdown(0), 0u);
	EXPECT_EQ(seen.rax, 0x8000000000000002u);
	EXPECT_EQ(seen.rcx, 0u);
	EXPECT_EQ(core_seamldr_seaminfo(0, {0x3000}), 0u);
	EXPECT_EQ(seen.rax, 0x8000000000000003u);
	EXPECT_EQ(core_seamldr_cleanup(0), 0u);
	EXPECT_EQ(seen.rax, 0x8000000000000004u);
}

TEST_F(Seamldr, PassesNothingElseByNumber)
{
	tdx_regs const in{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13};
	tdx_regs out{in};

	EXPECT_EQ(core_seamldr(seamldr_info_leaf, &in, &out), 0u);
	EXPECT_EQ(seen.rcx, 1u);
	EXPECT_EQ(seen.rdx, 0u);
	EXPECT_EQ(seen.r8, 0u);
	EXPECT_EQ(seen.r9, 0u);
	EXPECT_EQ(out.rcx | out.rdx | out.r8 | out.r15, 0u);
}

TEST_F(Seamldr, RefusesWhatIsNoLeafOfIts)
{
	tdx_regs const in{};
	tdx_regs out;

	for (u64 const fn : {0ULL, 34ULL, seamldr_info_leaf | 5, seamldr_info_leaf | 1ULL << 16,
		     seamldr_info_leaf | 1ULL << 62})
		EXPECT_EQ(core_seamldr(fn, &in, &out), refused);
	EXPECT_EQ(calls, 0u);
}

TEST_F(Seamldr, PutsTheVmcsBack)
{
	EXPECT_EQ(core_seamldr_info(0, {0x1000}), 0u);
	EXPECT_EQ(vmcs.current, 0x1234000u);
	EXPECT_EQ(vmcs.vmptrlds, 1u);
	status = ebadparam;
	EXPECT_EQ(core_seamldr_info(0, {0x1000}), ebadparam);
	EXPECT_EQ(vmcs.current, 0x1234000u);
	verdict = EMU_VMFAIL_INVALID;
	EXPECT_EQ(core_seamldr_info(0, {0x1000}), 0x8000ff00ffff0000u);
	verdict = EMU_GP;
	EXPECT_EQ(core_seamldr_info(0, {0x1000}), 0x8000ff000000000du);
	EXPECT_EQ(vmcs.current, 0x1234000u);
	EXPECT_EQ(host::lost_vmcs(), 0u);
}

TEST_F(Seamldr, LoadsNoVmcsWhereNoneWasCurrent)
{
	vmcs.current = no_vmcs;
	EXPECT_EQ(core_seamldr_info(0, {0x1000}), 0u);
	EXPECT_EQ(vmcs.vmptrlds, 0u);
}

// VMPTRST is a #UD, and that is all.
TEST_F(Seamldr, WorksOutsideVmxOperation)
{
	sigill::set_vmcs(nullptr);
	EXPECT_EQ(core_seamldr_info(0, {0x1000}), 0u);
	verdict = EMU_UD;
	EXPECT_EQ(core_seamldr_info(0, {0x1000}), 0x8000ff0000000006u);
	EXPECT_EQ(host::lost_vmcs(), 0u);
}

TEST_F(Seamldr, TellsOfALostVmcs)
{
	vmcs.vmptrld_fails = true;
	EXPECT_EQ(core_seamldr_info(0, {0x1000}), 0u);
	EXPECT_EQ(host::lost_vmcs(), 1u);
}

// As core_retry_name() numbers them.
constexpr u32 no_entropy_reason = 0;
constexpr u32 restarted_reason = 6;

TEST_F(Seamldr, TriesAgain)
{
	for (u64 const one : {einterrupt, enoentropy}) {
		failure = one;
		failures = 9;
		calls = 0;
		EXPECT_EQ(core_seamldr_info(0, {0x1000}), 0u);
		EXPECT_EQ(calls, 10u);
		EXPECT_EQ(vmcs.current, 0x1234000u);
	}
	EXPECT_EQ(host::retries(restarted_reason).retries, 9u);
	EXPECT_EQ(host::retries(no_entropy_reason).retries, 9u);

	failures = 100;
	calls = 0;
	EXPECT_EQ(core_seamldr_info(0, {0x1000}), enoentropy);
	EXPECT_EQ(calls, 10u);
	EXPECT_EQ(host::retries(no_entropy_reason).gave_up, 1u);

	// What interrupts end is done in pieces, for ten seconds at most.
	failure = einterrupt;
	failures = 1000;
	calls = 0;
	EXPECT_EQ(core_seamldr_info(0, {0x1000}), 0u);
	EXPECT_EQ(calls, 1001u);
	host::set_relaxed(HOST_RELAXED, 250'000'000);
	calls = 0;
	EXPECT_EQ(core_seamldr_info(0, {0x1000}), einterrupt);
	EXPECT_EQ(calls, 41u);
	EXPECT_EQ(host::retries(restarted_reason).gave_up, 1u);

	host::set_relaxed(HOST_RELAXED, 0);
	host::set_killed(true);
	calls = 0;
	EXPECT_EQ(core_seamldr_info(0, {0x1000}), einterrupt);
	EXPECT_EQ(calls, 10u);
	calls = 0;
	EXPECT_EQ(core_seamldr_info(TDXCALL_ONCE, {0x1000}), einterrupt);
	EXPECT_EQ(calls, 1u);
	calls = 0;
	EXPECT_EQ(core_seamldr_info(TDXCALL_TEARDOWN, {0x1000}), 0u);
	EXPECT_EQ(calls, 1001u);
	failure = ebadparam;
	failures = 1;
	calls = 0;
	EXPECT_EQ(core_seamldr_info(0, {0x1000}), ebadparam);
	EXPECT_EQ(calls, 1u);
}

TEST_F(Seamldr, IsHeardOf)
{
	failure = enoentropy;
	failures = 1;
	host::watch_calls(true);
	EXPECT_EQ(core_seamldr_install(0, {0x2000}), 0u);
	auto const heard{host::calls_heard()};
	host::watch_calls(false);

	ASSERT_EQ(heard.size(), 4u);
	for (auto const &one : heard) {
		EXPECT_FALSE(one.tdcall);
		EXPECT_EQ(one.fn, 0x8000000000000001u);
	}
	EXPECT_TRUE(heard[0].begins);
	EXPECT_EQ(heard[1].status, enoentropy);
	EXPECT_TRUE(heard[2].begins);
	EXPECT_EQ(heard[3].status, 0u);
}

// Refused calls are not made; each of the others is heard of as what it is, however it ends.
TEST_F(Seamldr, EachLeafIsHeardOfOnce)
{
	constexpr std::pair<emu_verdict, u64> ends[]{{EMU_ANSWERED, ebadparam},
		{EMU_UD, 0x8000ff0000000006}, {EMU_GP, 0x8000ff000000000d},
		{EMU_VMFAIL_INVALID, 0x8000ff00ffff0000}};
	tdx_regs const in{};
	tdx_regs out;

	status = ebadparam;
	for (auto const &[end, code] : ends) {
		verdict = end;
		for (u64 leaf = 0; leaf < 5; leaf++) {
			host::watch_calls(true);
			EXPECT_EQ(core_seamldr(seamldr_info_leaf | leaf, &in, &out), code);
			auto const &heard{host::calls_heard()};
			ASSERT_EQ(heard.size(), 2u);
			for (auto const &one : heard) {
				EXPECT_FALSE(one.tdcall);
				EXPECT_EQ(one.fn, seamldr_info_leaf | leaf);
			}
			EXPECT_TRUE(heard[0].begins);
			EXPECT_FALSE(heard[1].begins);
			EXPECT_EQ(heard[1].status, code);
		}
	}
	host::watch_calls(true);
	EXPECT_EQ(core_seamldr(seamldr_info_leaf | 5, &in, &out), refused);
	host::set_seamldr(false);
	EXPECT_EQ(core_seamldr(seamldr_info_leaf, &in, &out), refused);
	EXPECT_TRUE(host::calls_heard().empty());
}

TEST_F(Seamldr, VmcsInstructionsSayHowTheyFail)
{
	u64 pa = 0x55;

	sigill::set_vmcs(nullptr);
	EXPECT_EQ(tdx_vmptrst(&pa), 0x8000ff0000000006u);
	EXPECT_EQ(pa, 0x55u);
	EXPECT_EQ(tdx_vmptrld(&pa), 0x8000ff0000000006u);
	sigill::set_vmcs(&vmcs);
	EXPECT_EQ(tdx_vmptrst(&pa), 0u);
	EXPECT_EQ(pa, 0x1234000u);
	pa = 0x99000;
	EXPECT_EQ(tdx_vmptrld(&pa), 0u);
	EXPECT_EQ(vmcs.current, 0x99000u);
	vmcs.vmptrld_fails = true;
	EXPECT_EQ(tdx_vmptrld(&pa), 0x8000ff00ffff0000u);
}

} // namespace
