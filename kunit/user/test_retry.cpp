// SPDX-License-Identifier: GPL-2.0
//
// Calls made again: for which failures, with which inputs, how long; batches; and who hears of
// calls.
#include <gtest/gtest.h>

#include <functional>

#include "../../core/abi/guest_leaves.hpp"
#include "../../core/abi/host_leaves.hpp"
#include "../../core/core.h"
#include "../../core/typed_host.hpp"
#include "host.hpp"
#include "registers.hpp"

namespace {

using namespace test;

constexpr u64 interrupted_resumable = 0x8000000300000000;
constexpr u64 interrupted_restartable = 0x8000000400000000;
constexpr u64 operand_invalid_rcx = 0xc000010000000001;
constexpr u64 operand_busy_tdr = 0x8000020000000080;
constexpr u64 rnd_no_entropy = 0x8000020300000000;
constexpr u64 refused = 0x8000ff00ffff0001;

constexpr u64 tdh_mng_create = 9;
constexpr u64 tdh_sys_rd = 34;
constexpr u64 tdh_phymem_cache_wb = 40;
constexpr u64 tdh_export_mem = 68;

// Retry, as core_retry_name() numbers its bits.
enum Reason : u32 { NoEntropy, Busy, SysBusy, EpochBusy, KeyGeneration, Resumed, Restarted };

struct Case {
	Reason reason;
	u64 leaf;
	u64 failure;
	unsigned attempts;
};

constexpr Case cases[]{
	{NoEntropy, tdh_mng_create, rnd_no_entropy, 10},
	{Busy, tdh_mng_create, operand_busy_tdr, 1000},
	{SysBusy, 45, 0x8000020200000000, 1000},
	{EpochBusy, 38, 0x8000020100000000, 1000},
	{KeyGeneration, 8, 0x8000080000000000, 1000},
	{Resumed, tdh_export_mem, interrupted_resumable, 1000000},
	{Restarted, 15, interrupted_restartable, 1000000},
};

struct Retry : testing::Test {
	tdx_regs const in{filled(0x1111)};
	tdx_regs const answer{filled(0x2222)};
	tdx_regs out{filled(0x7777)};
	sigill::Frame seen{};
	unsigned calls{0};
	bool fpu{false};
	emu_verdict verdict{EMU_ANSWERED};
	std::function<u64(unsigned)> status{[](unsigned) { return 0; }};

	sigill::Answerer const answerer{[this](sigill::Frame &frame) {
		seen = frame;
		fpu = host::fpu_state().open;
		if (verdict != EMU_ANSWERED)
			return verdict;
		frame.rax = status(calls++);
		put(frame, answer);
		return verdict;
	}};

	Retry() { host::reset(); }
	~Retry() override { host::reset(); }

	void fail_always(u64 failure)
	{
		status = [=](unsigned) { return failure; };
		calls = 0;
	}

