// SPDX-License-Identifier: GPL-2.0
//
// PAGE.DEMOTE and PAGE.PROMOTE, and the trees of L2 VMs beside the TD's own.  From semantics.md,
// sections 3 and 5, and structs.md, section 12.
#include <cstring>

#include <gtest/gtest.h>

#include "core/emu/guest/guest_memory.hpp"
#include "core/emu/leaves/guest/guest_leaves.hpp"
#include "test_emu_td.hpp"

namespace {

using namespace test;

constexpr u32 rcx = 1, r8 = 8;
constexpr u64 no_page = ~0ULL;
constexpr u64 unused = 1ULL << 63;
constexpr u64 mapped_bits = 0x80000000000000f7;
constexpr u64 pending_bits = 0x81000000000000f0;
constexpr u64 table_bits = 0x8000000000000007;
constexpr u64 pending_blocked_bits = 0x81800000000000f0;
constexpr u64 l2_table_bits = 0x407;
// Of an L2 entry: memory type, ignore PAT, leaf; and blocked with R and W kept aside.
constexpr u64 l2_page_bits = 0xf0;
constexpr u64 l2_blocked_rw = 0x08800000000000c8;

constexpr u64 alias_of(u32 vm)
{
	return 1ULL << (57 + vm);
}

class MemSize : public testing::Test {
protected:
	Platform platform;
	TestTd td{platform};
	u32 lp{0};

