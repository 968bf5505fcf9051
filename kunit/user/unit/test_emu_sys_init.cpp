// SPDX-License-Identifier: GPL-2.0
//
// TDH.SYS.INIT: each check of the platform, its status, and which of two failing checks is met
// first.
#include <gtest/gtest.h>

#include "test_emu_machine.hpp"
#include "test_emu_shared.hpp"

namespace {

using namespace test;

constexpr u32 incorrect_msr = 0xc0000921;
constexpr u32 incorrect_cpuid = 0xc0000900;
constexpr u32 leaf_not_supported = 0xc0000908;
constexpr u32 bad_1f_format = 0xc0000904;
constexpr u32 bad_wbinvd_scope = 0xc0000905;
constexpr u64 smrr2_too = 0xff0a; // IA32_MTRRCAP of the built-in CPU, with a second SMRR

struct SysInit : testing::Test {
	CleanHost clean;
	Machine machine;

	u64 init() { return machine.seamcall(0, HostLeaf::SysInit).rax; }
};

TEST_F(SysInit, OnceOnly)
{
	tdx_regs const in{0, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13};
	auto const answer = machine.seamcall(2, HostLeaf::SysInit, in);
	EXPECT_EQ(answer.rax, 0u);
	EXPECT_TRUE(answer.gpr == (tdx_regs{0, 0, 0, 0, 0, 6, 7, 8, 9, 10, 11, 12, 13}));
	EXPECT_EQ(init(), raw(0xc0000500));
}

TEST_F(SysInit, AttributesComeBeforeState)
{
	EXPECT_EQ(machine.seamcall(0, HostLeaf::SysInit, {.rcx = 1}).rax, raw(0xc0000100, 1));
	EXPECT_EQ(init(), 0u);
	auto const answer = machine.seamcall(0, HostLeaf::SysInit, {.rcx = 1ULL << 63});
	EXPECT_EQ(answer.rax, raw(0xc0000100, 1));
	EXPECT_EQ(answer.gpr.rcx, 0u);
}

TEST_F(SysInit, NoEntropy)
{
	host::set_no_entropy(true);
	EXPECT_EQ(init(), raw(0x80000203));
	// Every other check comes before.
	machine.set_msr(0, 0x1f3, 0xff800800);
	EXPECT_EQ(init(), raw(0xc0000910, 0));
	machine.forget_changes();
	host::set_no_entropy(false);
	EXPECT_EQ(init(), 0u);
}

struct MsrCase {
	u32 msr;
	u64 value;
	u64 status;
};

TEST_F(SysInit, Msrs)
{
	u64 const arch_capabilities{0x13affeb};
	std::vector<MsrCase> cases{
		{0xbd, 0, raw(incorrect_msr, 0xbd)}, {0xbd, 3, raw(incorrect_msr, 0xbd)},
		{0xbd, 1ULL << 63 | 1, raw(incorrect_msr, 0xbd)},
		{0xbc, 0, raw(incorrect_msr, 0xbc)}, {0x345, 0x5d2c5, raw(incorrect_msr, 0x345)},
		{0x1a0, 0xc50089, raw(0xc0000901)},
		// VMCS of 2 KiB at most, I/O information, true controls
		{0x480, 0xd8080100000013, raw(incorrect_msr, 0x480)},
		{0x480, 0x98040000000013, raw(incorrect_msr, 0x480)},
		{0x480, 0x58040000000013, raw(incorrect_msr, 0x480)},
		// a control fixed to 1 that is meant as 0, fixed to 0 that is meant as 1 or
		// variable
		{0x48d, 0xff00000056, raw(incorrect_msr, 0x48d)},
		{0x48d, 0xdf00000016, raw(incorrect_msr, 0x48d)},
		{0x48d, 0x7f00000016, raw(incorrect_msr, 0x48d)},
		{0x48e, 0xffffffff04006572, raw(incorrect_msr, 0x48e)},
		{0x48e, 0x7fffffff04006172, raw(incorrect_msr, 0x48e)},
		{0x48e, 0xdfffffff04006172, raw(incorrect_msr, 0x48e)},
		{0x48b, 0xffffffff00000001, raw(incorrect_msr, 0x48b)},
		{0x48b, 0xfffffffd00000000, raw(incorrect_msr, 0x48b)},
		{0x48b, 0x7fffffff00000000, raw(incorrect_msr, 0x48b)},
		// user wait and pause, which a CPU with WAITPKG must let a TD have
		{0x48b, 0xfbffffff00000000, raw(incorrect_msr, 0x48b)},
		{0x492, 0xffffffffffffff7f, raw(incorrect_msr, 0x492)},
		{0x492, 0xffffffffffffffdf, raw(incorrect_msr, 0x492)},
		{0x48f, 0xffffffff00436dfb, raw(incorrect_msr, 0x48f)},
		{0x48f, 0xfffffffb00036dfb, raw(incorrect_msr, 0x48f)},
		{0x48f, 0xbfffffff00036dfb, raw(incorrect_msr, 0x48f)},
		{0x490, 0xffffffff004011fb, raw(incorrect_msr, 0x490)},
		{0x490, 0xfffffffb000011fb, raw(incorrect_msr, 0x490)},
		{0x490, 0xffbfffff000011fb, raw(incorrect_msr, 0x490)},
		{0x485, 0x600443c5, raw(incorrect_msr, 0x485)}, // unrestricted guest
		{0x485, 0x600443a5, raw(incorrect_msr, 0x485)}, // HLT
		{0x485, 0x60044365, raw(incorrect_msr, 0x485)}, // shutdown
		{0x485, 0x600403e5, raw(incorrect_msr, 0x485)}, // processor trace
		{0x485, 0x600343e5, raw(incorrect_msr, 0x485)}, // 4 CR3 targets
		{0x485, 0x400443e5, raw(incorrect_msr, 0x485)}, // VMWRITE to any field
		{0x48c, 0xe0106f341c1, raw(incorrect_msr, 0x48c)},
		{0x48c, 0xf0106f341c0, raw(incorrect_msr, 0x48c)}, // execute-only
		{0x48c, 0xf0106f34141, 0},                         // nobody asks for bit 7
		{0x486, 0x80000023, raw(incorrect_msr, 0x486)},
		{0x487, 0xffffffdf, raw(incorrect_msr, 0x487)},
		{0x488, 0x2001, raw(incorrect_msr, 0x488)},
		{0x489, 0x103ff5fff, raw(incorrect_msr, 0x489)},
		// only L2 VMs need these
		{0x48e, 0xfffffffb04006172, raw(incorrect_msr, 0x48e)},
		{0x48b, 0xfffffffb00000000, raw(incorrect_msr, 0x48b)},
		{0x492, 0xfffffffffffffffd, raw(incorrect_msr, 0x492)},
		{0x487, 0xfffffffd, raw(incorrect_msr, 0x486)},
		{0x982, 0x3000600000002, raw(incorrect_msr, 0x982)}, // not locked
		{0x982, 0x5000600000003, raw(incorrect_msr, 0x982)}, // without integrity
		{0x981, 0x3f600000005, raw(incorrect_msr, 0x981)},
		{0x981, 0x3f600000008, 0}, // 256 bits with integrity alone
		{0x982, 0x8000600000003, 0}, {0x87, 0x7e10000001f, raw(0xc0000825, 2048)},
		{0x87, 0x7e00000001f, 0}, {0x87, 0xffffffffffffffff, raw(0xc0000825, 2048)},
		{0x98, 5, raw(incorrect_msr, 0x99)}, {0x99, 5, raw(incorrect_msr, 0x99)},
		{0xfe, 0xd50a, raw(0xc0000914)}, {0xfe, 0x9d0a, raw(0xc0000913)},
		{0x1f3, 0xff800800, raw(0xc0000910, 0)}, {0x1f3, 0xc00, raw(0xc0000911, 0)},
		{0x1f3, 0xffa00c00, raw(0xc0000911, 0)}, {0x1f2, 0x7b001006, raw(0xc0000911, 0)},
		{0x1f3, 0x400, 0}, // locked, and not in use
	};
	for (unsigned const bit : {0, 1, 3, 5, 6, 8, 10, 11, 12, 13, 14, 15, 21})
		cases.push_back(
			{0x10a, arch_capabilities & ~(1ULL << bit), raw(incorrect_msr, 0x10a)});
	cases.push_back({0x10a, arch_capabilities | 1 << 2, raw(incorrect_msr, 0x10a)});
	cases.push_back({0x10a, arch_capabilities & ~(1ULL << 7), 0});
	cases.push_back({0xcf, ~0ULL, 0});
	cases.push_back({0x3b, ~0ULL, 0});

	for (auto const &one : cases) {
		Machine fresh;
		fresh.set_msr(0, one.msr, one.value);
		EXPECT_EQ(fresh.seamcall(0, HostLeaf::SysInit).rax, one.status)
			<< std::hex << one.msr << " = " << one.value;
	}
}

TEST_F(SysInit, EnclvExitingIsOptional)
{
	machine.set_msr(0, 0x48b, 0xefffffff00000000);
	EXPECT_EQ(init(), 0u);
}

TEST_F(SysInit, UserWaitIsNeededWithWaitpkgOnly)
{
	auto features = machine.native_cpuid(0, 7, 0);
	features.ecx &= ~(1u << 5);
	machine.set_cpuid(0, 7, 0, features);
	// Bit 26 may still be wanted later, so it must not be fixed to 0 even then.
	machine.set_msr(0, 0x48b, 0xfbffffff00000000);
	EXPECT_EQ(init(), raw(incorrect_msr, 0x48b));
	machine.set_msr(0, 0x48b, 0xffffffff00000000);
	EXPECT_EQ(init(), 0u);
}

// Each MSR is made wrong, one after the other from the last to the first: the newest wins.
TEST_F(SysInit, Order)
{
	MsrCase const order[]{
		{0x1f3, 0xc00, raw(0xc0000911, 0)},
		{0x1f3, 0x800, raw(0xc0000910, 0)},
		{0xfe, 0xd50a ^ 0x4000 ^ 0x800, raw(0xc0000913)},
		{0xfe, 0, raw(0xc0000914)},
		{0x99, 0, raw(incorrect_msr, 0x99)},
		{0x87, ~0ULL, raw(0xc0000825, 2048)},
		{0x982, 0x3, raw(incorrect_msr, 0x982)},
		{0x981, 0, raw(incorrect_msr, 0x981)},
		{0x982, 0, raw(incorrect_msr, 0x982)},
		{0x489, 0, raw(incorrect_msr, 0x489)},
		{0x488, 1, raw(incorrect_msr, 0x488)},
		{0x487, 0, raw(incorrect_msr, 0x487)},
		{0x486, 2, raw(incorrect_msr, 0x486)},
		{0x48c, 0, raw(incorrect_msr, 0x48c)},
		{0x485, 0, raw(incorrect_msr, 0x485)},
		{0x490, 0, raw(incorrect_msr, 0x490)},
		{0x48f, 0, raw(incorrect_msr, 0x48f)},
		{0x492, 0, raw(incorrect_msr, 0x492)},
		{0x48b, 0, raw(incorrect_msr, 0x48b)},
		{0x48e, 0, raw(incorrect_msr, 0x48e)},
		{0x48d, 0, raw(incorrect_msr, 0x48d)},
		{0x480, 0, raw(incorrect_msr, 0x480)},
		{0x1a0, ~0ULL, raw(0xc0000901)},
		{0x345, 0, raw(incorrect_msr, 0x345)},
		{0xbc, 0, raw(incorrect_msr, 0xbc)},
		{0xbd, 0, raw(incorrect_msr, 0xbd)},
		{0x10a, 0, raw(incorrect_msr, 0x10a)},
	};
	for (auto const &one : order) {
		machine.set_msr(0, one.msr, one.value);
		EXPECT_EQ(init(), one.status) << std::hex << one.msr;
	}
}

// What only L2 VMs need is looked at after all that a TD needs.
TEST_F(SysInit, L2ControlsComeLast)
{
	machine.set_msr(0, 0x48e, 0xfffffffb04006172);
	EXPECT_EQ(init(), raw(incorrect_msr, 0x48e));
	machine.set_msr(0, 0x489, 0);
	EXPECT_EQ(init(), raw(incorrect_msr, 0x489));
	machine.set_msr(0, 0x489, 0x103ff7fff);
	machine.set_msr(0, 0x982, 0);
	EXPECT_EQ(init(), raw(incorrect_msr, 0x48e));
}

TEST_F(SysInit, SecondSmrr)
{
	machine.set_msr(0, 0xfe, smrr2_too);
	EXPECT_EQ(init(), raw(0xc0000910, 1));
	machine.set_msr(0, 0x1f7, 0xc00);
	EXPECT_EQ(init(), raw(0xc0000911, 1));
	machine.set_msr(0, 0x1f7, 0xff800c00);
	machine.set_msr(0, 0x1f6, 0x7c400000);
	EXPECT_EQ(init(), raw(0xc0000911, 1));
	machine.set_msr(0, 0x1f6, 0x7c800000);
	EXPECT_EQ(init(), 0u);
}

TEST_F(SysInit, SmrrOverlapsCmr)
{
	// SMRR 7b000000 + 800000
	struct Case {
		emu_cmr cmrs[2];
		u64 status;
	} const cases[]{
		{{{0x7a000000, 0x1000000}, {}}, 0},
		{{{0x7b800000, 0x1000000}, {}}, 0},
		{{{0x7a000000, 0x1001000}, {}}, raw(0xc0000912, 0)},
		{{{0x7b7ff000, 0x1000}, {}}, raw(0xc0000912, 0)},
		{{{0x1000, 0x1000}, {0x7b400000, 0x1000}}, raw(0xc0000912, 0x0100)},
	};
	for (auto const &one : cases) {
		Machine fresh{[&](auto &c) {
			c.cmrs[0] = one.cmrs[0];
			c.cmrs[1] = one.cmrs[1];
			c.num_cmrs = 2;
		}};
		fresh.set_msr(0, 0x1f2, 0x7b000006);
		EXPECT_EQ(fresh.seamcall(0, HostLeaf::SysInit).rax, one.status)
			<< std::hex << one.cmrs[0].base;
	}
}

// A PC has memory from 1 MiB on up to where devices begin, and again from 4 GiB on.
TEST_F(SysInit, SmrrIsOutOfTheWayOfMemory)
{
	Machine fresh{[&](auto &c) {
		c.cmrs[0] = {0x100000, 0xfef00000};
		c.cmrs[1] = {0x100000000, 0xf00000000};
		c.num_cmrs = 2;
	}};
	EXPECT_EQ(fresh.seamcall(0, HostLeaf::SysInit).rax, 0u);
}

TEST_F(SysInit, SecondSmrrOverlapsCmr)
{
	machine.set_msr(0, 0xfe, smrr2_too);
	Machine fresh{[](auto &c) { c.cmrs[0] = {0x10000000, 0x1000000}; }};
	fresh.set_msr(0, 0xfe, smrr2_too);
	fresh.set_msr(0, 0x1f6, 0x10800000);
	fresh.set_msr(0, 0x1f7, 0xff800c00);
	EXPECT_EQ(fresh.seamcall(0, HostLeaf::SysInit).rax, raw(0xc0000912, 0x0001));
}

TEST_F(SysInit, Cmrs)
{
	u64 const keyid_1{1ULL << 46};
	struct Case {
		emu_cmr cmrs[2];
		u64 status;
	} const cases[]{
		{{{0x100000000, 0x1000}, {0x100001000, 0x1000}}, 0}, // they may touch
		{{{0x100000000, 0}, {0x1000, 0x1000}}, 0},           // not used
		{{{1, 0}, {0x1000, 0x1000}}, 0},
		{{{0, 0x1000}, {0x1000, 0x1000}}, 0},
		{{{0x100001000, 0x1000}, {0x100000000, 0x1000}}, raw(0xc0000a22)},
		{{{0x100000000, 0x2000}, {0x100001000, 0x1000}}, raw(0xc0000a22)},
		{{{0x100000000, 0x1000}, {0x100000000, 0x1000}}, raw(0xc0000a22)},
		{{{0x100000800, 0x1000}, {}}, raw(0xc0000a22)},
		{{{0x100000000, 0x800}, {}}, raw(0xc0000a22)},
		{{{keyid_1, 0x1000}, {}}, raw(0xc0000a22)},
		{{{keyid_1 - 0x1000, 0x1000}, {}}, 0},
		{{{keyid_1 - 0x1000, 0x2000}, {}}, raw(0xc0000a22)},
		{{{1ULL << 52, 0x1000}, {}}, raw(0xc0000a22)},
		{{{~0xfffULL, 0x2000}, {}}, raw(0xc0000a22)},
	};
	for (auto const &one : cases) {
		Machine fresh{[&](auto &c) {
			c.cmrs[0] = one.cmrs[0];
			c.cmrs[1] = one.cmrs[1];
			c.num_cmrs = 2;
		}};
		EXPECT_EQ(fresh.seamcall(0, HostLeaf::SysInit).rax, one.status)
			<< std::hex << one.cmrs[0].base << " " << one.cmrs[1].base;
	}
}

struct CpuidCase {
	u32 leaf;
	u32 subleaf;
	u32 host_cpuid::*reg;
	u32 clear;
	u32 set;
	u64 status;
	tdx_regs out; // RCX, RDX, R8, R9, R10
};

TEST_F(SysInit, Cpuid)
{
	constexpr auto eax = &host_cpuid::eax;
	constexpr auto ebx = &host_cpuid::ebx;
	constexpr auto ecx = &host_cpuid::ecx;
	constexpr auto edx = &host_cpuid::edx;
	u64 const incorrect{raw(incorrect_cpuid)};
	CpuidCase const cases[]{
		{0, 0, eax, ~0u, 0x1e, raw(leaf_not_supported, 0x1f), {}},
		{0, 0, eax, ~0u, 0x1f, 0, {}},
		{0x80000000, 0, eax, ~0u, 0x80000007, raw(leaf_not_supported, 0x80000008), {}},
		// no MONITOR, cache lines of 32 bytes, another vendor
		{1, 0, ecx, 1u << 0, 0, incorrect,
			{.rcx = 0xffffffff00000001,
				.rdx = 0x0000ff0000000000,
				.r8 = 0x1fa9fbff47faa217,
				.r9 = 0x0000080000000000,
				.r10 = 0x1fa9fbff47faa217}},
		{1, 0, ebx, 0xff00, 0x400, incorrect,
			{.rcx = 0xffffffff00000001,
				.rdx = 0x0000ff0000000000,
				.r8 = 0x1fa9fbff47faa217,
				.r9 = 0x0000080000000000,
				.r10 = 0x1fa9fbff47faa217}},
		{0, 0, ecx, ~0u, 0x444d4163, incorrect,
			{.rcx = 0xffffffff00000000,
				.rdx = 0xffffffff00000000,
				.r8 = 0xffffffffffffffff,
				.r9 = 0x756e654700000000,
				.r10 = 0x49656e696c65746e}},
		{4, 3, eax, 0xe0, 0x40, incorrect,
			{.rcx = 0x0000000300000004,
				.rdx = 0x00000fff000000e0,
				.r8 = 0x0000000100000000,
				.r9 = 0x0000003f00000060,
				.r10 = 0}},
		{0xa, 0, eax, 0xff, 4, incorrect,
			{.rcx = 0xffffffff0000000a, .rdx = 0xf, .r8 = 0, .r9 = 5, .r10 = 0}},
		{0xa, 0, eax, 0xff, 6, 0, {}},
		{0xa, 0, edx, 0x1f, 8, incorrect,
			{.rcx = 0xffffffff0000000a,
				.rdx = 0,
				.r8 = 0x1f00000000,
				.r9 = 0,
				.r10 = 0x700000000}},
		{0xa, 0, edx, 0x1f, 7, 0, {}},
		{0x15, 0, ebx, ~0u, 0, raw(leaf_not_supported, 0x15), {}},
		{0x1f, 0, ecx, 0xff00, 0, raw(leaf_not_supported, 0), {}}, // no level at all
		{0x1f, 1, ecx, 0xff00, 0, raw(leaf_not_supported, 0), {}}, // no core level
		{0x1f, 1, ecx, 0xff00, 0x100, raw(bad_1f_format), {}},     // SMT twice
		{0x1f, 1, ecx, 0xff00, 0x600, raw(bad_1f_format), {}},     // past the known levels
		{0x1f, 1, ecx, 0xff00, 0x300, raw(leaf_not_supported, 0), {}}, // modules, no cores
		{0x1f, 1, eax, 0x1f, 6, raw(bad_wbinvd_scope), {}},
		{4, 3, eax, 0x3ffc000, 63 << 14, raw(bad_wbinvd_scope), {}},
		{4, 3, eax, 0x3ffc000, 255 << 14, raw(bad_wbinvd_scope), {}},
		{4, 3, eax, 0x3ffc000, 64 << 14, 0, {}},
		{0x80000008, 0, eax, 0xff, 46, incorrect,
			{.rcx = 0xffffffff80000008,
				.rdx = 0x00000200000000ff,
				.r8 = 0,
				.r9 = 0x0000020000000034,
				.r10 = 0}},
		{0x80000008, 0, eax, 0xff00, 48 << 8, incorrect,
			{.rcx = 0xffffffff80000008,
				.rdx = 0xff00,
				.r8 = 0,
				.r9 = 0x3900,
				.r10 = 0}},
		{7, 0, ecx, 1u << 16, 0, incorrect, // without LA57 the width is wrong
			{.rcx = 0xffffffff80000008,
				.rdx = 0xff00,
				.r8 = 0,
				.r9 = 0x3000,
				.r10 = 0}},
	};

	for (auto const &one : cases) {
		Machine fresh;
		auto value = fresh.native_cpuid(0, one.leaf, one.subleaf);
		value.*one.reg = (value.*one.reg & ~one.clear) | one.set;
		fresh.set_cpuid(0, one.leaf, one.subleaf, value);
		auto const answer = fresh.seamcall(0, HostLeaf::SysInit);
		EXPECT_EQ(answer.rax, one.status)
			<< std::hex << one.leaf << "." << one.subleaf << " " << one.set;
		EXPECT_TRUE(answer.gpr == one.out)
			<< std::hex << one.leaf << "." << one.subleaf << " " << one.set;
	}
}

TEST_F(SysInit, FourLevelPaging)
{
	auto features = machine.native_cpuid(0, 7, 0);
	features.ecx &= ~(1u << 16);
	machine.set_cpuid(0, 7, 0, features);
	auto width = machine.native_cpuid(0, 0x80000008, 0);
	width.eax = 48 << 8 | 52;
	machine.set_cpuid(0, 0x80000008, 0, width);
	EXPECT_EQ(init(), 0u);
}

// The core level ends where the package does: with a shift of 0 there is none.
TEST_F(SysInit, PackageOfOneLp)
{
	machine.set_cpuid(0, 0x1f, 0, {0, 1, 0x100, 0});
	machine.set_cpuid(0, 0x1f, 1, {0, 1, 0x201, 0});
	EXPECT_EQ(init(), raw(bad_wbinvd_scope));
}

// Leaves above the CPU's last one are taken as 0, whatever CPUID answers.
TEST_F(SysInit, LeavesAboveTheLastAreZero)
{
	auto last = machine.native_cpuid(0, 0, 0);
	last.eax = 0x22;
	machine.set_cpuid(0, 0, 0, last);
	machine.set_cpuid(0, 0x23, 1, {~0u, ~0u, ~0u, ~0u});
	EXPECT_EQ(init(), 0u);
}

TEST_F(SysInit, LeavesUpToTheLastCount)
{
	auto last = machine.native_cpuid(0, 0, 0);
	last.eax = 0x23;
	machine.set_cpuid(0, 0, 0, last);
	machine.set_cpuid(0, 0x23, 1, {~0u, ~0u, ~0u, ~0u});
	auto const answer = machine.seamcall(0, HostLeaf::SysInit);
	EXPECT_EQ(answer.rax, raw(incorrect_cpuid));
	EXPECT_EQ(answer.gpr.rcx, 0x0000000100000023u);
}

// What the real module cannot survive: it is as if it were not loaded, from then on.
TEST_F(SysInit, InsaneMachine)
{
	std::function<void(Machine &)> const causes[]{
		[](Machine &m) {
			m.set_cpuid(0, 0x1f, 1, {0, 2, 0x201, 0});
		},                                                     // cores in threads
		[](Machine &m) { m.set_msr(0, 0x48d, 0xfd00000016); }, // fixed to 1 and to 0
		[](Machine &m) {
			m.set_cpuid(0, 0x15, 0, {0, 0xa8, 0x17d7840, 0}); // ratio over 0
		},
		[](Machine &m) {
			m.set_cpuid(0, 0x15, 0, {2, 1, 0x4a817, 0}); // below 152.588 kHz
		},
		[](Machine &m) {
			m.set_cpuid(0, 0x1c, 0, {0, 7, 7, 0});
		}, // no LBR depth
		[](Machine &m) {
			m.set_cpuid(0, 0xd, 2, {0x100, 0x240, 1, 0});
		}, // AVX in XSS
		[](Machine &m) {
			m.set_cpuid(0, 0xd, 8, {0x80, 0, 0, 0});
		}, // PT in XCR0
	};
	for (auto const &cause : causes) {
		Machine fresh;
		cause(fresh);
		tdx_regs const in{.rdx = 7};
		auto const answer = fresh.seamcall(0, HostLeaf::SysInit, in);
		EXPECT_EQ(answer.verdict, EMU_VMFAIL_INVALID);
		EXPECT_TRUE(answer.gpr == in);
		fresh.forget_changes();
		EXPECT_EQ(fresh.seamcall(0, HostLeaf::SysInit).verdict, EMU_VMFAIL_INVALID);
		EXPECT_EQ(fresh.seamcall(1, HostLeaf::SysLpShutdown).verdict, EMU_VMFAIL_INVALID);
	}
}

u64 cells(TsvRow const &row, std::string const &prefix, char const *low, char const *high)
{
	return number(row.at(prefix + low)) | number(row.at(prefix + high)) << 32;
}

// Every bit that the fact table wants checked, made wrong alone.
TEST_F(SysInit, EveryCheckedCpuidBit)
{
	std::string const path{shared_file("abi/cpuid_config.tsv")};
	if (path.empty())
		GTEST_SKIP() << "no fact tables here";

	std::pair<char const *, u32 host_cpuid::*> const regs[]{{"eax", &host_cpuid::eax},
		{"ebx", &host_cpuid::ebx}, {"ecx", &host_cpuid::ecx}, {"edx", &host_cpuid::edx}};
	unsigned bits{0};
	for (auto const &row : read_tsv(path)) {
		u32 const leaf{static_cast<u32>(number(row.at("leaf")))};
		bool const has_subleaf{row.at("subleaf") != "-"};
		u32 const subleaf{has_subleaf ? static_cast<u32>(number(row.at("subleaf"))) : 0};
		for (auto const &[name, reg] : regs) {
			u64 const mask{number(row.at(std::string{"verify_mask_"} + name))};
			for (unsigned bit = 0; bit < 32; bit++) {
				if (!(mask >> bit & 1))
					continue;
				bits++;
				machine.forget_changes();
				auto last = machine.native_cpuid(0, 0, 0);
				last.eax = 0x23;
				machine.set_cpuid(0, 0, 0, last);
				auto value = machine.native_cpuid(0, leaf, subleaf);
				value.*reg ^= 1u << bit;
				machine.set_cpuid(0, leaf, subleaf, value);
				auto const answer = machine.seamcall(0, HostLeaf::SysInit);
				ASSERT_EQ(answer.rax, raw(incorrect_cpuid))
					<< std::hex << leaf << "." << subleaf << " " << name;
				u64 const id{
					leaf | (has_subleaf ? u64{subleaf} : 0xffffffff) << 32};
				EXPECT_EQ(answer.gpr.rcx, id);
				EXPECT_EQ(answer.gpr.rdx, cells(row, "verify_mask_", "eax", "ebx"));
				EXPECT_EQ(answer.gpr.r8, cells(row, "verify_mask_", "ecx", "edx"));
				EXPECT_EQ(answer.gpr.r9, cells(row, "verify_value_", "eax", "ebx"));
				EXPECT_EQ(
					answer.gpr.r10, cells(row, "verify_value_", "ecx", "edx"));
			}
		}
	}
	EXPECT_GT(bits, 300u);
}

} // namespace
