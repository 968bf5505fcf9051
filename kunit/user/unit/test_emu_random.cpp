// SPDX-License-Identifier: GPL-2.0
//
// Random calls of every leaf function for TDs, with operands that often make sense, against what
// must always hold: a page has one owner, KeyIDs are conserved, CHLDCNT counts, secure EPT and PAMT
// agree, and nothing stays locked.  Alone with a reference of each page's owner; on several LPs at
// once; and with donated memory that changes by itself, where only crashes count.
//
// TDXCALL_RANDOM_CALLS and TDXCALL_RANDOM_SEED make other runs.
#include <array>
#include <atomic>
#include <cstdlib>
#include <cstring>
#include <random>
#include <set>
#include <thread>

#include <gtest/gtest.h>

#include "core/emu/inspect/view.hpp"
#include "core/emu/platform/state.hpp"
#include "test_emu_td.hpp"

namespace test {

namespace {

constexpr u64 td_params_pa = host_base + 0x20000;
constexpr u32 pool_pages = 192;
constexpr u64 large_pool = tdmr_base + huge_bytes;
constexpr u32 large_pages = 6;
constexpr u64 no_page = ~0ULL;

u64 setting(char const *name, u64 otherwise)
{
	char const *const text{std::getenv(name)};
	return text ? std::strtoull(text, nullptr, 0) : otherwise;
}

u64 calls_to_make(u64 otherwise)
{
	return setting("TDXCALL_RANDOM_CALLS", otherwise);
}

// TDs or vCPUs that somebody made: what most calls are about.
class Hints {
	std::array<std::atomic<u64>, 16> known{};

	bool replace(u64 from, u64 to)
	{
		for (auto &one : known) {
			if (u64 expected{from}; one.compare_exchange_strong(expected, to))
				return true;
		}
		return false;
	}

public:
	void add(u64 pa) { replace(0, pa); }
	void remove(u64 pa) { replace(pa, 0); }
	// 0 where there is none.
	u64 pick(u64 random) const
	{
		for (u64 i = 0; i < known.size(); i++) {
			if (u64 const pa{known[(random + i) % known.size()].load()})
				return pa;
		}
		return 0;
	}
};

struct Made {
	Hints tds;
	Hints vcpus;
};

struct Owned {
	PageType type;
	u64 owner;

	bool operator==(Owned const &) const = default;
};

class RandomHost {
	Platform &on;
	Made &made;
	std::mt19937_64 random;
	std::vector<u32> lps;

	using Operands = void (RandomHost::*)(tdx_regs &);
	struct Choice {
		HostLeaf leaf;
		u32 weight;
		Operands operands;
	};
	static std::vector<Choice> const choices;

	u64 below(u64 end) { return random() % end; }
	bool now_and_then(u64 every) { return !below(every); }

	u64 any_page() { return tdmr_base + below(pool_pages) * page_bytes; }
	u64 any_large() { return large_pool + below(large_pages) * large_bytes; }
	u64 any_tdr() { return now_and_then(50) ? any_page() : made.tds.pick(random()); }
	u64 any_tdvpr() { return now_and_then(50) ? any_page() : made.vcpus.pick(random()); }
	u64 any_gpa() { return below(3) * large_bytes + below(3) * page_bytes; }

	// GPA and level that fit each other, unless they do not.
	u64 page_info(u32 min_level, u32 max_level)
	{
		u64 const level{min_level + below(max_level - min_level + 1)};
		u64 const gpa{any_gpa()};
		if (now_and_then(100))
			return gpa | below(8);
		return (gpa >> (12 + 9 * level) << (12 + 9 * level)) | level;
	}

