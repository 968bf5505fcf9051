// SPDX-License-Identifier: GPL-2.0
//
// CPUID leaf by leaf, as a TD of the VMM's makes it.  Bits of instructions that the CPU below lacks
// are not looked at: the software TDX module hides them.
#include "runtime/cpu.hpp"
#include "runtime/ve.hpp"

using namespace guest;

namespace {

template <typename... Bit>
constexpr u32 bits(Bit... bit)
{
	return (0u | ... | (1u << bit));
}

constexpr u32 range(u32 hi, u32 lo)
{
	return ~0u >> (31 - hi) & ~0u << lo;
}

void expect_zero(u64 leaf, u64 subleaf)
{
	Cpuid const out{cpuid(leaf, subleaf)};

	EXPECT(!out.trap.taken);
	EXPECT_EQ(out.eax | out.ebx | out.ecx | out.edx, 0);
}

void expect_cpuid_ve(u64 leaf, u64 subleaf)
{
	Cpuid const out{cpuid(leaf, subleaf)};

	EXPECT_ALL(expect_ve(out.trap, {exit_cpuid, 0, 2, 0, 0, 0}));
	EXPECT_EQ(out.eax, leaf);
	EXPECT_EQ(out.ebx, ~0ULL);
}

void expect_as_last_leaf(u64 leaf, u64 subleaf)
{
	Cpuid const out{cpuid(leaf, subleaf)};
	Cpuid const last{cpuid(0x23, subleaf)};

	EXPECT(!out.trap.taken);
	EXPECT_EQ(out.eax, last.eax);
	EXPECT_EQ(out.ebx, last.ebx);
	EXPECT_EQ(out.ecx, last.ecx);
	EXPECT_EQ(out.edx, last.edx);
}

} // namespace

GUEST_TEST(limits_and_vendor)
{
	Cpuid const basic{cpuid(0)};

	EXPECT_EQ(basic.eax, 0x23);
	EXPECT_EQ(basic.ebx, 0x756e6547); // "GenuineIntel"
	EXPECT_EQ(basic.edx, 0x49656e69);
	EXPECT_EQ(basic.ecx, 0x6c65746e);
	EXPECT_EQ(cpuid(0x80000000).eax, 0x80000008);
}

GUEST_TEST(only_lower_halves_count)
{
	Cpuid const out{cpuid(0xffffffff00000000, 0xffffffff00000005)};

	EXPECT_EQ(out.eax, 0x23);
	EXPECT_EQ(out.ecx, 0x6c65746e);
	EXPECT_EQ((out.ebx | out.edx) >> 32, 0);
}

GUEST_TEST(features)
{
	constexpr u32 ecx_ones{bits(0, 1, 2, 4, 9, 13, 15, 25, 26, 30, 31) | range(23, 19)};
	constexpr u32 edx_ones{range(9, 0) | range(16, 11) | bits(19, 21) | range(26, 23)};
	Cpuid const out{cpuid(1)};

	EXPECT_EQ(out.ebx >> 24, 0); // the vCPU's index
	EXPECT_EQ(out.ebx >> 8 & 0xff, 8);
	EXPECT_EQ(out.ecx & ecx_ones, ecx_ones);
	EXPECT_EQ(out.ecx & bits(3, 5, 6), 0); // MONITOR, VMX, SMX
	EXPECT_EQ(out.edx & edx_ones, edx_ones);
}

GUEST_TEST(osxsave_follows_cr4)
{
	constexpr u64 osxsave{1 << 18};

	EXPECT(!write_cr4(read_cr4() & ~osxsave).taken);
	EXPECT_EQ(cpuid(1).ecx & bits(27), 0);
	EXPECT(!write_cr4(read_cr4() | osxsave).taken);
	EXPECT_EQ(cpuid(1).ecx & bits(27), bits(27));
}

GUEST_TEST(extended_features)
{
	constexpr u32 ebx_ones{bits(0, 6, 7, 13, 20, 23, 24)};
	constexpr u32 edx_ones{bits(10) | range(31, 26)};
	Cpuid const out{cpuid(7)};

	EXPECT_EQ(out.eax, 2);
	EXPECT_EQ(out.ebx & ebx_ones, ebx_ones);
	EXPECT_EQ(out.ebx & bits(1, 2, 4, 11), 0); // TSC_ADJUST, SGX, TSX
	EXPECT_EQ(out.ecx & bits(24), bits(24));
	EXPECT_EQ(out.ecx & bits(4, 31), 0); // OSPKE, PKS
	EXPECT_EQ(out.edx & edx_ones, edx_ones);
	EXPECT_EQ(cpuid(7, 1).ebx | cpuid(7, 1).ecx | cpuid(7, 1).edx, 0);
	EXPECT_EQ(cpuid(7, 2).edx & bits(0, 1, 2, 4), bits(0, 1, 2, 4));
}

