// SPDX-License-Identifier: GPL-2.0
//
// Calls made again: for which failures, with which inputs, how long; batches; and who hears of
// calls.
#include <gtest/gtest.h>

#include <functional>

#include "core/abi/leaves/guest_leaves.hpp"
#include "core/abi/leaves/host_leaves.hpp"
#include "core/call/core.h"
#include "core/call/leaves.h"
#include "kunit/user/host/host.hpp"
#include "kunit/user/host/registers.hpp"

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

	bool gets_on() const { return reason == Resumed || reason == Restarted; }
};

constexpr Case cases[]{
	{NoEntropy, tdh_mng_create, rnd_no_entropy},
	{Busy, tdh_mng_create, operand_busy_tdr},
	{SysBusy, 45, 0x8000020200000000},
	{EpochBusy, 38, 0x8000020100000000},
	{KeyGeneration, 8, 0x8000080000000000},
	{Resumed, tdh_export_mem, interrupted_resumable},
	{Restarted, 15, interrupted_restartable},
};

constexpr u64 once = 0x0100000000000000;
constexpr u64 may_sleep = 0x0200000000000000;
constexpr u64 teardown = 0x0400000000000000;
constexpr u64 not_made = 0x8000ff00ffff0003;

// Attempts that are made in any case: Linux asks so often for a random number.
constexpr unsigned few = 10;

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

	// Of the answer what the leaf function gives, R8 from version 1 on.
	tdx_regs out_of_export_mem() const
	{
		return {.rcx = answer.rcx, .rdx = answer.rdx, .r8 = answer.r8};
	}

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

