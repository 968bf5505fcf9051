// SPDX-License-Identifier: GPL-2.0
//
// TDH.VP.ENTER: its checks, and a vCPU that runs: what other LPs see of it, and how it ends.
#include <gtest/gtest.h>

#include <cstring>

#include "core/call/core.h"
#include "core/emu/vcpu/vcpu.hpp"
#include "core/emu/vcpu/vcpu_layout.hpp"
#include "kunit/user/host/sigill.hpp"
#include "test_emu_td.hpp"

namespace {

using namespace test;

constexpr u64 first_rcx = 0x1234;
constexpr u64 mtf_fsm = 1 << 18; // of IA32_MISC_ENABLE

constexpr u32 operand_busy = 0x80000200;
constexpr u32 state_incorrect = 0xc0000700;

// A TD that runs, with one vCPU.
struct EmuVpEnter : testing::Test {
	Platform on;
	TestTd td{on};
	u64 tdvpr{on.page()};

	void SetUp() override
	{
		on.must(HostLeaf::VpCreate, {.rcx = tdvpr, .rdx = td.tdr});
		for (int i = 0; i < 5; i++)
			on.must(HostLeaf::VpAddcx, {.rcx = on.page(), .rdx = tdvpr});
		on.must(HostLeaf::VpInit, {.rcx = tdvpr, .rdx = first_rcx});
		on.must(HostLeaf::MrFinalize, {.rcx = td.tdr});
	}
	u64 enter(u64 rcx, u32 lp = 0) { return on.call(HostLeaf::VpEnter, {.rcx = rcx}, lp).rax; }
	u64 enter() { return enter(tdvpr); }
};

TEST_F(EmuVpEnter, Operand)
{
	EXPECT_EQ(enter(tdvpr | 1), raw(0xc0000100, 1));
	EXPECT_EQ(enter(tdvpr | 0x800), raw(0xc0000100, 1));
	EXPECT_EQ(enter(tdvpr | 1ULL << 54), raw(0xc0000100, 1));
	EXPECT_EQ(enter(tdvpr | 1ULL << 63), raw(0xc0000100, 1));
	EXPECT_EQ(enter(tdvpr | 1ULL << 46), raw(0xc0000100, 1)); // a KeyID
	EXPECT_EQ(enter(host_base), raw(0xc0000101, 1));
	EXPECT_EQ(enter(td.tdr), raw(0xc0000300, 1));
	// No trap-like exit before, and no L2 VM.
	EXPECT_EQ(enter(tdvpr | 1ULL << 52), raw(0xc0000100, 1));
	EXPECT_EQ(enter(tdvpr | 1ULL << 53), raw(0xc0000100, 1));
}

// A kernel that unwinds the stack by RBP enters a TD that keeps it, whatever the TDX module can do.
TEST_F(EmuVpEnter, IsRefusedToTdsThatLoseRbp)
{
	constexpr u64 no_rbp_mod = 1 << 2;
	sigill::Answerer const answerer{on.machine.module()};
	tdx_regs in{};
	tdx_regs out;
	tdx_xmm xmm{};

	sigill::set_lp(0);
	host::set_unwinds_by_rbp(true);
	in.rcx = tdvpr;
	td.control().config_flags = td.control().config_flags & ~no_rbp_mod;
	EXPECT_EQ(core_vp_enter(&in, &out, &xmm), 0x8000ff00ffff0001u);
	EXPECT_EQ(host::guest_runs(), 0u);
	td.control().config_flags = td.control().config_flags | no_rbp_mod;
	(void)core_vp_enter(&in, &out, &xmm);
	EXPECT_EQ(host::guest_runs(), 1u);
	in.rcx = on.page(); // belongs to no TD
	EXPECT_EQ(core_vp_enter(&in, &out, &xmm), 0x8000ff00ffff0001u);
	EXPECT_EQ(host::guest_runs(), 1u);
}

TEST_F(EmuVpEnter, LocksAndState)
{
	for (auto const &[operand, status] : {std::pair{1u, raw(operand_busy, 1)},
		     {128u, raw(operand_busy, 128)}, {172u, raw(operand_busy, 172)}}) {
		emu_fault const busy{.kind = EMU_FAULT_BUSY, .subject = operand, .times = 1};
		ASSERT_EQ(emu_inject(on.machine.module(), &busy), 0);
		EXPECT_EQ(enter(), status);
	}
	td.set_state(OpState::Initialized);
	EXPECT_EQ(enter(), raw(0xc0000608));
	td.set_state(OpState::Runnable);
	td.root().fatal = true;
	EXPECT_EQ(enter(), raw(0xe0000604));
	td.root().fatal = false;
	// VP.INIT tied it to LP 0.
	EXPECT_EQ(enter(tdvpr, 1), raw(0x80000701));
}

TEST_F(EmuVpEnter, Msrs)
{
	on.machine.set_msr(0, 0x1a0, 1 << 22 | mtf_fsm);
	EXPECT_EQ(enter(tdvpr | 1), raw(0xc0000901));
	on.machine.forget_changes();
	on.machine.set_msr(0, 0x3b, 1);
	EXPECT_EQ(enter(), raw(0xc0000920, 0x3b));
	EXPECT_EQ(enter(tdvpr | 1ULL << 53), raw(0xc0000100, 1));
}

u8 *field(u64 tdvpr, tdx::emu::VcpuSlot slot)
{
	return static_cast<u8 *>(host::at(tdvpr)) + slot.offset;
}

TEST_F(EmuVpEnter, ClockAndMonitor)
{
	static_assert(!tdx::emu::vcpu_field::last_exit_tsc.page);
	u64 const later{__builtin_ia32_rdtsc() + (1ULL << 62)};
	u64 const never{0};
	u8 *const last_exit{field(tdvpr, tdx::emu::vcpu_field::last_exit_tsc)};

	std::memcpy(last_exit, &later, sizeof(later));
	EXPECT_EQ(enter(), raw(0xc0000706)) << "the TSC went back";
	std::memcpy(last_exit, &never, sizeof(never));

	// A TD that was told of MONITOR, on a CPU where the BIOS has switched it off.
	td.control().cpu = td.control().cpu | tdx::emu::TdCpu::monitor;
	on.machine.set_msr(0, 0x1a0, 0);
	EXPECT_EQ(enter(), raw(0xc0000921, 0x1a0));
	on.machine.set_msr(0, 0x1a0, mtf_fsm);
	EXPECT_EQ(enter(), raw(0xc0000100, 0)) << "past its checks";
}

// Where nobody runs guests the leaf function is not modelled, once its checks have passed.
TEST_F(EmuVpEnter, NobodyRunsGuests)
{
	EXPECT_EQ(enter(), raw(0xc0000100, 0));
	emu_regs regs{};
	EXPECT_EQ(emu_tdcall(on.machine.module(), 0, &regs), EMU_UD);
	emu_exit const interrupt{1, 0, 0, 0, 0};
	EXPECT_EQ(emu_vm_exit(on.machine.module(), 0, &interrupt, &regs), EMU_UD);
	EXPECT_EQ(on.call(HostLeaf::VpFlush, {.rcx = tdvpr}).rax, 0u);
}

struct RunningGuest : EmuVpEnter {
	void SetUp() override
	{
		EmuVpEnter::SetUp();
		on.machine.module()->config.guests = 1;
	}
	emu_regs guest()
	{
		emu_regs regs{};
		regs.gpr.rcx = tdvpr;
		regs.rbp = 0xbbbb;
		regs.gpr.r12 = 0x12;
		EXPECT_EQ(emu_seamcall(on.machine.module(), 0, &regs), EMU_ENTERED);
		return regs;
	}
	emu_regs exit(u32 reason, u64 qualification = 0, u64 interruption = 0)
	{
		emu_exit const why{reason, qualification, 0, 0, interruption};
		emu_regs regs{};
		EXPECT_EQ(emu_vm_exit(on.machine.module(), 0, &why, &regs), EMU_EXITED);
		return regs;
	}
};

TEST_F(RunningGuest, FirstRegisters)
{
	emu_regs const regs{guest()};
	EXPECT_EQ(regs.rax, 0u);
	EXPECT_EQ(regs.gpr.rcx, first_rcx);
	EXPECT_EQ(regs.gpr.r8, first_rcx);
	EXPECT_EQ(regs.gpr.rbx, 48u);
	EXPECT_EQ(regs.gpr.rsi, 0u);
	EXPECT_EQ(regs.gpr.r12, 0u);
	EXPECT_EQ(regs.rbp, 0u);
}

TEST_F(RunningGuest, OthersSeeThatItRuns)
{
	guest();
	// It holds TDVPR and TDR shared, and keeps the module from its end.
	EXPECT_EQ(on.call(HostLeaf::VpFlush, {.rcx = tdvpr}, 1).rax, raw(operand_busy, 1));
	EXPECT_EQ(on.call(HostLeaf::MngVpflushdone, {.rcx = td.tdr}, 1).rax, raw(operand_busy, 1));
	EXPECT_EQ(on.call(HostLeaf::SysShutdown, {}, 1).rax, raw(0x80000202));
	EXPECT_EQ(enter(tdvpr, 1), raw(state_incorrect));
	// Its epoch can't go out of use.
	EXPECT_EQ(on.call(HostLeaf::MemTrack, {.rcx = td.tdr}, 1).rax, 0u);
	EXPECT_EQ(on.call(HostLeaf::MemTrack, {.rcx = td.tdr}, 1).rax, raw(0x80000201));
	// A guest has no SEAMCALL.
	emu_regs regs{};
	EXPECT_EQ(emu_seamcall(on.machine.module(), 0, &regs), EMU_UD);

	emu_regs const out{exit(1, 0, 0x80000042)};
	EXPECT_EQ(out.rax, 1u);
	EXPECT_TRUE(out.gpr == (tdx_regs{.r9 = 0x80000042}));
	EXPECT_EQ(out.rbp, 0u);
	EXPECT_EQ(on.call(HostLeaf::MemTrack, {.rcx = td.tdr}, 1).rax, 0u);
	EXPECT_EQ(on.call(HostLeaf::VpFlush, {.rcx = tdvpr}).rax, 0u);
	EXPECT_EQ(on.call(HostLeaf::MngVpflushdone, {.rcx = td.tdr}, 1).rax, 0u);
}

TEST_F(RunningGuest, Hypercall)
{
	emu_regs regs{guest()};
	regs.rax = 0;
	regs.gpr = {.rcx = 0x1400 | 1, .r10 = 10, .r12 = 12, .r13 = 13};
	ASSERT_EQ(emu_tdcall(on.machine.module(), 0, &regs), EMU_ANSWERED);
	EXPECT_EQ(regs.rax, raw(0xc0000100, 1));
	regs.rax = 0;
	regs.gpr.rcx = 0x1400;
	ASSERT_EQ(emu_tdcall(on.machine.module(), 0, &regs), EMU_EXITED);
	EXPECT_EQ(regs.rax, 77u);
	EXPECT_TRUE(regs.gpr == (tdx_regs{.rcx = 0x1400, .r10 = 10, .r12 = 12}));

	// Back go the registers that the guest named.
	regs = {};
	regs.gpr = {.rcx = tdvpr, .r10 = 110, .r12 = 112, .r13 = 113};
	ASSERT_EQ(emu_seamcall(on.machine.module(), 0, &regs), EMU_ENTERED);
	EXPECT_EQ(regs.rax, 0u);
	EXPECT_TRUE(regs.gpr == (tdx_regs{.rcx = 0x1400, .r10 = 110, .r12 = 112, .r13 = 13}));
}

// After a trap-like exit the host may say that the guest goes on: bit 60 of its RAX.
TEST_F(RunningGuest, RecoverabilityHint)
{
	static_assert(!tdx::emu::vcpu_field::last_td_exit.page);
	constexpr u64 hint{1ULL << 52};
	u8 *const last_exit{field(tdvpr, tdx::emu::vcpu_field::last_td_exit)};
	u64 const before{guest().rax};

	EXPECT_EQ(before >> 60 & 1, 0u);
	exit(1);
	*last_exit = static_cast<u8>(tdx::emu::LastTdExit::AsyncTrap);
	emu_regs regs{};
	regs.gpr.rcx = tdvpr | hint;
	EXPECT_EQ(emu_seamcall(on.machine.module(), 0, &regs), EMU_ENTERED);
	EXPECT_EQ(regs.rax, before | 1ULL << 60);
	exit(1);
	*last_exit = static_cast<u8>(tdx::emu::LastTdExit::AsyncTrap);
	EXPECT_EQ(guest().rax, before);
}

TEST_F(RunningGuest, EndOfTheVcpu)
{
	guest();
	EXPECT_EQ(exit(2).rax, raw(0x40000001, 2));
	EXPECT_EQ(enter(), raw(state_incorrect));
}

TEST_F(RunningGuest, EndOfTheTd)
{
	guest();
	emu_regs const out{exit(6, 1)};
	EXPECT_EQ(out.rax, raw(0x60000005, 6));
	EXPECT_EQ(out.gpr.rcx, 1u);
	EXPECT_EQ(enter(), raw(0xe0000604));
}

// The host wrote into the pages of a TD that runs.
TEST_F(RunningGuest, Damage)
{
	guest();
	td.root().tdcx_pa[0] = host_base;
	emu_regs regs{};
	EXPECT_EQ(emu_tdcall(on.machine.module(), 0, &regs), EMU_EXITED);
	EXPECT_EQ(regs.rax, raw(0x60000005, 77));
	EXPECT_EQ(enter(), raw(0xe0000604));
}

TEST_F(RunningGuest, DamagedPamt)
{
	guest();
	on.pamt(tdvpr).set(PageType::Nda, 0);
	emu_regs regs{};
	EXPECT_EQ(emu_tdcall(on.machine.module(), 0, &regs), EMU_EXITED);
	EXPECT_EQ(regs.rax, raw(0x60000005, 77));
	EXPECT_EQ(enter(), raw(0xc0000300, 1));
}

} // namespace
