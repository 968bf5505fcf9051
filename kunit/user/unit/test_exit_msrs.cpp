// SPDX-License-Identifier: GPL-2.0
//
// MSRs over the exit of a TD or of an L2 VM, also those that the CPU at hand lacks.
#include <gtest/gtest.h>

#include <map>
#include <vector>

#include "core/call/core.h"
#include "kunit/user/host/host.hpp"

namespace {

constexpr u32 star = 0xc0000081;
constexpr u32 lstar = 0xc0000082;
constexpr u32 fmask = 0xc0000084;
constexpr u32 kernel_gs_base = 0xc0000102;
constexpr u32 tsc_aux = 0xc0000103;
constexpr u32 xss = 0xda0;
constexpr u32 xfd = 0x1c4;
constexpr u32 debugctl = 0x1d9;
constexpr u32 umwait_control = 0xe1;
constexpr u32 tsx_ctrl = 0x122;
constexpr u32 uarch_misc_ctl = 0x1b01;

// What the TDX module does not restore.
constexpr u32 lost[]{star, lstar, fmask, kernel_gs_base, tsc_aux, xss, xfd, debugctl,
	umwait_control, tsx_ctrl, uarch_misc_ctl};

// The same on a CPU for good, where no other hypervisor uses it.
constexpr u32 fixed[]{star, lstar, fmask, tsc_aux, xss, tsx_ctrl};

// An L2 VM has none of its own.
constexpr u32 of_l2[]{star, lstar, fmask, kernel_gs_base, tsc_aux, xss, xfd};

// What a TD exit leaves: bits of DEBUGCTL that are kept, values of a TD that has all of XFAM, TSX
// and WAITPKG, and constants.
std::map<u32, u64> after_exit(std::map<u32, u64> cpu)
{
	cpu[star] = cpu[lstar] = cpu[kernel_gs_base] = cpu[tsc_aux] = cpu[xfd] = 0;
	cpu[fmask] = 0x20200;
	cpu[debugctl] &= 1 << 1 | 1 << 12 | 1 << 14;
	cpu[xss] = 0x1fd00;
	cpu[umwait_control] = 0x1000;
	cpu[tsx_ctrl] = 0;
	cpu[uarch_misc_ctl] = 1;
	return cpu;
}

template <size_t N>
u32 set_of(u32 const (&msrs)[N])
{
	u32 set{0};
	for (u32 i = 0; i < CORE_EXIT_MSRS; i++)
		if (std::find(std::begin(msrs), std::end(msrs), core_exit_msr(i)) != std::end(msrs))
			set |= 1u << i;
	return set;
}

struct ExitMsrs : testing::Test {
	std::map<u32, u64> cpu;
	u32 unreadable{0};
	u32 unwritable{0};
	std::vector<u32> read;
	std::vector<u32> written;
	core_exit_msrs saved{};

	ExitMsrs()
	{
		for (u32 const msr : lost)
			cpu[msr] = 0x1234567800000000 | msr;
		cpu[0x277] = 0x77; // PAT, which the CPU itself restores
		host::set_rdmsr([this](u32 msr) {
			read.push_back(msr);
			auto const found{cpu.find(msr)};
			return found == cpu.end() || msr == unreadable
				       ? std::nullopt
				       : std::optional{found->second};
		});
		host::set_wrmsr([this](u32 msr, u64 value) {
			written.push_back(msr);
			if (!cpu.contains(msr) || msr == unwritable)
				return false;
			cpu[msr] = value;
			return true;
		});
	}
	~ExitMsrs() override { host::reset(); }