// As often as Linux, whoever calls from wherever, and also where no table says that it can be.
TEST_F(Retry, AsksTenTimesForRandomNumbers)
{
	constexpr u64 unknown = 0x1ff;
	struct {
		enum host_relaxed context;
		bool killed;
		u64 flags;
	} const callers[]{
		{HOST_RELAXED, false, 0},
		{HOST_RELAXED, true, 0},
		{HOST_RELAXED, true, teardown},
		{HOST_RELAXED_UNSURE, false, 0},
		{HOST_RELAXED_ATOMIC, false, 0},
		{HOST_RELAXED_ATOMIC, true, may_sleep},
	};

	for (auto const &caller : callers) {
		host::set_relaxed(caller.context, 1'000'000'000);
		host::set_killed(caller.killed);
		for (auto const core_call : {core_seamcall, core_tdcall}) {
			for (u64 const leaf :
				{4ULL, 7ULL, 8ULL, tdh_mng_create, tdh_sys_rd, unknown}) {
				fail_always(rnd_no_entropy);
				EXPECT_EQ(
					core_call(caller.flags | leaf, &in, &out), rnd_no_entropy);
				EXPECT_EQ(calls, 10u);
				fail_first(9, rnd_no_entropy);
				EXPECT_EQ(core_call(caller.flags | leaf, &in, &out), 0u);
			}
		}
	}
	EXPECT_EQ(host::retries(NoEntropy).gave_up, std::size(callers) * 12);
}

// Another kernel is about to run: not even teardown gets a second attempt.
TEST_F(Retry, MakesNoAttemptOnceCallsHaveEnded)
{
	host::set_relaxed(HOST_RELAXED_ENDED, 0);
	for (u64 const flags : {u64{0}, may_sleep, teardown}) {
		fail_always(rnd_no_entropy);
		EXPECT_EQ(core_seamcall(flags | tdh_mng_create, &in, &out), rnd_no_entropy);
		EXPECT_EQ(calls, 1u);
	}
}

struct Bound {
	u64 flags;
	enum host_relaxed context;
	u64 step; // what an attempt takes, in nanoseconds
	unsigned blocked;
	unsigned forward;
};

// How long a call goes on: a second where others hold what is needed, ten for one that gets on, and
// so forth.  The first attempts are made in any case.
TEST_F(Retry, GivesUpByTime)
{
	constexpr u64 ms = 1'000'000;
	Bound const bounds[]{
		{0, HOST_RELAXED, 50 * ms, 21, 201},
		{0, HOST_RELAXED, 1000 * ms, few, 11},
		{may_sleep, HOST_RELAXED, 50 * ms, 21, 201},
		{teardown, HOST_RELAXED, 1000 * ms, 61, 61},
		{0, HOST_RELAXED_UNSURE, 5 * ms, 21, 201},
		{0, HOST_RELAXED_ATOMIC, 5'000, 21, 21},
		{0, HOST_RELAXED_ATOMIC, ms, few, few},
		{teardown, HOST_RELAXED_ATOMIC, ms / 2, 21, 21},
	};

	for (Bound const &bound : bounds) {
		for (auto const &test : cases) {
			if (test.reason == NoEntropy)
				continue;
			host::set_relaxed(bound.context, bound.step);
			fail_always(test.failure);
			EXPECT_EQ(core_seamcall(bound.flags | test.leaf, &in, &out), test.failure);
			// From the 21st attempt on what blocks is slept over, which takes some too.
			EXPECT_EQ(calls, test.gets_on() ? bound.forward : bound.blocked)
				<< core_retry_name(test.reason) << ' ' << bound.step;
			EXPECT_EQ(seen.rax, test.leaf);
			EXPECT_EQ(host::relax_state().may_sleep, bound.flags != 0);
		}
	}
}

// Who waits long sleeps; who gets on does not.
TEST_F(Retry, SleepsOverLongWaits)
{
	fail_first(100, operand_busy_tdr);
	EXPECT_EQ(core_seamcall(tdh_mng_create, &in, &out), 0u);
	EXPECT_EQ(host::relax_state().calls, 100u);
	EXPECT_EQ(host::relax_state().sleeps, 80u);

	host::set_relaxed(HOST_RELAXED, 0);
	fail_first(100, interrupted_resumable);
	EXPECT_EQ(core_seamcall(tdh_export_mem, &in, &out), 0u);
	EXPECT_EQ(host::relax_state().sleeps, 0u);
}

TEST_F(Retry, OnceMeansOnce)
{
	for (auto const &test : cases) {
		fail_always(test.failure);
		EXPECT_EQ(core_seamcall(once | test.leaf, &in, &out), test.failure);
		EXPECT_EQ(calls, 1u);
		EXPECT_EQ(seen.rax, test.leaf);
		EXPECT_EQ(host::retries(test.reason).retries, 0u);
		EXPECT_EQ(host::retries(test.reason).gave_up, 1u);
	}
}

// A signal that was there all the time leaves a call some attempts, and teardown all of them.
TEST_F(Retry, EndsWhenKilled)
{
	host::set_relaxed(HOST_RELAXED, 1'000);
	host::set_killed(true);
	for (auto const &test : cases) {
		for (u64 const flags : {u64{0}, may_sleep}) {
			fail_first(few - 1, test.failure);
			EXPECT_EQ(core_seamcall(flags | test.leaf, &in, &out), 0u);
			fail_always(test.failure);
			EXPECT_EQ(core_seamcall(flags | test.leaf, &in, &out), test.failure);
			EXPECT_EQ(calls, few);
		}
		EXPECT_EQ(host::retries(test.reason).gave_up, 2u);
		if (test.reason == NoEntropy)
			continue;
		fail_first(5000, test.failure);
		EXPECT_EQ(core_seamcall(teardown | test.leaf, &in, &out), 0u);
		EXPECT_EQ(calls, 5001u);
	}
}

// A deadline takes the place of what the context would give, in all of them, and of the attempts
// that are made in any case.
TEST_F(Retry, EndsByTheDeadline)
{
	constexpr u64 within_3ms{3ULL << 48};
	constexpr u64 within_255ms{255ULL << 48};

	EXPECT_EQ(tdxcall_within_ms(3), within_3ms);
	EXPECT_EQ(tdxcall_within_ms(1000), within_255ms);
	for (auto const context : {HOST_RELAXED, HOST_RELAXED_UNSURE, HOST_RELAXED_ATOMIC}) {
		for (u64 const flags : {u64{0}, may_sleep, teardown}) {
			host::set_relaxed(context, 1'000'000);
			for (u64 const failure : {operand_busy_tdr, interrupted_resumable}) {
				fail_always(failure);
				EXPECT_EQ(core_seamcall(
						  flags | within_3ms | tdh_export_mem, &in, &out),
					failure);
				EXPECT_EQ(calls, 4u);
				fail_always(failure);
				EXPECT_EQ(core_seamcall(
						  flags | within_255ms | tdh_export_mem, &in, &out),
					failure);
				// What is busy is also slept for: 50 us after each but 20.
				EXPECT_EQ(calls, failure == operand_busy_tdr ? 245u : 256u);
			}
		}
	}
	fail_first(2, operand_busy_tdr);
	EXPECT_EQ(core_tdh_mng_create(within_3ms, {0x1000}, {0x21}), 0u);
	EXPECT_EQ(seen.rax, tdh_mng_create);
	EXPECT_EQ(core_seamcall(within_3ms | once | tdh_sys_rd, &in, &out), refused);
}

// Flags that nobody knows, that contradict each other, and where they are no flags.
TEST_F(Retry, RefusesOtherFlags)
{
	for (u64 const flags : {0x0800000000000000ULL, 0x1000000000000000ULL, 0x2000000000000000ULL,
		     0x3f00000000000000ULL, 0x0500000000000000ULL}) {
		for (auto const core_call : {core_seamcall, core_tdcall, core_seamldr}) {
			out = answer;
			EXPECT_EQ(core_call(flags | 0x0a, &in, &out), refused);
			EXPECT_TRUE(same(out, {}));
		}
		out = answer;
		EXPECT_EQ(core_vmcall(flags | 0x0a, &in, &out).rax, refused);
		EXPECT_TRUE(same(out, {}));
		EXPECT_EQ(core_tdh_mng_create(flags, {0x1000}, {0x21}), refused);
	}
	for (u64 const flags : {1ULL << 63, 0x22ULL, 1ULL << 24})
		EXPECT_EQ(core_tdh_mng_create(flags, {0x1000}, {0x21}), refused);
	EXPECT_EQ(calls, 0u);
	// The TDX module's bits, which none of today's has a use for, are its own to refuse.
	EXPECT_EQ(core_seamcall(1ULL << 24 | tdh_sys_rd, &in, &out), 0u);
	EXPECT_EQ(seen.rax, 1ULL << 24 | tdh_sys_rd);
}

// Interruptions and locks by turns: no sequence goes on for ever.
TEST_F(Retry, AnyMixtureEnds)
{
	u64 const mixed[]{interrupted_resumable, operand_busy_tdr, rnd_no_entropy};

	for (u64 const flags : {u64{0}, may_sleep, teardown}) {
		for (auto const context :
			{HOST_RELAXED, HOST_RELAXED_UNSURE, HOST_RELAXED_ATOMIC}) {
			for (unsigned const kinds : {2u, 3u}) {
				host::set_relaxed(context, 20'000'000);
				status = [&](unsigned call) {
					return call > 7'000 ? 0 : mixed[call % kinds];
				};
				calls = 0;
				EXPECT_NE(core_seamcall(flags | tdh_export_mem, &in, &out), 0u);
				EXPECT_LE(calls, 7'000u);
			}
		}
	}
	// A clock that stands still does not change that.
	host::set_relaxed(HOST_RELAXED_ATOMIC, 0);
	fail_always(interrupted_resumable);
	EXPECT_EQ(core_seamcall(tdh_export_mem, &in, &out), interrupted_resumable);
	EXPECT_EQ(calls, 1'000'000u);
}

// What interrupts end gets on, and what then is in the way has all its time again.
TEST_F(Retry, InterruptionsAreProgress)
{
	host::set_relaxed(HOST_RELAXED, 1'000'000);
	status = [](unsigned call) {
		return call % 900 ? operand_busy_tdr : call < 9000 ? interrupted_resumable : 0;
	};
	EXPECT_EQ(core_seamcall(tdh_export_mem, &in, &out), 0u);
	EXPECT_EQ(calls, 9001u);
	EXPECT_FALSE(host::fpu_state().open);
}

struct Turns {
	u64 flags;
	enum host_relaxed context;
	u64 step;       // what an attempt takes, in nanoseconds
	unsigned every; // so many attempts, the first of them, are interrupted, the others busy
	unsigned calls;
};

// What is busy in between gives an interrupted call no more time: ten seconds from the first
// interruption on, and they end at one.
TEST_F(Retry, InterruptedAndBusyByTurnsEndsByTheForwardLimit)
{
	constexpr u64 ms = 1'000'000;
	Turns const turns[]{
		{may_sleep, HOST_RELAXED, 100 * ms, 2, 101},
		{0, HOST_RELAXED, 100 * ms, 2, 101},
		{may_sleep, HOST_RELAXED, 10 * ms, 2, 1001},
		{may_sleep, HOST_RELAXED, 100 * ms, 5, 101},
		{may_sleep, HOST_RELAXED, 100 * ms, 10, 101},
		{0, HOST_RELAXED_UNSURE, 10 * ms, 2, 101},
		{0, HOST_RELAXED_UNSURE, 10 * ms, 10, 101},
		{teardown, HOST_RELAXED, 1000 * ms, 2, 61},
		{teardown, HOST_RELAXED, 1000 * ms, 20, 61},
		{0, HOST_RELAXED_ATOMIC, 5'000, 2, 21},
		{teardown, HOST_RELAXED_ATOMIC, 100'000, 2, 101},
	};

	for (Turns const &turn : turns) {
		host::set_relaxed(turn.context, turn.step);
		status = [&](unsigned call) {
			return call > 5000         ? u64{0} // or it takes for ever
			       : call % turn.every ? operand_busy_tdr
						   : interrupted_resumable;
		};
		calls = 0;
		EXPECT_EQ(core_seamcall(turn.flags | tdh_export_mem, &in, &out),
			interrupted_resumable);
		EXPECT_EQ(calls, turn.calls)
			<< "every " << turn.every << ", " << turn.step << " ns";
	}
	EXPECT_EQ(host::retries(Resumed).gave_up, std::size(turns));
	EXPECT_EQ(host::retries(Busy).gave_up, 0u);
}

// What is busy for good after an interruption is waited for as if the call had just begun, and no
// longer.
TEST_F(Retry, BusyAfterAnInterruptionHasItsOwnSecond)
{
	host::set_relaxed(HOST_RELAXED, 100'000'000);
	status = [](unsigned call) { return call == 5 ? interrupted_resumable : operand_busy_tdr; };
	EXPECT_EQ(core_seamcall(may_sleep | tdh_export_mem, &in, &out), operand_busy_tdr);
	EXPECT_EQ(calls, 17u); // six, and eleven over a second
	EXPECT_EQ(host::retries(Busy).gave_up, 1u);
}

TEST_F(Retry, ResumesByRule)
{
	fail_first(1, interrupted_resumable);
	EXPECT_EQ(core_seamcall(tdh_phymem_cache_wb, &in, &out), 0u);
	EXPECT_TRUE(same(passed_operands(seen), {.rcx = in.rcx | 1}));

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
	fail_first(3, operand_busy_tdr);
	EXPECT_EQ(core_tdh_mng_create(0, {0x1000}, {0x21}), 0u);
	EXPECT_EQ(calls, 4u);
	EXPECT_EQ(seen.rcx, 0x1000u);
	EXPECT_EQ(seen.rdx, 0x21u);

	fail_always(operand_busy_tdr);
	tdh_mem_page_aug_out result;
	EXPECT_EQ(core_tdh_mem_page_aug(0, {0x1000}, TDX_LEVEL_4K, {0x2000}, {0x3000}, &result),
		operand_busy_tdr);
	EXPECT_EQ(result.sept_entry.entry, answer.rcx);
	EXPECT_EQ(result.level_state.info, answer.rdx);

	verdict = EMU_UD;
	EXPECT_EQ(core_tdh_mem_page_aug(0, {0x1000}, TDX_LEVEL_4K, {0x2000}, {0x3000}, &result),
		0x8000ff0000000006);
	EXPECT_EQ(result.sept_entry.entry, 0u);
}

// Typed calls of leaf functions that may lose XMM registers take the long way.
TEST_F(Retry, TypedCallsKeepVectorRegisters)
{
	EXPECT_EQ(core_tdh_export_abort(0, {0x1000}, 128, {0}, 0), 0u);
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
		EXPECT_TRUE(same(passed_operands(t.seen), expected));
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

// Half a millisecond, or 32 calls: whatever comes first.
TEST_F(Retry, BatchSectionsEndByTime)
{
	struct {
		u64 nanoseconds; // of each call
		unsigned sections;
	} const paces[]{
		{10'000, 2},   // 32 calls are 320 microseconds
		{15'624, 2},   // 32 of them come near to the limit
		{100'000, 13}, // five in each
		{249'999, 22}, // three
		{250'000, 32}, // two
		{499'999, 32},
		{500'000, 64}, // each alone
		{7'000'000, 64},
	};

	for (auto const &pace : paces) {
		std::vector<tdx_call> batch(64);
		for (auto &one : batch)
			one = {.fn = tdh_export_mem, .status = ~0ULL, .in = in, .out = {}};
		host::reset();
		status = [&](unsigned) {
			host::pass_time(pace.nanoseconds);
			return 0;
		};
		calls = 0;
		EXPECT_EQ(core_seamcall_batch(batch.data(), 64), 64u);
		EXPECT_EQ(calls, 64u);
		EXPECT_EQ(host::fpu_state().sections, pace.sections) << pace.nanoseconds;
		EXPECT_FALSE(host::fpu_state().open);
		// Others may run between two of them.
		EXPECT_EQ(host::relax_state().calls, pace.sections - 1) << pace.nanoseconds;
		EXPECT_TRUE(host::relax_state().may_sleep);
	}
}

// What others take between two sections is not the next one's time.
TEST_F(Retry, BatchSectionsBeginWhenOthersHaveRun)
{
	std::vector<tdx_call> batch(96);

	for (auto &one : batch)
		one = {.fn = tdh_export_mem, .status = ~0ULL, .in = in, .out = {}};
	host::set_relaxed(HOST_RELAXED, 2'000'000);
	EXPECT_EQ(core_seamcall_batch(batch.data(), 96), 96u);
	EXPECT_EQ(host::fpu_state().sections, 3u);
	EXPECT_EQ(host::relax_state().calls, 2u);
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

// Between two sections; teardown goes on.  What is not made does not look as if it had been.
TEST_F(Retry, BatchEndsWhenKilled)
{
	std::vector<tdx_call> batch(64);

	host::set_killed(true);
	for (u64 const flags : {u64{0}, teardown}) {
		for (auto &one : batch)
			one = {.fn = flags | tdh_export_mem, .status = 0, .in = in, .out = answer};
		unsigned const made{flags ? 64u : 32u};
		calls = 0;
		EXPECT_EQ(core_seamcall_batch(batch.data(), 64), made);
		EXPECT_EQ(calls, made);
		EXPECT_TRUE(host::relax_state().may_sleep);
		for (unsigned i = 0; i < 64; i++) {
			EXPECT_EQ(batch[i].status, i < made ? 0 : not_made);
			EXPECT_TRUE(
				same(batch[i].out, i < made ? out_of_export_mem() : tdx_regs{}));
		}
		EXPECT_FALSE(host::fpu_state().open);
	}
}

// The call after one that failed, too.
TEST_F(Retry, BatchSaysWhatWasNotMade)
{
	tdx_call batch[4];

	for (auto &one : batch)
		one = {.fn = once | tdh_export_mem, .status = 0, .in = in, .out = answer};
	status = [](unsigned call) { return call == 1 ? operand_busy_tdr : 0; };
	EXPECT_EQ(core_seamcall_batch(batch, 4), 1u);
	EXPECT_EQ(calls, 2u);
	EXPECT_EQ(seen.rax, tdh_export_mem);
	EXPECT_EQ(batch[0].status, 0u);
	EXPECT_EQ(batch[1].status, operand_busy_tdr);
	EXPECT_EQ(batch[2].status, not_made);
	EXPECT_EQ(batch[3].status, not_made);
	EXPECT_TRUE(same(batch[3].out, {}));
}

// Those who watch get the registers of each attempt, and at its end what they said at its
// beginning.
TEST_F(Retry, WatchersSeeTheRegisters)
{
	host::watch_calls(true);
	fail_first(1, operand_busy_tdr);
	EXPECT_EQ(core_tdh_mng_create(0, {0x1000}, {0x21}), 0u);
	ASSERT_EQ(core_tdcall(1, &in, &out), 0u);

	auto const &heard = host::calls_heard();
	ASSERT_EQ(heard.size(), 6u);
	for (unsigned i = 0; i < 6; i++) {
		EXPECT_EQ(heard[i].begun, i / 2 + 1);
		EXPECT_EQ(heard[i].in.rcx, i < 4 ? 0x1000u : in.rcx);
		EXPECT_EQ(heard[i].in.rdx, i < 4 ? 0x21u : in.rdx);
	}
	EXPECT_TRUE(same(heard[5].out, out));
	EXPECT_TRUE(host::sections_heard().empty());
}

TEST_F(Retry, WatchersHearOfEachAttempt)
{
	host::watch_calls(true);
	fail_first(1, operand_busy_tdr);
	EXPECT_EQ(core_tdh_mng_create(0, {0x1000}, {0x21}), 0u);
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
	EXPECT_EQ(host::leaf_of_last_retry(), tdh_mng_create);

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
