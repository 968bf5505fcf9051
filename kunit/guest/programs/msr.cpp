// SPDX-License-Identifier: GPL-2.0
//
// MSR by MSR: who serves it in a TD without PERFMON, with XFAM 7 and TSC_DEADLINE, and without
// what else a builder may give.
#include "runtime/cpu.hpp"
#include "runtime/ve.hpp"

using namespace guest;

namespace {

enum Outcome : u8 { done, gp, ve };

// A range of MSRs, and the outcome of reading and of writing 0.
struct Row {
	u32 first, last;
	Outcome read, write;
};

constexpr Row rows[] = {
	{0x10, 0x10, done, ve},
	{0x11, 0x47, ve, ve},
	{0x48, 0x48, done, done},
	{0x49, 0x49, gp, done},
	{0x4a, 0x86, ve, ve},
	{0x87, 0x87, gp, gp},
	{0x88, 0x8b, ve, ve},
	{0x8c, 0x8f, gp, gp},
	{0x90, 0x97, ve, ve},
	{0x98, 0x9b, gp, gp},
	{0x9c, 0x9d, ve, ve},
	{0x9e, 0x9e, gp, gp},
	{0x9f, 0xbb, ve, ve},
	{0xbc, 0xbc, done, ve},
	{0xbd, 0xbd, done, gp},
	{0xbe, 0xc0, ve, ve},
	{0xc1, 0xc8, gp, gp},
	{0xc9, 0xe0, ve, ve},
	{0xe1, 0xe1, gp, gp},
	{0xe2, 0x109, ve, ve},
	{0x10a, 0x10a, done, gp},
	{0x10b, 0x10b, gp, done},
	{0x10c, 0x121, ve, ve},
	{0x122, 0x122, gp, gp},
	{0x123, 0x173, ve, ve},
	{0x174, 0x176, done, done},
	{0x177, 0x185, ve, ve},
	{0x186, 0x18d, gp, gp},
	{0x18e, 0x194, ve, ve},
	{0x195, 0x195, gp, gp},
	{0x196, 0x19f, ve, ve},
	{0x1a0, 0x1a0, done, ve},
	{0x1a1, 0x1a5, ve, ve},
	{0x1a6, 0x1a7, gp, gp},
	{0x1a8, 0x1c3, ve, ve},
	{0x1c4, 0x1c5, gp, gp},
	{0x1c6, 0x1d8, ve, ve},
	{0x1d9, 0x1d9, done, done},
	{0x1da, 0x1f7, ve, ve},
	{0x1f8, 0x1fa, gp, gp},
	{0x1fb, 0x275, ve, ve},
	{0x276, 0x276, gp, gp},
	{0x277, 0x277, done, done},
	{0x278, 0x308, ve, ve},
	{0x309, 0x310, gp, gp},
	{0x311, 0x328, ve, ve},
	{0x329, 0x329, gp, gp},
	{0x32a, 0x344, ve, ve},
	{0x345, 0x345, done, gp},
	{0x346, 0x38c, ve, ve},
	{0x38d, 0x392, gp, gp},
	{0x393, 0x3f0, ve, ve},
	{0x3f1, 0x3f2, gp, gp},
	{0x3f3, 0x3f5, ve, ve},
	{0x3f6, 0x3f7, gp, gp},
	{0x3f8, 0x47f, ve, ve},
	{0x480, 0x480, done, gp},
	{0x481, 0x484, ve, gp},
	{0x485, 0x489, done, gp},
	{0x48a, 0x48a, ve, gp},
	{0x48b, 0x492, done, gp},
	{0x494, 0x4c0, ve, ve},
	{0x4c1, 0x4c8, gp, gp},
	{0x4c9, 0x4ff, ve, ve},
	{0x500, 0x500, gp, gp},
	{0x501, 0x55f, ve, ve},
	{0x560, 0x561, gp, gp},
	{0x562, 0x56f, ve, ve},
	{0x570, 0x572, gp, gp},
	{0x573, 0x57f, ve, ve},
	{0x580, 0x587, gp, gp},
	{0x588, 0x5ff, ve, ve},
	{0x600, 0x600, done, done},
	{0x601, 0x69f, ve, ve},
	{0x6a0, 0x6a0, gp, gp},
	{0x6a1, 0x6a1, ve, ve},
	{0x6a2, 0x6a2, gp, gp},
	{0x6a4, 0x6a8, gp, gp},
	{0x6a9, 0x6df, ve, ve},
	{0x6e0, 0x6e0, ve, ve},
	{0x6e1, 0x6e1, gp, gp},
	{0x6e2, 0x7ff, ve, ve},
	{0x800, 0x801, gp, gp},
	{0x802, 0x803, ve, ve},
	{0x804, 0x807, gp, gp},
	{0x808, 0x808, done, done},
	{0x809, 0x80a, done, gp},
	{0x80b, 0x80b, done, done},
	{0x80c, 0x80c, done, gp},
	{0x80d, 0x80d, ve, ve},
	{0x80e, 0x80e, done, gp},
	{0x80f, 0x80f, ve, ve},
	{0x810, 0x827, done, gp},
	{0x828, 0x828, ve, ve},
	{0x829, 0x82e, gp, gp},
	{0x82f, 0x830, ve, ve},
	{0x831, 0x831, gp, gp},
	{0x832, 0x839, ve, ve},
	{0x83e, 0x83e, ve, ve},
	{0x83f, 0x83f, done, ve}, // the write is an exit of its own
	{0x840, 0x8ff, gp, gp},
	{0x900, 0x980, ve, ve},
	{0x981, 0x98a, gp, gp},
	{0x98b, 0xc7f, ve, ve},
	{0xc80, 0xc80, done, ve},
	{0xc81, 0xd8f, ve, ve},
	{0xd90, 0xd90, gp, gp},
	{0xd93, 0xd93, gp, gp},
	{0xd94, 0xd9f, ve, ve},
	{0xda0, 0xda0, done, done},
	{0xda1, 0x11ff, ve, ve},
	{0x1200, 0x12ff, gp, gp},
	{0x1300, 0x14cd, ve, ve},
	{0x14ce, 0x14cf, gp, gp},
	{0x14d0, 0x14ff, ve, ve},
	{0x1500, 0x16ff, gp, gp},
	{0x1700, 0x1b00, ve, ve},
	{0x1b01, 0x1b01, done, done},
	{0x1b02, 0x2010, ve, ve},
	{0x40000000, 0x40000010, ve, ve},
	{0xbffffff0, 0xbfffffff, ve, ve},
	{0xc0000080, 0xc0000080, done, ve}, // would turn long mode off
	{0xc0000081, 0xc0000082, done, done},
	{0xc0000083, 0xc0000083, ve, ve},
	{0xc0000084, 0xc0000084, done, done},
	{0xc0000085, 0xc00000ff, ve, ve},
	{0xc0000100, 0xc0000103, done, done},
	{0xc0000104, 0xc0000140, ve, ve},
	{0xc0001ff0, 0xc0002010, ve, ve},
	{0xc0010000, 0xc0010020, ve, ve},
	{0xc0010110, 0xc0010120, ve, ve},
	{0xc0011029, 0xc0011029, ve, ve},
	{0xfffffff0, 0xffffffff, ve, ve},
};

void expect_outcome(Trap const &trap, u32 msr, Outcome wanted, u64 reason)
{
	tdg_vp_veinfo_get_out info{};
	constexpr u64 else_is{0xff};
	u64 is{done};

	if (trap.taken)
		is = trap.is(vector_gp) ? u64{gp} : trap.is(vector_ve) ? u64{ve} : else_is;
	if (is == ve)
		core_tdg_vp_veinfo_get(0, 0, &info);
	// Shows the MSR number in a failure.
	EXPECT_EQ(u64{msr} << 8 | is, u64{msr} << 8 | wanted);
	if (is == ve && msr != 0x83f)
		EXPECT_EQ(info.exit_reason, reason);
}

void expect_gp(Trap const &trap)
{
	EXPECT_ALL(expect_fault(trap, vector_gp));
}

constexpr u64 not_canonical = 1ULL << 47;

} // namespace

