// SPDX-License-Identifier: GPL-2.0
//
// What the leaf functions on private memory do when they succeed, and the checks that only some of
// them make.  From semantics.md, sections 1, 3 and 5, and structs.md, section 12.
#include <cstring>

#include <gtest/gtest.h>

#include "test_emu_td.hpp"

namespace {

using namespace test;

constexpr u32 rcx = 1, rdx = 2, r8 = 8;
constexpr u64 free_entry = 0x80e0000000000000;
constexpr u64 no_page = ~0ULL;

// Entries without their address: mapped page, pending page, table, and these blocked.
constexpr u64 mapped_bits = 0x80000000000000f7;
constexpr u64 pending_bits = 0x81000000000000f0;
constexpr u64 table_bits = 0x8000000000000007;
constexpr u64 blocked_bits = 0x80800000000000f0;
constexpr u64 pending_blocked_bits = 0x81800000000000f0;
constexpr u64 table_blocked_bits = 0x8080000000000000;

constexpr u64 not_blocked = raw(0xc0000b06, rcx);
constexpr u64 not_tracked = raw(0xc0000b08, rcx);

class MemPages : public testing::Test {
protected:
	Platform platform;
	TestTd td{platform};

	Machine::Answer call(HostLeaf leaf, u64 page_info, u64 page = 0, u32 version = 0)
	{
		return platform.call(
			static_cast<u64>(leaf) | u64{version} << 16, {.rcx = page_info,
									     .rdx = td.tdr,
									     .r8 = page,
									     .r9 = no_page,
									     .r10 = no_page,
									     .r11 = no_page});
	}
	void must(HostLeaf leaf, u64 page_info, u64 page = 0)
	{
		ASSERT_EQ(call(leaf, page_info, page).rax, 0u);
	}
	// As if vCPUs had left since.
	void track() { platform.must(HostLeaf::MemTrack, {.rcx = td.tdr}); }
	void run() { td.set_state(OpState::Runnable); }
};

TEST_F(MemPages, SeptAdd)
{
	u64 const page{platform.page()};
	std::memset(host::at(page), 0x5a, page_bytes);
	u64 const children{td.children()};

	auto const answer = call(HostLeaf::MemSeptAdd, 3, page);
	EXPECT_EQ(answer.rax, 0u);
	EXPECT_EQ(answer.gpr.rcx, 0u);
	EXPECT_EQ(answer.gpr.rdx, 0u);
	EXPECT_EQ(answer.gpr.r8, page); // version 0 has no more outputs
	EXPECT_EQ(*td.entry(0, 3), page | table_bits);
	for (unsigned i = 0; i < 512; i++)
		ASSERT_EQ(static_cast<u64 *>(host::at(page))[i], free_entry);
	EXPECT_EQ(platform.pamt(page).type, PageType::Ept);
	EXPECT_EQ(platform.pamt(page).owner(), td.tdr);
	EXPECT_EQ(td.children(), children + 1);

	// Nothing is locked any more.
	EXPECT_EQ(call(HostLeaf::MemSeptAdd, 2, platform.page()).rax, 0u);

	auto const again = call(HostLeaf::MemSeptAdd, 3, platform.page());
	EXPECT_EQ(again.rax, raw(0xc0000b0d, rcx));
	EXPECT_EQ(again.gpr.rcx, 7u);
	EXPECT_EQ(again.gpr.rdx, 0x8403u);
	auto const existing = platform.call(
		HostLeaf::MemSeptAdd, {.rcx = 3, .rdx = td.tdr | 1, .r8 = platform.page()});
	EXPECT_EQ(existing.rax, 0u);
	EXPECT_EQ(platform.call(HostLeaf::MemSeptAdd, {.rcx = 3, .rdx = td.tdr | 2}).rax,
		raw(0xc0000100, rdx));
	EXPECT_EQ(platform.call(HostLeaf::MemSeptAdd, {.rcx = 3, .rdx = td.tdr | 1ULL << 52}).rax,
		raw(0xc0000100, rdx));
	EXPECT_EQ(call(HostLeaf::MemSeptAdd, 3, no_page).rax, raw(0xc0000100, r8));
}

TEST_F(MemPages, SeptAddOfVersion1)
{
	u64 const page{platform.page()};
	auto const answer = call(HostLeaf::MemSeptAdd, 3, page | 1ULL << 63, 1);
	EXPECT_EQ(answer.rax, 0u);
	EXPECT_EQ(answer.gpr.r8, no_page);
	EXPECT_EQ(answer.gpr.r9, no_page);
	EXPECT_EQ(*td.entry(0, 3), page | table_bits);

	// All ones asks that the table be there.
	EXPECT_EQ(call(HostLeaf::MemSeptAdd, 3, no_page, 1).rax, 0u);
	auto const absent = call(HostLeaf::MemSeptAdd, 2, no_page, 1);
	EXPECT_EQ(absent.rax, raw(0xc0000b0d, rcx));
	EXPECT_EQ(absent.gpr.rcx, 1ULL << 63);
	EXPECT_EQ(absent.gpr.rdx, 2u);

	// A page that was not needed comes back with bit 63.
	auto const unused = platform.call(u64{1} << 16 | 3, {.rcx = 3,
								    .rdx = td.tdr | 1,
								    .r8 = page,
								    .r9 = no_page,
								    .r10 = no_page,
								    .r11 = no_page});
	EXPECT_EQ(unused.rax, 0u);
	EXPECT_EQ(unused.gpr.r8, page | 1ULL << 63);

	// Outputs also come with a failure, but not with an unknown version.
	auto const refused = platform.call(u64{1} << 16 | 3, {.rcx = 3,
								     .rdx = td.tdr | 4,
								     .r8 = page | 1ULL << 63,
								     .r9 = 5,
								     .r10 = 6,
								     .r11 = 7});
	EXPECT_EQ(refused.rax, raw(0xc0000100, rdx));
	EXPECT_EQ(refused.gpr.r8, page);
	EXPECT_EQ(refused.gpr.r9, 5u);
	auto const version = platform.call(
		u64{2} << 16 | 3, {.rcx = 3, .rdx = td.tdr, .r8 = page | 1ULL << 63, .r9 = 5});
	EXPECT_EQ(version.rax, raw(0xc0000100, 0));
	EXPECT_EQ(version.gpr.rcx, 0u);
	EXPECT_EQ(version.gpr.r8, page | 1ULL << 63);

	// There is no L2 VM.
	for (u32 vm = 1; vm <= 3; vm++) {
		tdx_regs in{.rcx = 2,
			.rdx = td.tdr,
			.r8 = platform.page(),
			.r9 = no_page,
			.r10 = no_page,
			.r11 = no_page};
		*tdx::gpr(in, static_cast<Reg>(8 + vm)) = platform.page();
		EXPECT_EQ(platform.call(u64{1} << 16 | 3, in).rax, raw(0xc0000100, 8 + vm));
	}
}

TEST_F(MemPages, FiveLevels)
{
	TestTd wide{platform, {.five_levels = true, .gpaw = true}};
	u64 const gpa{(1ULL << 51) - large_bytes};

	wide.add_tables(gpa);
	EXPECT_EQ(wide.children(), 6u + 4);
	auto const read =
		platform.call(HostLeaf::MemSeptRd, {.rcx = gpa >> 48 << 48 | 4, .rdx = wide.tdr});
	EXPECT_EQ(read.rax, 0u);
	EXPECT_EQ(read.gpr.rcx, 7u);
	EXPECT_EQ(read.gpr.rdx, 0x8404u);
	// The shared bit is the highest.
	EXPECT_EQ(platform.call(HostLeaf::MemSeptRd, {.rcx = 1ULL << 51, .rdx = wide.tdr}).rax,
		raw(0xc0000100, rcx));
	// Four levels have no level 4.
	EXPECT_EQ(call(HostLeaf::MemSeptRd, 4).rax, raw(0xc0000100, rcx));
}

TEST_F(MemPages, SeptRd)
{
	auto const walk = call(HostLeaf::MemSeptRd, 0);
	EXPECT_EQ(walk.rax, raw(0xc0000b00, rcx));
	EXPECT_EQ(walk.gpr.rcx, 1ULL << 63);
	EXPECT_EQ(walk.gpr.rdx, 3u); // stopped at the top
	u64 const page{td.add(0x5000)};
	auto const leaf = call(HostLeaf::MemSeptRd, 0x5000);
	EXPECT_EQ(leaf.rax, 0u);
	EXPECT_EQ(leaf.gpr.rcx, page | mapped_bits);
	EXPECT_EQ(leaf.gpr.rdx, 0x400u);
	EXPECT_EQ(leaf.gpr.r8, 0u);
	// L2 attributes are for debug TDs.
	EXPECT_EQ(platform.call(HostLeaf::MemSeptRd, {.rcx = 0x5000, .rdx = td.tdr | 1}).rax,
		raw(0xc0000100, rdx));
}

TEST_F(MemPages, PageAdd)
{
	auto *const source = static_cast<unsigned char *>(host::at(host_page_pa));
	for (unsigned i = 0; i < page_bytes; i++)
		source[i] = static_cast<unsigned char>(i * 7);
	td.add_tables(0x9000);
	u64 const page{platform.page()};
	u64 const children{td.children()};

	// A KeyID that the host may use changes nothing here.
	auto const answer = platform.call(HostLeaf::MemPageAdd,
		{.rcx = 0x9000, .rdx = td.tdr, .r8 = page, .r9 = host_page_pa | 31ULL << 46});
	EXPECT_EQ(answer.rax, 0u);
	EXPECT_EQ(answer.gpr.rcx, 0u);
	EXPECT_EQ(answer.gpr.rdx, 0u);
	EXPECT_EQ(*td.entry(0x9000, 0), page | mapped_bits);
	EXPECT_EQ(std::memcmp(host::at(page), source, page_bytes), 0);
	EXPECT_EQ(platform.pamt(page).type, PageType::Reg);
	EXPECT_EQ(platform.pamt(page).owner(), td.tdr);
	EXPECT_EQ(platform.pamt(page).bepoch, 0u);
	EXPECT_EQ(td.children(), children + 1);

	auto const again = platform.call(HostLeaf::MemPageAdd,
		{.rcx = 0x9000, .rdx = td.tdr, .r8 = platform.page(), .r9 = host_page_pa});
	EXPECT_EQ(again.rax, raw(0xc0000b0d, rcx));
	EXPECT_EQ(again.gpr.rcx, page | mapped_bits);
	EXPECT_EQ(again.gpr.rdx, 0x400u);

	// Memory that is not there answers as an address outside of every range.
	EXPECT_EQ(
		platform.call(HostLeaf::MemPageAdd,
				{.rcx = 0xa000, .rdx = td.tdr, .r8 = platform.page(), .r9 = 0x1000})
			.rax,
		raw(0xc0000101, 9));
	EXPECT_EQ(*td.entry(0xa000, 0), free_entry);
}

TEST_F(MemPages, PageAug)
{
	u64 const children{td.children()};
	u64 const page{td.aug(0x1000)};
	EXPECT_EQ(*td.entry(0x1000, 0), page | pending_bits);
	EXPECT_EQ(td.children(), children + 4);

	u64 const large{td.aug(large_bytes, 1)};
	EXPECT_EQ(*td.entry(large_bytes, 1), large | pending_bits);
	EXPECT_EQ(td.children(), children + 4 + 512);
	EXPECT_EQ(platform.pamt(large, PageSize::Size2M).type, PageType::Reg);
	EXPECT_EQ(platform.pamt(large).type, PageType::Nda);

	// Inside of a larger leaf the walk ends there.
	auto const inside = call(HostLeaf::MemPageAug, large_bytes + 0x1000, platform.page());
	EXPECT_EQ(inside.rax, raw(0xc0000b00, rcx));
	EXPECT_EQ(inside.gpr.rcx, large | (pending_bits & ~(1ULL << 56)));
	EXPECT_EQ(inside.gpr.rdx, 0x201u);

	// A part of the range in use, or locked; an address that is not its start.
	u64 const range{platform.large()};
	platform.pamt(range + 0x7000).type = PageType::Reg;
	EXPECT_EQ(call(HostLeaf::MemPageAug, 2 * large_bytes | 1, range).rax, raw(0xc0000300, r8));
	platform.pamt(range + 0x7000).type = PageType::Nda;
	EXPECT_EQ(call(HostLeaf::MemPageAug, 2 * large_bytes | 1, range + page_bytes).rax,
		raw(0xc0000100, r8));
	ASSERT_TRUE(platform.pamt(range, PageSize::Size2M).lock.try_shared());
	EXPECT_EQ(call(HostLeaf::MemPageAug, 2 * large_bytes | 1, range).rax, raw(0x80000200, r8));
	platform.pamt(range, PageSize::Size2M).lock.release_shared();
	EXPECT_EQ(call(HostLeaf::MemPageAug, 2 * large_bytes | 1, range).rax, 0u);
	// A small page of a range that is one large page.
	EXPECT_EQ(call(HostLeaf::MemPageAug, 0x2000, range + page_bytes).rax, raw(0xc0000300, r8));
}

TEST_F(MemPages, BlockTrackUnblock)
{
	u64 const page{td.aug(0)};
	u64 const table{*td.entry(0, 1) & 0xffffffffff000};
	run();

	must(HostLeaf::MemRangeBlock, 0);
	EXPECT_EQ(*td.entry(0, 0), page | pending_blocked_bits);
	EXPECT_EQ(platform.pamt(page).bepoch, 1u); // the TD's first epoch
	auto const again = call(HostLeaf::MemRangeBlock, 0);
	EXPECT_EQ(again.rax, raw(0x00000b07, rcx));
	EXPECT_EQ(again.gpr.rcx, page | 0x80000000000000f0);
	EXPECT_EQ(again.gpr.rdx, 0x300u);

	// Not tracked: here the tree is named, and there is no more to tell.
	auto const early = call(HostLeaf::MemRangeUnblock, 0);
	EXPECT_EQ(early.rax, raw(0xc0000b08, 146));
	EXPECT_EQ(early.gpr.rcx, 0u);
	EXPECT_EQ(early.gpr.rdx, 0u);
	td.control().epoch_refs[1] = 1; // a vCPU of epoch 1 still runs
	track();
	EXPECT_EQ(call(HostLeaf::MemRangeUnblock, 0).rax, raw(0xc0000b08, 146));
	td.control().epoch_refs[1] = 0;
	must(HostLeaf::MemRangeUnblock, 0);
	EXPECT_EQ(*td.entry(0, 0), page | pending_bits);

	td.put_state(0, 0, SeptState::Mapped);
	must(HostLeaf::MemRangeBlock, 0);
	EXPECT_EQ(*td.entry(0, 0), page | blocked_bits);
	EXPECT_EQ(platform.pamt(page).bepoch, 2u);
	// Two epochs later the counters are those of others.
	track();
	track();
	td.control().epoch_refs[0] = 1;
	must(HostLeaf::MemRangeUnblock, 0);
	EXPECT_EQ(*td.entry(0, 0), page | mapped_bits);
	td.control().epoch_refs[0] = 0;

	// A whole table; its own PAMT entry keeps the epoch.
	must(HostLeaf::MemRangeBlock, 1);
	EXPECT_EQ(*td.entry(0, 1), table | table_blocked_bits);
	EXPECT_EQ(platform.pamt(table).bepoch, 4u);
	auto const below = call(HostLeaf::MemSeptRd, 0);
	EXPECT_EQ(below.rax, raw(0xc0000b00, rcx));
	EXPECT_EQ(below.gpr.rcx, 0u);
	EXPECT_EQ(below.gpr.rdx, 0x8101u);
	track();
	must(HostLeaf::MemRangeUnblock, 1);
	EXPECT_EQ(*td.entry(0, 1), table | table_bits);

	// An epoch of migration is never over.
	must(HostLeaf::MemRangeBlock, 0);
	platform.pamt(page).bepoch = 1ULL << 63;
	track();
	track();
	EXPECT_EQ(call(HostLeaf::MemRangeUnblock, 0).rax, raw(0xc0000b08, 146));
}

TEST_F(MemPages, WriteBlockedPagesBecomeBlocked)
{
	u64 const page{td.aug(0)};
	td.put_state(0, 0, SeptState::Blockedw);
	must(HostLeaf::MemRangeBlock, 0);
	EXPECT_EQ(*td.entry(0, 0), page | blocked_bits);
	td.put_state(0, 0, SeptState::PendingBlockedw);
	must(HostLeaf::MemRangeBlock, 0);
	EXPECT_EQ(*td.entry(0, 0), page | pending_blocked_bits);
}

TEST_F(MemPages, BlockResetsAcceptProgress)
{
	u64 const page{td.aug(0, 1)};
	*td.entry(0, 1) |= 5 << 12; // of 512 parts
	must(HostLeaf::MemRangeBlock, 1);
	EXPECT_EQ(*td.entry(0, 1), page | pending_blocked_bits);
}

TEST_F(MemPages, PageRemove)
{
	u64 const page{td.add(0x3000)};
	u64 const children{td.children()};

	// Before the TD runs nothing needs to be blocked.
	auto const answer = call(HostLeaf::MemPageRemove, 0x3000);
	EXPECT_EQ(answer.rax, 0u);
	EXPECT_EQ(answer.gpr.rcx, page);
	EXPECT_EQ(answer.gpr.rdx, 0u);
	EXPECT_EQ(*td.entry(0x3000, 0), free_entry);
	EXPECT_EQ(platform.pamt(page).type, PageType::Nda);
	EXPECT_EQ(td.children(), children - 1);

	run();
	u64 const other{td.aug(0x3000)};
	auto const open = call(HostLeaf::MemPageRemove, 0x3000);
	EXPECT_EQ(open.rax, not_blocked);
	EXPECT_EQ(open.gpr.rcx, other | 0x80000000000000f0);
	EXPECT_EQ(open.gpr.rdx, 0x200u);
	must(HostLeaf::MemRangeBlock, 0x3000);
	auto const early = call(HostLeaf::MemPageRemove, 0x3000);
	EXPECT_EQ(early.rax, not_tracked);
	EXPECT_EQ(early.gpr.rcx, 0u);
	EXPECT_EQ(early.gpr.rdx, 0u);
	ASSERT_TRUE(platform.pamt(other).lock.try_shared());
	EXPECT_EQ(call(HostLeaf::MemPageRemove, 0x3000).rax, raw(0x80000200, rcx));
	platform.pamt(other).lock.release_shared();
	track();
	EXPECT_EQ(call(HostLeaf::MemPageRemove, 0x3000).gpr.rcx, other);

	// A table is no page.
	auto const table = call(HostLeaf::MemPageRemove, 1);
	EXPECT_EQ(table.rax, raw(0xc0000b0d, rcx));
	EXPECT_EQ(table.gpr.rdx, 0x8401u);

	u64 const large{td.aug(large_bytes, 1)};
	must(HostLeaf::MemRangeBlock, large_bytes | 1);
	track();
	u64 const before{td.children()};
	EXPECT_EQ(call(HostLeaf::MemPageRemove, large_bytes | 1).gpr.rcx, large);
	EXPECT_EQ(td.children(), before - 512);
	EXPECT_EQ(platform.pamt(large, PageSize::Size2M).type, PageType::Nda);

	// While an import is in progress the entry remembers.
	td.aug(0x4000);
	td.set_state(OpState::PostImport);
	must(HostLeaf::MemPageRemove, 0x4000);
	EXPECT_EQ(*td.entry(0x4000, 0) & ~0x1ffffffff000ULL, 0x80c0000000000000);
}

TEST_F(MemPages, SeptRemove)
{
	td.add_tables(0);
	u64 const table{*td.entry(0, 1) & 0xffffffffff000};
	u64 const page{td.add(0x1000)};
	u64 const children{td.children()};

	auto const full = call(HostLeaf::MemSeptRemove, 1);
	EXPECT_EQ(full.rax, raw(0xc0000b0e, rcx));
	EXPECT_EQ(full.gpr.rcx, 7u);
	EXPECT_EQ(full.gpr.rdx, 0x8401u);
	must(HostLeaf::MemPageRemove, 0x1000);
	// REMOVED is not free.
	*td.entry(0x1000, 0) = 0x80c0000000000000;
	EXPECT_EQ(call(HostLeaf::MemSeptRemove, 1).rax, raw(0xc0000b0e, rcx));
	*td.entry(0x1000, 0) = free_entry;

	run();
	EXPECT_EQ(call(HostLeaf::MemSeptRemove, 1).rax, not_blocked);
	must(HostLeaf::MemRangeBlock, 1);
	EXPECT_EQ(call(HostLeaf::MemSeptRemove, 1).rax, not_tracked);
	track();
	ASSERT_TRUE(platform.pamt(table).lock.try_exclusive());
	EXPECT_EQ(call(HostLeaf::MemSeptRemove, 1).rax, raw(0x80000200, rcx));
	platform.pamt(table).lock.release_exclusive();
	auto const answer = call(HostLeaf::MemSeptRemove, 1, 0, 1);
	EXPECT_EQ(answer.rax, 0u);
	EXPECT_EQ(answer.gpr.rcx, table);
	EXPECT_EQ(answer.gpr.r9, no_page);
	EXPECT_EQ(answer.gpr.r10, no_page);
	EXPECT_EQ(answer.gpr.r11, no_page);
	EXPECT_EQ(*td.entry(0, 1), free_entry);
	EXPECT_EQ(platform.pamt(table).type, PageType::Nda);
	EXPECT_EQ(td.children(), children - 2);
	EXPECT_NE(page, table);
}

TEST_F(MemPages, Relocate)
{
	std::memset(host::at(host_page_pa), 0x77, page_bytes);
	u64 const old_page{td.add(0x6000)};
	u64 const fresh{platform.page()};

	EXPECT_EQ(call(HostLeaf::MemPageRelocate, 0x6000, old_page).rax, raw(0xc0000100, r8));
	auto const answer = call(HostLeaf::MemPageRelocate, 0x6000, fresh);
	EXPECT_EQ(answer.rax, 0u);
	EXPECT_EQ(answer.gpr.rcx, old_page);
	EXPECT_EQ(answer.gpr.rdx, 0u);
	EXPECT_EQ(*td.entry(0x6000, 0), fresh | mapped_bits);
	EXPECT_EQ(*static_cast<unsigned char *>(host::at(fresh + 0xfff)), 0x77);
	EXPECT_EQ(platform.pamt(old_page).type, PageType::Nda);
	EXPECT_EQ(platform.pamt(fresh).type, PageType::Reg);
	EXPECT_EQ(platform.pamt(fresh).owner(), td.tdr);

	// While the TD runs it must be blocked; it comes back unblocked, and pending as it was.
	run();
	u64 const pending{td.aug(0x7000)};
	std::memset(host::at(pending), 0x11, page_bytes);
	u64 const next{platform.page()};
	EXPECT_EQ(call(HostLeaf::MemPageRelocate, 0x7000, next).rax, not_blocked);
	must(HostLeaf::MemRangeBlock, 0x7000);
	EXPECT_EQ(call(HostLeaf::MemPageRelocate, 0x7000, next).rax, not_tracked);
	track();
	// Where the old page is locked that comes first.
	ASSERT_TRUE(platform.pamt(pending).lock.try_shared());
	EXPECT_EQ(call(HostLeaf::MemPageRelocate, 0x7000, host_page_pa).rax, raw(0x80000200, rcx));
	platform.pamt(pending).lock.release_shared();
	must(HostLeaf::MemPageRelocate, 0x7000, next);
	EXPECT_EQ(*td.entry(0x7000, 0), next | pending_bits);
	EXPECT_EQ(*static_cast<unsigned char *>(host::at(next)), 0); // nothing was copied
	EXPECT_EQ(platform.pamt(next).bepoch, 0u);

	// A level that only has larger pages.
	td.aug(large_bytes, 1);
	EXPECT_EQ(call(HostLeaf::MemPageRelocate, large_bytes, platform.page()).rax,
		raw(0xc0000b00, rcx));
}

} // namespace
