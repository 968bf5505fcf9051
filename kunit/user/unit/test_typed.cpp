// SPDX-License-Identifier: GPL-2.0
//
// Typed calls in C++: where each operand arrives, what comes back, what is refused, and what does
// not compile.
#include <gtest/gtest.h>

#include <cstring>

#include "core/call/typed_guest.hpp"
#include "core/call/typed_host.hpp"
#include "kunit/user/host/registers.hpp"

using namespace tdx::typed;

namespace {

using namespace test;

constexpr u64 operand_invalid_rcx = 0xc000010000000001;
constexpr u64 refused = 0x8000ff00ffff0001;

// What does not compile: another kind of operand, a bare number, another order.
template <typename... Operands>
concept MngCreates = requires(Operands... operands)
{
	tdh_mng_create(operands...);
};
static_assert(MngCreates<PagePa, KeyId>);
static_assert(!MngCreates<KeyId, PagePa>);
static_assert(!MngCreates<u64, u64>);
static_assert(!MngCreates<TdrPa, KeyId>);
static_assert(!MngCreates<BufferPa, KeyId>);

template <typename... Operands>
concept MemPageAugs = requires(Operands... operands)
{
	tdh_mem_page_aug(operands...);
};
static_assert(MemPageAugs<Gpa, Level, TdrPa, PagePa>);
static_assert(!MemPageAugs<PagePa, Level, TdrPa, PagePa>);
static_assert(!MemPageAugs<Gpa, Level, TdrPa, Gpa>);
static_assert(!MemPageAugs<Gpa, Level, TdvprPa, PagePa>);
static_assert(!MemPageAugs<Gpa, Level, PagePa, TdrPa>);
static_assert(!MemPageAugs<Gpa, int, TdrPa, PagePa>);

template <typename... Operands>
concept MngReads = requires(Operands... operands)
{
	tdh_mng_rd(operands...);
};
static_assert(MngReads<LeafVersion, TdrPa, FieldId>);
static_assert(!MngReads<TdrPa, FieldId>);
static_assert(!MngReads<LeafVersion, FieldId, TdrPa>);

struct Typed : testing::Test {
	sigill::Frame seen{};
	unsigned calls = 0;
	u64 status = 0;
	// Changes RBX and R12 to R15 only for a leaf function that has them, as the module does.
	bool all = false;
	sigill::Answerer const answerer{[this](sigill::Frame &frame) {
		seen = frame;
		calls++;
		frame.rax = status;
		frame.rcx = 0xc1;
		frame.rdx = 0xd1;
		frame.r8 = 0x4000000081;
		frame.r9 = 0x91;
		frame.r10 = 0xa1;
		frame.r11 = 0xb1;
		if (all) {
			frame.r12 = 0xe1;
			frame.r13 = 0xf1;
		}
		return EMU_ANSWERED;
	}};

	void expect_small(bool tdcall, u64 rax, tdx_regs const &expected)
	{
		EXPECT_EQ(calls, 1u);
		EXPECT_EQ(seen.tdcall, tdcall);
		EXPECT_EQ(seen.rax, rax);
		EXPECT_EQ(seen.rcx, expected.rcx);
		EXPECT_EQ(seen.rdx, expected.rdx);
		EXPECT_EQ(seen.r8, expected.r8);
		EXPECT_EQ(seen.r9, expected.r9);
		calls = 0;
	}

