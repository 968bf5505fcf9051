// SPDX-License-Identifier: GPL-2.0
//
// Start of the software TDX module: configurations, and what the instructions do before a leaf
// function is looked at.
#include <gtest/gtest.h>

#include "test_emu_machine.hpp"

namespace {

using namespace test;

struct BadConfig {
	char const *words; // part of what emu_init() must say
	std::function<void(emu_config &)> change;
	std::vector<u8> packages{0, 0, 1, 1};
};

TEST(EmuInit, SaysWhatIsWrong)
{
	BadConfig const cases[]{
		{"at least one LP", [](auto &c) { c.lps = 0; }},
		{"packages of the LPs", [](auto &c) { c.lp_package = nullptr; }},
		{"KeyID bits", [](auto &c) { c.keyid_bits = 0; }},
		{"KeyID bits", [](auto &c) { c.keyid_bits = 16; }},
		{"KeyID 0", [](auto &c) { c.keyid_start = 0; }},
		{"at least one private KeyID", [](auto &c) { c.keyids = 0; }},
		{"do not fit", [](auto &c) { c.keyids = 33; }},
		{"do not fit",
			[](auto &c) {
				c.keyid_start = ~0u;
				c.keyids = ~0u;
			}},
		{"at most 32", [](auto &c) { c.num_cmrs = EMU_MAX_CMRS + 1; }},
		{"SEAM range", [](auto &c) { c.seamrr_base = ~0ULL; }},
		{"above 7", {}, {0, 8}},
		{"without a gap", {}, {0, 2}},
		{"without a gap", {}, {1}},
		{"more than 2048", {}, std::vector<u8>(2049, 0)},
	};

	for (auto const &one : cases) {
		try {
			Machine machine{one.change, one.packages};
			ADD_FAILURE() << "not refused: " << one.words;
		} catch (std::runtime_error const &error) {
			EXPECT_NE(std::string{error.what()}.find(one.words), std::string::npos)
				<< error.what() << ", not: " << one.words;
		}
	}
}

TEST(EmuInit, RefusesMoreLpsThanPackagesCanHave)
{
	u8 const package{0};
	emu_config config{good_config()};
	config.lps = ~0u;
	config.lp_package = &package;
	alignas(64) char memory[4096];
	EXPECT_NE(emu_init(reinterpret_cast<struct emu *>(memory), &config), nullptr);
}

TEST(EmuInit, NoModuleLoaded)
{
	Machine machine{[](auto &c) { c.loaded = 0; }};
	auto const answer = machine.seamcall(0, HostLeaf::SysInit, {.rcx = 1});
	EXPECT_EQ(answer.verdict, EMU_VMFAIL_INVALID);
	EXPECT_EQ(answer.rax, 33u);
	EXPECT_TRUE(answer.gpr == (tdx_regs{.rcx = 1}));
}

TEST(EmuInit, NoSeam)
{
	Machine machine{[](auto &c) { c.seam = 0; }};
	EXPECT_EQ(machine.seamcall(0, HostLeaf::SysInit).verdict, EMU_GP);
}

TEST(EmuInit, UnknownLpFaults)
{
	Machine machine;
	EXPECT_EQ(machine.seamcall(4, HostLeaf::SysInit).verdict, EMU_UD);
	EXPECT_EQ(machine.seamcall(~0u, HostLeaf::SysInit).verdict, EMU_UD);
}

TEST(EmuInit, TdcallOutsideATdFaults)
{
	Machine machine;
	ASSERT_TRUE(machine.bring_up());
	for (u64 leaf = 0; leaf < 64; leaf++) {
		emu_regs regs{leaf, {}, 0};
		EXPECT_EQ(emu_tdcall(machine.module(), 0, &regs), EMU_UD);
		EXPECT_EQ(regs.rax, leaf);
	}
}

// The built-in CPU passes every check whatever the machine below it.
TEST(EmuInit, BuiltInCpuIsAccepted)
{
	CleanHost clean;
	struct Topology {
		std::vector<u8> packages;
		u32 keyid_bits, keyid_start, keyids;
	};
	std::vector<u8> all_packages;
	for (u8 i = 0; i < 16; i++)
		all_packages.push_back(i % 8);
	Topology const cases[]{
		{{0}, 6, 32, 32},
		{{0, 0}, 1, 1, 1},
		{{0, 1, 1}, 11, 1024, 1024},
		{all_packages, 6, 1, 63},
		{std::vector<u8>(2048, 0), 6, 32, 32},
	};

	for (auto const &one : cases) {
		Machine machine{[&](auto &c) {
					c.cpuid = nullptr;
					c.rdmsr = nullptr;
					c.keyid_bits = one.keyid_bits;
					c.keyid_start = one.keyid_start;
					c.keyids = one.keyids;
				},
			one.packages};
		EXPECT_TRUE(machine.bring_up()) << one.packages.size() << " LPs";
	}
}

} // namespace
