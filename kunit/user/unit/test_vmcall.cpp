// SPDX-License-Identifier: GPL-2.0
//
// Hypercalls by number: which registers an untrusted VMM sees, and what is believed of what it
// returns.
#include <gtest/gtest.h>

#include <ostream>
#include <vector>

#include "core/abi/leaves/vmcalls.hpp"
#include "core/abi/reg.hpp"
#include "core/call/core.h"
#include "kunit/user/host/host.hpp"
#include "kunit/user/host/registers.hpp"

static bool operator==(tdx_vmcall_result a, tdx_vmcall_result b)
{
	return a.rax == b.rax && a.r10 == b.r10;
}

static std::ostream &operator<<(std::ostream &to, tdx_vmcall_result result)
{
	return to << std::hex << "RAX " << result.rax << " R10 " << result.r10;
}

namespace {

using namespace test;

using tdx::Reg;

constexpr u64 operand_invalid_rcx = 0xc000010000000001;
constexpr u64 refused = 0x8000ff00ffff0001;
constexpr u64 ud = 0x8000ff0000000006;
constexpr u64 bad_answer = 0x8000ff00ffff0002;
constexpr u64 not_made = 0x8000ff00ffff0003;

constexpr u64 map_gpa = 0x10001;
constexpr u64 get_quote = 0x10002;
constexpr u64 retry = 1;

// The TDX module's word, then the VMM's.
constexpr tdx_vmcall_result done{0, 0};
constexpr tdx_vmcall_result said(u64 r10)
{
	return {0, r10};
}
constexpr tdx_vmcall_result not_run(u64 rax)
{
	return {rax, 0};
}

// From the GHCI: registers by their encoding that go in and come back, R10 and R11 aside, and the
// mask of all that the VMM may see.
struct Subfunction {
	u64 number;
	u32 in;
	u32 out;
	u32 exposed;
} const subfunctions[]{
	{0x0a, 0x3000, 0xf000, 0xfc00},        // Instruction.CPUID
	{0x0c, 0x1000, 0x0000, 0x1c00},        // Instruction.HLT
	{0x1e, 0xf000, 0x0800, 0xfc00},        // Instruction.IO
	{0x1f, 0x1000, 0x0800, 0x1c00},        // Instruction.RDMSR
	{0x20, 0x3000, 0x0000, 0x3c00},        // Instruction.WRMSR
	{0x30, 0xf000, 0x0800, 0xfc00},        // #VE.RequestMMIO
	{0x36, 0x1000, 0x0000, 0x1c00},        // Instruction.WBINVD
	{0x41, 0x1000, 0x0000, 0x1c00},        // Instruction.PCONFIG
	{0x10000, 0x1000, 0x7800, 0x7c00},     // GetTdVmCallInfo
	{0x10001, 0x3000, 0x0800, 0x3c00},     // MapGPA
	{0x10002, 0x3000, 0x0000, 0x3c00},     // GetQuote
	{0x10003, 0xf3cc, 0x0000, 0xffcc},     // ReportFatalError
	{0x10004, 0x1000, 0x0000, 0x1c00},     // SetupEventNotifyInterrupt
	{0x10005, 0xf000, 0x0000, 0xfc00},     // Service
	{0x100010006, 0xf000, 0x0000, 0xfc00}, // MigTD.WaitForRequest
	{0x200010006, 0xf088, 0x0000, 0xfc88}, // MigTD.ReportStatus
	{0x300010006, 0xf008, 0x0000, 0xfc08}, // MigTD.Send
	{0x400010006, 0xf008, 0x0000, 0xfc08}, // MigTD.Receive
};

tdx_regs only(tdx_regs const &from, u32 mask)
{
	tdx_regs some{};
	for (u8 i = 0; i < 16; i++) {
		if (mask >> i & 1)
			*tdx::gpr(some, Reg{i}) = *tdx::gpr(from, Reg{i});
	}
	return some;
}

// A VMM that returns rubbish in every register, whether it is exposed or not.
struct Vmcall : testing::Test {
	tdx_regs const in = filled(0x1111);
	tdx_regs out = filled(0x7777);
	tdx_regs seen{};
	u64 seen_rax = ~0ULL;
	bool seen_tdcall = false;
	unsigned calls = 0;
	u64 status = 0;
	emu_verdict verdict = EMU_ANSWERED;
	tdx_regs answer = filled(0x2222);

