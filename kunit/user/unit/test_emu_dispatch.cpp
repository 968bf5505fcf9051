// SPDX-License-Identifier: GPL-2.0
//
// Checks that all leaf functions share, and what no call may do: crash, or touch a register that
// is not its output.
#include <gtest/gtest.h>

#include <atomic>
#include <random>
#include <set>
#include <thread>

#include "test_emu_machine.hpp"

namespace {

using namespace test;

constexpr u64 invalid_rax = raw(0xc0000100);
constexpr u64 not_ready = raw(0xc0000505);
constexpr u64 busy = raw(0x80000202);

// Leaf numbers that run before the module is READY, and those of 1.5 that have a version 1.
std::set<u64> const before_ready{31, 32, 33, 34, 35, 37, 44, 45, 53};
std::set<u64> const versioned{3, 11, 23, 26, 30};

tdx_regs const marked{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13};

TEST(EmuDispatch, ReservedBitsOfRax)
{
	Machine machine;
	for (unsigned bit = 24; bit < 64; bit++) {
		auto const answer = machine.seamcall(0, 44 | 1ULL << bit, marked);
		EXPECT_EQ(answer.rax, invalid_rax) << bit;
		EXPECT_TRUE(answer.gpr == marked);
	}
}

TEST(EmuDispatch, EveryLeafNumberBeforeReady)
{
	CleanHost clean;
	for (bool const up : {false, true}) {
		Machine machine;
		if (up) {
			ASSERT_TRUE(machine.bring_up());
		}
		for (u64 leaf = 0; leaf < 0x10000; leaf++) {
			if (before_ready.count(leaf))
				continue;
			auto const answer = machine.seamcall(0, leaf, marked);
			ASSERT_EQ(answer.rax, not_ready) << leaf;
			ASSERT_TRUE(answer.gpr == marked) << leaf;
		}
	}
}

TEST(EmuDispatch, EveryVersionOfEveryLeafNumber)
{
	CleanHost clean;
	Machine machine;
	ASSERT_TRUE(machine.bring_up());
	for (u64 leaf = 0; leaf < 0x10000; leaf++) {
		for (u64 const version : {1, 2, 0x80, 0xff}) {
			auto const answer = machine.seamcall(0, leaf | version << 16, marked);
			// A leaf with versions looks at them itself, after the module's state.
			ASSERT_EQ(answer.rax, versioned.count(leaf) ? not_ready : invalid_rax)
				<< leaf;
			ASSERT_TRUE(answer.gpr == marked) << leaf;
		}
	}
}

TEST(EmuDispatch, WayToReadyBeforeSysInit)
{
	Machine machine;
	EXPECT_EQ(machine.seamcall(0, HostLeaf::SysConfig).rax, raw(0xc000050c));
	EXPECT_EQ(machine.seamcall(0, HostLeaf::SysKeyConfig).rax, raw(0xc0000507));
	EXPECT_EQ(machine.seamcall(0, HostLeaf::SysUpdate).rax, raw(0xc0000508));
	EXPECT_EQ(machine.seamcall(0, HostLeaf::SysShutdown).rax, not_ready);
	EXPECT_EQ(machine.seamcall(0, HostLeaf::SysLpShutdown).rax, 0u);
}

TEST(EmuDispatch, WayToReadyNeedsEveryLp)
{
	Machine machine;
	ASSERT_EQ(machine.seamcall(0, HostLeaf::SysInit).rax, 0u);
	for (u32 lp = 0; lp < 4; lp++) {
		EXPECT_EQ(machine.seamcall(0, HostLeaf::SysConfig).rax, raw(0xc000050c));
		EXPECT_EQ(machine.seamcall(0, HostLeaf::SysUpdate).rax, raw(0xc0000508));
		ASSERT_EQ(machine.seamcall(lp, HostLeaf::SysLpInit).rax, 0u);
	}
	EXPECT_EQ(machine.seamcall(0, HostLeaf::SysKeyConfig).rax, raw(0xc0000507));
	// Nothing was handed over by a module before this one.
	EXPECT_EQ(machine.seamcall(0, HostLeaf::SysUpdate).rax, raw(0xc0000509));
	// Now it is its operands' turn: no TDMR is too few.
	EXPECT_EQ(machine.seamcall(0, HostLeaf::SysConfig).rax, raw(0xc0000100, 2));
	EXPECT_EQ(machine.seamcall(0, HostLeaf::SysLpShutdown).rax, 0u);
}

// Registers that a leaf function may change, by its number; the rest must come back.
tdx::RegMask outputs(u64 leaf)
{
	switch (leaf) {
	case 32:
		return Reg::Rdx | Reg::R9;
	case 33:
		return Reg::Rcx | Reg::Rdx | Reg::R8 | Reg::R9 | Reg::R10;
	case 34:
		return Reg::Rdx | Reg::R8;
	case 35:
		return Reg::Rcx | Reg::Rdx | Reg::R8;
	case 37:
		return tdx::mask_of(Reg::R8);
	default:
		return {};
	}
}

TEST(EmuDispatch, RandomRegisters)
{
	CleanHost clean;
	std::mt19937_64 random{1};
	Machine machine;
	ASSERT_TRUE(machine.bring_up());

	for (unsigned i = 0; i < 100000; i++) {
		tdx_regs in;
		for (u8 reg = 0; reg < 16; reg++) {
			u64 *const value{tdx::gpr(in, Reg{reg})};
			if (!value)
				continue;
			*value = random();
			if (random() % 2)
				*value = memory_base + *value % (2 * memory_size);
			if (random() % 4 == 0)
				*value &= ~0xfffULL;
		}
		u64 const rax{random() % 8 ? 31 + random() % 24 : random()};
		auto const answer = machine.seamcall(static_cast<u32>(random() % 4), rax, in);

		ASSERT_EQ(answer.verdict, EMU_ANSWERED);
		ASSERT_EQ(answer.rbp, 0x1234567890abcdef);
		tdx::RegMask const changeable{outputs(rax)};
		for (u8 reg = 0; reg < 16; reg++) {
			u64 const *const before{tdx::gpr(in, Reg{reg})};
			u64 const *const after{tdx::gpr(answer.gpr, Reg{reg})};
			if (before && !changeable.has(Reg{reg})) {
				ASSERT_EQ(*before, *after) << tdx::reg_name(Reg{reg});
			}
		}
	}
}

// An LP that is inside SYS.INIT lets no other into a leaf function that takes the module's lock.
TEST(EmuDispatch, SysInitExcludesOthers)
{
	CleanHost clean;
	Machine machine;
	unsigned probes{0};
	machine.during_rdmsr = [&] {
		if (probes++)
			return;
		for (HostLeaf const leaf : {HostLeaf::SysInit, HostLeaf::SysLpInit,
			     HostLeaf::SysConfig, HostLeaf::SysKeyConfig, HostLeaf::SysUpdate})
			EXPECT_EQ(machine.seamcall(1, leaf).rax, busy);
		EXPECT_EQ(machine.seamcall(1, HostLeaf::SysRd).rax, raw(0xc0000502));
		EXPECT_EQ(machine.seamcall(1, HostLeaf::SysLpShutdown).rax, 0u);
		// The outputs of a busy call have their defaults.
		auto const answer = machine.seamcall(1, HostLeaf::SysInit, marked);
		EXPECT_EQ(answer.gpr.rcx, 0u);
		EXPECT_EQ(answer.gpr.r10, 0u);
		EXPECT_EQ(answer.gpr.r11, marked.r11);
	};
	EXPECT_EQ(machine.seamcall(0, HostLeaf::SysInit).rax, 0u);
	EXPECT_GT(probes, 1u);
	EXPECT_EQ(machine.seamcall(1, HostLeaf::SysLpInit).rax, 0u);
}

// LPs initialise side by side, but SYS.INIT and the like keep out.
TEST(EmuDispatch, LpInitSharesTheLock)
{
	CleanHost clean;
	Machine machine;
	ASSERT_EQ(machine.seamcall(0, HostLeaf::SysInit).rax, 0u);
	unsigned probes{0};
	machine.during_rdmsr = [&] {
		if (probes++)
			return;
		EXPECT_EQ(machine.seamcall(1, HostLeaf::SysLpInit).rax, 0u);
		EXPECT_EQ(machine.seamcall(1, HostLeaf::SysInit).rax, busy);
		EXPECT_EQ(machine.seamcall(1, HostLeaf::SysConfig).rax, busy);
	};
	EXPECT_EQ(machine.seamcall(0, HostLeaf::SysLpInit).rax, 0u);
	EXPECT_GT(probes, 1u);
	// Given back, and not once too often.
	EXPECT_EQ(machine.seamcall(0, HostLeaf::SysInit).rax, raw(0xc0000500));
	EXPECT_EQ(machine.seamcall(2, HostLeaf::SysLpInit).rax, 0u);
}

TEST(EmuDispatch, TwoThreadsAtOnce)
{
	CleanHost clean;
	for (unsigned round = 0; round < 200; round++) {
		Machine machine{{}, {0, 0}};
		std::atomic<unsigned> initialised{0}, ready{0};
		std::atomic<u64> unexpected{0};
		auto const lp_thread = [&](u32 lp) {
			ready++;
			while (ready < 2)
				;
			for (u64 status = busy; status == busy;) {
				status = machine.seamcall(lp, HostLeaf::SysInit).rax;
				if (!status)
					initialised++;
				else if (status != busy && status != raw(0xc0000500))
					unexpected = status;
			}
			for (u64 status = busy; status == busy;) {
				status = machine.seamcall(lp, HostLeaf::SysLpInit).rax;
				if (status && status != busy)
					unexpected = status;
			}
			tdx_regs const first{.rdx = ~0ULL};
			if (machine.seamcall(lp, HostLeaf::SysRd, first).gpr.rdx !=
				0x0000000200000000)
				unexpected = ~0ULL;
		};
		std::thread other{lp_thread, 1};
		lp_thread(0);
		other.join();
		ASSERT_EQ(initialised, 1u);
		ASSERT_EQ(unexpected, 0u);
		// Both LPs were counted: SYS.UPDATE gets past them.
		ASSERT_EQ(machine.seamcall(0, HostLeaf::SysUpdate).rax, raw(0xc0000509));
	}
}

} // namespace
