// SPDX-License-Identifier: GPL-2.0
//
// TDH.SYS.SHUTDOWN and TDH.SYS.UPDATE, and which leaf functions each module state lets through.
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <thread>

#include "test_emu_platform.hpp"
#include "test_emu_td.hpp"

namespace {

using namespace test;

constexpr u32 not_ready = 0xc0000505;
constexpr u32 is_shutdown = 0xc0000506;

TEST(SysShutdown, OnlyWhenReady)
{
	Bringup on;
	EXPECT_EQ(on.call(HostLeaf::SysShutdown), raw(not_ready));
	EXPECT_EQ(on.config().rax, 0u);
	EXPECT_EQ(on.call(HostLeaf::SysShutdown), raw(not_ready));
	EXPECT_EQ(on.call(HostLeaf::SysKeyConfig, 0, 0, 0), 0u);
	EXPECT_EQ(on.call(HostLeaf::SysKeyConfig, 0, 0, 2), 0u);
	EXPECT_EQ(on.call(HostLeaf::SysShutdown, 0, 5), 0u);
	EXPECT_EQ(on.call(HostLeaf::SysShutdown), raw(is_shutdown));
}

// The handoff version that the host asks for: this build has only 0.
TEST(SysShutdown, Version)
{
	Bringup on;
	on.make_ready();
	EXPECT_EQ(on.call(HostLeaf::SysShutdown, 1), raw(0xc0000100, 1));
	EXPECT_EQ(on.call(HostLeaf::SysShutdown, 1ULL << 16), raw(0xc0000100, 1));
	EXPECT_EQ(on.call(HostLeaf::SysShutdown, 0), 0u);
}

TEST(SysShutdown, BusyWhileAnotherLpIsInside)
{
	Bringup on;
	on.make_ready();
	u64 status{0};
	// TDH.MNG.INIT reads an MSR: the other LP comes in between.
	on.machine.during_rdmsr = [&] { status = on.call(HostLeaf::SysShutdown, 0, 0, 3); };
	on.call(HostLeaf::MngInit, on.tdmrs[0].base);
	on.machine.during_rdmsr = {};
	EXPECT_EQ(status, raw(0x80000202));

	std::atomic<bool> stop{false};
	std::thread other{[&] {
		while (!stop)
			on.machine.seamcall(1, HostLeaf::SysRd, {.rdx = ~0ULL});
	}};
	u64 answer;
	do {
		answer = on.call(HostLeaf::SysShutdown);
		EXPECT_TRUE(!answer || answer == raw(0x80000202)) << std::hex << answer;
	} while (answer == raw(0x80000202));
	stop = true;
	other.join();
	EXPECT_EQ(answer, 0u);
	EXPECT_EQ(on.call(HostLeaf::SysShutdown), raw(is_shutdown));
}

TEST(SysUpdateFresh, NothingWasHandedOver)
{
	Machine fresh;
	host::set_memory(memory_base, memory_size);
	EXPECT_EQ(fresh.seamcall(0, HostLeaf::SysUpdate).rax, raw(0xc0000508));
	EXPECT_EQ(fresh.seamcall(0, HostLeaf::SysInit).rax, 0u);
	EXPECT_EQ(fresh.seamcall(0, HostLeaf::SysUpdate).rax, raw(0xc0000508));
	for (u32 lp = 0; lp < 4; lp++)
		EXPECT_EQ(fresh.seamcall(lp, HostLeaf::SysLpInit).rax, 0u);
	EXPECT_EQ(fresh.seamcall(0, HostLeaf::SysUpdate).rax, raw(0xc0000509));
	host::reset();
}

constexpr u64 handoff_valid = 0x8900000000000004;
constexpr u64 handoff_hv = 0x8900000100000005;
constexpr u64 handoff_size = 0x8900000200000006;

u64 field(Platform &on, u64 id)
{
	return on.must(HostLeaf::SysRd, {.rdx = id}).gpr.r8;
}

struct SysUpdate : testing::Test {
	Platform on;
	TestTd td{on};

