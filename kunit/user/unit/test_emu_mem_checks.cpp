// SPDX-License-Identifier: GPL-2.0
//
// The checks that leaf functions on private memory have in common: each with its status and
// operand, and before the one that follows.  From semantics.md, sections 1, 3 and 5.
#include <functional>

#include <gtest/gtest.h>

#include "test_emu_td.hpp"

namespace {

using namespace test;

constexpr u32 rcx = 1, rdx = 2, r8 = 8, r9 = 9;
constexpr u32 sept_tree = 146, op_state = 172, td_epoch = 169;

constexpr u32 operand_invalid = 0xc0000100;
constexpr u32 addr_range_error = 0xc0000101;
constexpr u32 operand_busy = 0x80000200;
constexpr u32 page_metadata_incorrect = 0xc0000300;

enum class Tree { None, Shared, Exclusive };

// What of the common checks a leaf function makes.
struct Facts {
	HostLeaf leaf;
	u32 version;
	u32 tdr_operand;
	bool tdr_exclusive;
	u32 level; // of the call
	u32 min_level;
	u32 max_level; // with four levels of tables
	Tree tree;
	u64 bad_state;   // status where the entry's state is wrong
	bool takes_page; // in R8, the last thing that is looked at
};

constexpr u64 state_incorrect = raw(0xc0000b0d, rcx);

constexpr Facts all_facts[]{
	{HostLeaf::MemPageAdd, 0, rdx, true, 0, 0, 0, Tree::None, state_incorrect, true},
	{HostLeaf::MemSeptAdd, 0, rdx, false, 1, 1, 3, Tree::Shared, state_incorrect, true},
	{HostLeaf::MemSeptAdd, 1, rdx, false, 1, 1, 3, Tree::Shared, state_incorrect, true},
	{HostLeaf::MemPageRelocate, 0, rdx, false, 0, 0, 0, Tree::Shared, state_incorrect, true},
	{HostLeaf::MemPageAug, 0, rdx, false, 0, 0, 1, Tree::Shared, state_incorrect, true},
	{HostLeaf::MemRangeBlock, 0, rdx, false, 0, 0, 3, Tree::Exclusive, state_incorrect, false},
	{HostLeaf::MemPageDemote, 0, rdx, false, 1, 1, 2, Tree::Shared, state_incorrect, true},
	{HostLeaf::MemPagePromote, 0, rdx, false, 1, 1, 2, Tree::Shared, state_incorrect, false},
	{HostLeaf::MemPagePromote, 1, rdx, false, 1, 1, 2, Tree::Shared, state_incorrect, false},
	{HostLeaf::MemSeptRd, 0, rdx, false, 0, 0, 3, Tree::Shared, 0, false},
	{HostLeaf::MemPageRemove, 0, rdx, false, 0, 0, 2, Tree::Shared, state_incorrect, false},
	{HostLeaf::MemSeptRemove, 0, rdx, false, 1, 1, 3, Tree::Exclusive, state_incorrect, false},
	{HostLeaf::MemSeptRemove, 1, rdx, false, 1, 1, 3, Tree::Exclusive, state_incorrect, false},
	{HostLeaf::MemRangeUnblock, 0, rdx, false, 0, 0, 3, Tree::Exclusive, state_incorrect,
		false},
};

// A call that would come to its end, and what to set right again.
struct Scene {
	Platform &platform;
	TestTd &td;
	Facts facts;
	u64 gpa;
	u64 other_page;
	tdx_regs in{};
	std::vector<std::function<void()>> undo{};

