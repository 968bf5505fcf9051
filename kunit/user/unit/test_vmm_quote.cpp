// SPDX-License-Identifier: GPL-2.0
//
// The VMM's GetQuote: states of the buffer, and who hears that it is done.
#include "test_vmm.hpp"

namespace {

using namespace test;

constexpr u64 get_quote = 0x10002;
constexpr u64 setup_event_notify = 0x10004;

struct Header {
	u64 version;
	u64 status;
	u32 in_bytes;
	u32 out_bytes;
};

constexpr u64 in_flight = ~0ULL;
constexpr u64 error = 0x8000000000000000;
constexpr u64 unavailable = 0x8000000000000001;

struct VmmQuote : VmmTest {
	static constexpr u64 gpa = 0x10000;
	std::vector<u8> const quote = std::vector<u8>(5000, 0x5a);

	VmmQuote()
	{
		host.shared[gpa] = {};
		host.shared[gpa + 0x1000] = {};
		put({1, 0, 1024, 77});
		for (u32 i = 0; i < 1024; i++)
			host.shared[gpa][24 + i] = static_cast<u8>(i * 7);
	}
	void put(Header const &header) { host.copy(gpa, nullptr, &header, sizeof(header)); }
	Header header()
	{
		Header now;
		host.copy(gpa, &now, nullptr, sizeof(now));
		return now;
	}
	u64 ask(u64 start = shared_bit | gpa, u64 size = 0x2000)
	{
		u64 const word{call(get_quote, {.r12 = start, .r13 = size})};
		EXPECT_TRUE(unchanged());
		EXPECT_EQ(verdict.next, VMM_RUN);
		return word;
	}
	void done() { vmm_quote_done(td, quote.data(), static_cast<u32>(quote.size())); }
};

TEST_F(VmmQuote, IsInFlightAndThenDone)
{
	EXPECT_EQ(ask(), ghci_success);
	EXPECT_EQ(header().status, in_flight);
	EXPECT_EQ(header().out_bytes, 0u);
	ASSERT_EQ(host.reports.size(), 1u);
	ASSERT_EQ(host.reports[0].size(), 1024u);
	for (u32 i = 0; i < 1024; i++)
		ASSERT_EQ(host.reports[0][i], static_cast<u8>(i * 7));

	done();
	EXPECT_EQ(header().status, 0u);
	EXPECT_EQ(header().out_bytes, 5000u);
	EXPECT_EQ(header().version, 1u);
	std::vector<u8> got(5001);
	host.copy(gpa + 24, got.data(), nullptr, got.size());
	EXPECT_EQ(got.back(), 0u);
	got.pop_back();
	EXPECT_EQ(got, quote);
	EXPECT_TRUE(host.kicks.empty());
	// And another.
	put({1, 0, 1024, 0});
	EXPECT_EQ(ask(), ghci_success);
	EXPECT_EQ(host.reports.size(), 2u);
}

TEST_F(VmmQuote, OneAtATime)
{
	EXPECT_EQ(ask(), ghci_success);
	EXPECT_EQ(ask(), ghci_retry);
	EXPECT_EQ(host.reports.size(), 1u);
	done();
	EXPECT_EQ(ask(), ghci_success);
}

TEST_F(VmmQuote, NobodyMakesQuotes)
{
	host.makes_quotes = false;
	EXPECT_EQ(ask(), ghci_success);
	EXPECT_EQ(header().status, unavailable);
	EXPECT_EQ(header().out_bytes, 0u);
	EXPECT_EQ(ask(), ghci_success);
	host.makes_quotes = true;
	EXPECT_EQ(ask(), ghci_success);
	vmm_quote_done(td, nullptr, 0);
	EXPECT_EQ(header().status, unavailable);
}

TEST_F(VmmQuote, DoesNotFit)
{
	EXPECT_EQ(ask(shared_bit | gpa, 0x1000), ghci_success);
	done();
	EXPECT_EQ(header().status, error);
	EXPECT_EQ(header().out_bytes, 0u);
	// The page behind is none of the buffer.
	EXPECT_EQ(host.shared[gpa + 0x1000], (std::array<u8, 4096>{}));
}

TEST_F(VmmQuote, BufferIsNoLongerShared)
{
	EXPECT_EQ(ask(), ghci_success);
	host.shared.erase(gpa + 0x1000);
	done();
	EXPECT_EQ(header().status, error);
	EXPECT_EQ(ask(), ghci_success);
	host.shared.clear();
	done();
	EXPECT_TRUE(host.shared.empty());
}

TEST_F(VmmQuote, Operands)
{
	struct {
		u64 start;
		u64 size;
		u64 word;
	} const bad[]{
		{gpa, 0x2000, ghci_invalid_operand}, // private
		{shared_bit | gpa, 0, ghci_invalid_operand},
		{shared_bit | gpa, ~0ULL, ghci_invalid_operand},
		{shared_bit | gpa, 0x101000, ghci_invalid_operand},
		{shared_bit | memory_bytes, 0x1000, ghci_invalid_operand},
		{~0xfffULL, 0x1000, ghci_invalid_operand},
		{shared_bit | 0x20000, 0x1000, ghci_invalid_operand}, // memory that is not shared
		{shared_bit | gpa | 8, 0x1000, ghci_align_error},
		{shared_bit | gpa, 0x1800, ghci_align_error},
	};
	for (auto const &one : bad)
		EXPECT_EQ(ask(one.start, one.size), one.word) << std::hex << one.start;
	for (Header const &one : {Header{0, 0, 1024, 0}, Header{2, 0, 1024, 0}, Header{1, 0, 0, 0},
		     Header{1, 0, 1023, 0}, Header{1, 0, 0xffffffff, 0}}) {
		put(one);
		EXPECT_EQ(ask(), ghci_invalid_operand);
		EXPECT_EQ(header().status, 0u);
	}
	EXPECT_TRUE(host.reports.empty());
	// None of them is in the way of a good one.
	put({1, 0, 1024, 0});
	EXPECT_EQ(ask(), ghci_success);
}

TEST_F(VmmQuote, NotifiesByInterrupt)
{
	for (u64 const vector : {0ULL, 31ULL, 256ULL, ~0ULL}) {
		EXPECT_EQ(call(setup_event_notify, {.r12 = vector}), ghci_invalid_operand);
		EXPECT_TRUE(unchanged());
	}
	EXPECT_EQ(ask(), ghci_success);
	done();
	EXPECT_TRUE(host.kicks.empty());

	vcpu = 2;
	EXPECT_EQ(call(setup_event_notify, {.r12 = 32}), ghci_success);
	EXPECT_TRUE(unchanged());
	EXPECT_EQ(call(setup_event_notify, {.r12 = 255}), ghci_success);
	vcpu = 1;
	put({1, 0, 1024, 0});
	EXPECT_EQ(ask(), ghci_success);
	EXPECT_TRUE(host.kicks.empty());
	done();
	EXPECT_EQ(host.kicks, (std::vector<u32>{2}));
	EXPECT_EQ(posted(2), (std::vector<u32>{255}));
	EXPECT_TRUE(posted(1).empty());
}

} // namespace