	void td_exit() { cpu = after_exit(cpu); }
};

TEST_F(ExitMsrs, AllComeBack)
{
	auto const before{cpu};
	u32 const present{core_exit_msrs_present()};

	EXPECT_EQ(present, 0x7ffu);
	core_save_exit_msrs(present, &saved);
	td_exit();
	core_restore_exit_msrs(present, &saved);
	EXPECT_EQ(cpu, before);
	EXPECT_EQ(written.size(), std::size(lost));
}

TEST_F(ExitMsrs, SetsHaveEveryOne)
{
	EXPECT_EQ(set_of(lost), 0x7ffu);
	EXPECT_EQ(core_exit_msr(CORE_EXIT_MSRS), 0u);
	EXPECT_EQ(CORE_EXIT_MSRS, std::size(lost));
	EXPECT_EQ(core_exit_msrs_fixed(), set_of(fixed));
	EXPECT_EQ(core_exit_msrs_l2(), set_of(of_l2));
}

TEST_F(ExitMsrs, WhatTheCpuLacksIsLeftAlone)
{
	for (u32 const absent : lost) {
		u64 const value{cpu.extract(absent).mapped()};
		u32 const present{core_exit_msrs_present()};

		EXPECT_EQ(__builtin_popcount(present), 10);
		core_save_exit_msrs(present, &saved);
		written.clear();
		core_restore_exit_msrs(present, &saved);
		core_restore_l2_msrs(present, &saved);
		for (u32 const msr : written)
			EXPECT_NE(msr, absent);
		EXPECT_FALSE(cpu.contains(absent));
		cpu[absent] = value;
	}
}

// Four reads where the TDX module leaves what nobody knows; no write where nothing is to change.
TEST_F(ExitMsrs, LittleIsReadAndWritten)
{
	u32 const present{core_exit_msrs_present()};

	cpu[xfd] = cpu[kernel_gs_base] = cpu[tsc_aux] = 0;
	cpu[debugctl] = 1 << 14;
	core_save_exit_msrs(present, &saved);
	cpu[star] = cpu[lstar] = 0;
	cpu[fmask] = 0x20200;
	read.clear();
	core_restore_exit_msrs(present, &saved);
	EXPECT_EQ(read, (std::vector<u32>{xss, umwait_control, tsx_ctrl, uarch_misc_ctl}));
	EXPECT_EQ(written, (std::vector<u32>{star, lstar, fmask}));

	read.clear();
	core_save_exit_msrs(present & ~core_exit_msrs_fixed(), &saved);
	EXPECT_EQ(read.size(), 5u);
}

// What the caller already knows is kept.
TEST_F(ExitMsrs, OnlyTheSetIsSaved)
{
	saved.value[0] = 0x5555;
	core_save_exit_msrs(core_exit_msrs_present() & ~1u, &saved);
	EXPECT_EQ(saved.value[0], 0x5555u);
	EXPECT_EQ(saved.value[1], cpu[lstar]);
}

// An L2 VM leaves what it likes, also what a TD exit would.
TEST_F(ExitMsrs, L2VmLeavesAnything)
{
	auto const before{cpu};
	u32 const shared{core_exit_msrs_l2()};

	core_save_exit_msrs(shared, &saved);
	for (u32 const msr : of_l2)
		cpu[msr] = 0x20200;
	core_restore_l2_msrs(shared, &saved);
	EXPECT_EQ(cpu, before);
	EXPECT_EQ(written.size(), std::size(of_l2));

	cpu[fmask] = 0x20200;
	core_save_exit_msrs(shared, &saved);
	cpu[fmask] = 0;
	core_restore_l2_msrs(shared, &saved);
	EXPECT_EQ(cpu[fmask], 0x20200u);
}

// One MSR that is refused after the exit, as only a hypervisor's whim would, ends nothing: all the
// others come back.
TEST_F(ExitMsrs, OneThatCantBeReadIsTheOnlyOneLost)
{
	constexpr u32 read_first[]{xss, umwait_control, tsx_ctrl, uarch_misc_ctl};
	auto const before{cpu};
	u32 const present{core_exit_msrs_present()};

	for (u32 const lost_one : lost) {
		cpu = before;
		core_save_exit_msrs(present, &saved);
		td_exit();
		auto expected{before};
		if (std::find(std::begin(read_first), std::end(read_first), lost_one) !=
			std::end(read_first))
			expected[lost_one] = cpu[lost_one];
		unreadable = lost_one;
		core_restore_exit_msrs(present, &saved);
		unreadable = 0;
		EXPECT_EQ(cpu, expected) << std::hex << lost_one;
	}
}

TEST_F(ExitMsrs, OneThatCantBeWrittenIsTheOnlyOneLost)
{
	auto const before{cpu};
	u32 const present{core_exit_msrs_present()};

	for (u32 const lost_one : lost) {
		cpu = before;
		core_save_exit_msrs(present, &saved);
		td_exit();
		auto expected{before};
		expected[lost_one] = cpu[lost_one];
		unwritable = lost_one;
		core_restore_exit_msrs(present, &saved);
		unwritable = 0;
		EXPECT_EQ(cpu, expected) << std::hex << lost_one;
	}
}

TEST_F(ExitMsrs, OneOfAnL2VmThatIsRefusedIsTheOnlyOneLost)
{
	auto const before{cpu};
	u32 const shared{core_exit_msrs_l2()};

	for (u32 const lost_one : of_l2) {
		for (u32 *const refused : {&unreadable, &unwritable}) {
			cpu = before;
			core_save_exit_msrs(shared, &saved);
			for (u32 const msr : of_l2)
				cpu[msr] = 0x20200;
			auto expected{before};
			expected[lost_one] = 0x20200;
			*refused = lost_one;
			core_restore_l2_msrs(shared, &saved);
			*refused = 0;
			EXPECT_EQ(cpu, expected) << std::hex << lost_one;
		}
	}
}

} // namespace
