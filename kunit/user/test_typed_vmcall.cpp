// SPDX-License-Identifier: GPL-2.0
//
// Typed hypercalls: each operand in its register, and the VMM's word by name.
#include <gtest/gtest.h>

#include "../../core/typed_vmcall.hpp"
#include "sigill.hpp"

namespace {

using namespace tdx;
using namespace tdx::typed;

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
	auto const result = tdg_vp_vmcall_instruction_cpuid(Value{0x15}, Value{2});

	EXPECT_TRUE(result.status.ok());
	EXPECT_EQ(result.value.eax.raw, 100u);
	EXPECT_EQ(result.value.ebx.raw, 101u);
	EXPECT_EQ(result.value.ecx.raw, 102u);
	EXPECT_EQ(result.value.edx.raw, 103u);
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
	auto const result = tdg_vp_vmcall_mapgpa(Gpa{0x1000}, Size{0x4000});

	EXPECT_EQ(result.status.raw, 0x8000000000000001u);
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
	auto const status = tdg_vp_vmcall_migtd_send(
		Vector{0x40}, Version{2}, Index{9}, Size{4096}, BufferGpa{0x8000});

	EXPECT_EQ(status.raw, 0x8000000000000000u);
}

TEST(TypedVmcall, RefusesBeforeTheInstruction)
{
	sigill::Answerer const answerer{[](sigill::Frame &) {
		ADD_FAILURE() << "the instruction was reached";
		return EMU_UD;
	}};
	EXPECT_EQ(tdg_vp_vmcall_instruction_hlt(Flag{2}).raw, 0x8000ff00ffff0001u);
}

} // namespace