	void fail_first(unsigned failures, u64 failure)
	{
		status = [=](unsigned call) { return call < failures ? failure : 0; };
		calls = 0;
	}
};

TEST_F(Retry, SucceedsInTheEnd)
{
	for (auto const &test : cases) {
		fail_first(3, test.failure);
		EXPECT_EQ(core_seamcall(test.leaf, &in, &out), 0u);
		EXPECT_EQ(calls, 4u);
		EXPECT_EQ(seen.rax, test.leaf);
		EXPECT_EQ(host::retries(test.reason).retries, 3u) << core_retry_name(test.reason);
		EXPECT_EQ(host::retries(test.reason).gave_up, 0u);
	}
	EXPECT_EQ(core_retry_name(CORE_RETRY_REASONS), nullptr);
}

TEST_F(Retry, GivesUpByCount)
{
	for (auto const &test : cases) {
		if (test.attempts > 1000)
			continue;
		fail_always(test.failure);
		EXPECT_EQ(core_seamcall(test.leaf, &in, &out), test.failure);
		EXPECT_EQ(calls, test.attempts);
		EXPECT_EQ(host::retries(test.reason).retries, test.attempts - 1);
		EXPECT_EQ(host::retries(test.reason).gave_up, 1u);
	}
}

// One second where others hold what is needed, ten for a call that gets on.
TEST_F(Retry, GivesUpByTime)
{
	host::set_relaxed(HOST_RELAXED, 250'000'000);
	for (auto const &test : cases) {
		if (test.reason == NoEntropy)
			continue;
		fail_always(test.failure);
		EXPECT_EQ(core_seamcall(test.leaf, &in, &out), test.failure);
		EXPECT_EQ(calls, test.attempts > 1000 ? 41u : 5u);
	}
}

TEST_F(Retry, ComesToAnEndSoonInAtomicContext)
{
	host::set_relaxed(HOST_RELAXED_ATOMIC, 25'000);
	for (auto const &test : cases) {
		fail_always(test.failure);
		EXPECT_EQ(core_seamcall(test.leaf, &in, &out), test.failure);
		EXPECT_EQ(calls, 5u);
	}
}

TEST_F(Retry, EndsWhenKilled)
{
	host::set_relaxed(HOST_RELAXED_KILLED, 0);
	for (auto const &test : cases) {
		fail_always(test.failure);
		EXPECT_EQ(core_seamcall(test.leaf, &in, &out), test.failure);
		EXPECT_EQ(calls, 1u);
		EXPECT_EQ(host::retries(test.reason).gave_up, 1u);
	}
}

// What interrupts end gets on, and what then is in the way has all its time again.
TEST_F(Retry, InterruptionsAreProgress)
{
	status = [](unsigned call) {
		return call % 900 ? operand_busy_tdr : call < 9000 ? interrupted_resumable : 0;
	};
	EXPECT_EQ(core_seamcall(tdh_export_mem, &in, &out), 0u);
	EXPECT_EQ(calls, 9001u);
	EXPECT_FALSE(host::fpu_state().open);
}

TEST_F(Retry, ResumesByRule)
{
	fail_first(1, interrupted_resumable);
	EXPECT_EQ(core_seamcall(tdh_phymem_cache_wb, &in, &out), 0u);
	EXPECT_TRUE(same(operands(seen), {.rcx = in.rcx | 1}));

	fail_first(1, interrupted_resumable);
	EXPECT_EQ(core_seamcall(tdh_export_mem, &in, &out), 0u);
	EXPECT_EQ(seen.rcx, answer.rcx);
	EXPECT_EQ(seen.rdx, in.rdx);
	EXPECT_EQ(seen.r8, in.r8);
	EXPECT_EQ(seen.r9, in.r9);
	EXPECT_EQ(seen.r10, in.r10 | 1ULL << 63);

	// Busy after an interruption: the same call again, not the first one.
	status = [](unsigned call) {
		return call == 0 ? interrupted_resumable : call == 1 ? operand_busy_tdr : 0;
	};
	calls = 0;
	EXPECT_EQ(core_seamcall(tdh_phymem_cache_wb, &in, &out), 0u);
	EXPECT_EQ(calls, 3u);
	EXPECT_EQ(seen.rcx, in.rcx | 1);
}

TEST_F(Retry, RepeatsTypedCalls)
{
	using namespace tdx::typed;

	fail_first(3, operand_busy_tdr);
	EXPECT_TRUE(tdx::typed::tdh_mng_create(PagePa{0x1000}, KeyId{0x21}).ok());
	EXPECT_EQ(calls, 4u);
	EXPECT_EQ(seen.rcx, 0x1000u);
	EXPECT_EQ(seen.rdx, 0x21u);

	fail_always(operand_busy_tdr);
	auto const outcome = tdh_mem_page_aug(Gpa{0x1000}, Level{0}, TdrPa{0x2000}, PagePa{0x3000});
	EXPECT_EQ(outcome.status.raw, operand_busy_tdr);
	EXPECT_EQ(outcome.error.sept_entry, SeptEntry{answer.rcx});
	EXPECT_EQ(outcome.error.level_state.raw, answer.rdx);

	verdict = EMU_UD;
	auto const fault = tdh_mem_page_aug(Gpa{0x1000}, Level{0}, TdrPa{0x2000}, PagePa{0x3000});
	EXPECT_EQ(fault.status.raw, 0x8000ff0000000006);
	EXPECT_EQ(fault.error.sept_entry, SeptEntry{0});
}

// Typed calls of leaf functions that may lose XMM registers take the long way.
TEST_F(Retry, TypedCallsKeepVectorRegisters)
{
	using namespace tdx::typed;

	EXPECT_TRUE(tdh_export_abort(TdrPa{0x1000}, Size{128}, BufferPa{0}, Index{0}).ok());
	EXPECT_TRUE(fpu);
	EXPECT_FALSE(host::fpu_state().open);
}

// Every leaf function: each fault is a result, and its operands travel alone.
template <typename Table>
void each_leaf(Retry &t, Table const &table, u64 (*call)(u64, tdx_regs const *, tdx_regs *))
{
	struct {
		emu_verdict verdict;
		u64 status;
	} const faults[]{{EMU_UD, 0x8000ff0000000006}, {EMU_GP, 0x8000ff000000000d},
		{EMU_VMFAIL_INVALID, 0x8000ff00ffff0000}};

	for (tdx::LeafInfo const &leaf : table.leaf) {
		SCOPED_TRACE(leaf.name);
		tdx_regs expected{};
		for (u8 i = 0; i < 16; i++) {
			tdx::Reg const reg{i};
			if (leaf.in.has(reg) && gpr(expected, reg))
				*gpr(expected, reg) = *gpr(t.in, reg);
		}
		t.verdict = EMU_ANSWERED;
		if (leaf.xstate == tdx::Xstate::Io || leaf.xstate == tdx::Xstate::L2) {
			EXPECT_EQ(call(leaf.number(), &t.in, &t.out), refused);
			continue;
		}
		EXPECT_EQ(call(leaf.number(), &t.in, &t.out), 0u);
		EXPECT_TRUE(same(operands(t.seen), expected));
		EXPECT_EQ(t.fpu, leaf.xstate != tdx::Xstate::None);
		for (auto const &fault : faults) {
			if (t.seen.tdcall && fault.verdict == EMU_VMFAIL_INVALID)
				continue;
			t.verdict = fault.verdict;
			EXPECT_EQ(call(leaf.number(), &t.in, &t.out), fault.status);
			EXPECT_TRUE(same(t.out, {}));
			EXPECT_FALSE(host::fpu_state().open);
		}
	}
}

TEST_F(Retry, EachLeafSurvivesFaults)
{
	each_leaf(*this, tdx::host_leaves, core_seamcall);
	each_leaf(*this, tdx::guest_leaves, core_tdcall);
}

TEST_F(Retry, BatchSharesSections)
{
	std::vector<tdx_call> batch(64);

	for (auto &one : batch)
		one = {.fn = tdh_export_mem, .status = ~0ULL, .in = in, .out = {}};
	EXPECT_EQ(core_seamcall_batch(batch.data(), 64), 64u);
	EXPECT_EQ(calls, 64u);
	EXPECT_EQ(host::fpu_state().sections, 2u);
	EXPECT_FALSE(host::fpu_state().open);
	for (auto const &one : batch) {
		EXPECT_EQ(one.status, 0u);
		EXPECT_EQ(one.out.rdx, answer.rdx);
	}
}

TEST_F(Retry, BatchOpensSectionsForThoseWhoNeedThem)
{
	std::vector<tdx_call> batch(64);

	for (auto &one : batch)
		one = {.fn = tdh_sys_rd, .status = 0, .in = in, .out = {}};
	EXPECT_EQ(core_seamcall_batch(batch.data(), 64), 64u);
	EXPECT_EQ(host::fpu_state().sections, 0u);
}

TEST_F(Retry, BatchStopsAtFirstError)
{
	tdx_call batch[4]{{.fn = tdh_export_mem, .status = 0, .in = in, .out = {}},
		{.fn = tdh_export_mem, .status = 0, .in = in, .out = {}},
		{.fn = 1ULL << 63, .status = 0, .in = in, .out = answer}, {}};

	EXPECT_EQ(core_seamcall_batch(batch, 4), 2u);
	EXPECT_EQ(batch[2].status, refused);
	EXPECT_TRUE(same(batch[2].out, {}));
	EXPECT_EQ(calls, 2u);

	fail_always(operand_invalid_rcx);
	EXPECT_EQ(core_seamcall_batch(batch, 4), 0u);
	EXPECT_EQ(batch[0].status, operand_invalid_rcx);
	host::set_no_fpu(true);
	EXPECT_EQ(core_seamcall_batch(batch, 4), 0u);
	EXPECT_EQ(batch[0].status, refused);
	EXPECT_FALSE(host::fpu_state().open);
}

TEST_F(Retry, BatchRepeatsOutsideOfItsSection)
{
	tdx_call batch[2]{{.fn = tdh_export_mem, .status = 0, .in = in, .out = {}},
		{.fn = tdh_export_mem, .status = 0, .in = in, .out = {}}};

	fail_first(3, operand_busy_tdr);
	EXPECT_EQ(core_seamcall_batch(batch, 2), 2u);
	EXPECT_EQ(calls, 5u);
	EXPECT_TRUE(fpu);
	EXPECT_FALSE(host::fpu_state().open);
}

// Between two sections, and without an error.
TEST_F(Retry, BatchEndsWhenKilled)
{
	std::vector<tdx_call> batch(64);

	for (auto &one : batch)
		one = {.fn = tdh_export_mem, .status = ~0ULL, .in = in, .out = {}};
	host::set_relaxed(HOST_RELAXED_KILLED, 0);
	EXPECT_EQ(core_seamcall_batch(batch.data(), 64), 32u);
	EXPECT_EQ(calls, 32u);
	EXPECT_EQ(batch[31].status, 0u);
	EXPECT_EQ(batch[32].status, ~0ULL);
	EXPECT_FALSE(host::fpu_state().open);
}

TEST_F(Retry, WatchersHearOfEachAttempt)
{
	using namespace tdx::typed;

	host::watch_calls(true);
	fail_first(1, operand_busy_tdr);
	EXPECT_TRUE(tdx::typed::tdh_mng_create(PagePa{0x1000}, KeyId{0x21}).ok());
	EXPECT_EQ(core_tdcall(1, &in, &out), 0u);

	auto const &heard = host::calls_heard();
	ASSERT_EQ(heard.size(), 6u);
	for (unsigned i = 0; i < 6; i++) {
		EXPECT_EQ(heard[i].begins, i % 2 == 0);
		EXPECT_EQ(heard[i].tdcall, i >= 4);
		EXPECT_EQ(heard[i].fn, i < 4 ? tdh_mng_create : 1u);
	}
	EXPECT_EQ(heard[1].status, operand_busy_tdr);
	EXPECT_EQ(heard[3].status, 0u);

	host::watch_calls(false);
	EXPECT_EQ(core_tdcall(1, &in, &out), 0u);
	EXPECT_TRUE(heard.empty());
}

TEST(LeafName, Known)
{
	EXPECT_STREQ(core_leaf_name(0, 0x10022), "TDH.SYS.RD");
	EXPECT_STREQ(core_leaf_name(1, 1), "TDG.VP.INFO");
	EXPECT_STREQ(core_leaf_name(0, 0x8000000000000001), "SEAMLDR.INSTALL");
	EXPECT_STREQ(core_leaf_name(0, 0xfff0), "?");
}

} // namespace
