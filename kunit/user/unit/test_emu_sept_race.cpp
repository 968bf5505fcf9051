// SPDX-License-Identifier: GPL-2.0
//
// What another LP may do between a walk through a secure-EPT tree and the lock of the entry that
// the walk found: done here at exactly that place, before the access that follows.
#include <functional>

#include <gtest/gtest.h>

#include "kunit/user/host/access_trap.hpp"
#include "test_emu_td.hpp"

namespace {

using namespace test;

constexpr u32 rcx = 1;
constexpr u32 busy = 0x80000200;
constexpr u32 td_fatal = 0xe0000604;
constexpr u32 already_blocked = 0x00000b07;
constexpr u64 entry_lock = 1 << 11;
constexpr u64 host_waits = 1ULL << 52;
constexpr u64 address_mask = 0xffffffffff000;
constexpr u64 free_entry = 0x80e0000000000000;
constexpr u64 table_bits = 0x8000000000000007;
constexpr u64 blocked_table_bits = 0x8080000000000000;
constexpr u64 mapped_bits = 0x80000000000000f7;
constexpr u64 pending_bits = 0x81000000000000f0;
constexpr u64 pending_blocked_bits = 0x81800000000000f0;
// Of a pending page what the host may see, and where it was.
constexpr u64 pending_seen = 0x80000000000000f0;
constexpr u64 pending_at_level_0 = 2 << 8;

class SeptRace : public testing::Test {
protected:
	static constexpr u64 gpa{0x4000};

	Platform on;
	TestTd td{on, {.debug = true}};
	u64 page{td.aug(gpa)};
	u64 *const entry{td.entry(gpa, 0)};
	u64 *const parent{td.entry(gpa, 1)};
	u64 const table{*parent & address_mask};
	u64 const was{*parent};

	Machine::Answer call(HostLeaf leaf)
	{
		return on.call(leaf, {.rcx = gpa, .rdx = td.tdr, .r8 = spare});
	}
	// The walk reads the entry, and @change is done before the entry's lock is taken.
	Machine::Answer call_changed_before_the_lock(
		HostLeaf leaf, std::function<void()> const &change)
	{
		Machine::Answer answer{};
		u64 looks{0};
		AccessTrap trap{{entry}};
		trap.run([&] { answer = call(leaf); },
			[&](u64, u64 *word) {
				if (word != entry || ++looks < 2)
					return true;
				change();
				return false;
			});
		EXPECT_EQ(looks, 2u) << "no lock";
		return answer;
	}
	u64 const spare{on.page()};
};

// Leaf functions that take the lock of the entry of a small page.
constexpr HostLeaf lockers[]{HostLeaf::MemRangeBlock, HostLeaf::MemPageRelocate,
	HostLeaf::MemPageRemove, HostLeaf::MemSeptRd, HostLeaf::MemPageAug};

// PAGE.PROMOTE or SEPT.REMOVE takes the table away: its entries are nobody's any more.
TEST_F(SeptRace, TableTakenAway)
{
	u64 const other_table{on.page()};
	u64 const instead[]{
		free_entry,
		on.large() | mapped_bits,
		on.large() | pending_bits,
		other_table | table_bits,
		table | blocked_table_bits,
	};

	for (HostLeaf const leaf : lockers) {
		for (u64 const value : instead) {
			auto const answer =
				call_changed_before_the_lock(leaf, [&] { *parent = value; });
			EXPECT_EQ(answer.rax, raw(busy, rcx))
				<< static_cast<u32>(leaf) << ' ' << std::hex << value;
			EXPECT_EQ(answer.gpr.rcx, page | pending_seen);
			EXPECT_EQ(answer.gpr.rdx, pending_at_level_0);
			EXPECT_EQ(*entry, page | pending_bits) << "changed, or still locked";
			*parent = was;
		}
	}
	EXPECT_EQ(call(HostLeaf::MemRangeBlock).rax, 0u);
}

// The table's own entry is locked meanwhile, or somebody waits for it: the table stays.
TEST_F(SeptRace, TableOnlyLocked)
{
	auto const answer = call_changed_before_the_lock(
		HostLeaf::MemRangeBlock, [&] { *parent |= entry_lock | host_waits; });
	EXPECT_EQ(answer.rax, 0u);
	EXPECT_EQ(*entry, page | pending_blocked_bits);
}

// Somebody else is first.
TEST_F(SeptRace, LockTaken)
{
	for (HostLeaf const leaf : lockers) {
		auto const answer =
			call_changed_before_the_lock(leaf, [&] { *entry |= entry_lock; });
		EXPECT_EQ(answer.rax, raw(busy, rcx)) << static_cast<u32>(leaf);
		EXPECT_EQ(answer.gpr.rcx, page | pending_seen);
		EXPECT_EQ(answer.gpr.rdx, pending_at_level_0);
		EXPECT_EQ(*entry, page | pending_bits | entry_lock | host_waits);
		*entry = page | pending_bits;
	}
}

// And done when the lock is to be had: what counts is the entry under the lock.
TEST_F(SeptRace, EntryChanged)
{
	auto const answer = call_changed_before_the_lock(
		HostLeaf::MemRangeBlock, [&] { *entry = page | pending_blocked_bits; });
	EXPECT_EQ(answer.rax, raw(already_blocked, rcx));
	EXPECT_EQ(answer.gpr.rdx, 3u << 8);
	EXPECT_EQ(*entry, page | pending_blocked_bits);

	auto const unblocked = call_changed_before_the_lock(
		HostLeaf::MemRangeBlock, [&] { *entry = page | pending_bits; });
	EXPECT_EQ(unblocked.rax, 0u);
	EXPECT_EQ(*entry, page | pending_blocked_bits);
}

// The walk has read where the table is, and then asks the PAMT whose it is.
class TableOfAWalk : public SeptRace {
protected:
	tdx::emu::PamtEntry &pamt{on.pamt(table)};