	void initialise() { ASSERT_TRUE(on.machine.bring_up()); }
	u64 td_read()
	{
		// ATTRIBUTES of the TD
		return on.call(HostLeaf::MngRd, {.rcx = td.tdr, .rdx = 0x1110000300000000}).rax;
	}
};

TEST_F(SysUpdate, TdsGoOn)
{
	td.add_tables(0x1000);
	u64 const page{td.add(0x1000)};

	EXPECT_EQ(field(on, handoff_valid), 0u);
	EXPECT_EQ(field(on, handoff_size), 0u);
	on.must(HostLeaf::SysShutdown, {});
	EXPECT_EQ(emu_update(on.machine.module()), 0);
	EXPECT_EQ(on.call(HostLeaf::SysUpdate, {}).rax, raw(0xc0000508));
	initialise();
	EXPECT_EQ(field(on, handoff_valid), 1u);
	EXPECT_EQ(field(on, handoff_hv), 0u);
	EXPECT_GT(field(on, handoff_size), 0u);
	EXPECT_EQ(td_read(), raw(not_ready));

	EXPECT_EQ(on.call(HostLeaf::SysUpdate, {}).rax, 0u);
	EXPECT_EQ(field(on, handoff_valid), 0u);
	EXPECT_EQ(td_read(), 0u);
	EXPECT_EQ(on.must(HostLeaf::PhymemPageRdmd, {.rcx = page}).gpr.rdx, td.tdr);
	td.add(0x2000);
	// Once.
	EXPECT_EQ(on.call(HostLeaf::SysUpdate, {}).rax, raw(0xc0000508));
	// And again, by a module of its own.
	on.must(HostLeaf::SysShutdown, {});
	EXPECT_EQ(emu_update(on.machine.module()), 0);
	initialise();
	EXPECT_EQ(on.call(HostLeaf::SysUpdate, {}).rax, 0u);
	EXPECT_EQ(td_read(), 0u);
}

TEST_F(SysUpdate, ConfiguredAnewItHasNoTds)
{
	on.must(HostLeaf::SysShutdown, {});
	EXPECT_EQ(emu_update(on.machine.module()), 0);
	initialise();
	on.configure();
	EXPECT_EQ(field(on, handoff_valid), 0u);
	EXPECT_EQ(td_read(), raw(0xc0000300, 1)) << "PAGE_METADATA_INCORRECT of RCX";
	// The KeyID of the TD is free again.
	on.must(HostLeaf::MngCreate, {.rcx = on.page(), .rdx = 33});
}

TEST_F(SysUpdate, OnlyOfAModuleThatWasShutDown)
{
	EXPECT_EQ(emu_update(on.machine.module()), -1);
	EXPECT_EQ(td_read(), 0u);
	on.must(HostLeaf::SysShutdown, {});
	EXPECT_EQ(emu_inject_command(on.machine.module(), "update", 6), 0);
	EXPECT_EQ(emu_inject_command(on.machine.module(), "update", 6), -1);
	initialise();
	EXPECT_EQ(emu_update(on.machine.module()), -1);
	EXPECT_EQ(on.call(HostLeaf::SysUpdate, {}).rax, 0u);
}

TEST_F(SysUpdate, WaitsForEveryLp)
{
	on.must(HostLeaf::SysShutdown, {});
	EXPECT_EQ(emu_update(on.machine.module()), 0);
	on.must(HostLeaf::SysInit, {});
	for (u32 lp = 0; lp < 3; lp++)
		on.must(HostLeaf::SysLpInit, {}, lp);
	EXPECT_EQ(on.call(HostLeaf::SysUpdate, {}).rax, raw(0xc0000508));
	on.must(HostLeaf::SysLpInit, {}, 3);
	EXPECT_EQ(on.call(HostLeaf::SysUpdate, {}).rax, 0u);
}

// From semantics: after SHUTDOWN only LP.SHUTDOWN; before READY only those that lead there.
TEST(SysStates, EveryLeaf)
{
	struct {
		char const *what;
		void (*go)(Bringup &);
	} const states[]{
		{"INIT_DONE", [](Bringup &) {}},
		{"CONFIG_DONE", [](Bringup &on) { on.config(); }},
		{"READY", [](Bringup &on) { on.make_ready(); }},
		{"SHUTDOWN",
			[](Bringup &on) {
				on.make_ready();
				on.call(HostLeaf::SysShutdown);
			}},
	};
	constexpr u32 early[]{31, 32, 33, 34, 35, 37, 44, 45, 53};

	for (auto const &state : states) {
		for (u64 leaf = 0; leaf < 128; leaf++) {
			Bringup on;
			state.go(on);
			u64 const status{on.machine.seamcall(0, leaf).rax};
			std::string const where{
				state.what + std::string{", leaf "} + std::to_string(leaf)};
			bool const is_early{std::find(std::begin(early), std::end(early), leaf) !=
					    std::end(early)};
			if (state.what == std::string{"SHUTDOWN"})
				EXPECT_EQ(status == raw(is_shutdown), leaf != 44) << where;
			else if (state.what == std::string{"READY"})
				EXPECT_TRUE(status != raw(not_ready) && status != raw(is_shutdown))
					<< where;
			else
				EXPECT_EQ(status == raw(not_ready), !is_early) << where;
		}
	}
}

} // namespace
