// SPDX-License-Identifier: GPL-2.0
//
// MSRs over a TD exit, also those that the CPU at hand lacks.
#include <gtest/gtest.h>

#include <map>
#include <vector>

#include "../../core/core.h"
#include "host.hpp"

namespace {

// What the TDX module does not restore: STAR, LSTAR, FMASK, KERNEL_GS_BASE, TSC_AUX, XSS, XFD,
// XFD_ERR, DEBUGCTL, UMWAIT_CONTROL, TSX_CTRL, UARCH_MISC_CTL.
constexpr u32 lost[]{0xc0000081, 0xc0000082, 0xc0000084, 0xc0000102, 0xc0000103, 0xda0, 0x1c4,
	0x1c5, 0x1d9, 0xe1, 0x122, 0x1b01};

struct ExitMsrs : testing::Test {
	std::map<u32, u64> cpu;
	std::vector<u32> written;
	core_exit_msrs saved;

	ExitMsrs()
	{
		for (u32 const msr : lost)
			cpu[msr] = 0x1234567800000000 | msr;
		cpu[0x277] = 0x77; // PAT, which the CPU itself restores
		host::set_rdmsr([this](u32 msr) {
			auto const found{cpu.find(msr)};
			return found == cpu.end() ? std::nullopt : std::optional{found->second};
		});
		host::set_wrmsr([this](u32 msr, u64 value) {
			written.push_back(msr);
			if (!cpu.contains(msr))
				return false;
			cpu[msr] = value;
			return true;
		});
	}
	~ExitMsrs() override { host::reset(); }

	void td_exit(u64 value)
	{
		for (auto &[msr, now] : cpu)
			now = value;
	}
};

TEST_F(ExitMsrs, AllComeBack)
{
	auto const before{cpu};
	u32 const present{core_exit_msrs_present()};

	EXPECT_EQ(present, 0xfffu);
	core_save_exit_msrs(present, &saved);
	td_exit(0);
	core_restore_exit_msrs(present, &saved);
	for (u32 const msr : lost)
		EXPECT_EQ(cpu[msr], before.at(msr)) << std::hex << msr;
	EXPECT_EQ(cpu[0x277], 0u);
	EXPECT_EQ(written.size(), std::size(lost));
}

TEST_F(ExitMsrs, ListHasEveryOne)
{
	for (u32 i = 0; i < CORE_EXIT_MSRS; i++)
		EXPECT_NE(std::find(std::begin(lost), std::end(lost), core_exit_msr(i)),
			std::end(lost));
	EXPECT_EQ(core_exit_msr(CORE_EXIT_MSRS), 0u);
	EXPECT_EQ(CORE_EXIT_MSRS, std::size(lost));
}

TEST_F(ExitMsrs, WhatTheCpuLacksIsLeftAlone)
{
	for (u32 const absent : lost) {
		u64 const value{cpu.extract(absent).mapped()};
		u32 const present{core_exit_msrs_present()};

		EXPECT_EQ(__builtin_popcount(present), 11);
		core_save_exit_msrs(present, &saved);
		td_exit(0x55);
		written.clear();
		core_restore_exit_msrs(present, &saved);
		EXPECT_EQ(written.size(), 11u);
		for (u32 const msr : written)
			EXPECT_NE(msr, absent);
		EXPECT_FALSE(cpu.contains(absent));
		cpu[absent] = value;
	}
}

TEST_F(ExitMsrs, WhatIsAsItWasIsNotWritten)
{
	u32 const present{core_exit_msrs_present()};

	core_save_exit_msrs(present, &saved);
	cpu[0x1c4] = 0;
	core_restore_exit_msrs(present, &saved);
	EXPECT_EQ(written, std::vector<u32>{0x1c4});
}

} // namespace
