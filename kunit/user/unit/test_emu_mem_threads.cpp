// SPDX-License-Identifier: GPL-2.0
//
// Many LPs work on one TD at once: contention is told as OPERAND_BUSY, nothing is lost, and nothing
// stays locked.
#include <atomic>
#include <thread>

#include <gtest/gtest.h>

#include "test_emu_td.hpp"

namespace {

using namespace test;

constexpr u32 lps = 4;
constexpr u64 pages_each = 40;
constexpr u64 table_bits = 0x8000000000000007;
constexpr u64 pending_bits = 0x81000000000000f0;

// Until somebody else is done; everything else that fails is remembered.
class Caller {
	Platform &platform;
	u32 lp;
	std::atomic<u64> &failure;

public:
	Caller(Platform &on, u32 of, std::atomic<u64> &to) : platform{on}, lp{of}, failure{to} {}

	tdx_regs operator()(HostLeaf leaf, tdx_regs const &in)
	{
		for (;;) {
			auto const answer = platform.call(leaf, in, lp);
			u32 const code{static_cast<u32>(answer.rax >> 32)};
			if (code == 0x80000200) {
				std::this_thread::yield();
				continue;
			}
			if (answer.rax)
				failure = answer.rax;
			return answer.gpr;
		}
	}
};

TEST(MemThreads, PagesComeAndGo)
{
	Platform platform;
	TestTd td{platform};
	u64 const children{td.children()};
	td.add_tables(0, 1);
	td.set_state(OpState::Runnable);
	std::atomic<u64> failure{0};
	std::vector<std::vector<u64>> given(lps);
	std::vector<u64> tables;
	for (u32 lp = 0; lp < lps; lp++) {
		tables.push_back(platform.page());
		for (u64 i = 0; i < 2 * pages_each; i++)
			given[lp].push_back(platform.page());
	}

	std::vector<std::thread> threads;
	for (u32 lp = 0; lp < lps; lp++) {
		threads.emplace_back([&, lp] {
			Caller call{platform, lp, failure};
			u64 const base{lp * large_bytes};
			call(HostLeaf::MemSeptAdd,
				{.rcx = base | 1, .rdx = td.tdr, .r8 = tables[lp]});
			for (u64 i = 0; i < pages_each; i++)
				call(HostLeaf::MemPageAug, {.rcx = base + i * page_bytes,
								   .rdx = td.tdr,
								   .r8 = given[lp][i]});
			for (u64 i = 0; i < pages_each; i++) {
				u64 const gpa{base + i * page_bytes};
				u64 const next{given[lp][pages_each + i]};
				call(HostLeaf::MemRangeBlock, {.rcx = gpa, .rdx = td.tdr});
				call(HostLeaf::MemTrack, {.rcx = td.tdr});
				auto out = call(HostLeaf::MemPageRelocate,
					{.rcx = gpa, .rdx = td.tdr, .r8 = next});
				if (out.rcx != given[lp][i])
					failure = out.rcx;
				if (i % 2)
					continue;
				call(HostLeaf::MemRangeBlock, {.rcx = gpa, .rdx = td.tdr});
				call(HostLeaf::MemTrack, {.rcx = td.tdr});
				out = call(HostLeaf::MemPageRemove, {.rcx = gpa, .rdx = td.tdr});
				if (out.rcx != next)
					failure = out.rcx;
			}
		});
	}
	for (auto &thread : threads)
		thread.join();
	EXPECT_EQ(failure, 0u) << std::hex << failure;

	EXPECT_EQ(td.children(), children + 2 + lps + lps * pages_each / 2);
	for (u32 lp = 0; lp < lps; lp++) {
		EXPECT_EQ(*td.entry(lp * large_bytes, 1), tables[lp] | table_bits);
		for (u64 i = 0; i < pages_each; i++) {
			u64 const page{given[lp][pages_each + i]};
			bool const stays{i % 2 != 0};
			EXPECT_EQ(*td.entry(lp * large_bytes + i * page_bytes, 0),
				stays ? page | pending_bits : 0x80e0000000000000);
			EXPECT_EQ(platform.pamt(page).type, stays ? PageType::Reg : PageType::Nda);
			EXPECT_EQ(platform.pamt(given[lp][i]).type, PageType::Nda);
			EXPECT_TRUE(platform.pamt(page).lock.try_exclusive());
		}
	}
	for (auto *const lock :
		{&td.control().sept_lock, &td.control().epoch_lock, &td.control().op_state_lock})
		EXPECT_TRUE(lock->try_exclusive());
	EXPECT_TRUE(platform.pamt(td.tdr).lock.try_exclusive());
	EXPECT_TRUE(platform.pamt(td.tdr, PageSize::Size2M).lock.try_exclusive());
}

// PAGE.PROMOTE takes a table away while others walk there.
TEST(MemThreads, TableGoesUnderWalkers)
{
	Platform platform;
	TestTd td{platform};
	u64 const large{td.aug(0, 1)};
	u64 const table{platform.page()};
	u64 const children{td.children()};
	std::atomic<bool> done{false};
	std::atomic<u64> failure{0};

	std::vector<std::thread> readers;
	for (u32 lp = 1; lp < lps; lp++) {
		readers.emplace_back([&, lp] {
			u64 gpa{0};
			while (!done) {
				gpa = (gpa + page_bytes) % large_bytes;
				auto const answer = platform.call(
					HostLeaf::MemSeptRd, {.rcx = gpa, .rdx = td.tdr}, lp);
				u32 const code{static_cast<u32>(answer.rax >> 32)};
				// There is the page, or a larger one, or somebody works on it.
				if (code != 0 && code != 0x80000200 && code != 0xc0000b00)
					failure = answer.rax;
				if (!code && answer.gpr.rcx != ((large + gpa) | 0x80000000000000f0))
					failure = answer.gpr.rcx;
			}
		});
	}
	Caller call{platform, 0, failure};
	for (unsigned i = 0; i < 200; i++) {
		call(HostLeaf::MemPageDemote, {.rcx = 1, .rdx = td.tdr, .r8 = table});
		if (call(HostLeaf::MemPagePromote, {.rcx = 1, .rdx = td.tdr}).rcx != table)
			failure = 1;
	}
	done = true;
	for (auto &reader : readers)
		reader.join();

	EXPECT_EQ(failure, 0u) << std::hex << failure;
	EXPECT_EQ(*td.entry(0, 1), large | pending_bits);
	EXPECT_EQ(td.children(), children);
	EXPECT_EQ(platform.pamt(table).type, PageType::Nda);
	EXPECT_TRUE(platform.pamt(table).lock.try_exclusive());
	EXPECT_TRUE(platform.pamt(large, PageSize::Size2M).lock.try_exclusive());
}

} // namespace
