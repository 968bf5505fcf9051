// SPDX-License-Identifier: GPL-2.0
//
// The call path with the real asm: operands, results, attempts, refusals.
#include <gtest/gtest.h>

#include "core/call/core.h"
#include "kunit/user/host/host.hpp"
#include "kunit/user/host/registers.hpp"

namespace {

using namespace test;

// From the TDX module ABI.
constexpr u64 tdh_vp_enter = 0x00;
constexpr u64 tdh_mng_create = 0x09;
constexpr u64 tdh_phymem_page_rdmd = 0x18;
constexpr u64 tdh_sys_init = 0x21;
constexpr u64 tdh_sys_rd = 0x22;
constexpr u64 tdh_export_mem = 0x44;
constexpr u64 tdg_vp_vmcall = 0x00;
constexpr u64 tdg_vp_enter = 0x19;
constexpr u64 tdg_sys_rd = 0x0b;
constexpr u64 no_such_leaf = 0xfff0;
constexpr u64 operand_invalid_rcx = 0xc000010000000001;
constexpr u64 rnd_no_entropy = 0x8000020300000000;

struct Call : testing::Test {
	Call() { host::reset(); }
	~Call() override { host::reset(); }

	tdx_regs const in = filled(0x1111);
	tdx_regs out = filled(0x7777);
	sigill::Frame seen{};
	bool seen_fpu = false;
	unsigned calls = 0;
	u64 status = 0;
	emu_verdict verdict = EMU_ANSWERED;
	tdx_regs const answer = filled(0x2222);

	// Changes only what a leaf function with four operands may, unless @all.
	bool all = false;
	sigill::Answerer const answerer{[this](sigill::Frame &frame) {
		seen = frame;
		seen_fpu = host::fpu_state().open;
		calls++;
		if (verdict != EMU_ANSWERED)
			return verdict;
		frame.rax = status;
		frame.rcx = answer.rcx;
		frame.rdx = answer.rdx;
		frame.r8 = answer.r8;
		frame.r9 = answer.r9;
		frame.r10 = answer.r10;
		frame.r11 = answer.r11;
		frame.rsi = answer.rsi;
		frame.rdi = answer.rdi;
		frame.rbp = ~0ULL;
		if (all) {
			frame.rbx = answer.rbx;
			frame.r12 = answer.r12;
			frame.r13 = answer.r13;
			frame.r14 = answer.r14;
			frame.r15 = answer.r15;
		}
		return verdict;
	}};
};

TEST_F(Call, PassesOnlyOperands)
{
	EXPECT_EQ(core_seamcall(tdh_sys_rd, &in, &out), 0u);
	EXPECT_FALSE(seen.tdcall);
	EXPECT_EQ(seen.rax, tdh_sys_rd);
	EXPECT_EQ(seen.rdx, in.rdx);
	EXPECT_EQ(seen.rcx | seen.r8 | seen.r9 | seen.r10 | seen.r11 | seen.rdi, 0u);

	all = true;
	EXPECT_EQ(core_seamcall(tdh_phymem_page_rdmd, &in, &out), 0u);
	EXPECT_TRUE(same(passed_operands(seen), {.rcx = in.rcx}));
}

TEST_F(Call, ReturnsOnlyResults)
{
	EXPECT_EQ(core_tdcall(tdg_sys_rd, &in, &out), 0u);
	EXPECT_TRUE(seen.tdcall);
	EXPECT_TRUE(same(out, {.rdx = answer.rdx, .r8 = answer.r8}));

	all = true;
	EXPECT_EQ(core_seamcall(tdh_phymem_page_rdmd, &in, &out), 0u);
	EXPECT_TRUE(same(out, {.rcx = answer.rcx,
				      .rdx = answer.rdx,
				      .r8 = answer.r8,
				      .r9 = answer.r9,
				      .r10 = answer.r10,
				      .r11 = answer.r11}));
}

TEST_F(Call, PassesEverythingToUnknownLeaf)
{
	all = true;
	EXPECT_EQ(core_seamcall(no_such_leaf, &in, &out), 0u);
	EXPECT_TRUE(same(operands(seen), in));
	EXPECT_TRUE(same(out, answer));
}

TEST_F(Call, ZeroesResultsWhenNoModuleRan)
{
	struct {
		emu_verdict verdict;
		u64 status;
	} const cases[] = {
		{EMU_UD, 0x8000ff0000000006},
		{EMU_GP, 0x8000ff000000000d},
		{EMU_VMFAIL_INVALID, 0x8000ff00ffff0000},
	};

	for (auto const &test : cases) {
		verdict = test.verdict;
		for (u64 const leaf : {tdh_sys_rd, tdh_sys_init, no_such_leaf}) {
			out = filled(0x7777);
			EXPECT_EQ(core_seamcall(leaf, &in, &out), test.status);
			EXPECT_TRUE(same(out, {}));
		}
	}
}

TEST_F(Call, RetriesWithoutEntropyWithTheSameInputs)
{
	status = rnd_no_entropy;
	EXPECT_EQ(core_seamcall(tdh_mng_create, &in, &out), rnd_no_entropy);
	EXPECT_EQ(calls, 10u);
	EXPECT_EQ(seen.rax, tdh_mng_create);
	EXPECT_EQ(seen.rcx, in.rcx);
	EXPECT_EQ(seen.rdx, in.rdx);
}

TEST_F(Call, TriesOtherFailuresOnce)
{
	status = operand_invalid_rcx;
	EXPECT_EQ(core_seamcall(tdh_mng_create, &in, &out), operand_invalid_rcx);
	EXPECT_EQ(calls, 1u);

	status = 0x8000020000000080; // OPERAND_BUSY
	EXPECT_EQ(core_seamcall(tdh_sys_rd, &in, &out), status);
	EXPECT_EQ(calls, 2u);
}

TEST_F(Call, RefusesWhatWouldDoHarm)
{
	EXPECT_EQ(core_seamcall(tdh_vp_enter, &in, &out), 0x8000ff00ffff0001);
	EXPECT_TRUE(same(out, {}));
	EXPECT_EQ(core_seamcall(1ULL << 63 | tdh_sys_rd, &in, &out), 0x8000ff00ffff0001);
	EXPECT_EQ(core_tdcall(tdg_vp_vmcall, &in, &out), 0x8000ff00ffff0001);
	EXPECT_EQ(core_tdcall(tdg_vp_enter, &in, &out), 0x8000ff00ffff0001);
	EXPECT_EQ(calls, 0u);
}

// Only leaf functions that may lose XMM registers pay for a section of the FPU.
TEST_F(Call, KeepsVectorRegisters)
{
	all = true;
	EXPECT_EQ(core_seamcall(tdh_sys_rd, &in, &out), 0u);
	EXPECT_FALSE(seen_fpu);
	EXPECT_EQ(core_seamcall(tdh_export_mem, &in, &out), 0u);
	EXPECT_TRUE(seen_fpu);
	EXPECT_EQ(core_seamcall(no_such_leaf, &in, &out), 0u);
	EXPECT_TRUE(seen_fpu);
	EXPECT_EQ(host::fpu_state().sections, 2u);
	EXPECT_FALSE(host::fpu_state().open);

	host::set_no_fpu(true);
	out = filled(0x7777);
	EXPECT_EQ(core_seamcall(tdh_export_mem, &in, &out), 0x8000ff00ffff0001);
	EXPECT_TRUE(same(out, {}));
	EXPECT_EQ(core_seamcall(tdh_sys_rd, &in, &out), 0u);
	EXPECT_EQ(calls, 4u);
}

} // namespace