	Machine::Answer call(HostLeaf leaf, u64 page_info, tdx_regs in = {}, u32 version = 0)
	{
		in.rcx = page_info;
		in.rdx |= td.tdr;
		return platform.call(static_cast<u64>(leaf) | u64{version} << 16, in, lp);
	}
	void block_and_track(u64 page_info)
	{
		ASSERT_EQ(call(HostLeaf::MemRangeBlock, page_info).rax, 0u);
		platform.must(HostLeaf::MemTrack, {.rcx = td.tdr});
	}
};

TEST_F(MemSize, Demote)
{
	u64 const large{td.aug(0, 1)};
	u64 const table{platform.page()};
	u64 const children{td.children()};

	auto const answer =
		call(HostLeaf::MemPageDemote, 1, {.r8 = table, .r9 = 1, .r10 = 2, .r11 = 3});
	EXPECT_EQ(answer.rax, 0u);
	EXPECT_EQ(answer.gpr.rcx, 0u);
	EXPECT_EQ(answer.gpr.rdx, 0u);
	EXPECT_EQ(answer.gpr.r8, table);
	EXPECT_EQ(answer.gpr.r9, 1u); // of VMs that the TD has not, as they came
	EXPECT_EQ(answer.gpr.r11, 3u);
	EXPECT_EQ(*td.entry(0, 1), table | table_bits);
	for (u64 i = 0; i < 512; i++) {
		ASSERT_EQ(*td.entry(i * page_bytes, 0), (large + i * page_bytes) | pending_bits);
		ASSERT_EQ(platform.pamt(large + i * page_bytes).type, PageType::Reg);
		ASSERT_EQ(platform.pamt(large + i * page_bytes).owner(), td.tdr);
		ASSERT_EQ(platform.pamt(large + i * page_bytes).bepoch, 0u);
	}
	EXPECT_EQ(platform.pamt(large, PageSize::Size2M).type, PageType::Nda);
	EXPECT_EQ(platform.pamt(table).type, PageType::Ept);
	EXPECT_EQ(td.children(), children + 1);

	EXPECT_EQ(call(HostLeaf::MemPageDemote, 1, {.rdx = 2}).rax, raw(0xc0000100, 2));
	EXPECT_EQ(call(HostLeaf::MemPageDemote, 1, {.r8 = table}).rax, raw(0xc0000b0d, rcx));
}

TEST_F(MemSize, DemoteWhileTheTdRuns)
{
	u64 const large{td.aug(0, 1)};
	td.set_state(OpState::Runnable);
	td.put_state(0, 1, SeptState::Mapped);
	tdx_regs const in{.r8 = platform.page()};

	auto const open = call(HostLeaf::MemPageDemote, 1, in);
	EXPECT_EQ(open.rax, raw(0xc0000b06, rcx));
	EXPECT_EQ(open.gpr.rcx, large | mapped_bits);
	EXPECT_EQ(open.gpr.rdx, 0x401u);
	ASSERT_EQ(call(HostLeaf::MemRangeBlock, 1).rax, 0u);
	EXPECT_EQ(call(HostLeaf::MemPageDemote, 1, in).rax, raw(0xc0000b08, rcx));
	platform.must(HostLeaf::MemTrack, {.rcx = td.tdr});

	// Whoever works on the page holds its PAMT entry.
	ASSERT_TRUE(platform.pamt(large, PageSize::Size2M).lock.try_shared());
	EXPECT_EQ(call(HostLeaf::MemPageDemote, 1, in).rax, raw(0x80000200, rcx));
	platform.pamt(large, PageSize::Size2M).lock.release_shared();
	emu_set_interrupt(platform.machine.module(), 1);
	auto const interrupted = call(HostLeaf::MemPageDemote, 1, in);
	EXPECT_EQ(interrupted.rax, raw(0x80000004));
	EXPECT_EQ(interrupted.gpr.rcx, 1u);
	EXPECT_EQ(interrupted.gpr.rdx, td.tdr);
	emu_set_interrupt(platform.machine.module(), 0);

	EXPECT_EQ(call(HostLeaf::MemPageDemote, 1, in).rax, 0u);
	EXPECT_EQ(*td.entry(0x5000, 0), (large + 0x5000) | mapped_bits);
}

TEST_F(MemSize, DemoteBlockedPendingPage)
{
	u64 const large{td.aug(0, 1)};
	*td.entry(0, 1) |= 0x1ff << 12; // accepted up to the last part
	ASSERT_EQ(call(HostLeaf::MemRangeBlock, 1).rax, 0u);
	EXPECT_EQ(*td.entry(0, 1), large | pending_blocked_bits);
	EXPECT_EQ(call(HostLeaf::MemPageDemote, 1, {.r8 = platform.page()}).rax, 0u);
	EXPECT_EQ(*td.entry(0x1ff000, 0), (large + 0x1ff000) | pending_bits);
}

TEST_F(MemSize, PromoteToTwoMegabytes)
{
	u64 const large{td.aug(0, 1)};
	u64 const table{platform.page()};
	ASSERT_EQ(call(HostLeaf::MemPageDemote, 1, {.r8 = table}).rax, 0u);
	u64 const children{td.children()};
	auto const promote = [&](u32 version = 0) {
		return call(HostLeaf::MemPagePromote, 1, {.r9 = 1, .r10 = 2, .r11 = 3}, version);
	};

	// Each of these parts does not fit with the rest.
	u64 *const part{td.entry(0x7000, 0)};
	u64 const good{*part};
	for (u64 const bad : {u64{0x80e0000000000000}, (good & ~pending_bits) | mapped_bits,
		     good + page_bytes, good | 1ULL << 55}) {
		*part = bad;
		auto const unfit = promote();
		EXPECT_EQ(unfit.rax, raw(0xc0000b09, rcx)) << std::hex << bad;
		EXPECT_EQ(unfit.gpr.rcx, 7u);
		EXPECT_EQ(unfit.gpr.rdx, 0x8401u);
		EXPECT_EQ(unfit.gpr.r9, 1u);
	}
	*part = good | 1 << 11;
	auto const held = promote(1);
	EXPECT_EQ(held.rax, raw(0x80000200, rcx));
	EXPECT_EQ(held.gpr.rdx, 0x8401u);
	EXPECT_EQ(held.gpr.r9, no_page);
	*part = good;
	// Those before it are free again.
	EXPECT_EQ(*td.entry(0, 0), large | pending_bits);
	ASSERT_TRUE(platform.pamt(table).lock.try_shared());
	EXPECT_EQ(promote().rax, raw(0x80000200, rcx));
	platform.pamt(table).lock.release_shared();
	ASSERT_TRUE(platform.pamt(large, PageSize::Size2M).lock.try_shared());
	EXPECT_EQ(promote().rax, raw(0x80000200, rcx));
	platform.pamt(large, PageSize::Size2M).lock.release_shared();
	emu_set_interrupt(platform.machine.module(), 1);
	EXPECT_EQ(promote().rax, raw(0x80000004));
	emu_set_interrupt(platform.machine.module(), 0);

	auto const answer = promote(1);
	EXPECT_EQ(answer.rax, 0u);
	EXPECT_EQ(answer.gpr.rcx, table);
	EXPECT_EQ(answer.gpr.rdx, 0u);
	EXPECT_EQ(answer.gpr.r9, no_page);
	EXPECT_EQ(*td.entry(0, 1), large | pending_bits);
	EXPECT_EQ(platform.pamt(large, PageSize::Size2M).type, PageType::Reg);
	EXPECT_EQ(platform.pamt(large, PageSize::Size2M).owner(), td.tdr);
	EXPECT_EQ(platform.pamt(large).type, PageType::Nda);
	EXPECT_EQ(platform.pamt(table).type, PageType::Nda);
	EXPECT_EQ(td.children(), children - 1);
}

TEST_F(MemSize, PromoteNeedsAnAlignedRange)
{
	td.add_tables(0);
	u64 const range{platform.large(2 * large_bytes) + page_bytes};
	for (u64 i = 0; i < 512; i++)
		platform.must(HostLeaf::MemPageAug,
			{.rcx = i * page_bytes, .rdx = td.tdr, .r8 = range + i * page_bytes});
	EXPECT_EQ(call(HostLeaf::MemPagePromote, 1).rax, raw(0xc0000b09, rcx));
}

TEST_F(MemSize, PromoteWhileTheTdRuns)
{
	td.aug(0, 1);
	ASSERT_EQ(call(HostLeaf::MemPageDemote, 1, {.r8 = platform.page()}).rax, 0u);
	td.set_state(OpState::Runnable);
	EXPECT_EQ(call(HostLeaf::MemPagePromote, 1).rax, raw(0xc0000b06, rcx));
	ASSERT_EQ(call(HostLeaf::MemRangeBlock, 1).rax, 0u);
	EXPECT_EQ(call(HostLeaf::MemPagePromote, 1).rax, raw(0xc0000b08, rcx));
	platform.must(HostLeaf::MemTrack, {.rcx = td.tdr});
	EXPECT_EQ(call(HostLeaf::MemPagePromote, 1).rax, 0u);
}

TEST_F(MemSize, OneGigabyte)
{
	u64 const huge{platform.large(huge_bytes)};
	td.add_tables(0, 1);
	u64 const table{*td.entry(0, 2) & 0xffffffffff000};
	for (u64 i = 0; i < 512; i++)
		platform.must(HostLeaf::MemPageAug,
			{.rcx = i * large_bytes | 1, .rdx = td.tdr, .r8 = huge + i * large_bytes});

	auto const promoted = call(HostLeaf::MemPagePromote, 2);
	EXPECT_EQ(promoted.rax, 0u);
	EXPECT_EQ(promoted.gpr.rcx, table);
	EXPECT_EQ(*td.entry(0, 2), huge | pending_bits);
	EXPECT_EQ(platform.pamt(huge, PageSize::Size1G).type, PageType::Reg);
	EXPECT_EQ(platform.pamt(huge, PageSize::Size2M).type, PageType::Nda);

	EXPECT_EQ(call(HostLeaf::MemPageDemote, 2, {.r8 = table}).rax, 0u);
	EXPECT_EQ(*td.entry(511 * large_bytes, 1), (huge + 511 * large_bytes) | pending_bits);
	EXPECT_EQ(platform.pamt(huge + 511 * large_bytes, PageSize::Size2M).type, PageType::Reg);
	EXPECT_EQ(call(HostLeaf::MemPagePromote, 2).rax, 0u);

	u64 const children{td.children()};
	auto const removed = call(HostLeaf::MemPageRemove, 2);
	EXPECT_EQ(removed.gpr.rcx, huge);
	EXPECT_EQ(td.children(), children - 512 * 512);
}

// A TD with two L2 VMs; the second has tables for the page.
class L2Trees : public testing::Test {
protected:
	Platform platform;
	TestTd td{platform, {.debug = true, .l2_vms = 2}};

