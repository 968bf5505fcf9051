// SPDX-License-Identifier: GPL-2.0
//
// A TD that runs on LP 0, and what its TDCALLs come to.
#pragma once

#include <cstring>

#include <gtest/gtest.h>

#include "core/abi/leaf_number.hpp"
#include "core/emu/vcpu/vcpu_layout.hpp"
#include "test_emu_td.hpp"

namespace test {

constexpr u32 rcx = 1, rdx = 2, r8 = 8; // operands
constexpr u64 other_value = 0x5a5a;     // of registers that no call sets by itself

class RunningTd : public testing::Test {
protected:
	Platform on;
	TestTd td;
	std::vector<u64> const tdvps; // TDVPR first

	explicit RunningTd(TdOptions options = {}) : td{on, options}, tdvps{td.add_vcpu()}
	{
		on.machine.module()->config.guests = 1;
		td.set_state(OpState::Runnable);
	}
	// A private page that the guest has accepted; where it is.
	u64 map(u64 gpa)
	{
		u64 const pa{td.aug(gpa)};
		td.put_state(gpa, 0, SeptState::Mapped);
		return pa;
	}
	u64 tdvpr() const { return tdvps[0]; }
	template <typename Value>
	Value &vcpu_field(tdx::emu::VcpuSlot slot, u32 index = 0) const
	{
		return static_cast<Value *>(host::at(tdvps[slot.page] + slot.offset))[index];
	}
	u64 &vcpu_word(u32 page, u32 index) const
	{
		return static_cast<u64 *>(host::at(tdvps[page]))[index];
	}

	void enter()
	{
		emu_regs regs{};
		regs.gpr.rcx = tdvpr();
		ASSERT_EQ(emu_seamcall(on.machine.module(), 0, &regs), EMU_ENTERED);
	}
	// An interrupt of the host.
	void leave()
	{
		emu_exit const interrupt{1, 0, 0, 0, 0};
		emu_regs regs{};
		ASSERT_EQ(emu_vm_exit(on.machine.module(), 0, &interrupt, &regs), EMU_EXITED);
	}
	emu_regs tdcall(u64 rax, tdx_regs const &in, emu_verdict verdict = EMU_ANSWERED)
	{
		emu_regs regs{rax, in, 0};
		EXPECT_EQ(emu_tdcall(on.machine.module(), 0, &regs), verdict);
		return regs;
	}
	// It ends with @status, and changes the registers of @in to those of @out.
	void expect(u64 rax, tdx_regs const &in, u64 status, tdx_regs const &out)
	{
		emu_regs const regs{tdcall(rax, in)};
		EXPECT_EQ(regs.rax, status);
		EXPECT_TRUE(regs.gpr == out) << std::hex << "rcx " << regs.gpr.rcx << ", rdx "
					     << regs.gpr.rdx << ", r8 " << regs.gpr.r8;
	}
	void expect(GuestLeaf leaf, tdx_regs const &in, u64 status, tdx_regs const &out)
	{
		expect(static_cast<u64>(leaf), in, status, out);
	}
};

} // namespace test