	// @change is done before each look at the table's PAMT entry, and told its number.
	Machine::Answer call_changed_in_the_walk(std::function<void(u64)> const &change)
	{
		auto *const word = reinterpret_cast<u64 *>(&pamt);
		Machine::Answer answer{};
		u64 looks{0};
		AccessTrap trap{{word}};
		trap.run([&] { answer = call(HostLeaf::MemRangeBlock); },
			[&](u64, u64 *at) {
				if (at == word)
					change(++looks);
				return true;
			});
		EXPECT_GT(looks, 0u);
		return answer;
	}
};

// The table is the host's again and its page mapped as a whole.
TEST_F(TableOfAWalk, TakenAway)
{
	u64 const large{on.large()};
	auto const answer = call_changed_in_the_walk([&](u64) {
		pamt.set(PageType::Nda, td.tdr);
		*parent = large | pending_bits;
	});
	EXPECT_EQ(answer.rax, raw(busy, rcx));
	EXPECT_EQ(*entry, page | pending_bits);
}

// And split again, into the same table, before the walk looks a second time.
TEST_F(TableOfAWalk, TakenAwayAndBack)
{
	auto const answer = call_changed_in_the_walk(
		[&](u64 look) { pamt.set(look == 1 ? PageType::Nda : PageType::Ept, td.tdr); });
	EXPECT_EQ(answer.rax, 0u);
	EXPECT_EQ(*entry, page | pending_blocked_bits);
}

// Nobody took it away: the host damaged the tree or the PAMT.
TEST_F(TableOfAWalk, Damaged)
{
	auto const answer = call_changed_in_the_walk([&](u64) { pamt.set(PageType::Reg, td.tdr); });
	EXPECT_EQ(answer.rax, raw(td_fatal));
	EXPECT_EQ(*entry, page | pending_bits);
}

} // namespace