	u64 &reg(u32 operand) { return *tdx::gpr(in, static_cast<Reg>(operand)); }
	u64 *entry() { return td.entry(gpa, facts.level); }
	template <typename T>
	void change(T &what, T to)
	{
		undo.push_back([&what, was = what] { what = was; });
		what = to;
	}
	template <typename T>
	void change(tdx::emu::Donated<T> &what, T to)
	{
		undo.push_back([&what, was = what.load()] { what = was; });
		what = to;
	}
	template <typename Lock>
	void hold(Lock &lock)
	{
		ASSERT_TRUE(lock.try_exclusive());
		undo.push_back([&lock] { lock.release_exclusive(); });
	}
	u64 run()
	{
		u64 const rax{static_cast<u64>(facts.leaf) | u64{facts.version} << 16};
		u64 const status{platform.call(rax, in).rax};
		while (!undo.empty()) {
			undo.back()();
			undo.pop_back();
		}
		return status;
	}
};

struct Fault {
	char const *name;
	u64 status;
	std::function<void(Scene &)> make;
};

// Checks in their order; faults that the same check finds are alternatives.
using Check = std::vector<Fault>;

std::vector<Check> checks_of(Facts const &facts)
{
	std::vector<Check> checks;
	u32 const operand{facts.tdr_operand};

	checks.push_back({
		{"TDR not aligned", raw(operand_invalid, operand),
			[=](Scene &s) { s.reg(operand) |= 0x800; }},
		{"TDR with a KeyID", raw(operand_invalid, operand),
			[=](Scene &s) { s.reg(operand) |= 1ULL << 46; }},
		{"TDR above MAXPA", raw(operand_invalid, operand),
			[=](Scene &s) { s.reg(operand) |= 1ULL << 52; }},
		{"TDR outside of TDMRs", raw(addr_range_error, operand),
			[=](Scene &s) { s.reg(operand) = host_page_pa; }},
		{"TDR held by another call", raw(operand_busy, operand),
			[](Scene &s) { s.hold(s.platform.pamt(s.td.tdr).lock); }},
		{"TDR is a free page", raw(page_metadata_incorrect, operand),
			[=](Scene &s) { s.reg(operand) = s.other_page; }},
		{"TDR is a page of the TDCS", raw(page_metadata_incorrect, operand),
			[=](Scene &s) { s.reg(operand) = s.td.tdcs[0]; }},
	});
	checks.push_back(
		{{"fatal", raw(0xe0000604), [](Scene &s) { s.change(s.td.root().fatal, u8{1}); }}});
	checks.push_back(
		{{"no key", raw(0x80000810), [](Scene &s) {
			  s.change(s.td.root().lifecycle, tdx::emu::Lifecycle::HkidAssigned);
		  }}});
	checks.push_back({{"TDCS incomplete", raw(0xc0000606),
		[](Scene &s) { s.change(s.td.root().num_tdcx, 5u); }}});
	if (!facts.tdr_exclusive) {
		checks.push_back({{"OP_STATE held", raw(operand_busy, op_state),
			[](Scene &s) { s.hold(s.td.control().op_state_lock); }}});
	}
	checks.push_back({{"not initialized", raw(0xc0000608),
		[](Scene &s) { s.change(s.td.control().op_state, 0u); }}});

	Check page_info{
		{"reserved bit 3", raw(operand_invalid, rcx), [](Scene &s) { s.in.rcx |= 8; }},
		{"reserved bit 11", raw(operand_invalid, rcx),
			[](Scene &s) { s.in.rcx |= 1 << 11; }},
		{"reserved bit 52", raw(operand_invalid, rcx),
			[](Scene &s) { s.in.rcx |= 1ULL << 52; }},
		{"reserved bit 63", raw(operand_invalid, rcx),
			[](Scene &s) { s.in.rcx |= 1ULL << 63; }},
		{"level too high", raw(operand_invalid, rcx),
			[=](Scene &s) { s.in.rcx = (s.in.rcx & ~7ULL) + facts.max_level + 1; }},
		{"level 7", raw(operand_invalid, rcx), [](Scene &s) { s.in.rcx |= 7; }},
	};
	if (facts.min_level)
		page_info.push_back({"level too low", raw(operand_invalid, rcx),
			[=](Scene &s) { s.in.rcx = (s.in.rcx & ~7ULL) + facts.min_level - 1; }});
	if (facts.max_level)
		page_info.push_back({"not aligned to its level", raw(operand_invalid, rcx),
			[=](Scene &s) { s.in.rcx = s.gpa + page_bytes + facts.max_level; }});
	checks.push_back(page_info);
	checks.push_back({
		{"shared GPA", raw(operand_invalid, rcx), [](Scene &s) { s.in.rcx |= 1ULL << 47; }},
		{"GPA too wide", raw(operand_invalid, rcx),
			[](Scene &s) { s.in.rcx |= 1ULL << 48; }},
		{"GPA of 52 bits", raw(operand_invalid, rcx),
			[](Scene &s) { s.in.rcx |= 1ULL << 51; }},
	});
	if (facts.tree != Tree::None) {
		Check tree{{"tree held exclusive", raw(operand_busy, sept_tree),
			[](Scene &s) { s.hold(s.td.control().sept_lock); }}};
		if (facts.tree == Tree::Exclusive)
			tree.push_back(
				{"tree held shared", raw(operand_busy, sept_tree), [](Scene &s) {
					 auto &lock = s.td.control().sept_lock;
					 ASSERT_TRUE(lock.try_shared());
					 s.undo.push_back([&lock] { lock.release_shared(); });
				 }});
		checks.push_back(tree);
	}
	checks.push_back(
		{{"no table", raw(0xc0000b00, rcx), [](Scene &s) { s.in.rcx |= 1ULL << 46; }}});
	checks.push_back({{"entry held", raw(operand_busy, rcx),
		[](Scene &s) { s.change(*s.entry(), *s.entry() | 1 << 11); }}});
	if (facts.bad_state) {
		checks.push_back({{"state", facts.bad_state, [](Scene &s) {
					   u64 const was{*s.entry()};
					   // REMOVED suits only PAGE.AUG.
					   s.td.put_state(s.gpa, s.facts.level,
						   s.facts.leaf == HostLeaf::MemPageAug
							   ? SeptState::Pending
							   : SeptState::Removed);
					   s.undo.push_back([at = s.entry(), was] { *at = was; });
				   }}});
	}
	if (facts.leaf == HostLeaf::MemPageAdd) {
		checks.push_back({
			{"source not aligned", raw(operand_invalid, r9),
				[](Scene &s) { s.in.r9 |= 8; }},
			{"source with a private KeyID", raw(operand_invalid, r9),
				[](Scene &s) { s.in.r9 |= 32ULL << 46; }},
			{"source above MAXPA", raw(operand_invalid, r9),
				[](Scene &s) { s.in.r9 |= 1ULL << 52; }},
			{"source in SEAMRR", raw(operand_invalid, r9),
				[](Scene &s) { s.in.r9 = 0x40000000; }},
		});
	}
	if (facts.takes_page) {
		checks.push_back({
			{"page not aligned", raw(operand_invalid, r8),
				[](Scene &s) { s.in.r8 |= 0x10; }},
			{"page with a KeyID", raw(operand_invalid, r8),
				[](Scene &s) { s.in.r8 |= 1ULL << 46; }},
			{"page above MAXPA", raw(operand_invalid, r8),
				[](Scene &s) { s.in.r8 |= 1ULL << 52; }},
			{"page outside of TDMRs", raw(addr_range_error, r8),
				[](Scene &s) { s.in.r8 = host_page_pa; }},
			{"page held", raw(operand_busy, r8),
				[](Scene &s) { s.hold(s.platform.pamt(s.in.r8).lock); }},
			{"2 MiB range held", raw(operand_busy, r8),
				[](Scene &s) {
					s.hold(s.platform.pamt(s.in.r8, PageSize::Size2M).lock);
				}},
			{"1 GiB block held", raw(operand_busy, r8),
				[](Scene &s) {
					s.hold(s.platform.pamt(s.in.r8, PageSize::Size1G).lock);
				}},
			{"page in use", raw(page_metadata_incorrect, r8),
				[](Scene &s) { s.in.r8 = s.td.tdcs[1]; }},
			{"page is the TDR", raw(operand_busy, r8),
				[](Scene &s) { s.in.r8 = s.td.tdr; }},
		});
	}
	return checks;
}

class CommonChecks : public testing::TestWithParam<Facts> {
protected:
	Platform platform;
	TestTd td{platform, {}};