	Machine::Answer call(HostLeaf leaf, u64 page_info, tdx_regs in = {}, u32 version = 0)
	{
		in.rcx = page_info;
		in.rdx |= td.tdr;
		return platform.call(static_cast<u64>(leaf) | u64{version} << 16, in);
	}
	// As TDG.MEM.PAGE.ATTR.WR would, with R and W: blocked as long as the page is pending.
	u64 *alias(u32 vm, u64 gpa, u32 level)
	{
		u64 *const l1{td.entry(gpa, level)};
		u64 *const l2{td.entry(gpa, level, vm)};
		u64 const address{*l1 & 0xffffffffff000};
		bool const pending{(*l1 >> 56 & 1) != 0};
		*l2 = address | (pending ? l2_blocked_rw : l2_page_bits | 3);
		*l1 |= alias_of(vm);
		return l2;
	}
};

TEST_F(L2Trees, SeptAddGivesEachItsTable)
{
	u64 const own{platform.page()}, first{platform.page()}, second{platform.page()};
	u64 const children{td.children()};
	tdx_regs in{.r8 = own, .r9 = first, .r10 = second | unused, .r11 = no_page};
	std::memset(host::at(first), 0xff, page_bytes);

	auto const answer = call(HostLeaf::MemSeptAdd, 3, in, 1);
	EXPECT_EQ(answer.rax, 0u);
	EXPECT_EQ(answer.gpr.r8, no_page);
	EXPECT_EQ(answer.gpr.r9, no_page);
	EXPECT_EQ(answer.gpr.r10, no_page);
	EXPECT_EQ(answer.gpr.r11, no_page);
	EXPECT_EQ(*td.entry(0, 3), own | table_bits | alias_of(1) | alias_of(2));
	EXPECT_EQ(*td.entry(0, 3, 1), first | l2_table_bits);
	EXPECT_EQ(*td.entry(0, 3, 2), second | l2_table_bits);
	EXPECT_EQ(*static_cast<u64 *>(host::at(first + 0xff8)), 0u);
	EXPECT_EQ(td.children(), children + 3);

	// The third VM does not exist.
	in.r11 = platform.page();
	auto const third = call(HostLeaf::MemSeptAdd, 2, in, 1);
	EXPECT_EQ(third.rax, raw(0xc0000300, r8)); // its own page is in use
	in.r8 = platform.page();
	in.r9 = in.r10 = no_page;
	auto const no_vm = call(HostLeaf::MemSeptAdd, 2, in, 1);
	EXPECT_EQ(no_vm.rax, raw(0xc0000100, 11));
	EXPECT_EQ(no_vm.gpr.r8, in.r8);

	// What is there already: refused, or given back.
	in = {.r8 = no_page, .r9 = platform.page(), .r10 = no_page, .r11 = no_page};
	auto const taken = call(HostLeaf::MemSeptAdd, 3, in, 1);
	EXPECT_EQ(taken.rax, raw(0xc0000b10, 1 << 16 | 3));
	EXPECT_EQ(taken.gpr.rcx, 0x407u);
	EXPECT_EQ(taken.gpr.rdx, 1u << 16 | 196u << 8 | 3);
	in.rdx = 1;
	auto const existing = call(HostLeaf::MemSeptAdd, 3, in, 1);
	EXPECT_EQ(existing.rax, 0u);
	EXPECT_EQ(existing.gpr.r9, in.r9 | unused);
}

TEST_F(L2Trees, SeptAddWithoutTheTableAbove)
{
	td.add_tables(0, 1);
	tdx_regs const in{.r8 = no_page, .r9 = no_page, .r10 = platform.page(), .r11 = no_page};
	auto const answer = call(HostLeaf::MemSeptAdd, 2, in, 1);
	EXPECT_EQ(answer.rax, raw(0xc0000b0f, 2 << 16 | 3));
	EXPECT_EQ(answer.gpr.rcx, 1ULL << 63);
	EXPECT_EQ(answer.gpr.rdx, 2u << 16 | 64u << 8 | 3);
	EXPECT_EQ(answer.gpr.r10, in.r10);
}

TEST_F(L2Trees, SeptAddInterruptedGoesOn)
{
	tdx_regs in{.r8 = platform.page(),
		.r9 = platform.page(),
		.r10 = platform.page(),
		.r11 = no_page};
	emu_set_interrupt(platform.machine.module(), 1);
	auto answer = call(HostLeaf::MemSeptAdd, 3, in, 1);
	EXPECT_EQ(answer.rax, raw(0x80000003));
	EXPECT_EQ(answer.gpr.rcx, 3u);
	EXPECT_EQ(answer.gpr.rdx, td.tdr);
	EXPECT_EQ(answer.gpr.r8, no_page);
	EXPECT_EQ(answer.gpr.r9, in.r9);
	EXPECT_EQ(answer.gpr.r10, in.r10);
	EXPECT_EQ(*td.entry(0, 3, 1), 0u);

	// With what came back, one page a call.
	answer = call(HostLeaf::MemSeptAdd, 3,
		{.r8 = answer.gpr.r8,
			.r9 = answer.gpr.r9,
			.r10 = answer.gpr.r10,
			.r11 = answer.gpr.r11},
		1);
	EXPECT_EQ(answer.rax, raw(0x80000003));
	EXPECT_EQ(answer.gpr.r9, no_page);
	answer = call(HostLeaf::MemSeptAdd, 3,
		{.r8 = answer.gpr.r8,
			.r9 = answer.gpr.r9,
			.r10 = answer.gpr.r10,
			.r11 = answer.gpr.r11},
		1);
	EXPECT_EQ(answer.rax, 0u);
	EXPECT_EQ(*td.entry(0, 3), in.r8 | table_bits | alias_of(1) | alias_of(2));
}

TEST_F(L2Trees, SeptRemoveTakesAll)
{
	td.add_tables(0, 2);
	td.add_l2_tables(2, 0, 2);
	u64 const own{*td.entry(0, 3) & 0xffffffffff000};
	u64 const second{*td.entry(0, 3, 2) & 0xffffffffff000};

	ASSERT_TRUE(platform.pamt(second).lock.try_shared());
	EXPECT_EQ(call(HostLeaf::MemSeptRemove, 3, {}, 1).rax, raw(0x80000200, rcx));
	platform.pamt(second).lock.release_shared();
	EXPECT_EQ(*td.entry(0, 3), own | table_bits | alias_of(2));
	u64 const children{td.children()};
	auto const answer = call(HostLeaf::MemSeptRemove, 3, {}, 1);
	EXPECT_EQ(answer.rax, 0u);
	EXPECT_EQ(answer.gpr.rcx, own);
	EXPECT_EQ(answer.gpr.r9, no_page);
	EXPECT_EQ(answer.gpr.r10, second);
	EXPECT_EQ(*td.entry(0, 3, 2), 0u);
	EXPECT_EQ(platform.pamt(second).type, PageType::Nda);
	EXPECT_EQ(td.children(), children - 2);

	// Version 0 takes them too, and does not tell.
	td.add_tables(0, 2);
	td.add_l2_tables(2, 0, 2);
	auto const quiet = call(HostLeaf::MemSeptRemove, 3, {.r10 = 5});
	EXPECT_EQ(quiet.rax, 0u);
	EXPECT_EQ(quiet.gpr.r10, 5u);
	EXPECT_EQ(*td.entry(0, 3, 2), 0u);
}

TEST_F(L2Trees, BlockingReachesAliases)
{
	u64 const page{td.add(0)};
	td.add_l2_tables(1, 0);
	u64 *const l2{alias(1, 0, 0)};

	ASSERT_EQ(call(HostLeaf::MemRangeBlock, 0).rax, 0u);
	EXPECT_EQ(*l2, page | l2_blocked_rw);
	// Read back: R and W, valid.
	auto const read = call(HostLeaf::MemSeptRd, 0, {.rdx = 1});
	EXPECT_EQ(read.rax, 0u);
	EXPECT_EQ(read.gpr.rdx, 0x100u);
	EXPECT_EQ(read.gpr.r8, 0x8003ULL << 16);
	ASSERT_EQ(call(HostLeaf::MemRangeUnblock, 0).rax, 0u);
	EXPECT_EQ(*l2, page | l2_page_bits | 3);

	u64 const moved{platform.page()};
	ASSERT_EQ(call(HostLeaf::MemPageRelocate, 0, {.r8 = moved}).rax, 0u);
	EXPECT_EQ(*l2, moved | l2_page_bits | 3);
	EXPECT_EQ(*td.entry(0, 0), moved | mapped_bits | alias_of(1));
	ASSERT_EQ(call(HostLeaf::MemPageRemove, 0).rax, 0u);
	EXPECT_EQ(*l2, 0u);

	// A pending page's alias stays blocked.
	u64 const pending{td.aug(0)};
	EXPECT_EQ(alias(1, 0, 0), l2);
	ASSERT_EQ(call(HostLeaf::MemRangeBlock, 0).rax, 0u);
	ASSERT_EQ(call(HostLeaf::MemRangeUnblock, 0).rax, 0u);
	EXPECT_EQ(*l2 & ~(0xffULL | 1ULL << 59), pending | 1ULL << 55);

	// Tables: all permissions go and come.
	u64 *const table{td.entry(0, 1, 1)};
	u64 const was{*table};
	ASSERT_EQ(call(HostLeaf::MemRangeBlock, 1).rax, 0u);
	EXPECT_EQ(*table, (was & ~u64{0x407}) | 1ULL << 55);
	ASSERT_EQ(call(HostLeaf::MemRangeUnblock, 1).rax, 0u);
	EXPECT_EQ(*table, was);
}

TEST_F(L2Trees, DemoteAndPromote)
{
	u64 const large{td.aug(0, 1)};
	td.put_state(0, 1, SeptState::Mapped);
	td.add_l2_tables(2, 0, 1);
	u64 *const l2{alias(2, 0, 1)};

	// VM 2 has the page and needs a table.
	auto const missing = call(HostLeaf::MemPageDemote, 1,
		{.rdx = 1, .r8 = platform.page(), .r9 = no_page, .r10 = no_page, .r11 = no_page});
	EXPECT_EQ(missing.rax, raw(0xc0000b12, 10));
	// VM 1 has not, and only without the sparse mode gets one: its tables above are missing.
	tdx_regs in{.r8 = platform.page(),
		.r9 = platform.page(),
		.r10 = platform.page() | unused,
		.r11 = no_page};
	auto const walk = call(HostLeaf::MemPageDemote, 1, in);
	EXPECT_EQ(walk.rax, raw(0xc0000b0f, 1 << 16 | 3));
	EXPECT_EQ(walk.gpr.rcx, 1ULL << 63);
	EXPECT_EQ(walk.gpr.rdx, 1u << 16 | 64u << 8 | 3);
	EXPECT_EQ(walk.gpr.r9, in.r9);
	EXPECT_EQ(*td.entry(0, 1), large | mapped_bits | alias_of(2));

	in.rdx = 1;
	u64 const children{td.children()};
	auto const split = call(HostLeaf::MemPageDemote, 1, in);
	EXPECT_EQ(split.rax, 0u);
	EXPECT_EQ(split.gpr.r9, in.r9 | unused);
	EXPECT_EQ(split.gpr.r10, in.r10);
	EXPECT_EQ(split.gpr.r11, no_page);
	EXPECT_EQ(*td.entry(0, 1), in.r8 | table_bits | alias_of(2));
	EXPECT_EQ(*l2, (in.r10 & ~unused) | l2_table_bits);
	EXPECT_EQ(*td.entry(0x3000, 0), (large + 0x3000) | mapped_bits | alias_of(2));
	EXPECT_EQ(*td.entry(0x3000, 0, 2), (large + 0x3000) | l2_page_bits | 3);
	EXPECT_EQ(td.children(), children + 2);

	// One alias unlike the others.
	u64 *const part{td.entry(0x8000, 0, 2)};
	*part |= 4;
	auto const unfit = call(HostLeaf::MemPagePromote, 1, {}, 1);
	EXPECT_EQ(unfit.rax, raw(0xc0000b09, rcx));
	EXPECT_EQ(unfit.gpr.rcx, 7u);
	EXPECT_EQ(unfit.gpr.rdx, 0x8401u);
	*part &= ~u64{4};
	emu_set_interrupt(platform.machine.module(), 1);
	EXPECT_EQ(call(HostLeaf::MemPagePromote, 1, {}, 1).rax, raw(0x80000004));
	emu_set_interrupt(platform.machine.module(), 0);
	auto const merged = call(HostLeaf::MemPagePromote, 1, {}, 1);
	EXPECT_EQ(merged.rax, 0u);
	EXPECT_EQ(merged.gpr.rcx, in.r8);
	EXPECT_EQ(merged.gpr.r9, no_page);
	EXPECT_EQ(merged.gpr.r10, in.r10 & ~unused);
	EXPECT_EQ(*td.entry(0, 1), large | mapped_bits | alias_of(2));
	EXPECT_EQ(*l2, large | l2_page_bits | 3);
	EXPECT_EQ(td.children(), children);
}

// Small parts of a pending page are pending, and so an L2 VM that has the page can't use one yet:
// its aliases stay blocked, with their permissions kept aside, until the guest accepts the part.
TEST_F(L2Trees, DemoteOfAPendingPageLeavesAliasesBlocked)
{
	u64 const large{td.aug(0, 1)};
	td.add_l2_tables(1, 0, 1);
	td.add_l2_tables(2, 0, 1);
	u64 *const l2{alias(2, 0, 1)};
	ASSERT_EQ(*l2, large | l2_blocked_rw);
	tdx_regs const in{.r8 = platform.page(),
		.r9 = platform.page(),
		.r10 = platform.page(),
		.r11 = no_page};

	auto const split = call(HostLeaf::MemPageDemote, 1, in);
	EXPECT_EQ(split.rax, 0u);
	// VM 1, which has not the page, got a table of free entries.
	EXPECT_EQ(*td.entry(0, 1), in.r8 | table_bits | alias_of(1) | alias_of(2));
	EXPECT_EQ(*td.entry(0, 1, 1), in.r9 | l2_table_bits);
	EXPECT_EQ(*l2, in.r10 | l2_table_bits);
	for (u64 i = 0; i < 512; i++) {
		u64 const gpa{i * page_bytes};
		ASSERT_EQ(*td.entry(gpa, 0), (large + gpa) | pending_bits | alias_of(2));
		ASSERT_EQ(*td.entry(gpa, 0, 1), 0u);
		ASSERT_EQ(*td.entry(gpa, 0, 2), (large + gpa) | l2_blocked_rw);
	}

	{
		auto *const module = platform.machine.module();
		tdx::emu::Td opened{*module};
		ASSERT_TRUE(opened.lock(td.tdr, Reg::Rcx, tdx::emu::Hold::Shared).ok());
		ASSERT_TRUE(opened.open_any_state().ok());
		tdx_regs const in{.rcx = 0x3000};
		tdx_regs out{};
		tdx::emu::Vcpu const none{*module}; // the leaf function does not look at it
		tdx::emu::GuestCall one{{*module, module->lps[0], in, out, 0}, none, opened};
		auto const accepted = tdx::emu::mem_page_accept(one);
		EXPECT_EQ(accepted.end, tdx::emu::GuestEnd::Answer);
		EXPECT_EQ(accepted.status.raw, 0u);
	}
	EXPECT_EQ(*td.entry(0x3000, 0, 2), (large + 0x3000) | l2_page_bits | 3);
	EXPECT_EQ(*td.entry(0x4000, 0, 2), (large + 0x4000) | l2_blocked_rw);
}

TEST_F(L2Trees, DemoteAndPromoteOfAPendingPage)
{
	u64 const large{td.aug(0, 1)};
	td.add_l2_tables(2, 0, 1);
	u64 *const l2{alias(2, 0, 1)};
	tdx_regs const in{.rdx = 1,
		.r8 = platform.page(),
		.r9 = no_page,
		.r10 = platform.page(),
		.r11 = no_page};

	ASSERT_EQ(call(HostLeaf::MemPageDemote, 1, in).rax, 0u);
	ASSERT_EQ(call(HostLeaf::MemPagePromote, 1, {}, 1).rax, 0u);
	EXPECT_EQ(*td.entry(0, 1), large | pending_bits | alias_of(2));
	EXPECT_EQ(*l2, large | l2_blocked_rw);
}

// The parts of a mapped page that was blocked for the purpose are open again, for L2 VMs too; those
// of a pending one are not.
TEST_F(L2Trees, DemoteOfBlockedPages)
{
	for (bool const pending : {false, true}) {
		u64 const gpa{pending ? 0 : large_bytes};
		u64 const large{td.aug(gpa, 1)};
		if (!pending)
			td.put_state(gpa, 1, SeptState::Mapped);
		td.add_l2_tables(2, gpa, 1);
		alias(2, gpa, 1);
		ASSERT_EQ(call(HostLeaf::MemRangeBlock, gpa | 1).rax, 0u);
		ASSERT_EQ(*td.entry(gpa, 1, 2) >> 55 & 1, 1u);
		tdx_regs const in{.rdx = 1,
			.r8 = platform.page(),
			.r9 = no_page,
			.r10 = platform.page(),
			.r11 = no_page};
		ASSERT_EQ(call(HostLeaf::MemPageDemote, gpa | 1, in).rax, 0u);
		u64 const own{*td.entry(gpa + 0x5000, 0)};
		u64 const other{*td.entry(gpa + 0x5000, 0, 2)};
		if (pending) {
			EXPECT_EQ(own, (large + 0x5000) | pending_bits | alias_of(2));
			EXPECT_EQ(other & 0x407, 0u); // no permission in force
			EXPECT_EQ(other >> 55 & 1, 1u);
		} else {
			EXPECT_EQ(own, (large + 0x5000) | mapped_bits | alias_of(2));
			EXPECT_EQ(other, (large + 0x5000) | l2_page_bits | 3);
		}
	}
}

} // namespace