GUEST_TEST(values_at_the_start)
{
	EXPECT_EQ(rdmsr(0x277).value, 0x0007040600070406);
	EXPECT_EQ(rdmsr(0xc0000080).value, 0xd01); // LMA is set, as paging is on
	EXPECT_EQ(rdmsr(0xc0000084).value, 0x20200);
	for (u32 const msr : {0x48u, 0x174u, 0x175u, 0x176u, 0x1d9u, 0x345u, 0x600u, 0x808u, 0x809u,
		     0x80au, 0x80bu, 0x80cu, 0x80eu, 0x83fu, 0xda0u, 0x1b01u, 0xc0000081u,
		     0xc0000082u, 0xc0000102u, 0xc0000103u})
		EXPECT_EQ(rdmsr(msr).value, 0);
	for (u32 msr = 0x810; msr < 0x828; msr++)
		EXPECT_EQ(rdmsr(msr).value, 0);
}

GUEST_TEST(reads)
{
	for (Row const &row : rows)
		for (u64 msr = row.first; msr <= row.last; msr++)
			EXPECT_ALL(expect_outcome(rdmsr(static_cast<u32>(msr)).trap,
				static_cast<u32>(msr), row.read, exit_rdmsr));
}

GUEST_TEST(writes)
{
	for (Row const &row : rows)
		for (u64 msr = row.first; msr <= row.last; msr++) {
			// An exit of its own: ve.cpp.
			if (msr == 0x83f)
				continue;
			EXPECT_ALL(expect_outcome(wrmsr(static_cast<u32>(msr), 0),
				static_cast<u32>(msr), row.write, exit_wrmsr));
		}
	EXPECT(!wrmsr(0x277, 0x0007040600070406).taken);
	EXPECT(!wrmsr(0xc0000084, 0x20200).taken);
}

