// SPDX-License-Identifier: GPL-2.0
//
// Which leaf functions on private memory accept which state of the TD and of a secure-EPT entry.
// Rows are those of op_state.tsv and sept_state_leaf.tsv.
#include <cstring>

#include <gtest/gtest.h>

#include "test_emu_td.hpp"

namespace {

using namespace test;

constexpr u32 rcx = 1;
constexpr u64 op_state_incorrect = raw(0xc0000608);
constexpr u64 entry_state_incorrect = raw(0xc0000b0d, rcx);
constexpr u64 entry_not_present = raw(0xc0000b03, rcx);
constexpr u64 already_blocked = raw(0x00000b07, rcx);

struct StateRow {
	HostLeaf leaf;
	char const *allowed; // a digit for each state
};

// UNINITIALIZED, INITIALIZED, RUNNABLE, LIVE_EXPORT, PAUSED_EXPORT, POST_EXPORT, MEMORY_IMPORT,
// STATE_IMPORT, POST_IMPORT, LIVE_IMPORT, FAILED_IMPORT
constexpr StateRow op_state_rows[]{
	{HostLeaf::MemPageAdd, "01000000000"},
	{HostLeaf::MemSeptAdd, "01110011110"},
	{HostLeaf::MemPageRelocate, "01111100110"},
	{HostLeaf::MemPageAug, "01110000010"},
	{HostLeaf::MemRangeBlock, "01111100110"},
	{HostLeaf::MemRd, "01111111111"},
	{HostLeaf::MemWr, "01110011111"},
	{HostLeaf::MemPageDemote, "01111100110"},
	{HostLeaf::MrExtend, "01000000000"},
	{HostLeaf::MrFinalize, "01000000000"},
	{HostLeaf::MemPagePromote, "01111100110"},
	{HostLeaf::MemSeptRd, "01111111111"},
	{HostLeaf::MemPageRemove, "01111100111"},
	{HostLeaf::MemSeptRemove, "01111111111"},
	{HostLeaf::MemTrack, "01111111110"},
	{HostLeaf::MemRangeUnblock, "01111100110"},
};

TEST(MemStates, OfTheTd)
{
	Platform platform;
	TestTd td{platform, {.debug = true}};

	for (auto const &row : op_state_rows) {
		for (u32 state = 0; state < 11; state++) {
			td.control().op_state = state;
			// What is wrong with RCX is found next.
			bool const tdr_in_rcx{
				row.leaf == HostLeaf::MemTrack || row.leaf == HostLeaf::MrFinalize};
			auto const answer = platform.call(
				row.leaf, {.rcx = tdr_in_rcx ? td.tdr : 7, .rdx = td.tdr});
			bool const allowed{row.allowed[state] == '1'};
			EXPECT_EQ(answer.rax != op_state_incorrect, allowed)
				<< "leaf " << static_cast<int>(row.leaf) << " in state " << state;
			EXPECT_TRUE(tdr_in_rcx || !allowed || answer.rax == raw(0xc0000100, rcx));
		}
		// A state that does not exist: the control page is damaged.
		td.control().op_state = 11;
		EXPECT_EQ(platform.call(row.leaf, {.rcx = td.tdr, .rdx = td.tdr}).rax,
			op_state_incorrect);
	}
}

// FREE, REMOVED, NL_MAPPED, NL_BLOCKED, MAPPED, BLOCKED, BLOCKEDW, EXPORTED_BLOCKEDW,
// EXPORTED_DIRTY, EXPORTED_DIRTY_BLOCKEDW, PENDING, PENDING_BLOCKED, PENDING_BLOCKEDW,
// PENDING_EXPORTED_BLOCKEDW, PENDING_EXPORTED_DIRTY, PENDING_EXPORTED_DIRTY_BLOCKEDW
constexpr StateRow entry_state_rows[]{
	{HostLeaf::MemPageAdd, "1000000000000000"},
	{HostLeaf::MemSeptAdd, "1010000000000000"},
	{HostLeaf::MemPageRelocate, "0000111111111111"},
	{HostLeaf::MemPageAug, "1100000000000000"},
	{HostLeaf::MemRangeBlock, "0010101000101000"},
	{HostLeaf::MemRd, "0000101111000000"},
	{HostLeaf::MemWr, "0000100010000000"},
	{HostLeaf::MemPageDemote, "0000110000110000"},
	{HostLeaf::MrExtend, "0000100000000000"},
	{HostLeaf::MemPagePromote, "0011000000000000"},
	{HostLeaf::MemSeptRd, "1111111111111111"},
	{HostLeaf::MemPageRemove, "0000111000111000"},
	{HostLeaf::MemSeptRemove, "0011000000000000"},
	{HostLeaf::MemRangeUnblock, "0001010000010000"},
};

constexpr u8 public_states[]{0, 5, 132, 129, 4, 1, 8, 9, 11, 12, 2, 3, 16, 17, 19, 20};
constexpr u32 states = 16;

bool is_table(u32 state)
{
	return state == 2 || state == 3;
}

// States of a leaf whose page the guest may read.
bool is_readable(u32 state)
{
	return state == 4 || (state >= 6 && state <= 9);
}

bool is_on_tables(HostLeaf leaf)
{
	return leaf == HostLeaf::MemSeptAdd || leaf == HostLeaf::MemPagePromote ||
	       leaf == HostLeaf::MemSeptRemove;
}

u64 refusal(HostLeaf leaf, u32 state)
{
	bool const blocked{state == 3 || state == 5 || state == 11};

	switch (leaf) {
	case HostLeaf::MemRangeBlock:
		return blocked ? already_blocked : entry_state_incorrect;
	case HostLeaf::MemRd:
	case HostLeaf::MemWr:
		return is_readable(state) ? entry_state_incorrect : entry_not_present;
	case HostLeaf::MrExtend:
		return entry_not_present;
	default:
		return entry_state_incorrect;
	}
}

// What the host sees of an entry with these contents.
u64 host_view(u64 entry, u32 state)
{
	constexpr u64 permissions = 7;
	constexpr u64 leaf = 0x80;

	if (!state)
		return 1ULL << 63;
	if (!(entry & leaf))
		return entry & permissions;
	return entry & (permissions | 0x38 | 0x40 | leaf | 0xffffffffff000 | 1ULL << 63);
}

class EntryStates : public testing::TestWithParam<StateRow> {
protected:
	Platform platform;
	TestTd td{platform, {.debug = true}};