	void create(tdx_regs &in)
	{
		in.rcx = any_page();
		in.rdx = 32 + below(5);
	}
	void page_and_tdr(tdx_regs &in)
	{
		in.rcx = any_page();
		in.rdx = any_tdr();
	}
	void tdr(tdx_regs &in) { in.rcx = any_tdr(); }
	void tdvpr(tdx_regs &in) { in.rcx = any_tdvpr(); }
	void page(tdx_regs &in) { in.rcx = now_and_then(5) ? any_large() : any_page(); }
	void page_and_tdvpr(tdx_regs &in)
	{
		in.rcx = any_page();
		in.rdx = any_tdvpr();
	}
	void init(tdx_regs &in)
	{
		in.rcx = any_tdr();
		in.rdx = td_params_pa + 1024 * below(2);
	}
	void sept_add(tdx_regs &in)
	{
		in.rcx = page_info(1, 3);
		in.rdx = any_tdr();
		in.r8 = any_page();
		in.r9 = in.r10 = in.r11 = no_page;
	}
	void add(tdx_regs &in)
	{
		in.rcx = page_info(0, 0);
		in.rdx = any_tdr();
		in.r8 = any_page();
		in.r9 = host_page_pa;
	}
	void aug(tdx_regs &in)
	{
		in.rcx = page_info(0, 1);
		in.rdx = any_tdr();
		in.r8 = in.rcx & 7 ? any_large() : any_page();
	}
	void relocate(tdx_regs &in)
	{
		in.rcx = page_info(0, 0);
		in.rdx = any_tdr();
		in.r8 = any_page();
	}
	void demote(tdx_regs &in)
	{
		in.rcx = page_info(1, 1);
		in.rdx = any_tdr();
		in.r8 = any_page();
		in.r9 = in.r10 = in.r11 = no_page;
	}
	void promote(tdx_regs &in)
	{
		in.rcx = page_info(1, 1);
		in.rdx = any_tdr();
	}
	void range(tdx_regs &in)
	{
		in.rcx = page_info(0, 2);
		in.rdx = any_tdr();
	}
	void table(tdx_regs &in)
	{
		in.rcx = page_info(1, 3);
		in.rdx = any_tdr();
	}
	void piece(tdx_regs &in)
	{
		in.rcx = any_gpa() + below(16) * 256;
		in.rdx = any_tdr();
	}
	void td_field(tdx_regs &in)
	{
		static constexpr u64 fields[]{0x1310000300000000, 0x8010000300000004,
			0x9010000200000004, 0x9110000300000010, ~0ULL};
		in.rcx = any_tdr();
		in.rdx = fields[below(5)];
		in.r8 = random();
		in.r9 = random();
	}
	void vcpu_field(tdx_regs &in)
	{
		static constexpr u64 fields[]{0xa020000000000000, 0xa020000200000002,
			0x1020000300000000, 0x0024000100000002, ~0ULL};
		in.rcx = any_tdvpr();
		in.rdx = fields[below(5)];
		in.r8 = random();
		in.r9 = 0xffff;
	}
	void write_back(tdx_regs &in) { in.rcx = now_and_then(20); }

	void own(u64 pa, PageType type, u64 owner) { pages[pa] = {type, owner}; }
	void own_large(u64 pa, u64 owner)
	{
		for (u64 i = 0; i < 512; i++)
			own(pa + i * page_bytes, PageType::Reg, owner);
	}
	void disown(u64 pa, bool large)
	{
		for (u64 i = 0; i < (large ? 512 : 1); i++)
			pages.erase(pa + i * page_bytes);
	}
	void note(HostLeaf leaf, tdx_regs const &in, tdx_regs const &out);
	void call(Choice const &choice);

public:
	std::map<u64, Owned> pages; // as the calls that succeeded make it
	std::map<HostLeaf, u64> succeeded;

	RandomHost(Platform &platform, Made &shared, u64 seed, std::vector<u32> on_lps)
		: on{platform}, made{shared}, random{seed}, lps{std::move(on_lps)}
	{}