GUEST_TEST(xsave_area)
{
	EXPECT(enable_xsave());
	EXPECT(!xsetbv(1).taken);
	EXPECT_EQ(cpuid(0xd).eax, 7); // XFAM
	EXPECT_EQ(cpuid(0xd).edx, 0);
	EXPECT_EQ(cpuid(0xd).ebx, 576);
	EXPECT_EQ(cpuid(0xd).ecx, 832);
	EXPECT(!xsetbv(7).taken);
	EXPECT_EQ(cpuid(0xd).ebx, 832);
	EXPECT_EQ(cpuid(0xd, 1).eax & bits(0, 2), bits(0, 2));
	EXPECT_EQ(cpuid(0xd, 1).ebx, 832);
	EXPECT_EQ(cpuid(0xd, 1).ecx, 0);
	EXPECT_EQ(cpuid(0xd, 2).eax, 256);
	EXPECT_EQ(cpuid(0xd, 2).ebx, 576);
	for (u32 i = 3; i < 19; i++)
		EXPECT_ALL(expect_zero(0xd, i));
}

GUEST_TEST(clock)
{
	Cpuid const out{cpuid(0x15)};

	EXPECT_EQ(out.eax, 1);
	EXPECT(out.ebx >= 4 && out.ebx <= 400);
	EXPECT_EQ(out.ecx, 25000000);
	EXPECT_EQ(out.edx, 0);
	EXPECT_EQ(cpuid(0x80000007).edx, 0x100);
}

GUEST_TEST(tdx_leaf)
{
	Cpuid const out{cpuid(0x21)};

	EXPECT_EQ(out.eax, 0);
	EXPECT_EQ(out.ebx, 0x65746e49); // "IntelTDX    "
	EXPECT_EQ(out.edx, 0x5844546c);
	EXPECT_EQ(out.ecx, 0x20202020);
}

GUEST_TEST(extended_leaves)
{
	EXPECT_EQ(cpuid(0x80000001).ecx, 0x121);
	EXPECT_EQ(cpuid(0x80000001).edx, 0x2c100800);
	EXPECT_EQ(cpuid(0x80000008).eax & 0xffff, 52 | 48 << 8);
}

GUEST_TEST(leaves_that_are_zero)
{
	for (u32 const leaf : {3u, 8u, 0xeu, 0x11u, 0x12u, 0x13u, 0x19u, 0x20u, 0x22u})
		for (u32 const subleaf : {0u, 1u, 77u})
			EXPECT_ALL(expect_zero(leaf, subleaf));
	EXPECT_ALL(expect_zero(4, 4));
	EXPECT_ALL(expect_zero(5, 0));
	EXPECT_ALL(expect_zero(0xa, 0));
	EXPECT_ALL(expect_zero(0x14, 0));
	EXPECT_ALL(expect_zero(0x14, 1));
	EXPECT_ALL(expect_zero(0x1c, 0));
	EXPECT_ALL(expect_zero(0x1d, 0));
	EXPECT_ALL(expect_zero(0x1d, 1));
	EXPECT_ALL(expect_zero(0x23, 2));
}

GUEST_TEST(leaves_that_raise_ve)
{
	for (u32 const leaf : {2u, 6u, 9u, 0xbu, 0xcu, 0xfu, 0x10u, 0x16u, 0x17u, 0x18u, 0x1au,
		     0x1bu, 0x1fu, 0x40000000u, 0x40000001u, 0x4fffffffu, 0x80000002u, 0x80000003u,
		     0x80000004u, 0x80000005u, 0x80000006u})
		EXPECT_ALL(expect_cpuid_ve(leaf, 0));
	EXPECT_ALL(expect_cpuid_ve(4, 5));
	EXPECT_ALL(expect_cpuid_ve(7, 3));
	EXPECT_ALL(expect_cpuid_ve(0xd, 19));
	EXPECT_ALL(expect_cpuid_ve(0x14, 2));
	EXPECT_ALL(expect_cpuid_ve(0x1d, 2));
	EXPECT_ALL(expect_cpuid_ve(0x1f, 5));
	EXPECT_ALL(expect_cpuid_ve(0x21, 1));
	EXPECT_ALL(expect_cpuid_ve(0x23, 4));
}

GUEST_TEST(leaves_above_the_limits)
{
	for (u32 const leaf : {0x24u, 0x100u, 0x3fffffffu, 0x50000000u, 0x7fffffffu, 0x80000009u,
		     0x8000001fu, 0xffffffffu}) {
		EXPECT_ALL(expect_as_last_leaf(leaf, 0));
		EXPECT_ALL(expect_as_last_leaf(leaf, 2));
		EXPECT_ALL(expect_cpuid_ve(leaf, 5));
	}
}