	sigill::Answerer const answerer{[this](sigill::Frame &frame) {
		seen = operands(frame);
		seen_rax = frame.rax;
		seen_tdcall = frame.tdcall;
		calls++;
		frame.rax = status;
		put(frame, answer);
		frame.rbp = ~0ULL;
		return verdict;
	}};
};

TEST_F(Vmcall, EverySubfunctionIsTested)
{
	EXPECT_EQ(tdx::vmcalls.leaves, std::size(subfunctions));
}

TEST_F(Vmcall, ExposesOnlyOperands)
{
	answer.r10 = 0;
	for (auto const &one : subfunctions) {
		tdx_regs expected{only(in, one.in)};
		expected.rcx = one.exposed;
		expected.r11 = one.number & 0xffffffff;
		if (one.number >> 32)
			expected.r12 = (expected.r12 & ~0xffffULL) | one.number >> 32;

		EXPECT_EQ(core_vmcall(one.number, &in, &out), done);
		EXPECT_TRUE(seen_tdcall);
		EXPECT_EQ(seen_rax, 0u);
		EXPECT_TRUE(same(seen, expected)) << std::hex << one.number;
	}
	EXPECT_EQ(calls, std::size(subfunctions));
}

TEST_F(Vmcall, ReturnsOnlyResults)
{
	answer.r10 = 0;
	for (auto const &one : subfunctions) {
		u32 const out_regs{one.number == map_gpa ? 0 : one.out};
		EXPECT_EQ(core_vmcall(one.number, &in, &out), done);
		EXPECT_TRUE(same(out, only(answer, out_regs | 1u << 10))) << std::hex << one.number;
	}
}

// No word but 0 is a success, also where bit 63 is clear; what looks like a word of the TDX module
// or of tdxcall is the VMM's all the same; and nothing that comes with it is taken for a result,
// except for where MapGPA ended.
TEST_F(Vmcall, BelievesNoVmm)
{
	for (u64 const word : {u64{1}, u64{2}, 1ULL << 62, (1ULL << 63) - 1, 1ULL << 63,
		     1ULL << 63 | 1, 1ULL << 63 | 3, operand_invalid_rcx, ud, refused, bad_answer,
		     not_made, ~0ULL}) {
		answer.r10 = word;
		for (auto const &one : subfunctions) {
			// Those for which RETRY has a meaning are tested below.
			if (word == retry &&
				tdx::find_leaf(tdx::vmcalls, one.number)->retry != tdx::Retry::None)
				continue;
			u32 const where{one.number == map_gpa ? 1u << 11 : 0};
			calls = 0;
			EXPECT_EQ(core_vmcall(one.number, &in, &out), said(word));
			EXPECT_TRUE(same(out, only(answer, where | 1u << 10)))
				<< std::hex << one.number;
			EXPECT_EQ(calls, 1u);
		}
	}
}

TEST_F(Vmcall, ReportsFailureOfTheCall)
{
	for (u64 const r10 : {u64{0}, u64{1}, ud}) {
		answer.r10 = r10;
		verdict = EMU_ANSWERED;
		// Also one that is no error.
		for (u64 const rax : {operand_invalid_rcx, u64{1} << 60, u64{1}}) {
			status = rax;
			for (auto const &one : subfunctions) {
				out = filled(0x7777);
				EXPECT_EQ(core_vmcall(one.number, &in, &out), not_run(rax));
				EXPECT_TRUE(same(out, {}));
			}
		}
		verdict = EMU_UD;
		for (auto const &one : subfunctions) {
			out = filled(0x7777);
			EXPECT_EQ(core_vmcall(one.number, &in, &out), not_run(ud));
			EXPECT_TRUE(same(out, {}));
		}
	}
}

TEST_F(Vmcall, RefusesUnknownSubfunctions)
{
	for (u64 const number : {0ULL, 0x12345ULL, 0x10006ULL, 0x500010006ULL, 0x10000000aULL,
		     0x80000000000aULL, ~0ULL}) {
		out = filled(0x7777);
		EXPECT_EQ(core_vmcall(number, &in, &out), not_run(refused));
		EXPECT_TRUE(same(out, {}));
	}
	EXPECT_EQ(calls, 0u);
}

// As core_retry_name() numbers it.
constexpr u32 hypercall_reason = 7;

// A VMM that has MapGPA go on at one address after the other, and is done then.
struct MapGpa : testing::Test {
	struct Range {
		u64 start;
		u64 size;
		bool operator==(Range const &) const = default;
	};
	tdx_regs const in{.r12 = 0x10000, .r13 = 0x8000};
	tdx_regs out = filled(0x7777);
	std::vector<u64> go_on_at;
	std::vector<Range> asked;