	void step();
	void damage();
};

std::vector<RandomHost::Choice> const RandomHost::choices{
	{HostLeaf::MngCreate, 10, &RandomHost::create},
	{HostLeaf::MngKeyConfig, 20, &RandomHost::tdr},
	{HostLeaf::MngAddcx, 40, &RandomHost::page_and_tdr},
	{HostLeaf::MngInit, 10, &RandomHost::init},
	{HostLeaf::VpCreate, 10, &RandomHost::page_and_tdr},
	{HostLeaf::VpAddcx, 40, &RandomHost::page_and_tdvpr},
	{HostLeaf::VpInit, 10, &RandomHost::tdvpr},
	{HostLeaf::VpRd, 5, &RandomHost::vcpu_field},
	{HostLeaf::VpWr, 5, &RandomHost::vcpu_field},
	{HostLeaf::VpFlush, 5, &RandomHost::tdvpr},
	{HostLeaf::MngRd, 5, &RandomHost::td_field},
	{HostLeaf::MngWr, 5, &RandomHost::td_field},
	{HostLeaf::MemSeptAdd, 60, &RandomHost::sept_add},
	{HostLeaf::MemSeptRd, 10, &RandomHost::table},
	{HostLeaf::MemSeptRemove, 5, &RandomHost::table},
	{HostLeaf::MemPageAdd, 60, &RandomHost::add},
	{HostLeaf::MrExtend, 80, &RandomHost::piece},
	{HostLeaf::MrFinalize, 3, &RandomHost::tdr},
	{HostLeaf::MemPageAug, 60, &RandomHost::aug},
	{HostLeaf::MemRangeBlock, 20, &RandomHost::range},
	{HostLeaf::MemRangeUnblock, 10, &RandomHost::range},
	{HostLeaf::MemTrack, 20, &RandomHost::tdr},
	{HostLeaf::MemPageRemove, 30, &RandomHost::range},
	{HostLeaf::MemPageRelocate, 20, &RandomHost::relocate},
	{HostLeaf::MemPageDemote, 40, &RandomHost::demote},
	{HostLeaf::MemPagePromote, 60, &RandomHost::promote},
	{HostLeaf::MemRd, 5, &RandomHost::piece},
	{HostLeaf::MemWr, 5, &RandomHost::piece},
	{HostLeaf::MngVpflushdone, 1, &RandomHost::tdr},
	{HostLeaf::PhymemCacheWb, 5, &RandomHost::write_back},
	{HostLeaf::MngKeyFreeid, 10, &RandomHost::tdr},
	{HostLeaf::PhymemPageReclaim, 200, &RandomHost::page},
	{HostLeaf::PhymemPageRdmd, 5, &RandomHost::page},
	{HostLeaf::PhymemPageWbinvd, 5, &RandomHost::page},
};

void RandomHost::note(HostLeaf leaf, tdx_regs const &in, tdx_regs const &out)
{
	bool const large{(in.rcx & 7) != 0};

	switch (leaf) {
	case HostLeaf::MngCreate:
		own(in.rcx, PageType::Tdr, 0);
		made.tds.add(in.rcx);
		break;
	case HostLeaf::MngAddcx:
		own(in.rcx, PageType::Tdcx, in.rdx);
		break;
	case HostLeaf::VpCreate:
		own(in.rcx, PageType::Tdvpr, in.rdx);
		made.vcpus.add(in.rcx);
		break;
	case HostLeaf::VpAddcx:
		own(in.rcx, PageType::Tdcx, pages[in.rdx].owner);
		break;
	case HostLeaf::MemSeptAdd:
		own(in.r8, PageType::Ept, in.rdx);
		break;
	case HostLeaf::MemPageAdd:
		own(in.r8, PageType::Reg, in.rdx);
		break;
	case HostLeaf::MemPageAug:
		if (large)
			own_large(in.r8, in.rdx);
		else
			own(in.r8, PageType::Reg, in.rdx);
		break;
	case HostLeaf::MemPageRelocate:
		disown(out.rcx, false);
		own(in.r8, PageType::Reg, in.rdx);
		break;
	case HostLeaf::MemPageDemote:
		own(in.r8, PageType::Ept, in.rdx);
		break;
	case HostLeaf::MemPageRemove:
		disown(out.rcx, large);
		break;
	case HostLeaf::MemSeptRemove:
	case HostLeaf::MemPagePromote:
		disown(out.rcx, false);
		break;
	case HostLeaf::PhymemPageReclaim:
		made.tds.remove(in.rcx);
		made.vcpus.remove(in.rcx);
		disown(in.rcx, out.r8 != 0);
		break;
	default:
		break;
	}
}

void RandomHost::call(Choice const &choice)
{
	tdx_regs in{};
	(this->*choice.operands)(in);
	auto const answer = on.call(choice.leaf, in, lps[below(lps.size())]);

	ASSERT_EQ(answer.verdict, EMU_ANSWERED);
	if (Status{answer.rax}.error())
		return;
	succeeded[choice.leaf] += !answer.rax;
	if (!answer.rax)
		note(choice.leaf, in, answer.gpr);
}

void RandomHost::step()
{
	static u64 const all{[] {
		u64 sum{0};
		for (auto const &choice : choices)
			sum += choice.weight;
		return sum;
	}()};
	u64 at{below(all)};

	for (auto const &choice : choices) {
		if (at < choice.weight)
			return call(choice);
		at -= choice.weight;
	}
}

// A few bytes of a page in the pool, or of the PAMT that it has.
void RandomHost::damage()
{
	u64 const pa{any_page()};
	void *const entry{&on.pamt(pa, PageSize{static_cast<u8>(below(3))})};
	u8 *const at{now_and_then(10) ? static_cast<u8 *>(entry) + below(16)
				      : static_cast<u8 *>(host::at(pa)) + below(page_bytes)};
	*at = static_cast<u8>(random());
}

// --- what must hold between calls

struct Tree {
	std::multiset<u64> pages;  // of 4 KiB
	std::multiset<u64> tables; // without the root, which is a TDCX page
	bool locked;
};

void walk_table(u64 pa, u32 level, Tree &tree)
{
	u64 const *const table{static_cast<u64 const *>(host::at(pa))};
	ASSERT_NE(table, nullptr) << std::hex << pa << " at level " << level;
	for (u32 i = 0; i < 512; i++) {
		tdx::emu::Septe const entry{table[i]};
		tree.locked = tree.locked || entry.raw & tdx::emu::septe::lock;
		ASSERT_FALSE(entry.damaged());
		if (entry.is(SeptState::Free) || entry.is(SeptState::Removed))
			continue;
		if (entry.leaf()) {
			u64 const parts{1ULL << (9 * level)};
			for (u64 part = 0; part < parts; part++)
				tree.pages.insert(entry.address() + part * page_bytes);
			continue;
		}
		tree.tables.insert(entry.address());
		walk_table(entry.address(), level - 1, tree);
	}
}

// What belongs to a TD as the PAMT has it, of 4 KiB.
struct Belongings {
	std::multiset<u64> pages;
	std::multiset<u64> tables;
	u64 all{0};
};

void look_at_page(Platform &on, u64 pa, std::map<u64, Belongings> &of, std::map<u64, Owned> &pages)
{
	tdx::emu::PageView view;
	ASSERT_TRUE(tdx::emu::view_page(*on.machine.module(), pa, view));
	EXPECT_EQ(view.lock, 0u) << std::hex << pa;
	PageType const type{view.type};
	if (type == PageType::Nda)
		return;
	for (u64 part = 0; part < view.bytes; part += page_bytes) {
		pages[pa + part] = {type, type == PageType::Tdr ? 0 : view.owner};
		if (type == PageType::Tdr)
			continue;
		Belongings &belongings{of[view.owner]};
		belongings.all++;
		if (type == PageType::Reg)
			belongings.pages.insert(pa + part);
		if (type == PageType::Ept)
			belongings.tables.insert(pa + part);
	}
}

std::map<u64, Owned> check_all(Platform &on)
{
	std::map<u64, Belongings> of;
	std::map<u64, Owned> pages;

	for (u32 i = 0; i < pool_pages; i++)
		look_at_page(on, tdmr_base + i * page_bytes, of, pages);
	for (u32 i = 0; i < large_pages; i++) {
		u64 const base{large_pool + i * large_bytes};
		bool const whole{on.pamt(base, PageSize::Size2M).type != PageType::Nda};
		for (u64 part = 0; part < (whole ? 1 : 512); part++)
			look_at_page(on, base + part * page_bytes, of, pages);
	}

	std::multiset<std::string> keys;
	for (auto const &[pa, owned] : pages) {
		if (owned.type != PageType::Tdr) {
			EXPECT_EQ(pages[owned.owner].type, PageType::Tdr) << std::hex << pa;
			continue;
		}
		tdx::emu::TdView td;
		EXPECT_TRUE(tdx::emu::view_td(*on.machine.module(), pa, td));
		EXPECT_EQ(td.chldcnt, of[pa].all) << std::hex << pa;
		EXPECT_EQ(td.op_state_lock | td.sept_lock | td.epoch_lock | td.rtmr_lock, 0u);
		std::string const lifecycle{td.lifecycle};
		if (lifecycle == "TD_TEARDOWN")
			continue;
		tdx::emu::KeyView key;
		EXPECT_TRUE(tdx::emu::view_key(*on.machine.module(), td.hkid, key));
		EXPECT_STREQ(key.state, lifecycle == "TD_BLOCKED" ? "FLUSHED" : "ASSIGNED");
		keys.insert(std::to_string(td.hkid));
		EXPECT_EQ(keys.count(std::to_string(td.hkid)), 1u) << "two TDs have a KeyID";

		Tree tree{};
		auto const &root = *static_cast<tdx::emu::Tdr const *>(host::at(pa));
		if (root.num_tdcx > 3)
			walk_table(root.tdcx_pa[3] & ~on.machine.module()->platform.keyid_mask, 3,
				tree);
		EXPECT_FALSE(tree.locked);
		EXPECT_EQ(tree.pages, of[pa].pages) << std::hex << pa;
		EXPECT_EQ(tree.tables, of[pa].tables) << std::hex << pa;
	}

	u32 taken{0};
	for (u32 keyid = 32; keyid < 64; keyid++) {
		tdx::emu::KeyView key;
		EXPECT_TRUE(tdx::emu::view_key(*on.machine.module(), keyid, key));
		std::string const state{key.state};
		taken += state == "ASSIGNED" || state == "FLUSHED";
	}
	EXPECT_EQ(taken, keys.size());

	auto const platform{tdx::emu::view_platform(*on.machine.module())};
	EXPECT_STREQ(platform.state, "READY");
	EXPECT_EQ(platform.lock | platform.kot_lock, 0u);
	return pages;
}

// Two TDs to choose from: an ordinary and a debug one.
struct RandomPlatform : Platform {
	RandomPlatform()
	{
		for (u32 i = 0; i < 2; i++) {
			u8 *const params{static_cast<u8 *>(host::at(td_params_pa + 1024 * i))};
			params[0] = static_cast<u8>(i); // ATTRIBUTES.DEBUG
			params[8] = 3;                  // XFAM
			params[16] = 4;                 // MAX_VCPUS
			params[24] = 0x1e;              // EPTP_CONTROLS
			params[40] = 40;                // TSC_FREQUENCY
		}
	}
};

u64 seed()
{
	return setting("TDXCALL_RANDOM_SEED", 1);
}

TEST(EmuRandom, CallsKeepTheInvariants)
{
	RandomPlatform platform;
	Made made;
	RandomHost host{platform, made, seed(), {0, 1, 2, 3}};
	u64 const calls{calls_to_make(300000)};

	for (u64 i = 0; i < calls; i++) {
		host.step();
		if (i % 1000)
			continue;
		ASSERT_EQ(check_all(platform), host.pages) << "after call " << i;
		ASSERT_FALSE(HasFailure()) << "after call " << i;
	}
	if (calls < 300000)
		return;
	// Each leaf function had its successes, else this test would have proved little.
	for (HostLeaf const leaf : {HostLeaf::MngCreate, HostLeaf::MngInit, HostLeaf::VpInit,
		     HostLeaf::MemPageAdd, HostLeaf::MrExtend, HostLeaf::MrFinalize,
		     HostLeaf::MemPageAug, HostLeaf::MemPageRemove, HostLeaf::MemSeptRemove,
		     HostLeaf::MemPageRelocate, HostLeaf::MemPageDemote, HostLeaf::MemPagePromote,
		     HostLeaf::VpFlush, HostLeaf::MngKeyFreeid, HostLeaf::PhymemPageReclaim})
		EXPECT_GT(host.succeeded[leaf], 0u) << "leaf " << static_cast<u64>(leaf);
}

TEST(EmuRandom, LpsAtOnceKeepTheInvariants)
{
	RandomPlatform platform;
	Made made;
	u64 const rounds{10};
	u64 const calls{calls_to_make(200000) / rounds / 4};
	std::vector<std::unique_ptr<RandomHost>> hosts;

	for (u32 lp = 0; lp < 4; lp++)
		hosts.push_back(std::make_unique<RandomHost>(
			platform, made, seed() + lp, std::vector<u32>{lp}));
	for (u64 round = 0; round < rounds; round++) {
		std::vector<std::thread> threads;
		for (auto &host : hosts)
			threads.emplace_back([&] {
				for (u64 i = 0; i < calls; i++)
					host->step();
			});
		for (auto &thread : threads)
			thread.join();
		check_all(platform);
		ASSERT_FALSE(HasFailure()) << "in round " << round;
	}
}

TEST(EmuRandom, DamagedMemoryDoesNoHarm)
{
	// A TD that is damaged stays so: a fresh machine each time.
	constexpr u64 calls{8000};
	u64 const rounds{calls_to_make(200000) / calls};

	for (u64 round = 0; round < rounds; round++) {
		RandomPlatform platform;
		Made made;
		RandomHost host{platform, made, seed() + round, {0, 1, 2, 3}};

		for (u64 i = 0; i < calls; i++) {
			host.step();
			if (i > calls / 2 && i % 8 == 0)
				host.damage();
		}
	}
}

} // namespace

} // namespace test
