// SPDX-License-Identifier: GPL-2.0
//
// Into a guest and out again: every register that passes, both ways, and what keeps a call from
// being made.
#include <gtest/gtest.h>

#include "asm/call.h"
#include "core/call/core.h"
#include "kunit/user/host/host.hpp"
#include "kunit/user/host/registers.hpp"

namespace {

using namespace test;

constexpr u64 refused = 0x8000ff00ffff0001;
constexpr u64 operand_busy_rcx = 0x8000020000000001;
constexpr u64 tdh_vp_enter = 0x00;
constexpr u64 tdh_mng_rd = 0x0b;
constexpr u64 tdh_phymem_page_rdmd = 0x18;
constexpr u64 tdg_vp_enter = 0x19;
constexpr u64 tdvpr_pa = 0x123456000;
constexpr u64 tdr_pa = 0x654321000;
constexpr u64 config_flags_field = 0x1110000300000016;
constexpr u64 no_rbp_mod = 1 << 2; // of a TD's CONFIG_FLAGS
constexpr u64 flag_df = 1 << 10;

struct VpEnter : testing::Test {
	tdx_regs const in = filled(0x1111);
	tdx_regs const answer = filled(0x2222);
	tdx_xmm const xmm_answer = filled<tdx_xmm>(0x4444);
	tdx_regs out = filled(0x7777);
	tdx_xmm xmm = filled<tdx_xmm>(0x3333);
	u64 status = 0x4d;
	u64 config_flags = 0;
	u64 metadata_status = 0;
	emu_verdict verdict = EMU_ANSWERED;
	sigill::Frame seen{};
	bool seen_fpu = false;
	unsigned calls = 0;

	// Changes everything that it can, RBP and the direction flag as well.
	sigill::Answerer const answerer{[this](sigill::Frame &frame) {
		if (frame.rax == tdh_phymem_page_rdmd || frame.rax == tdh_mng_rd)
			return tell_metadata(frame);
		seen = frame;
		seen_fpu = host::fpu_state().open;
		calls++;
		if (verdict == EMU_ANSWERED) {
			frame.rax = status;
			put(frame, answer);
			frame.xmm = xmm_answer;
			frame.rbp = ~0ULL;
			frame.rflags |= flag_df;
		}
		return verdict;
	}};

	emu_verdict tell_metadata(sigill::Frame &frame) const
	{
		bool const of_page{frame.rax == tdh_phymem_page_rdmd};

		EXPECT_EQ(frame.rcx, of_page ? tdvpr_pa : tdr_pa);
		EXPECT_TRUE(of_page || frame.rdx == config_flags_field);
		frame.rax = metadata_status;
		frame.rdx = of_page ? tdr_pa : 0;
		frame.r8 = of_page ? 0 : config_flags;
		return EMU_ANSWERED;
	}

