// SPDX-License-Identifier: GPL-2.0
//
// TDH.SYS.LP.INIT: order of calls, and what must be the same on every LP.
#include <gtest/gtest.h>

#include "test_emu_machine.hpp"
#include "test_emu_shared.hpp"

namespace {

using namespace test;

constexpr u32 inconsistent_msr = 0xc0000920;
constexpr u32 inconsistent_cpuid = 0xc0000902;

// MSRs that are compared, in the order of the comparison; CPUID comes after the first four.
constexpr u32 msrs_before_cpuid[]{0xcf, 0x10a, 0xbc, 0xbd};
constexpr u32 msrs_after_cpuid[]{0x3b, 0xfe, 0x1f2, 0x1f3, 0x480, 0x48d, 0x48e, 0x48b, 0x492, 0x48f,
	0x490, 0x485, 0x48c, 0x486, 0x487, 0x488, 0x489, 0x345, 0x981, 0x982, 0x87, 0x98, 0x99};

struct LpInit : testing::Test {
	CleanHost clean;
	Machine machine;

	u64 lp_init(u32 lp) { return machine.seamcall(lp, HostLeaf::SysLpInit).rax; }
	u64 init() { return machine.seamcall(0, HostLeaf::SysInit).rax; }
};

TEST_F(LpInit, NeedsSysInit)
{
	EXPECT_EQ(lp_init(0), raw(0xc000050b));
	ASSERT_EQ(init(), 0u);
	EXPECT_EQ(lp_init(0), 0u);
}

TEST_F(LpInit, FailedSysInitDoesNotCount)
{
	machine.set_msr(0, 0xbd, 0);
	EXPECT_NE(init(), 0u);
	EXPECT_EQ(lp_init(0), raw(0xc000050b));
}

TEST_F(LpInit, OnceOnEachLp)
{
	ASSERT_EQ(init(), 0u);
	for (u32 lp = 0; lp < 4; lp++) {
		EXPECT_EQ(lp_init(lp), 0u);
		EXPECT_EQ(lp_init(lp), raw(0xc0000503));
	}
}

TEST_F(LpInit, ClearsItsOutputs)
{
	ASSERT_EQ(init(), 0u);
	tdx_regs const in{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13};
	auto const answer = machine.seamcall(0, HostLeaf::SysLpInit, in);
	EXPECT_EQ(answer.rax, 0u);
	EXPECT_TRUE(answer.gpr == (tdx_regs{0, 0, 0, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13}));
}

TEST_F(LpInit, NoEntropy)
{
	ASSERT_EQ(init(), 0u);
	machine.set_msr(1, 0xcf, 1);
	host::set_no_entropy(true);
	EXPECT_EQ(lp_init(1), raw(0x80000203));
	host::set_no_entropy(false);
	EXPECT_EQ(lp_init(1), raw(inconsistent_msr, 0xcf));
	machine.forget_changes();
	EXPECT_EQ(lp_init(1), 0u);
}

TEST_F(LpInit, EachMsrAlone)
{
	ASSERT_EQ(init(), 0u);
	auto const check = [&](u32 msr) {
		machine.set_msr(1, msr, machine.native_msr(1, msr) ^ 1ULL << 40);
		EXPECT_EQ(lp_init(1), raw(inconsistent_msr, msr));
		machine.forget_changes();
	};
	for (u32 const msr : msrs_before_cpuid)
		check(msr);
	for (u32 const msr : msrs_after_cpuid)
		check(msr);
	EXPECT_EQ(lp_init(1), 0u);
}

TEST_F(LpInit, Order)
{
	ASSERT_EQ(init(), 0u);
	auto const spoil_backwards = [&](auto const &msrs) {
		for (std::size_t i = std::size(msrs); i--;) {
			machine.set_msr(1, msrs[i], machine.native_msr(1, msrs[i]) ^ 1);
			EXPECT_EQ(lp_init(1), raw(inconsistent_msr, msrs[i]));
		}
	};

	spoil_backwards(msrs_after_cpuid);
	machine.set_cpuid(1, 0x1f, 0, {1, 2, 0x100, 8u << 7});
	EXPECT_EQ(lp_init(1), raw(0xc0000906, 8));
	auto features = machine.native_cpuid(1, 1, 0);
	features.ecx ^= 1;
	machine.set_cpuid(1, 1, 0, features);
	EXPECT_EQ(lp_init(1), raw(inconsistent_cpuid));
	machine.set_msr(1, 0x1a0, 0xc50089);
	EXPECT_EQ(lp_init(1), raw(0xc0000901));
	spoil_backwards(msrs_before_cpuid);
}

TEST_F(LpInit, SecondSmrr)
{
	for (u32 lp = 0; lp < 2; lp++) {
		machine.set_msr(lp, 0xfe, 0xff0a);
		machine.set_msr(lp, 0x1f6, 0x7c000000);
		machine.set_msr(lp, 0x1f7, 0xff800c00);
	}
	ASSERT_EQ(init(), 0u);
	machine.set_msr(1, 0x1f6, 0x7c000001);
	EXPECT_EQ(lp_init(1), raw(inconsistent_msr, 0x1f6));
	machine.set_msr(1, 0x1f6, 0x7c000000);
	machine.set_msr(1, 0x1f7, 0xff800c01);
	EXPECT_EQ(lp_init(1), raw(inconsistent_msr, 0x1f7));
	machine.set_msr(1, 0x1f7, 0xff800c00);
	EXPECT_EQ(lp_init(1), 0u);
}

TEST_F(LpInit, SecondSmrrThatIsNotThereIsNotCompared)
{
	ASSERT_EQ(init(), 0u);
	machine.set_msr(1, 0x1f6, 1);
	EXPECT_EQ(lp_init(1), 0u);
}

TEST_F(LpInit, TellsTheCpuidFieldThatDiffers)
{
	ASSERT_EQ(init(), 0u);
	auto features = machine.native_cpuid(1, 1, 0);
	features.ecx ^= 1;
	machine.set_cpuid(1, 1, 0, features);
	auto const answer = machine.seamcall(1, HostLeaf::SysLpInit);
	EXPECT_EQ(answer.rax, raw(inconsistent_cpuid));
	EXPECT_TRUE(answer.gpr == (tdx_regs{.rcx = 0xffffffff00000001,
					  .rdx = 0x0000fffff000c000,
					  .r8 = 0xfffffffff7ffff9f}));
}

TEST_F(LpInit, PackagesUpToSeven)
{
	ASSERT_EQ(init(), 0u);
	machine.set_cpuid(1, 0x1f, 0, {1, 2, 0x100, 7u << 7});
	EXPECT_EQ(lp_init(1), 0u);
	machine.set_cpuid(2, 0x1f, 0, {1, 2, 0x100, 0xffffffff});
	EXPECT_EQ(lp_init(2), raw(0xc0000906, 0x1ffffff));
}

// A leaf that this LP lacks is not compared; that it lacks it shows in leaf 0.
TEST_F(LpInit, FewerLeavesThanTheFirstLp)
{
	ASSERT_EQ(init(), 0u);
	auto last = machine.native_cpuid(1, 0, 0);
	last.eax--;
	machine.set_cpuid(1, 0, 0, last);
	auto const answer = machine.seamcall(1, HostLeaf::SysLpInit);
	EXPECT_EQ(answer.rax, raw(inconsistent_cpuid));
	EXPECT_EQ(answer.gpr.rcx, 0xffffffff00000000u);
}

// Every bit that the fact table wants the same makes a difference alone; no other bit does.
TEST_F(LpInit, EveryCpuidBit)
{
	std::string const path{shared_file("abi/cpuid_config.tsv")};
	if (path.empty())
		GTEST_SKIP() << "no fact tables here";

	for (u32 lp = 0; lp < 4; lp++) {
		auto last = machine.native_cpuid(lp, 0, 0);
		last.eax = 0x23;
		machine.set_cpuid(lp, 0, 0, last);
	}
	ASSERT_EQ(init(), 0u);

	std::pair<char const *, u32 host_cpuid::*> const regs[]{{"eax", &host_cpuid::eax},
		{"ebx", &host_cpuid::ebx}, {"ecx", &host_cpuid::ecx}, {"edx", &host_cpuid::edx}};
	unsigned compared{0};
	for (auto const &row : read_tsv(path)) {
		u32 const leaf{static_cast<u32>(number(row.at("leaf")))};
		u32 const subleaf{
			row.at("subleaf") == "-" ? 0 : static_cast<u32>(number(row.at("subleaf")))};
		// Leaf 0 and 80000000 say which leaves there are.
		if (!(leaf & 0x7fffffff))
			continue;
		for (auto const &[name, reg] : regs) {
			u64 const mask{number(row.at(std::string{"verify_same_"} + name))};
			for (unsigned bit = 0; bit < 32; bit++) {
				if (!(mask >> bit & 1))
					continue;
				compared++;
				auto const native = machine.native_cpuid(1, leaf, subleaf);
				auto value = native;
				value.*reg ^= 1u << bit;
				machine.set_cpuid(1, leaf, subleaf, value);
				auto const answer = machine.seamcall(1, HostLeaf::SysLpInit);
				ASSERT_EQ(answer.rax, raw(inconsistent_cpuid))
					<< std::hex << leaf << "." << subleaf << " " << name;
				EXPECT_EQ(answer.gpr.rcx & 0xffffffff, leaf);
				machine.set_cpuid(1, leaf, subleaf, native);
			}
			// The other bits, all at once; a topology of another package is another
			// matter.
			if (leaf == 0x1f)
				continue;
			auto const native = machine.native_cpuid(1, leaf, subleaf);
			auto value = native;
			value.*reg ^= ~static_cast<u32>(mask);
			machine.set_cpuid(1, leaf, subleaf, value);
			machine.set_msr(1, 0x3b, 1);
			// It gets as far as the check after CPUID.
			EXPECT_EQ(lp_init(1), raw(inconsistent_msr, 0x3b))
				<< std::hex << leaf << "." << subleaf << " " << name;
			machine.set_cpuid(1, leaf, subleaf, native);
		}
	}
	EXPECT_GT(compared, 3000u);
}

} // namespace
