// SPDX-License-Identifier: GPL-2.0
//
// Typed calls in C++: where each operand arrives, what comes back, what is refused, and what does
// not compile.
#include <gtest/gtest.h>

#include <cstring>

#include "core/call/leaves.h"
#include "kunit/user/host/registers.hpp"

namespace {

using namespace test;

constexpr u64 operand_invalid_rcx = 0xc000010000000001;
constexpr u64 refused = 0x8000ff00ffff0001;

// What does not compile: another kind of operand, a bare number, another order.
template <typename... Operands>
concept MngCreates = requires(Operands... operands)
{
	core_tdh_mng_create(0, operands...);
};
static_assert(MngCreates<tdx_page_t, tdx_keyid_t>);
static_assert(!MngCreates<tdx_keyid_t, tdx_page_t>);
static_assert(!MngCreates<u64, u64>);
static_assert(!MngCreates<tdx_tdr_t, tdx_keyid_t>);
static_assert(!MngCreates<tdx_buffer_t, tdx_keyid_t>);

template <typename... Operands>
concept MemPageAugs = requires(Operands... operands)
{
	core_tdh_mem_page_aug(0, operands..., nullptr);
};
static_assert(MemPageAugs<tdx_gpa_t, tdx_level, tdx_tdr_t, tdx_page_t>);
static_assert(!MemPageAugs<tdx_page_t, tdx_level, tdx_tdr_t, tdx_page_t>);
static_assert(!MemPageAugs<tdx_gpa_t, tdx_level, tdx_tdr_t, tdx_gpa_t>);
static_assert(!MemPageAugs<tdx_gpa_t, tdx_level, tdx_tdvpr_t, tdx_page_t>);
static_assert(!MemPageAugs<tdx_gpa_t, tdx_level, tdx_page_t, tdx_tdr_t>);
static_assert(!MemPageAugs<tdx_gpa_t, int, tdx_tdr_t, tdx_page_t>);

template <typename... Operands>
concept MngReads = requires(Operands... operands)
{
	core_tdh_mng_rd(0, operands..., nullptr);
};
static_assert(MngReads<u64, tdx_tdr_t, tdx_field_t>);
static_assert(!MngReads<tdx_tdr_t, tdx_field_t>);
static_assert(!MngReads<u64, tdx_field_t, tdx_tdr_t>);

struct Typed : testing::Test {
	sigill::Frame seen{};
	unsigned calls = 0;
	u64 status = 0;
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
		frame.r12 = 0xe1;
		frame.r13 = 0xf1;
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
		tdx_regs const arrived = passed_operands(seen);

		expect_small(tdcall, rax, expected);
		EXPECT_EQ(std::memcmp(&arrived, &expected, sizeof(expected)), 0);
	}
};

TEST_F(Typed, PassesOperandsToHostLeaves)
{
	EXPECT_EQ(core_tdh_mng_create(0, {0x1234000}, {0x21}), 0u);
	expect_small(false, 9, {.rcx = 0x1234000, .rdx = 0x21});

	EXPECT_EQ(core_tdh_mem_page_add(
			  0, {0x7fff0000}, TDX_LEVEL_1G, {0x1000}, {0x2000}, {0x3000}, nullptr),
		0u);
	expect_small(false, 2, {.rcx = 0x7fff0002, .rdx = 0x1000, .r8 = 0x2000, .r9 = 0x3000});

	EXPECT_EQ(core_tdh_sys_rd(0, {0x0800000100000004}, nullptr), 0u);
	expect_small(false, 34, {.rdx = 0x0800000100000004});

	EXPECT_EQ(core_tdh_phymem_page_wbinvd(0, {0x0008000000003000}), 0u);
	expect_small(false, 41, {.rcx = 0x0008000000003000});

	EXPECT_EQ(core_tdh_sys_config(0, 0, {0x200}, 3, {0x21}, 1, 0), 0u);
	expect_small(false, 45, {.rcx = 0x200, .rdx = 3, .r8 = 0x10021});

	EXPECT_EQ(core_tdh_mng_rd(0, 1, {0x1000}, {0x77}, nullptr), 0u);
	expect_small(false, 0x1000b, {.rcx = 0x1000, .rdx = 0x77});
}