	// Everything in place for the call to succeed.
	Scene scene()
	{
		static constexpr u64 gpa = 0x40000000;
		Facts const facts{GetParam()};
		Scene s{platform, td, facts, gpa, platform.page()};

		td.set_state(OpState::Initialized);
		switch (facts.leaf) {
		case HostLeaf::MemPageAdd:
		case HostLeaf::MemPageAug:
		case HostLeaf::MemSeptAdd:
			td.add_tables(gpa, facts.level);
			break;
		case HostLeaf::MemSeptRemove:
		case HostLeaf::MemPagePromote:
			td.add_tables(gpa, 0);
			break;
		default:
			td.aug(gpa, facts.level);
		}
		// Its locks are not those on the way to the TDR.
		s.in = {.rcx = gpa | facts.level,
			.rdx = td.tdr,
			.r8 = platform.large(),
			.r9 = host_page_pa,
			.r10 = ~0ULL,
			.r11 = ~0ULL};
		if (facts.leaf == HostLeaf::MemSeptAdd)
			s.in.r9 = ~0ULL;
		return s;
	}
};

TEST_P(CommonChecks, StatusAndOrder)
{
	Scene s{scene()};
	tdx_regs const good{s.in};
	auto const checks = checks_of(s.facts);

	for (std::size_t i = 0; i < checks.size(); i++) {
		for (auto const &fault : checks[i]) {
			SCOPED_TRACE(fault.name);
			s.in = good;
			fault.make(s);
			EXPECT_EQ(s.run(), fault.status);
		}
		if (i + 1 == checks.size())
			break;
		// With what a later check would find as well.
		for (auto const &fault : checks[i]) {
			SCOPED_TRACE(std::string{fault.name} + " and " + checks[i + 1][0].name);
			s.in = good;
			checks[i + 1][0].make(s);
			fault.make(s);
			EXPECT_EQ(s.run(), fault.status);
		}
	}

	// None of that changed anything.
	s.in = good;
	u64 const status{s.run()};
	if (s.facts.leaf == HostLeaf::MemPagePromote)
		EXPECT_EQ(status, raw(0xc0000b09, rcx)); // of an empty table
	else if (s.facts.leaf == HostLeaf::MemRangeUnblock)
		EXPECT_EQ(status, state_incorrect);
	else
		EXPECT_EQ(status, 0u);
}

INSTANTIATE_TEST_SUITE_P(Leaves, CommonChecks, testing::ValuesIn(all_facts), [](auto const &row) {
	return "Leaf" + std::to_string(static_cast<int>(row.param.leaf)) + "V" +
	       std::to_string(row.param.version);
});

TEST(MemChecks, Track)
{
	Platform platform;
	TestTd td{platform};
	tdx_regs const in{.rcx = td.tdr};
	auto &control = td.control();

	EXPECT_EQ(platform.call(HostLeaf::MemTrack, {.rcx = td.tdr | 8}).rax,
		raw(operand_invalid, rcx));
	EXPECT_EQ(platform.call(HostLeaf::MemTrack, {.rcx = host_page_pa}).rax,
		raw(addr_range_error, rcx));
	EXPECT_EQ(platform.call(HostLeaf::MemTrack, {.rcx = platform.page()}).rax,
		raw(page_metadata_incorrect, rcx));
	ASSERT_TRUE(control.epoch_lock.try_shared());
	EXPECT_EQ(platform.call(HostLeaf::MemTrack, in).rax, raw(operand_busy, td_epoch));
	control.epoch_lock.release_shared();

	// Epoch 1: vCPUs of epoch 0 count in the even counter.
	EXPECT_EQ(control.epoch, 1u);
	control.epoch_refs[0] = 1;
	EXPECT_EQ(platform.call(HostLeaf::MemTrack, in).rax, raw(0x80000201));
	EXPECT_EQ(control.epoch, 1u);
	control.epoch_refs[0] = 0;
	control.epoch_refs[1] = 1;
	EXPECT_EQ(platform.call(HostLeaf::MemTrack, in).rax, 0u);
	EXPECT_EQ(control.epoch, 2u);
	EXPECT_EQ(platform.call(HostLeaf::MemTrack, in).rax, raw(0x80000201));
	control.epoch_refs[1] = 0;
	EXPECT_EQ(platform.call(HostLeaf::MemTrack, in).rax, 0u);
	EXPECT_EQ(control.epoch, 3u);
}

TEST(MemChecks, Measurement)
{
	Platform platform;
	TestTd td{platform};
	u64 const page{td.add(0x1000)};
	auto const extend = [&](u64 gpa) {
		return platform.call(HostLeaf::MrExtend, {.rcx = gpa, .rdx = td.tdr});
	};

	EXPECT_EQ(platform.call(HostLeaf::MrExtend, {.rcx = 0x1000, .rdx = td.tdr | 16}).rax,
		raw(operand_invalid, rdx));
	// Also where only another call reads.
	ASSERT_TRUE(platform.pamt(td.tdr).lock.try_shared());
	EXPECT_EQ(extend(0x1000).rax, raw(operand_busy, rdx));
	EXPECT_EQ(platform.call(HostLeaf::MrFinalize, {.rcx = td.tdr}).rax, raw(operand_busy, rcx));
	platform.pamt(td.tdr).lock.release_shared();
	EXPECT_EQ(extend(0x1080).rax, raw(operand_invalid, rcx));
	EXPECT_EQ(extend(1ULL << 47 | 0x80).rax, raw(operand_invalid, rcx));
	EXPECT_EQ(extend(1ULL << 47).rax, raw(operand_invalid, rcx));
	auto const absent = extend(0x2000);
	EXPECT_EQ(absent.rax, raw(0xc0000b03, rcx));
	EXPECT_EQ(absent.gpr.rcx, 1ULL << 63);
	EXPECT_EQ(absent.gpr.rdx, 0u);
	auto const above = extend(0x40000000);
	EXPECT_EQ(above.rax, raw(0xc0000b03, rcx));
	EXPECT_EQ(above.gpr.rdx, 2u); // FREE at the level of 1 GiB
	EXPECT_EQ(extend(0x1f00).rax, 0u);

	// The host gave away the page behind the module's back.
	platform.pamt(page).type = PageType::Nda;
	EXPECT_EQ(extend(0x1000).rax, raw(0xe0000604));
	platform.pamt(page).type = PageType::Reg;

	EXPECT_EQ(platform.call(HostLeaf::MrFinalize, {.rcx = td.tdr}).rax, raw(0xc0000609));
	td.control().num_vcpus = 1;
	EXPECT_EQ(platform.call(HostLeaf::MrFinalize, {.rcx = td.tdr}).rax, 0u);
	EXPECT_EQ(extend(0x1000).rax, raw(0xc0000608));
	EXPECT_EQ(platform.call(HostLeaf::MrFinalize, {.rcx = td.tdr}).rax, raw(0xc0000608));
}

TEST(MemChecks, DebugAccess)
{
	Platform platform;
	TestTd closed{platform};
	closed.add(0);
	for (auto const leaf : {HostLeaf::MemRd, HostLeaf::MemWr})
		EXPECT_EQ(platform.call(leaf, {.rcx = 4, .rdx = closed.tdr}).rax, raw(0xc0000605));
}

TEST(MemChecks, DebugAccessOfDebugTd)
{
	Platform platform;
	TestTd td{platform, {.debug = true}};
	u64 const page{td.add(0x3000)};
	auto const access = [&](HostLeaf leaf, u64 gpa, u64 value = 0) {
		return platform.call(leaf, {.rcx = gpa, .rdx = td.tdr, .r8 = value});
	};

	for (auto const leaf : {HostLeaf::MemRd, HostLeaf::MemWr}) {
		auto &tree = td.control().sept_lock;
		ASSERT_TRUE(tree.try_exclusive());
		EXPECT_EQ(access(leaf, 0x3004).rax, raw(operand_invalid, rcx));
		EXPECT_EQ(access(leaf, 1ULL << 47).rax, raw(operand_busy, sept_tree));
		tree.release_exclusive();
		EXPECT_EQ(access(leaf, 1ULL << 47).rax, raw(operand_invalid, rcx));

		auto const absent = access(leaf, 0x4000, 5);
		EXPECT_EQ(absent.rax, raw(0xc0000b03, rcx));
		EXPECT_EQ(absent.gpr.rcx, 1ULL << 63);
		EXPECT_EQ(absent.gpr.r8, 0u);

		*td.entry(0x3000, 0) |= 1 << 11;
		auto const held = access(leaf, 0x3000, 5);
		EXPECT_EQ(held.rax, raw(operand_busy, rcx));
		EXPECT_EQ(held.gpr.rcx, page | 0x80000000000000f7);
		EXPECT_EQ(held.gpr.rdx, 0x400u);
		*td.entry(0x3000, 0) &= ~(1ULL << 11);
	}

	auto const written = access(HostLeaf::MemWr, 0x3ff8, 0x1122334455667788);
	EXPECT_EQ(written.rax, 0u);
	EXPECT_EQ(written.gpr.r8, 0u); // the old data
	EXPECT_EQ(written.gpr.rcx, 0u);
	EXPECT_EQ(access(HostLeaf::MemWr, 0x3ff8, 3).gpr.r8, 0x1122334455667788u);
	auto const read = access(HostLeaf::MemRd, 0x3ff8, 9);
	EXPECT_EQ(read.rax, 0u);
	EXPECT_EQ(read.gpr.r8, 3u);
	EXPECT_EQ(read.gpr.rdx, 0u);
	EXPECT_EQ(*static_cast<u64 *>(host::at(page + 0xff8)), 3u);
}

} // namespace