	sigill::Answerer const answerer{[this](sigill::Frame &frame) {
		asked.push_back({frame.r12, frame.r13});
		frame.rax = 0;
		frame.r10 = asked.size() <= go_on_at.size() ? retry : 0;
		frame.r11 = asked.size() <= go_on_at.size() ? go_on_at[asked.size() - 1] : 0;
		return EMU_ANSWERED;
	}};

	MapGpa() { host::reset(); }
	~MapGpa() override { host::reset(); }

	tdx_vmcall_result map() { return core_vmcall(map_gpa, &in, &out); }
};

TEST_F(MapGpa, GoesOnWhereTheVmmEnded)
{
	go_on_at = {0x10000, 0x12000, 0x17000};
	EXPECT_EQ(map(), done);
	EXPECT_EQ(asked, (std::vector<Range>{{0x10000, 0x8000}, {0x10000, 0x8000},
				 {0x12000, 0x6000}, {0x17000, 0x1000}}));
}

TEST_F(MapGpa, FollowsNoAddressThatCannotBe)
{
	// Before the range, after it, at its end, inside a page; then, once at 0x14000, backwards.
	for (u64 const bad :
		{0xf000ULL, 0x18000ULL, 0x19000ULL, 0ULL, ~0ULL, 0x10001ULL, 0x11800ULL}) {
		go_on_at = {bad};
		asked.clear();
		EXPECT_EQ(map(), not_run(bad_answer)) << std::hex << bad;
		EXPECT_EQ(asked.size(), 1u);
		EXPECT_TRUE(same(out, {}));
	}
	go_on_at = {0x14000, 0x13000};
	asked.clear();
	EXPECT_EQ(map(), not_run(bad_answer));
	EXPECT_EQ(asked.size(), 2u);
}

TEST_F(MapGpa, RangeThatWrapsIsNotFollowed)
{
	tdx_regs const wraps{.r12 = 0xfffffffffffff000, .r13 = 0x2000};
	tdx_regs const empty{.r12 = 0x10000};

	go_on_at = {0xfffffffffffff000};
	EXPECT_EQ(core_vmcall(map_gpa, &wraps, &out), not_run(bad_answer));
	asked.clear();
	go_on_at = {0x10000};
	EXPECT_EQ(core_vmcall(map_gpa, &empty, &out), not_run(bad_answer));
}

TEST_F(MapGpa, GivesUpWithoutProgress)
{
	go_on_at.assign(1000, 0x10000);
	EXPECT_EQ(map(), said(retry));
	EXPECT_EQ(asked.size(), 10u);
	EXPECT_EQ(out.r11, 0x10000u);
}

TEST_F(MapGpa, GoesOnAsLongAsItGetsOn)
{
	tdx_regs const large{.r12 = 0, .r13 = 1ULL << 30};

	for (u64 page = 1; page <= 1000; page++)
		go_on_at.push_back(page << 12);
	EXPECT_EQ(core_vmcall(map_gpa, &large, &out), done);
	EXPECT_EQ(asked.size(), 1001u);
	EXPECT_EQ(host::retries(hypercall_reason).retries, 1000u);
	EXPECT_EQ(host::retries(hypercall_reason).gave_up, 0u);

	// Ten seconds at most; then the caller knows where to go on.
	host::reset();
	host::set_relaxed(HOST_RELAXED, 250'000'000);
	asked.clear();
	EXPECT_EQ(core_vmcall(map_gpa, &large, &out), said(retry));
	EXPECT_EQ(asked.size(), 41u);
	EXPECT_EQ(out.r11, 41u << 12);
	EXPECT_EQ(host::retries(hypercall_reason).gave_up, 1u);
}

TEST_F(MapGpa, IsBoundedInAtomicContext)
{
	tdx_regs const large{.r12 = 0, .r13 = 1ULL << 30};

	for (u64 page = 1; page <= 1000; page++)
		go_on_at.push_back(page << 12);
	host::set_relaxed(HOST_RELAXED_ATOMIC, 5'000);
	EXPECT_EQ(core_vmcall(map_gpa, &large, &out), said(retry));
	EXPECT_EQ(asked.size(), 21u);
	EXPECT_EQ(out.r11, 21u << 12);
}

// Not before some attempts, and then the caller knows where to go on.
TEST_F(MapGpa, EndsWhenKilled)
{
	tdx_regs const large{.r12 = 0, .r13 = 1ULL << 30};

	for (u64 page = 1; page <= 1000; page++)
		go_on_at.push_back(page << 12);
	host::set_killed(true);
	EXPECT_EQ(core_vmcall(map_gpa, &large, &out), said(retry));
	EXPECT_EQ(asked.size(), 10u);
	EXPECT_EQ(out.r11, 10u << 12);
	EXPECT_EQ(host::retries(hypercall_reason).gave_up, 1u);

	asked.clear();
	EXPECT_EQ(core_vmcall(TDXCALL_TEARDOWN | map_gpa, &large, &out), done);
	EXPECT_EQ(asked.size(), 1001u);
	asked.clear();
	EXPECT_EQ(core_vmcall(TDXCALL_ONCE | map_gpa, &large, &out), said(retry));
	EXPECT_EQ(asked.size(), 1u);
	EXPECT_EQ(out.r11, 0x1000u);
}

TEST_F(MapGpa, OthersAreMadeAgainAsTheyAre)
{
	go_on_at = {0x5, 0x6};
	EXPECT_EQ(core_vmcall(get_quote, &in, &out), done);
	EXPECT_EQ(asked, (std::vector<Range>(3, {0x10000, 0x8000})));
	go_on_at.assign(1000, 0);
	asked.clear();
	EXPECT_EQ(core_vmcall(get_quote, &in, &out), said(retry));
	EXPECT_EQ(asked.size(), 10u);
	asked.clear();
	// The GHCI has no RETRY for CPUID.
	EXPECT_EQ(core_vmcall(0x0a, &in, &out), said(retry));
	EXPECT_EQ(asked.size(), 1u);
}

TEST_F(Vmcall, RawPassesWhatItIsTold)
{
	answer.r10 = 0x99;
	// Every set of the registers that may be exposed.
	for (u32 exposed = 0; exposed < 0x10000; exposed += 4) {
		if (exposed & ~0xffccu)
			continue;
		u32 const mask{exposed | 3u << 10};
		tdx_regs expected{only(in, mask)};
		expected.rcx = mask;
		ASSERT_EQ(core_vmcall_raw(exposed, &in, &out, nullptr), said(0x99));
		ASSERT_TRUE(same(seen, expected)) << std::hex << exposed;
		ASSERT_TRUE(same(out, only(answer, mask))) << std::hex << exposed;
	}
}

TEST_F(Vmcall, RawReportsFailure)
{
	status = operand_invalid_rcx;
	EXPECT_EQ(core_vmcall_raw(0, &in, &out, nullptr), not_run(operand_invalid_rcx));
	EXPECT_TRUE(same(out, {}));
	verdict = EMU_UD;
	EXPECT_EQ(core_vmcall_raw(0, &in, &out, nullptr), not_run(ud));
}

TEST_F(Vmcall, RawRefusesOtherRegisters)
{
	// RAX, RCX, RSP, RBP, and XMM registers of which there are none.
	for (u32 const bit : {0u, 1u, 4u, 5u, 16u, 31u})
		EXPECT_EQ(core_vmcall_raw(1u << bit, &in, &out, nullptr), not_run(refused));
	EXPECT_EQ(core_vmcall_raw(0x10004, &in, &out, nullptr), not_run(refused));
	EXPECT_TRUE(same(out, {}));
	EXPECT_EQ(calls, 0u);
}

struct VmcallXmm : Vmcall {
	tdx_xmm xmm;
	tdx_xmm given;
	tdx_xmm answered;
	tdx_xmm arrived{};
	bool in_section = false;

	sigill::Answerer const answerer{[this](sigill::Frame &frame) {
		seen = operands(frame);
		arrived = frame.xmm;
		in_section = host::fpu_state().open;
		calls++;
		if (verdict != EMU_ANSWERED)
			return verdict;
		frame.rax = status;
		put(frame, answer);
		frame.xmm = answered;
		return verdict;
	}};

	VmcallXmm()
	{
		host::reset();
		for (unsigned i = 0; i < 16; i++) {
			given.xmm[i][0] = 0x1111000000000000 + i;
			given.xmm[i][1] = 0x2222000000000000 + i;
			answered.xmm[i][0] = 0x3333000000000000 + i;
			answered.xmm[i][1] = 0x4444000000000000 + i;
		}
		xmm = given;
	}
	~VmcallXmm() override { host::reset(); }
};

TEST_F(VmcallXmm, PassesWhatIsExposed)
{
	for (u32 const exposed : {0x10000u, 0x80000000u, 0xa5a50000u | 1u << 12, 0xffff0000u}) {
		xmm = given;
		ASSERT_EQ(core_vmcall_raw(exposed, &in, &out, &xmm), said(answer.r10));
		EXPECT_EQ(seen.rcx, exposed | 0xc00u);
		EXPECT_TRUE(in_section);
		for (unsigned i = 0; i < 16; i++) {
			bool const shown = exposed >> (16 + i) & 1;
			for (unsigned half = 0; half < 2; half++) {
				EXPECT_EQ(arrived.xmm[i][half], shown ? given.xmm[i][half] : 0);
				EXPECT_EQ(
					xmm.xmm[i][half], (shown ? answered : given).xmm[i][half]);
			}
		}
	}
	EXPECT_FALSE(host::fpu_state().open);
	EXPECT_EQ(host::fpu_state().sections, 4u);
}

TEST_F(VmcallXmm, WithoutThemNeedsNoFpu)
{
	host::set_no_fpu(true);
	EXPECT_EQ(core_vmcall_raw(0, &in, &out, &xmm), said(answer.r10));
	EXPECT_EQ(seen.rcx, 0xc00u);
	EXPECT_EQ(core_vmcall_raw(1u << 16, &in, &out, &xmm), not_run(refused));
	EXPECT_TRUE(same(out, {}));
	EXPECT_EQ(calls, 1u);
}

TEST_F(VmcallXmm, FailureLeavesThemAlone)
{
	status = operand_invalid_rcx;
	EXPECT_EQ(core_vmcall_raw(0xffff0000, &in, &out, &xmm), not_run(operand_invalid_rcx));
	EXPECT_EQ(xmm.xmm[0][0], given.xmm[0][0]);
	verdict = EMU_UD;
	EXPECT_EQ(core_vmcall_raw(0xffff0000, &in, &out, &xmm), not_run(ud));
	EXPECT_EQ(xmm.xmm[15][1], given.xmm[15][1]);
	EXPECT_TRUE(same(out, {}));
	EXPECT_FALSE(host::fpu_state().open);
}

} // namespace
