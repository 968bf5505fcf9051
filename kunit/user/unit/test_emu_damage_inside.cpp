// SPDX-License-Identifier: GPL-2.0
//
// The host changes memory that it donated while a call is inside: before any access that the call
// makes to it, the word that is accessed becomes another.  Whatever is found there, calls answer,
// and write nowhere but there.  What the compiler makes of the source counts, so that a value read
// twice is found where the source has it once.
//
// TDXCALL_RANDOM_CALLS and TDXCALL_RANDOM_SEED make other runs of the random part.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <random>
#include <set>
#include <string>

#include <gtest/gtest.h>

#include "core/emu/guest/guest_memory.hpp"
#include "core/emu/vcpu/vcpu.hpp"
#include "kunit/user/host/access_trap.hpp"
#include "test_emu_td.hpp"

namespace {

using namespace test;

constexpr u64 guest_page = 0x1000;   // mapped, with an alias in the tree of L2 VM 1
constexpr u64 pending_page = 0x2000; // for the guest to accept
constexpr u64 free_gpa = 0x3000;
constexpr u64 blocked_page = 0x4000;
constexpr u64 large_page = large_bytes;
constexpr u64 split_page = 2 * large_bytes; // once large, now 512 small ones
constexpr u64 empty_table = 3 * large_bytes;
constexpr u64 no_page = ~0ULL;
constexpr u64 l2_version = 1ULL << 16;

// A TD with an L2 VM, a vCPU and pages in many states.
struct Scene {
	Platform on;
	TestTd td{on, {.debug = true, .l2_vms = 1}};
	u64 tdvpr{on.page()};
	std::vector<u64> tdvps{tdvpr};
	u64 new_page{0};
	u64 new_large{0};

