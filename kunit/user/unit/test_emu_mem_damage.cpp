// SPDX-License-Identifier: GPL-2.0
//
// The host damages pages that it donated: no call may follow what it then finds there.
#include <array>
#include <cstring>
#include <random>

#include <gtest/gtest.h>

#include "test_emu_td.hpp"

namespace {

using namespace test;

constexpr u64 td_fatal = raw(0xe0000604);

constexpr HostLeaf all_leaves[]{HostLeaf::MemPageAdd, HostLeaf::MemSeptAdd,
	HostLeaf::MemPageRelocate, HostLeaf::MemPageAug, HostLeaf::MemRangeBlock, HostLeaf::MemRd,
	HostLeaf::MemWr, HostLeaf::MemPageDemote, HostLeaf::MrExtend, HostLeaf::MemPagePromote,
	HostLeaf::MemSeptRd, HostLeaf::MemPageRemove, HostLeaf::MemSeptRemove,
	HostLeaf::MemRangeUnblock};

class MemDamage : public testing::Test {
protected:
	Platform platform;
	TestTd td{platform, {.debug = true, .l2_vms = 1}};
	TestTd other{platform};

	static bool names_byte(HostLeaf leaf)
	{
		return leaf == HostLeaf::MemRd || leaf == HostLeaf::MemWr ||
		       leaf == HostLeaf::MrExtend;
	}
	Machine::Answer call(HostLeaf leaf, u64 gpa, u32 level)
	{
		return platform.call(leaf, {.rcx = names_byte(leaf) ? gpa : gpa | level,
						   .rdx = td.tdr,
						   .r8 = platform.large(),
						   .r9 = host_page_pa});
	}
};

TEST_F(MemDamage, PointersOfTheTree)
{
	td.add(0);
	other.add(0);
	u64 const page{td.aug(0x1000)};
	u64 const foreign{*other.entry(0, 1) & 0xffffffffff000};

	for (u32 const level : {1, 2, 3}) {
		u64 *const entry{td.entry(0, level)};
		u64 const was{*entry};
		for (u64 const pa : {u64{0}, host_page_pa, u64{0x3ffffff000} << 12, 1ULL << 46,
			     td.tdr, td.tdcs[0], page, foreign, platform.page()}) {
			*entry = (was & ~0xffffffffff000ULL) | (pa & 0xffffffffff000);
			for (auto const leaf : all_leaves) {
				bool const small{leaf != HostLeaf::MemSeptAdd &&
						 leaf != HostLeaf::MemPagePromote &&
						 leaf != HostLeaf::MemPageDemote &&
						 leaf != HostLeaf::MemSeptRemove};
				if (!small && level == 1)
					continue; // it ends there, and looks at no more than the
						  // entry
				EXPECT_EQ(call(leaf, 0, small ? 0 : 1).rax, td_fatal)
					<< "leaf " << static_cast<int>(leaf) << " at " << std::hex
					<< pa;
			}
			if (level == 1) {
				EXPECT_EQ(call(HostLeaf::MemSeptRemove, 0, 1).rax, td_fatal);
				EXPECT_EQ(call(HostLeaf::MemPagePromote, 0, 1).rax, td_fatal);
				EXPECT_EQ(call(HostLeaf::MemRangeBlock, 0, 1).rax, td_fatal);
			}
			EXPECT_EQ(*entry & 0xffffffffff000, pa & 0xffffffffff000);
		}
		*entry = was;
	}
	EXPECT_EQ(platform.pamt(foreign).owner(), other.tdr);
	EXPECT_EQ(call(HostLeaf::MemSeptRd, 0, 0).rax, 0u);
}

TEST_F(MemDamage, PagesOfOthers)
{
	td.add(0);
	u64 const foreign{other.add(0)};
	u64 const children{td.children()};
	u64 *const entry{td.entry(0, 0)};
	u64 const was{*entry};

	for (u64 const pa : {foreign, host_page_pa, td.tdr, platform.page()}) {
		*entry = (was & ~0xffffffffff000ULL) | pa;
		for (auto const leaf :
			{HostLeaf::MemPageRelocate, HostLeaf::MemRangeBlock, HostLeaf::MemRd,
				HostLeaf::MemWr, HostLeaf::MrExtend, HostLeaf::MemPageRemove})
			EXPECT_EQ(call(leaf, 0, 0).rax, td_fatal) << static_cast<int>(leaf);
	}
	EXPECT_EQ(platform.pamt(foreign).type, PageType::Reg);
	EXPECT_EQ(platform.pamt(foreign).owner(), other.tdr);
	EXPECT_EQ(td.children(), children);

	// A leaf where there is no page size, and a large page that is none.
	*td.entry(0, 1) = foreign | 0x80000000000000f7;
	EXPECT_EQ(call(HostLeaf::MemPageRemove, 0, 1).rax, td_fatal);
	EXPECT_EQ(call(HostLeaf::MemPageDemote, 0, 1).rax, td_fatal);
	*td.entry(0, 3) = foreign | 0x80000000000000f7;
	EXPECT_EQ(call(HostLeaf::MemRd, 0, 0).rax, td_fatal);
	EXPECT_EQ(call(HostLeaf::MemRangeBlock, 0, 3).rax, td_fatal);
}

TEST_F(MemDamage, AliasesThatAreNone)
{
	td.add(0);
	*td.entry(0, 0) |= 1ULL << 58;
	u64 const was{*td.entry(0, 0)};
	for (auto const leaf :
		{HostLeaf::MemPageRelocate, HostLeaf::MemRangeBlock, HostLeaf::MemPageRemove})
		EXPECT_EQ(call(leaf, 0, 0).rax, td_fatal);
	EXPECT_EQ(platform.call(HostLeaf::MemSeptRd, {.rcx = 0, .rdx = td.tdr | 1}).rax, td_fatal);
	EXPECT_EQ(*td.entry(0, 0), was);

	// More VMs than there are roots.
	td.control().num_l2_vms = 0xffff;
	*td.entry(0, 0) = (was & ~(7ULL << 58)) | 1ULL << 60;
	EXPECT_EQ(call(HostLeaf::MemRangeBlock, 0, 0).rax, td_fatal);
	tdx_regs const in{.rcx = 1,
		.rdx = td.tdr,
		.r8 = ~0ULL,
		.r9 = ~0ULL,
		.r10 = ~0ULL,
		.r11 = platform.page()};
	EXPECT_EQ(platform.call(u64{1} << 16 | 3, in).rax, td_fatal);
}

TEST_F(MemDamage, LevelsOfTheTree)
{
	td.add(0);
	for (u64 const levels : {0, 1, 2, 5, 6, 7}) {
		td.control().eptp = 6 | levels << 3;
		for (auto const leaf : all_leaves) {
			u64 const status{
				call(leaf, 0, leaf == HostLeaf::MemPageDemote ? 1 : 0).rax};
			EXPECT_TRUE(status == td_fatal || status == raw(0xc0000100, 1))
				<< static_cast<int>(leaf) << std::hex << status;
		}
	}
}

TEST_F(MemDamage, PagesOfAPromotion)
{
	u64 const large{td.aug(0, 1)};
	platform.must(HostLeaf::MemPageDemote,
		{.rcx = 1, .rdx = td.tdr, .r8 = platform.page(), .r9 = ~0ULL});
	platform.pamt(large + 5 * page_bytes).type = PageType::Nda;
	EXPECT_EQ(call(HostLeaf::MemPagePromote, 0, 1).rax, raw(0xc0000300, 1));
	EXPECT_EQ(platform.pamt(large).type, PageType::Reg);
	EXPECT_EQ(*td.entry(0, 0), large | 0x81000000000000f0); // free again
	platform.pamt(large + 5 * page_bytes).type = PageType::Reg;
	platform.pamt(large, PageSize::Size2M).type = PageType::Reg;
	EXPECT_EQ(call(HostLeaf::MemPagePromote, 0, 1).rax, raw(0xc0000300, 1));
}

// Whatever lies in the donated pages: calls answer, and write nowhere but there.
TEST_F(MemDamage, Anything)
{
	std::mt19937_64 random{20261125};
	std::array<unsigned char, 16 * page_bytes> own;
	auto *const host_pages = static_cast<unsigned char *>(host::at(host_page_pa));
	for (auto &byte : own)
		byte = static_cast<unsigned char>(random());
	std::memcpy(host_pages, own.data(), own.size());

	td.add(0);
	td.aug(large_bytes, 1);
	td.add_l2_tables(1, 0);
	std::vector<u64> targets{td.tdr, td.tdcs[0], td.tdcs[3], td.tdcs[6]};
	for (u32 level = 3; level > 0; level--) {
		targets.push_back(*td.entry(0, level) & 0xffffffffff000);
		targets.push_back(*td.entry(0, level, 1) & 0xffffffffff000);
	}
	std::vector<std::vector<unsigned char>> good;
	for (u64 const pa : targets) {
		auto const *const bytes = static_cast<unsigned char *>(host::at(pa));
		good.emplace_back(bytes, bytes + page_bytes);
	}

	for (unsigned round = 0; round < 3000; round++) {
		for (std::size_t i = 0; i < targets.size(); i++)
			std::memcpy(host::at(targets[i]), good[i].data(), page_bytes);
		for (u64 const pa : targets) {
			tdx::zero(platform.pamt(pa).lock);
			if (random() % 4)
				continue;
			u64 const at{random() % 64 * 8};
			u64 const value{random() % 2 ? random() : 1ULL << random() % 64};
			auto *const word = reinterpret_cast<u64 *>(
				static_cast<unsigned char *>(host::at(pa)) + at);
			*word ^= value;
		}
		// A lock that the damage holds is nobody's.
		for (unsigned i = 0; i < 6; i++) {
			HostLeaf const leaf{all_leaves[random() % std::size(all_leaves)]};
			tdx_regs in{.rcx = (random() % 2 * large_bytes) | random() % 3,
				.rdx = td.tdr,
				.r8 = platform.page(),
				.r9 = host_page_pa,
				.r10 = ~0ULL,
				.r11 = ~0ULL};
			if (leaf == HostLeaf::MemSeptAdd || leaf == HostLeaf::MemPageDemote)
				in.r9 = platform.page();
			auto const answer = platform.call(
				static_cast<u64>(leaf) |
					u64{leaf == HostLeaf::MemSeptAdd && random() % 2} << 16,
				in);
			ASSERT_EQ(answer.verdict, EMU_ANSWERED);
		}
		ASSERT_EQ(std::memcmp(host_pages, own.data(), own.size()), 0);
	}
}

} // namespace
