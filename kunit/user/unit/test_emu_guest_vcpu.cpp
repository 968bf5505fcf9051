// SPDX-License-Identifier: GPL-2.0
//
// TDG.VP.INFO, TDG.VP.VEINFO.GET and TDG.VP.CPUIDVE.SET.  From semantics.md, section 10, and
// structs.md, section 11.
#include "test_emu_guest.hpp"

namespace {

using namespace test;
namespace field = tdx::emu::vcpu_field;

constexpr u64 no_valid_ve_info = raw(0xc0000704);

struct GuestVcpu : RunningTd {};

TEST_F(GuestVcpu, Info)
{
	td.control().attributes = 0x10000001;
	vcpu_field<u32>(field::vcpu_index) = 2;
	td.control().num_vcpus = 3;
	enter();
	tdx_regs const in{.rcx = 1, .r11 = 11, .r12 = other_value, .rbx = other_value};
	expect(GuestLeaf::VpInfo, in, 0,
		{.rcx = 48,
			.rdx = 0x10000001,
			.r8 = 4ULL << 32 | 3,
			.r9 = 2,
			.r10 = 1,
			.r11 = 0,
			.r12 = other_value,
			.rbx = other_value});
	td.control().gpaw = 1;
	EXPECT_EQ(tdcall(1, in).gpr.rcx, 52u);
	// There is no version 1.
	expect(0x10001, in, raw(0xc0000100, 0), in);
}

TEST_F(GuestVcpu, VeInfo)
{
	tdx_regs const in{.rcx = 1, .rdx = 2, .r8 = 8, .r9 = 9, .r10 = 10, .rbx = other_value};
	tdx_regs const none{.rbx = other_value};
	enter();
	expect(GuestLeaf::VpVeinfoGet, in, no_valid_ve_info, none);

	vcpu_field<u32>(field::ve_info_reason) = 48;
	vcpu_field<u64>(field::ve_info_qualification) = 0x181;
	vcpu_field<u64>(field::ve_info_gla) = 0xffff800000001234;
	vcpu_field<u64>(field::ve_info_gpa) = 0x5000;
	vcpu_field<u32>(field::ve_info_length) = 7;
	vcpu_field<u32>(field::ve_info_information) = 0x80000001;
	vcpu_field<u32>(field::ve_info_valid) = 0xffffffff;
	expect(GuestLeaf::VpVeinfoGet, in, 0,
		{.rcx = 48,
			.rdx = 0x181,
			.r8 = 0xffff800000001234,
			.r9 = 0x5000,
			.r10 = 0x80000001ULL << 32 | 7,
			.rbx = other_value});
	EXPECT_EQ(vcpu_field<u32>(field::ve_info_valid), 0u);
	expect(GuestLeaf::VpVeinfoGet, in, no_valid_ve_info, none);
}

// The call's own operand lies in a page that is not accepted yet: it is made again after a #VE.
TEST_F(GuestVcpu, VeInfoOfAnOperand)
{
	td.aug(0x8000);
	enter();
	tdx_regs const in{.rcx = 0x8000};
	expect(GuestLeaf::MrVerifyreport, in, 22, in);
	emu_regs const info{tdcall(3, {})};
	EXPECT_EQ(info.rax, 0u);
	EXPECT_EQ(info.gpr.rcx, 48u);
	EXPECT_EQ(info.gpr.rdx, 1u);
	EXPECT_EQ(info.gpr.r9, 0x8000u);
	EXPECT_EQ(info.gpr.r10, 4u);
}

TEST_F(GuestVcpu, CpuidVe)
{
	enter();
	for (u64 const bad : {u64{4}, u64{1} << 63, ~u64{0}}) {
		tdx_regs const in{.rcx = bad};
		expect(GuestLeaf::VpCpuidveSet, in, raw(0xc0000100, rcx), in);
	}
	for (u64 control : {0, 1, 2, 3, 0}) {
		tdx_regs const in{.rcx = control};
		expect(GuestLeaf::VpCpuidveSet, in, 0, in);
		EXPECT_EQ(vcpu_field<u8>(field::cpuid_supervisor_ve), control & 1);
		EXPECT_EQ(vcpu_field<u8>(field::cpuid_user_ve), control >> 1);
	}
}

} // namespace