	Scene();
	struct emu *module() { return on.machine.module(); }
	void finalize() { on.must(HostLeaf::MrFinalize, {.rcx = td.tdr}); }
	void block(u64 page_info)
	{
		on.must(HostLeaf::MemRangeBlock, {.rcx = page_info, .rdx = td.tdr});
	}
	void enter()
	{
		finalize();
		module()->config.guests = 1;
		emu_regs regs{};
		regs.gpr.rcx = tdvpr;
		ASSERT_EQ(emu_seamcall(module(), 0, &regs), EMU_ENTERED);
	}
	// The pages that the host donated and a call may look at, and the PAMT with their entries.
	std::set<u64 *> donated();
};

Scene::Scene()
{
	on.must(HostLeaf::VpCreate, {.rcx = tdvpr, .rdx = td.tdr});
	for (int i = 0; i < 8; i++) {
		tdvps.push_back(on.page());
		on.must(HostLeaf::VpAddcx, {.rcx = tdvps.back(), .rdx = tdvpr});
	}
	td.add(guest_page);
	td.add_l2_tables(1, guest_page);
	td.aug(pending_page);
	td.aug(blocked_page);
	block(blocked_page);
	td.aug(large_page, 1);
	td.aug(split_page, 1);
	on.must(HostLeaf::MemPageDemote, {.rcx = split_page | 1,
						 .rdx = td.tdr,
						 .r8 = on.page(),
						 .r9 = no_page,
						 .r10 = no_page,
						 .r11 = no_page});
	td.add_tables(empty_table);
	on.must(HostLeaf::VpInit, {.rcx = tdvpr, .rdx = 0x1234});
	// The L2 VM has the page: TDG.MEM.PAGE.ATTR.WR would have made this of it.
	*td.entry(guest_page, 0) |= 1ULL << 58;
	*td.entry(guest_page, 0, 1) = (*td.entry(guest_page, 0) & 0xffffffffff000) | 0xf7;
	new_page = on.page();
	new_large = on.large();
}

std::set<u64 *> Scene::donated()
{
	std::set<u64> pages{td.tdr};
	pages.insert(td.tdcs.begin(), td.tdcs.end());
	pages.insert(tdvps.begin(), tdvps.end());
	for (u64 const gpa : {guest_page, large_page, split_page, empty_table}) {
		for (u32 vm = 0; vm < 2; vm++) {
			for (u32 level = 3; level > 0; level--) {
				u64 const *const entry{td.entry(gpa, level, vm)};
				if (entry && (*entry & 7) && !(*entry & 0x80))
					pages.insert(*entry & 0xffffffffff000);
			}
		}
	}
	std::set<u64 *> all;
	for (u64 const pa : pages) {
		all.insert(static_cast<u64 *>(host::at(pa)));
		for (u8 size = 0; size < 3; size++) {
			auto const entry = reinterpret_cast<std::uintptr_t>(
				&on.pamt(pa, static_cast<PageSize>(size)));
			all.insert(reinterpret_cast<u64 *>(entry & ~(page_bytes - 1)));
		}
	}
	return all;
}

// Makes a call whose answer does not matter; an answer there must be.
using MakeCall = std::function<u64(Scene &)>;

struct Trial {
	char const *name;
	std::function<void(Scene &)> prepare;
	MakeCall call;
	u64 undamaged; // RAX
};

void PrintTo(Trial const &trial, std::ostream *to)
{
	*to << trial.name;
}

void nothing(Scene &) {}

MakeCall seamcall(u64 rax, std::function<tdx_regs(Scene &)> operands)
{
	return [=](Scene &scene) {
		auto const answer = scene.on.call(rax, operands(scene));
		EXPECT_EQ(answer.verdict, EMU_ANSWERED);
		return answer.rax;
	};
}

MakeCall seamcall(HostLeaf leaf, std::function<tdx_regs(Scene &)> operands)
{
	return seamcall(static_cast<u64>(leaf), std::move(operands));
}

std::function<tdx_regs(Scene &)> page_of_td(u64 page_info)
{
	return [=](Scene &scene) {
		return tdx_regs{.rcx = page_info,
			.rdx = scene.td.tdr,
			.r8 = scene.new_page,
			.r9 = host_page_pa,
			.r10 = no_page,
			.r11 = no_page};
	};
}

tdx_regs tdr_in_rcx(Scene &scene)
{
	return {.rcx = scene.td.tdr};
}

tdx_regs tdvpr_in_rcx(Scene &scene)
{
	return {.rcx = scene.tdvpr};
}

tdx_regs page_and_tdr(Scene &scene)
{
	return {.rcx = scene.new_page, .rdx = scene.td.tdr};
}

tdx_regs page_and_tdvpr(Scene &scene)
{
	return {.rcx = scene.new_page, .rdx = scene.tdvpr};
}

MakeCall tdcall(u64 leaf, tdx_regs in)
{
	return [=](Scene &scene) {
		emu_regs regs{leaf, in, 0};
		EXPECT_NE(emu_tdcall(scene.module(), 0, &regs), EMU_UD);
		return regs.rax;
	};
}

u64 ept_violation(Scene &scene)
{
	emu_exit const why{48, 0x182, pending_page, 0, 0};
	emu_regs regs{};
	EXPECT_NE(emu_vm_exit(scene.module(), 0, &why, &regs), EMU_UD);
	return 0;
}

// An operand in memory that the guest shares, through page tables of the host's.
u64 shared_operand(Scene &scene)
{
	using namespace tdx::emu;
	Td td{*scene.module()};
	if (!td.lock(scene.td.tdr, Reg::Rcx, Hold::Shared).ok() || !td.open_any_state().ok())
		return 0;
	u64 pa;
	static_cast<void>(find_operand(*scene.module(), td, 1ULL << 47, GuestAccess::Write,
		host_page_pa | 0x1e, Reg::Rcx, pa));
	return 0;
}

void blocks_the_vcpu(Scene &scene)
{
	scene.on.must(HostLeaf::VpFlush, {.rcx = scene.tdvpr});
	scene.on.must(HostLeaf::MngVpflushdone, {.rcx = scene.td.tdr});
}

// Free again: the TD is dead.
void tears_down(Scene &scene)
{
	blocks_the_vcpu(scene);
	for (u32 lp : {0u, 2u})
		scene.on.must(HostLeaf::PhymemCacheWb, {}, lp);
	scene.on.must(HostLeaf::MngKeyFreeid, {.rcx = scene.td.tdr});
}

void enters(Scene &scene)
{
	scene.enter();
}

void allows_guests(Scene &scene)
{
	scene.finalize();
	scene.module()->config.guests = 1;
}

template <u64 PageInfo>
void blocks(Scene &scene)
{
	scene.block(PageInfo);
}

Trial const trials[]{
	{"MngAddcx", nothing, seamcall(HostLeaf::MngAddcx, page_and_tdr), no_page},
	{"MngInit", [](Scene &scene) { scene.td.set_state(OpState::Uninitialized); },
		seamcall(HostLeaf::MngInit,
			[](Scene &scene) {
				return tdx_regs{.rcx = scene.td.tdr, .rdx = host_base + 0x12000};
			}),
		0},
	{"MngRd", nothing,
		seamcall(l2_version | static_cast<u64>(HostLeaf::MngRd),
			[](Scene &scene) {
				return tdx_regs{.rcx = scene.td.tdr, .rdx = 0x9010000200000004};
			}),
		0},
	{"MngWr", nothing,
		seamcall(HostLeaf::MngWr,
			[](Scene &scene) {
				return tdx_regs{.rcx = scene.td.tdr,
					.rdx = 0x9010000300000013,
					.r8 = 1,
					.r9 = 1};
			}),
		no_page},
	{"MngVpflushdone",
		[](Scene &scene) { scene.on.must(HostLeaf::VpFlush, {.rcx = scene.tdvpr}); },
		seamcall(HostLeaf::MngVpflushdone, tdr_in_rcx), 0},
	{"MngKeyFreeid",
		[](Scene &scene) {
			blocks_the_vcpu(scene);
			for (u32 lp : {0u, 2u})
				scene.on.must(HostLeaf::PhymemCacheWb, {}, lp);
		},
		seamcall(HostLeaf::MngKeyFreeid, tdr_in_rcx), 0},
	{"MngKeyConfig", nothing, seamcall(HostLeaf::MngKeyConfig, tdr_in_rcx), no_page},
	{"VpCreate", nothing, seamcall(HostLeaf::VpCreate, page_and_tdr), 0},
	{"VpAddcx", nothing, seamcall(HostLeaf::VpAddcx, page_and_tdvpr), no_page},
	{"VpInit",
		[](Scene &scene) {
			static_assert(!tdx::emu::vcpu_field::vcpu_state.page);
			static_cast<u8 *>(
				host::at(scene.tdvpr))[tdx::emu::vcpu_field::vcpu_state.offset] = 0;
		},
		seamcall(HostLeaf::VpInit, tdvpr_in_rcx), no_page},
	{"VpRd", nothing,
		seamcall(l2_version | static_cast<u64>(HostLeaf::VpRd),
			[](Scene &scene) {
				return tdx_regs{.rcx = scene.tdvpr, .rdx = 0x24000100000002};
			}),
		no_page},
	{"VpWr", nothing,
		seamcall(HostLeaf::VpWr,
			[](Scene &scene) {
				return tdx_regs{.rcx = scene.tdvpr,
					.rdx = 0x24000100000002,
					.r8 = 1,
					.r9 = 1};
			}),
		no_page},
	{"VpFlush", nothing, seamcall(HostLeaf::VpFlush, tdvpr_in_rcx), 0},
	{"VpEnter", allows_guests,
		[](Scene &scene) {
			emu_regs regs{0, {.rcx = scene.tdvpr}, 0};
			EXPECT_NE(emu_seamcall(scene.module(), 0, &regs), EMU_UD);
			return regs.rax;
		},
		0},
	{"MemSeptAdd", nothing, seamcall(HostLeaf::MemSeptAdd, page_of_td(5 * large_bytes | 1)), 0},
	{"MemSeptAddL2", nothing,
		seamcall(l2_version | static_cast<u64>(HostLeaf::MemSeptAdd),
			[](Scene &scene) {
				return tdx_regs{
					.rcx = large_page | 1 | (3 * large_bytes - large_page),
					.rdx = scene.td.tdr,
					.r8 = no_page,
					.r9 = scene.new_page,
					.r10 = no_page,
					.r11 = no_page};
			}),
		0},
	{"MemSeptAddLevel7", nothing, seamcall(HostLeaf::MemSeptAdd, page_of_td(7)),
		raw(0xc0000100, 1)},
	{"MemSeptRdLevel7", nothing, seamcall(HostLeaf::MemSeptRd, page_of_td(7)),
		raw(0xc0000100, 1)},
	{"MemSeptRemoveLevel7", nothing, seamcall(HostLeaf::MemSeptRemove, page_of_td(7)),
		raw(0xc0000100, 1)},
	{"MemSeptRd", nothing, seamcall(HostLeaf::MemSeptRd, page_of_td(guest_page)), 0},
	{"MemSeptRdL2", nothing,
		seamcall(HostLeaf::MemSeptRd,
			[](Scene &scene) {
				return tdx_regs{.rcx = guest_page, .rdx = scene.td.tdr | 1};
			}),
		0},
	{"MemSeptRemove", blocks<empty_table | 1>,
		seamcall(HostLeaf::MemSeptRemove, page_of_td(empty_table | 1)), 0},
	{"MemPageAdd", nothing, seamcall(HostLeaf::MemPageAdd, page_of_td(free_gpa)), 0},
	{"MemPageAug", nothing, seamcall(HostLeaf::MemPageAug, page_of_td(free_gpa)), 0},
	{"MemPageAugLarge", nothing,
		seamcall(HostLeaf::MemPageAug,
			[](Scene &scene) {
				return tdx_regs{.rcx = 6 * large_bytes | 1,
					.rdx = scene.td.tdr,
					.r8 = scene.new_large};
			}),
		0},
	{"MemPageRelocate", blocks<guest_page>,
		seamcall(HostLeaf::MemPageRelocate, page_of_td(guest_page)), 0},
	{"MemPageRemove", blocks<guest_page>,
		seamcall(HostLeaf::MemPageRemove, page_of_td(guest_page)), 0},
	{"MemPageDemote", nothing,
		seamcall(HostLeaf::MemPageDemote,
			[](Scene &scene) {
				return tdx_regs{.rcx = large_page | 1,
					.rdx = scene.td.tdr,
					.r8 = scene.new_page,
					.r9 = no_page,
					.r10 = no_page,
					.r11 = no_page};
			}),
		0},
	{"MemPagePromote", nothing, seamcall(HostLeaf::MemPagePromote, page_of_td(split_page | 1)),
		0},
	{"MemRangeBlock", nothing, seamcall(HostLeaf::MemRangeBlock, page_of_td(guest_page)), 0},
	{"MemRangeUnblock", nothing, seamcall(HostLeaf::MemRangeUnblock, page_of_td(blocked_page)),
		0},
	{"MemTrack", nothing, seamcall(HostLeaf::MemTrack, tdr_in_rcx), no_page},
	{"MemRd", nothing, seamcall(HostLeaf::MemRd, page_of_td(guest_page)), 0},
	{"MemWr", nothing, seamcall(HostLeaf::MemWr, page_of_td(guest_page)), 0},
	{"MrExtend", nothing, seamcall(HostLeaf::MrExtend, page_of_td(guest_page)), 0},
	{"MrFinalize", nothing, seamcall(HostLeaf::MrFinalize, tdr_in_rcx), 0},
	{"PhymemPageRdmd", nothing, seamcall(HostLeaf::PhymemPageRdmd, tdvpr_in_rcx), 0},
	{"PhymemPageReclaim", tears_down, seamcall(HostLeaf::PhymemPageReclaim, tdvpr_in_rcx), 0},
	{"PhymemPageReclaimTdr", tears_down, seamcall(HostLeaf::PhymemPageReclaim, tdr_in_rcx),
		no_page},
	{"PhymemPageWbinvd", nothing,
		seamcall(HostLeaf::PhymemPageWbinvd,
			[](Scene &scene) { return tdx_regs{.rcx = scene.new_page}; }),
		0},
	{"Vmcall", enters, tdcall(0, {.rcx = 0xfc00, .r10 = 1}), 77},
	{"RtmrExtend", enters, tdcall(2, {.rcx = guest_page, .rdx = 1}), 0},
	{"PageAccept", enters, tdcall(6, {.rcx = pending_page}), 0},
	{"PageAttrRd", enters, tdcall(23, {.rcx = guest_page}), 0},
	{"PageAttrWr", enters,
		tdcall(24, {.rcx = guest_page, .rdx = 0x8007ULL << 16, .r8 = 0x7ULL << 16}), 0},
	{"EptViolation", enters, ept_violation, 0},
	{"SharedOperand", nothing, shared_operand, 0},
};

class DamageInside : public testing::TestWithParam<Trial> {
	std::vector<unsigned char> module_bytes;
	std::vector<std::vector<unsigned char>> page_content;
	std::vector<unsigned char> own;

protected:
	static constexpr std::size_t own_bytes = 16 * page_bytes;