TEST_F(Typed, PassesOperandsBeyondFourRegisters)
{
	EXPECT_EQ(core_tdh_mem_page_demote(0, {0x40000000}, TDX_LEVEL_2M, {0x1000}, 1, {0x2000},
			  {~0ULL}, {0x4000}, {0x5000}, {0x6000}, {0x7000}, nullptr),
		0u);
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
	EXPECT_EQ(core_tdg_mem_page_accept(0, {0x200000}, TDX_LEVEL_2M), 0u);
	expect_small(true, 6, {.rcx = 0x200001});

	EXPECT_EQ(core_tdg_vm_wr(0, {0x9110000300000010}, 0x55, 0xff, nullptr), 0u);
	expect_small(true, 8, {.rdx = 0x9110000300000010, .r8 = 0x55, .r9 = 0xff});
}

TEST_F(Typed, ReturnsResults)
{
	tdh_sys_rd_out read;
	EXPECT_EQ(core_tdh_sys_rd(0, {1}, &read), 0u);
	EXPECT_EQ(read.next_field_id.id, 0xd1u);
	EXPECT_EQ(read.value, 0x4000000081u);

	// R8: NUM_VCPUS in 31:0, MAX_VCPUS in 63:32; R10: bit 0.
	tdg_vp_info_out info;
	EXPECT_EQ(core_tdg_vp_info(0, &info), 0u);
	EXPECT_EQ(info.gpa_width, 0xc1u);
	EXPECT_EQ(info.attributes, 0xd1u);
	EXPECT_EQ(info.num_vcpus, 0x81u);
	EXPECT_EQ(info.max_vcpus, 0x40u);
	EXPECT_EQ(info.vcpu_index, 0x91u);
	EXPECT_EQ(info.sys_rd_available, 1u);
}

TEST_F(Typed, KeepsResultsAndErrorsApart)
{
	tdh_mem_rd_out out;
	EXPECT_EQ(core_tdh_mem_rd(0, {0x1000}, {0x2000}, &out), 0u);
	EXPECT_EQ(out.data, 0x4000000081u);
	EXPECT_EQ(out.sept_entry.entry, 0u);

	status = operand_invalid_rcx;
	EXPECT_EQ(core_tdh_mem_rd(0, {0x1000}, {0x2000}, &out), operand_invalid_rcx);
	EXPECT_EQ(out.data, 0u);
	EXPECT_EQ(out.sept_entry.entry, 0xc1u);
	EXPECT_EQ(out.level_state.info, 0xd1u);
}

// Pages of the trees of L2 VMs come back in the same registers, whatever becomes of the call.
TEST_F(Typed, HasResultsOfBothKinds)
{
	tdh_mem_sept_add_out out;
	EXPECT_EQ(core_tdh_mem_sept_add(0, 1, {0x80000000}, TDX_LEVEL_2M, {0x1000}, 1, {0x2000},
			  {0x3000}, {0x4000}, {0x5000}, &out),
		0u);
	EXPECT_EQ(out.sept_page.pa, 0x4000000081u);
	EXPECT_EQ(out.l2_sept_page_vm3.pa, 0xb1u);
	EXPECT_EQ(out.sept_entry.entry, 0u);

	status = operand_invalid_rcx;
	EXPECT_EQ(core_tdh_mem_sept_add(0, 1, {0x80000000}, TDX_LEVEL_2M, {0x1000}, 1, {0x2000},
			  {0x3000}, {0x4000}, {0x5000}, &out),
		operand_invalid_rcx);
	EXPECT_EQ(out.sept_page.pa, 0x4000000081u);
	EXPECT_EQ(out.l2_sept_page_vm1.pa, 0x91u);
	EXPECT_EQ(out.l2_sept_page_vm2.pa, 0xa1u);
	EXPECT_EQ(out.l2_sept_page_vm3.pa, 0xb1u);
	EXPECT_EQ(out.sept_entry.entry, 0xc1u);
	EXPECT_EQ(out.level_state.info, 0xd1u);
}

TEST_F(Typed, RefusesOperandsThatDoNotFit)
{
	EXPECT_EQ(core_tdh_mng_create(0, {0x1000}, {0x10000}), refused);
	EXPECT_EQ(core_tdh_mem_page_aug(0, {0x1001}, TDX_LEVEL_4K, {0x1000}, {0x2000}, nullptr),
		refused);
	EXPECT_EQ(core_tdh_mem_page_aug(0, {1ULL << 52}, TDX_LEVEL_4K, {0x1000}, {0x2000}, nullptr),
		refused);
	EXPECT_EQ(core_tdh_mng_rd(0, 0x100, {0x1000}, {1}, nullptr), refused);
	EXPECT_EQ(calls, 0u);
}

} // namespace