	// An entry at @gpa in the state, at the level where the leaf function wants it.
	u32 prepare(HostLeaf leaf, u64 gpa, u32 state)
	{
		bool const table{is_table(state)};
		bool const wants_large{is_on_tables(leaf) || leaf == HostLeaf::MemPageDemote};
		bool const small_only{leaf == HostLeaf::MemPageAdd ||
				      leaf == HostLeaf::MemPageRelocate ||
				      leaf == HostLeaf::MemRd || leaf == HostLeaf::MemWr ||
				      leaf == HostLeaf::MrExtend};
		u32 const level{(table && !small_only) || wants_large ? 1u : 0u};

		if (table && level) {
			td.add_tables(gpa, 0);
		} else if (state <= 1) {
			td.add_tables(gpa, level);
		} else {
			td.aug(gpa, level);
		}
		td.put_state(gpa, level, static_cast<SeptState>(state));
		return level;
	}
};

TEST_P(EntryStates, AllowedOrRefused)
{
	auto const [leaf, allowed] = GetParam();
	bool const before_finalize{leaf == HostLeaf::MemPageAdd || leaf == HostLeaf::MrExtend};
	u64 gpa{0};

	for (u32 state = 0; state < states; state++, gpa += huge_bytes) {
		td.set_state(OpState::Runnable);
		u32 const level{prepare(leaf, gpa, state)};
		bool const names_byte{leaf == HostLeaf::MemRd || leaf == HostLeaf::MemWr ||
				      leaf == HostLeaf::MrExtend};
		if (before_finalize)
			td.set_state(OpState::Initialized);

		u64 const entry{*td.entry(gpa, level)};
		u64 const allow_existing{leaf == HostLeaf::MemSeptAdd};
		auto const answer = platform.call(leaf, {.rcx = names_byte ? gpa : gpa | level,
								.rdx = td.tdr | allow_existing,
								.r8 = platform.page(),
								.r9 = host_page_pa});
		SCOPED_TRACE(state);
		if (allowed[state] == '1') {
			EXPECT_NE(answer.rax, entry_state_incorrect);
			EXPECT_NE(answer.rax, entry_not_present);
			EXPECT_NE(answer.rax, already_blocked);
			continue;
		}
		EXPECT_EQ(answer.rax, refusal(leaf, state));
		EXPECT_EQ(answer.gpr.rcx, host_view(entry, state));
		EXPECT_EQ(answer.gpr.rdx, level | u64{public_states[state]} << 8);
		EXPECT_EQ(*td.entry(gpa, level), entry);
	}
}

TEST_P(EntryStates, DamagedStateIsRefused)
{
	auto const [leaf, allowed] = GetParam();
	constexpr u64 mask = 3ULL << 6 | 15ULL << 53 | 1ULL << 9;
	u64 gpa{0};

	for (u32 encoding = 0; encoding < 128; encoding++) {
		bool known{false};
		for (auto const &info : tdx::sept_states)
			known = known || info.encoding == encoding;
		if (known)
			continue;
		td.set_state(OpState::Runnable);
		u32 const level{prepare(leaf, gpa, 10)};
		if (leaf == HostLeaf::MemPageAdd || leaf == HostLeaf::MrExtend)
			td.set_state(OpState::Initialized);
		u64 *const at{td.entry(gpa, level)};
		u64 const code{encoding};
		u64 const entry{(*at & ~mask) | (code >> 5 & 3) << 6 | (code >> 1 & 15) << 53 |
				(code & 1) << 9 | 7};
		*at = entry;
		auto const answer = platform.call(
			leaf, {.rcx = gpa | (leaf == HostLeaf::MemRd || leaf == HostLeaf::MemWr ||
								    leaf == HostLeaf::MrExtend
							    ? 0
							    : level),
				      .rdx = td.tdr,
				      .r8 = platform.page(),
				      .r9 = host_page_pa});
		if (leaf == HostLeaf::MemSeptRd)
			EXPECT_EQ(answer.rax, 0u);
		else
			EXPECT_TRUE(answer.rax == entry_state_incorrect ||
				    answer.rax == entry_not_present)
				<< std::hex << answer.rax << " for " << encoding;
		EXPECT_EQ(*at, entry);
		gpa += large_bytes;
	}
}

INSTANTIATE_TEST_SUITE_P(Leaves, EntryStates, testing::ValuesIn(entry_state_rows),
	[](auto const &row) { return "Leaf" + std::to_string(static_cast<int>(row.param.leaf)); });

} // namespace