	Scene scene;
	std::vector<void *> pages;

	void SetUp() override
	{
		// What is the host's own: operands lie here, and a table that nobody should follow.
		std::mt19937_64 random{20261129};
		auto *const words = static_cast<u64 *>(host::at(host_page_pa));
		for (std::size_t i = 0; i < own_bytes / sizeof(u64); i++)
			words[i] = random();
		GetParam().prepare(scene);
		for (u64 *const page : scene.donated())
			pages.push_back(page);
		save();
	}
	void save()
	{
		auto const *const bytes = reinterpret_cast<unsigned char *>(scene.module());
		module_bytes.assign(bytes, bytes + emu_size(scene.module()->config.lps));
		for (void *const page : pages) {
			auto const *const at = static_cast<unsigned char *>(page);
			page_content.emplace_back(at, at + page_bytes);
		}
		auto const *const mine = static_cast<unsigned char *>(host::at(host_page_pa));
		own.assign(mine, mine + own_bytes);
	}
	// As before the call.
	void restore()
	{
		std::memcpy(static_cast<void *>(scene.module()), module_bytes.data(),
			module_bytes.size());
		for (std::size_t i = 0; i < pages.size(); i++)
			std::memcpy(pages[i], page_content[i].data(), page_bytes);
	}
	bool own_is_untouched()
	{
		return !std::memcmp(host::at(host_page_pa), own.data(), own_bytes);
	}
};

// What becomes of a word.  The third makes eight levels of an EPTP.
u64 damaged(u64 word, unsigned how, u64 number)
{
	switch (how) {
	case 0:
		return 0;
	case 1:
		return ~0ULL;
	case 2:
		return word | 0x38;
	default:
		return word ^ 1ULL << number * 11 % 64;
	}
}
constexpr unsigned damages = 4;

TEST_P(DamageInside, AtEachAccess)
{
	// The first ones are the checks; what is many are entries of a table or words of a page,
	// each of which is as good as its neighbour.
	constexpr u64 first{60}, others{20};
	AccessTrap trap{pages};

	u64 status{0};
	u64 const accesses{trap.run(
		[&] { status = GetParam().call(scene); }, [](u64, u64 *) { return true; })};
	EXPECT_GT(accesses, 0u);
	if (GetParam().undamaged != no_page) {
		EXPECT_EQ(status, GetParam().undamaged);
	}

	for (u64 number = 1; number <= accesses;
		number += number < first ? 1 : (accesses + others - 1) / others) {
		for (unsigned how = 0; how < damages; how++) {
			restore();
			trap.run([&] { GetParam().call(scene); },
				[&](u64 now, u64 *word) {
					if (now < number)
						return true;
					*word = damaged(*word, how, number);
					return false;
				});
			ASSERT_TRUE(own_is_untouched())
				<< "access " << number << ", damage " << how;
		}
	}
}

u64 setting(char const *name, u64 otherwise)
{
	char const *const text{std::getenv(name)};
	return text ? std::strtoull(text, nullptr, 0) : otherwise;
}

TEST_P(DamageInside, AtRandomAccesses)
{
	std::mt19937_64 random{setting("TDXCALL_RANDOM_SEED", 20261129)};
	AccessTrap trap{pages};

	for (u64 call = setting("TDXCALL_RANDOM_CALLS", 20); call; call--) {
		u64 left{1 + random() % 4};
		u64 const every{2 + random() % 40};
		restore();
		trap.run([&] { GetParam().call(scene); },
			[&](u64, u64 *word) {
				if (random() % every)
					return true;
				*word = random() % 2 ? random() : *word ^ 1ULL << random() % 64;
				return --left != 0;
			});
		ASSERT_TRUE(own_is_untouched());
	}
}

INSTANTIATE_TEST_SUITE_P(Emu, DamageInside, testing::ValuesIn(trials),
	[](auto const &trial) { return std::string{trial.param.name}; });

} // namespace