	VpEnter() { host::reset(); }
	~VpEnter() override { host::reset(); }
};

TEST_F(VpEnter, PassesEveryRegisterBothWays)
{
	EXPECT_EQ(core_vp_enter(&in, &out, &xmm), 0x4du);
	EXPECT_EQ(seen.rax, tdh_vp_enter);
	EXPECT_FALSE(seen.tdcall);
	EXPECT_TRUE(same(operands(seen), in));
	EXPECT_TRUE(same(seen.xmm, filled<tdx_xmm>(0x3333)));
	EXPECT_TRUE(same(out, answer));
	EXPECT_TRUE(same(xmm, xmm_answer));
	EXPECT_FALSE(__builtin_ia32_readeflags_u64() & flag_df);
}

// Only RCX and RDX are the L1 VMM's: the L2 VM has its registers in memory, except for XMM.
TEST_F(VpEnter, EntersL2Vm)
{
	EXPECT_EQ(core_l2_enter(&in, &out, &xmm), 0x4du);
	EXPECT_EQ(seen.rax, tdg_vp_enter);
	EXPECT_TRUE(seen.tdcall);
	EXPECT_TRUE(same(operands(seen), {.rcx = in.rcx, .rdx = in.rdx}));
	EXPECT_TRUE(same(seen.xmm, filled<tdx_xmm>(0x3333)));
	EXPECT_TRUE(same(out, answer));
	EXPECT_TRUE(same(xmm, xmm_answer));
}

TEST_F(VpEnter, RunsInFpuSection)
{
	core_vp_enter(&in, &out, &xmm);
	EXPECT_TRUE(seen_fpu);
	core_l2_enter(&in, &out, &xmm);
	EXPECT_TRUE(seen_fpu);
	EXPECT_EQ(host::fpu_state().sections, 2u);
	EXPECT_FALSE(host::fpu_state().open);

	host::set_no_fpu(true);
	EXPECT_EQ(core_vp_enter(&in, &out, &xmm), refused);
	EXPECT_TRUE(same(out, {}));
	EXPECT_EQ(core_l2_enter(&in, &out, &xmm), refused);
	EXPECT_EQ(calls, 2u);
}

TEST_F(VpEnter, LeavesXmmAloneWhenNoModuleRan)
{
	for (auto const fault : {EMU_UD, EMU_GP, EMU_VMFAIL_INVALID}) {
		verdict = fault;
		out = answer;
		EXPECT_TRUE(core_vp_enter(&in, &out, &xmm) >> 63);
		EXPECT_TRUE(same(out, {}));
		EXPECT_TRUE(same(xmm, filled<tdx_xmm>(0x3333)));
		EXPECT_FALSE(host::fpu_state().open);
	}
}

TEST_F(VpEnter, IsTriedOnce)
{
	status = operand_busy_rcx;
	EXPECT_EQ(core_vp_enter(&in, &out, &xmm), operand_busy_rcx);
	EXPECT_EQ(calls, 1u);
}

// What the TD at hand says of itself; flags of RCX are no part of its vCPU's address.
TEST_F(VpEnter, WantsRbpKeptWhereItIsNeeded)
{
	tdx_regs const enter{.rcx = tdvpr_pa | 1ULL << 52};

	host::set_unwinds_by_rbp(true);
	config_flags = ~no_rbp_mod;
	EXPECT_EQ(core_vp_enter(&enter, &out, &xmm), refused);
	EXPECT_TRUE(same(out, {}));
	metadata_status = operand_busy_rcx; // the flags can't be read
	config_flags = no_rbp_mod;
	EXPECT_EQ(core_vp_enter(&enter, &out, &xmm), refused);
	EXPECT_EQ(calls, 0u);
	metadata_status = 0;
	EXPECT_EQ(core_vp_enter(&enter, &out, &xmm), 0x4du);
	EXPECT_EQ(calls, 1u);
}

TEST_F(VpEnter, AsksForNoRbpElsewhere)
{
	metadata_status = operand_busy_rcx;
	EXPECT_EQ(core_vp_enter(&in, &out, &xmm), 0x4du);
}

// A TD without NO_RBP_MOD gets what is there.
TEST_F(VpEnter, HidesRbpOfTheHost)
{
	core_vp_enter(&in, &out, &xmm);
	EXPECT_EQ(seen.rbp, 0u);
	core_l2_enter(&in, &out, &xmm);
	EXPECT_EQ(seen.rbp, 0u);
}

// What was heard is one call, once each way.
void expect_heard(std::vector<host::Heard> const &heard, bool tdcall, u64 fn, u64 status)
{
	ASSERT_EQ(heard.size(), 2u);
	for (auto const &one : heard) {
		EXPECT_EQ(one.tdcall, tdcall);
		EXPECT_EQ(one.fn, fn);
	}
	EXPECT_TRUE(heard[0].begins);
	EXPECT_FALSE(heard[1].begins);
	EXPECT_EQ(heard[1].status, status);
}

// Tracing and statistics see a whole host, and each entry once.
TEST_F(VpEnter, IsHeardOfOutsideOfTheGuest)
{
	host::watch_calls(true);
	core_vp_enter(&in, &out, &xmm);
	expect_heard(host::calls_heard(), false, tdh_vp_enter, 0x4d);
	host::watch_calls(true);
	core_l2_enter(&in, &out, &xmm);
	expect_heard(host::calls_heard(), true, tdg_vp_enter, 0x4d);
	EXPECT_EQ(host::guest_runs(), 2u);
	EXPECT_FALSE(host::heard_in_guest());
}

TEST_F(VpEnter, IsHeardOfWhenItFails)
{
	constexpr std::pair<emu_verdict, u64> faults[]{{EMU_UD, 0x8000ff0000000006},
		{EMU_GP, 0x8000ff000000000d}, {EMU_VMFAIL_INVALID, 0x8000ff00ffff0000}};

	for (auto const &[fault, code] : faults) {
		verdict = fault;
		host::watch_calls(true);
		EXPECT_EQ(core_vp_enter(&in, &out, &xmm), code);
		expect_heard(host::calls_heard(), false, tdh_vp_enter, code);
	}
	verdict = EMU_ANSWERED;
	status = operand_busy_rcx;
	host::watch_calls(true);
	core_vp_enter(&in, &out, &xmm);
	expect_heard(host::calls_heard(), false, tdh_vp_enter, operand_busy_rcx);
}

// What was not made is not heard of; what was asked before is.
TEST_F(VpEnter, IsNotHeardOfWhenRefused)
{
	host::set_no_fpu(true);
	host::watch_calls(true);
	EXPECT_EQ(core_vp_enter(&in, &out, &xmm), refused);
	EXPECT_EQ(core_l2_enter(&in, &out, &xmm), refused);
	EXPECT_TRUE(host::calls_heard().empty());

	tdx_regs const enter{.rcx = tdvpr_pa};
	host::set_no_fpu(false);
	host::set_unwinds_by_rbp(true);
	EXPECT_EQ(core_vp_enter(&enter, &out, &xmm), refused);
	auto const &heard{host::calls_heard()};
	ASSERT_EQ(heard.size(), 4u);
	for (unsigned i = 0; i < 4; i++) {
		EXPECT_EQ(heard[i].begins, i % 2 == 0);
		EXPECT_FALSE(heard[i].tdcall);
		EXPECT_EQ(heard[i].fn, i < 2 ? tdh_phymem_page_rdmd : tdh_mng_rd);
	}
}

} // namespace