GUEST_TEST(values_that_the_module_makes)
{
	constexpr u64 arch_ones{0xf16b}; // 0 1 3 5 6 8 12-15
	constexpr u64 arch_zeros{1 << 2 | 1 << 7 | 7 << 9 | 7 << 16 | 7 << 21 | ~0ULL << 25};

	EXPECT_EQ(rdmsr(0xbd).value, 1);
	EXPECT_EQ(rdmsr(0x10a).value & arch_ones, arch_ones);
	EXPECT_EQ(rdmsr(0x10a).value & arch_zeros, 0);
	EXPECT_EQ(rdmsr(0x1a0).value & (1 << 7 | 1 << 12), 1 << 12);
	EXPECT_EQ(rdmsr(0x1a0).value >> 34 & 1, 0);
}

GUEST_TEST(what_is_written_is_read)
{
	struct {
		u32 msr;
		u64 value;
	} const values[] = {{0x48, 1}, {0x174, 0x10}, {0x175, 0xffff800000001234},
		{0x176, 0x7fffffffffff}, {0x277, 0x0606060606060606}, {0x600, 0x123456789000},
		{0x808, 0x35}, {0xc0000081, 0x23001000000000}, {0xc0000082, 0xffffffff81000000},
		{0xc0000084, 0x47700}, {0xc0000100, 0x7f0000001000},
		{0xc0000101, 0xffff888000000000}, {0xc0000102, 0xfffffe0000000000},
		{0xc0000103, 0x12345678}};

	for (auto const &one : values) {
		u64 const before{rdmsr(one.msr).value};
		EXPECT(!wrmsr(one.msr, one.value).taken);
		EXPECT_EQ(rdmsr(one.msr).value, one.value);
		EXPECT(!wrmsr(one.msr, before).taken);
	}
}

GUEST_TEST(values_that_are_refused)
{
	for (u32 const msr : {0x175u, 0x176u, 0xc0000082u, 0xc0000100u, 0xc0000101u, 0xc0000102u})
		EXPECT_ALL(expect_gp(wrmsr(msr, not_canonical)));
	for (u32 bit = 32; bit < 64; bit++) {
		EXPECT_ALL(expect_gp(wrmsr(0xc0000084, 1ULL << bit)));
		EXPECT_ALL(expect_gp(wrmsr(0xc0000103, 1ULL << bit)));
	}
	for (u64 const pat : {2ULL, 3ULL, 8ULL, 0x0200000000000000ULL, 0x80ULL})
		EXPECT_ALL(expect_gp(wrmsr(0x277, pat)));
	for (u32 bit = 8; bit < 64; bit++) {
		EXPECT_ALL(expect_gp(wrmsr(0x808, 1ULL << bit)));
		EXPECT_ALL(expect_gp(wrmsr(0x83f, 1ULL << bit | 0x40)));
	}
	for (u32 bit = 0; bit < 64; bit++) {
		EXPECT_ALL(expect_gp(wrmsr(0x80b, 1ULL << bit)));
		EXPECT_ALL(expect_gp(wrmsr(0xda0, 1ULL << bit)));
	}
}

GUEST_TEST(debugctl)
{
	for (u32 bit = 3; bit < 64; bit++) {
		if (bit >= 6 && bit < 16)
			continue;
		EXPECT_ALL(expect_gp(wrmsr(0x1d9, 1ULL << bit)));
	}
	EXPECT_ALL(expect_ve(wrmsr(0x1d9, 1 << 6), {exit_wrmsr, 0, 2, 0, 0, 0}));
	EXPECT(!wrmsr(0x1d9, 1 << 6 | 1 << 7).taken);
	EXPECT_EQ(rdmsr(0x1d9).value, 1 << 6 | 1 << 7);
	EXPECT(!wrmsr(0x1d9, 1 << 13).taken);
	EXPECT_EQ(rdmsr(0x1d9).value, 0);
}

GUEST_TEST(efer_changes_in_sce_alone)
{
	EXPECT(!wrmsr(0xc0000080, 0xd00).taken);
	EXPECT_EQ(rdmsr(0xc0000080).value, 0xd00);
	EXPECT(!wrmsr(0xc0000080, 0xd01).taken);
	// LMA is not looked at.
	EXPECT(!wrmsr(0xc0000080, 0x901).taken);
	EXPECT_EQ(rdmsr(0xc0000080).value, 0xd01);
	for (u32 bit = 1; bit < 64; bit++) {
		if (bit == 10)
			continue;
		EXPECT_ALL(expect_ve(
			wrmsr(0xc0000080, 0xd01 ^ 1ULL << bit), {exit_wrmsr, 0, 2, 0, 0, 0}));
	}
	EXPECT_EQ(rdmsr(0xc0000080).value, 0xd01);
}

// Scaled and offset, but the same clock.
GUEST_TEST(tsc)
{
	u64 const before{rdtsc()};
	u64 const now{rdmsr(0x10).value};
	u64 const after{rdtsc()};

	EXPECT(before <= now && now <= after);
}