	void expect_full(bool tdcall, u64 rax, tdx_regs const &expected)
	{
		tdx_regs const arrived = eight_operands(seen);

		expect_small(tdcall, rax, expected);
		EXPECT_EQ(std::memcmp(&arrived, &expected, sizeof(expected)), 0);
	}
};

TEST_F(Typed, PassesOperandsToHostLeaves)
{
	EXPECT_TRUE(tdh_mng_create(PagePa{0x1234000}, KeyId{0x21}).ok());
	expect_small(false, 9, {.rcx = 0x1234000, .rdx = 0x21});

	EXPECT_TRUE(tdh_mem_page_add(
		Gpa{0x7fff0000}, Level{2}, TdrPa{0x1000}, PagePa{0x2000}, BufferPa{0x3000})
			    .status.ok());
	expect_small(false, 2, {.rcx = 0x7fff0002, .rdx = 0x1000, .r8 = 0x2000, .r9 = 0x3000});

	EXPECT_TRUE(tdh_sys_rd(FieldId{0x0800000100000004}).status.ok());
	expect_small(false, 34, {.rdx = 0x0800000100000004});

	EXPECT_TRUE(tdh_phymem_page_wbinvd(KeyedPa{0x0008000000003000}).ok());
	expect_small(false, 41, {.rcx = 0x0008000000003000});

	EXPECT_TRUE(tdh_sys_config(
		LeafVersion{0}, BufferPa{0x200}, Count{3}, KeyId{0x21}, Flag{1}, Flags{0})
			    .ok());
	expect_small(false, 45, {.rcx = 0x200, .rdx = 3, .r8 = 0x10021});

	EXPECT_TRUE(tdh_mng_rd(LeafVersion{1}, TdrPa{0x1000}, FieldId{0x77}).status.ok());
	expect_small(false, 0x1000b, {.rcx = 0x1000, .rdx = 0x77});
}

TEST_F(Typed, PassesOperandsBeyondFourRegisters)
{
	all = true;
	EXPECT_TRUE(tdh_mem_page_demote(Gpa{0x40000000}, Level{1}, TdrPa{0x1000}, Flag{1},
		PagePa{0x2000}, PagePa{~0ULL}, PagePa{0x4000}, PagePa{0x5000}, PagePa{0x6000},
		PagePa{0x7000})
			    .status.ok());
	expect_full(false, 15,
		{.rcx = 0x40000001,
			.rdx = 0x1001,
			.r8 = 0x2000,
			.r9 = ~0ULL,
			.r10 = 0x4000,
			.r11 = 0x5000,
			.r12 = 0x6000,
			.r13 = 0x7000});
}

TEST_F(Typed, PassesOperandsToGuestLeaves)
{
	EXPECT_TRUE(tdg_mem_page_accept(Gpa{0x200000}, Level{1}).ok());
	expect_small(true, 6, {.rcx = 0x200001});

	EXPECT_TRUE(tdg_vm_wr(FieldId{0x9110000300000010}, Value{0x55}, Mask{0xff}).status.ok());
	expect_small(true, 8, {.rdx = 0x9110000300000010, .r8 = 0x55, .r9 = 0xff});
}

TEST_F(Typed, ReturnsResults)
{
	auto const read = tdh_sys_rd(FieldId{1});
	EXPECT_EQ(read.value.next_field_id, FieldId{0xd1});
	EXPECT_EQ(read.value.value, Value{0x4000000081});

	// R8: NUM_VCPUS in 31:0, MAX_VCPUS in 63:32; R10: bit 0.
	auto const info = tdg_vp_info();
	EXPECT_EQ(info.value.gpa_width, Size{0xc1});
	EXPECT_EQ(info.value.attributes, Attributes{0xd1});
	EXPECT_EQ(info.value.num_vcpus, Count{0x81});
	EXPECT_EQ(info.value.max_vcpus, Count{0x40});
	EXPECT_EQ(info.value.vcpu_index, Index{0x91});
	EXPECT_EQ(info.value.sys_rd_available, Flag{1});
}

TEST_F(Typed, KeepsResultsAndErrorsApart)
{
	auto outcome = tdh_mem_rd(Gpa{0x1000}, TdrPa{0x2000});
	EXPECT_EQ(outcome.value.data, Data{0x4000000081});
	EXPECT_EQ(outcome.error.sept_entry, SeptEntry{0});

	status = operand_invalid_rcx;
	outcome = tdh_mem_rd(Gpa{0x1000}, TdrPa{0x2000});
	EXPECT_EQ(outcome.status.raw, operand_invalid_rcx);
	EXPECT_EQ(outcome.value.data, Data{0});
	EXPECT_EQ(outcome.error.sept_entry, SeptEntry{0xc1});
	EXPECT_EQ(outcome.error.level_state, LevelState{0xd1});
}

TEST_F(Typed, RefusesOperandsThatDoNotFit)
{
	EXPECT_EQ(tdh_mng_create(PagePa{0x1000}, KeyId{0x10000}).raw, refused);
	EXPECT_EQ(tdh_mem_page_aug(Gpa{0x1001}, Level{0}, TdrPa{0x1000}, PagePa{0x2000}).status.raw,
		refused);
	EXPECT_EQ(tdh_mem_page_aug(Gpa{1ULL << 52}, Level{0}, TdrPa{0x1000}, PagePa{0x2000})
			  .status.raw,
		refused);
	EXPECT_EQ(tdh_mem_page_aug(Gpa{0x1000}, Level{8}, TdrPa{0x1000}, PagePa{0x2000}).status.raw,
		refused);
	EXPECT_EQ(tdh_mng_rd(LeafVersion{0x100}, TdrPa{0x1000}, FieldId{1}).status.raw, refused);
	EXPECT_EQ(calls, 0u);
}

} // namespace
