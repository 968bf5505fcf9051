// SPDX-License-Identifier: GPL-2.0
//
// TDH.SYS.CONFIG and TDH.SYS.KEY.CONFIG: each rule for TDMRs, which of two broken ones is met
// first, and the way to READY.
#include <gtest/gtest.h>

#include "test_emu_platform.hpp"

namespace {

using namespace test;

constexpr u32 operand_invalid = 0xc0000100;
constexpr u32 config_not_pending = 0xc000050c;
constexpr u32 invalid_tdmr = 0xc0000a00;
constexpr u32 non_ordered_tdmr = 0xc0000a01;
constexpr u32 tdmr_outside_cmrs = 0xc0000a02;
constexpr u32 invalid_pamt = 0xc0000a10;
constexpr u32 pamt_outside_cmrs = 0xc0000a11;
constexpr u32 pamt_overlap = 0xc0000a12;
constexpr u32 invalid_reserved = 0xc0000a20;
constexpr u32 non_ordered_reserved = 0xc0000a21;

constexpr u64 base = Bringup::host_base;
constexpr u64 keyid_1 = 1ULL << 46;

struct Case {
	char const *what;
	void (*change)(Bringup &);
	u64 status;
};

void expect_all(Case const *from, std::size_t count)
{
	for (std::size_t i = 0; i < count; i++) {
		Bringup on;
		from[i].change(on);
		auto const answer = on.config();
		EXPECT_EQ(answer.rax, from[i].status) << from[i].what;
		EXPECT_TRUE(answer.gpr ==
			    (tdx_regs{.rcx = on.operands.rcx,
				    .rdx = on.operands.rdx ? on.operands.rdx : on.tdmrs.size(),
				    .r8 = on.operands.r8}))
			<< from[i].what;
		u64 const next{answer.rax ? raw(0xc0000507) : 0}; // KEY_CONFIG_NOT_PENDING
		EXPECT_EQ(on.call(HostLeaf::SysKeyConfig), next) << from[i].what;
	}
}

TEST(SysConfig, Operands)
{
	constexpr Case cases[]{
		{"all well", [](Bringup &) {}, 0},
		{"list not aligned", [](Bringup &on) { on.operands.rcx += 256; },
			raw(operand_invalid, 1)},
		{"list above MAXPA", [](Bringup &on) { on.operands.rcx |= 1ULL << 52; },
			raw(operand_invalid, 1)},
		{"list with a shared KeyID", [](Bringup &on) { on.operands.rcx |= keyid_1; }, 0},
		{"list with a private KeyID", [](Bringup &on) { on.operands.rcx |= 32 * keyid_1; },
			raw(operand_invalid, 1)},
		{"list in the SEAM range", [](Bringup &on) { on.operands.rcx = 0x40000000; },
			raw(operand_invalid, 1)},
		{"65 TDMRs", [](Bringup &on) { on.operands.rdx = 65; }, raw(operand_invalid, 2)},
		{"no TDMR", [](Bringup &on) { on.tdmrs.clear(); }, raw(operand_invalid, 2)},
		{"shared KeyID", [](Bringup &on) { on.operands.r8 = 31; }, raw(operand_invalid, 8)},
		{"last private KeyID", [](Bringup &on) { on.operands.r8 = 63; }, 0},
		{"no such KeyID", [](Bringup &on) { on.operands.r8 = 64; },
			raw(operand_invalid, 8)},
		{"KeyID with reserved bits", [](Bringup &on) { on.operands.r8 = 1 << 16 | 33; },
			raw(operand_invalid, 8)},
	};
	expect_all(cases, std::size(cases));
}

TEST(SysConfig, EntryAddresses)
{
	for (auto const &[wrong, status] : {
		     std::pair{Bringup::infos + 64, raw(operand_invalid, 1)},
		     {Bringup::infos | 1ULL << 52, raw(operand_invalid, 1)},
		     {Bringup::infos | 32 * keyid_1, raw(operand_invalid, 1)},
		     {u64{0x43fffe00}, raw(operand_invalid, 1)},
		     {Bringup::infos | 31 * keyid_1, u64{0}},
	     }) {
		Bringup on;
		on.config();
		Bringup again;
		host_phys_write(Bringup::infos, &on.tdmrs[0], sizeof(TdmrInfo));
		host_phys_write(Bringup::list, &wrong, 8);
		again.operands.rdx = 1;
		EXPECT_EQ(
			again.machine.seamcall(0, HostLeaf::SysConfig, again.operands).rax, status)
			<< std::hex << wrong;
	}
}

TEST(SysConfig, Places)
{
	constexpr Case cases[]{
		{"base + size over the end",
			[](Bringup &on) { on.tdmrs[0].size = ~0ULL - gib + 1; }, raw(invalid_tdmr)},
		{"second below first",
			[](Bringup &on) {
				on.tdmrs.push_back(Bringup::tdmr(1, base, gib));
				on.tdmrs[0].base += gib;
			},
			raw(non_ordered_tdmr, 1)},
		{"second in first",
			[](Bringup &on) {
				on.tdmrs[0] = Bringup::tdmr(0, base + gib, 2 * gib);
				on.tdmrs.push_back(Bringup::tdmr(1, base + 2 * gib, gib));
			},
			raw(non_ordered_tdmr, 1)},
		{"second after first",
			[](Bringup &on) {
				on.tdmrs.push_back(Bringup::tdmr(1, base + 2 * gib, gib));
			},
			0},
		{"base not at 1 GiB", [](Bringup &on) { on.tdmrs[0].base += 0x200000; },
			raw(invalid_tdmr)},
		{"size not in 1 GiB", [](Bringup &on) { on.tdmrs[0].size += 0x200000; },
			raw(invalid_tdmr)},
		{"size 0", [](Bringup &on) { on.tdmrs[0].size = 0; }, raw(invalid_tdmr)},
		{"base above MAXPA", [](Bringup &on) { on.tdmrs[0].base = 1ULL << 52; },
			raw(invalid_tdmr)},
		{"base with a KeyID", [](Bringup &on) { on.tdmrs[0].base |= keyid_1; },
			raw(invalid_tdmr)},
		{"end with a KeyID", [](Bringup &on) { on.tdmrs[0].size = keyid_1; },
			raw(invalid_tdmr)},
		{"end above MAXPA", [](Bringup &on) { on.tdmrs[0].size = 1ULL << 52; },
			raw(invalid_tdmr)},
	};
	expect_all(cases, std::size(cases));
}

TEST(SysConfig, ReservedAreas)
{
	constexpr Case cases[]{
		{"all 16",
			[](Bringup &on) {
				for (u64 j = 0; j < 16; j++)
					on.tdmrs[0].reserved[j] = {j * 0x2000, 0x1000};
			},
			0},
		{"whole TDMR",
			[](Bringup &on) {
				on.tdmrs[0].reserved[0] = {0, gib};
			},
			0},
		{"touching one another",
			[](Bringup &on) {
				on.tdmrs[0].reserved[0] = {0, 0x1000};
				on.tdmrs[0].reserved[1] = {0x1000, 0x1000};
			},
			0},
		{"an empty one before one that is not",
			[](Bringup &on) {
				on.tdmrs[0].reserved[4] = {0, 0x1000};
			},
			raw(non_ordered_reserved, 3 << 8)},
		{"offset + size over the end",
			[](Bringup &on) {
				on.tdmrs[0].reserved[0] = {~0xfffULL, 0x1000};
			},
			raw(invalid_reserved)},
		{"below the one before",
			[](Bringup &on) {
				on.tdmrs[0].reserved[0] = {0x10000, 0x1000};
				on.tdmrs[0].reserved[1] = {0x1000, 0x1000};
			},
			raw(non_ordered_reserved, 1 << 8)},
		{"in the one before",
			[](Bringup &on) {
				on.tdmrs[0].reserved[0] = {0x10000, 0x2000};
				on.tdmrs[0].reserved[1] = {0x11000, 0x1000};
			},
			raw(non_ordered_reserved, 1 << 8)},
		{"offset not at 4 KiB",
			[](Bringup &on) {
				on.tdmrs[0].reserved[0] = {0x800, 0x1000};
			},
			raw(invalid_reserved)},
		{"size not in 4 KiB",
			[](Bringup &on) {
				on.tdmrs[0].reserved[0] = {0, 0x1000};
				on.tdmrs[0].reserved[1] = {0x1000, 0x800};
			},
			raw(invalid_reserved, 1 << 8)},
		{"begins behind the TDMR",
			[](Bringup &on) {
				on.tdmrs[0].reserved[0] = {gib, 0x1000};
			},
			raw(invalid_reserved)},
		{"ends behind the TDMR",
			[](Bringup &on) {
				on.tdmrs[0].reserved[0] = {gib - 0x1000, 0x2000};
			},
			raw(invalid_reserved)},
		{"order comes before alignment",
			[](Bringup &on) {
				on.tdmrs[0].reserved[0] = {0x10000, 0x1000};
				on.tdmrs[0].reserved[1] = {0x1800, 0x1000};
			},
			raw(non_ordered_reserved, 1 << 8)},
		{"in the second TDMR",
			[](Bringup &on) {
				on.tdmrs.push_back(Bringup::tdmr(1, base + 2 * gib, gib));
				on.tdmrs[1].reserved[0] = {0x800, 0x1000};
			},
			raw(invalid_reserved, 1)},
	};
	expect_all(cases, std::size(cases));
}

TEST(SysConfig, PamtAreas)
{
	constexpr Case cases[]{
		{"1G: over the end",
			[](Bringup &on) {
				on.tdmrs[0].pamt_1g = {~0xfffULL, 0x1000};
			},
			raw(invalid_pamt, 2 << 8)},
		{"1G: base not at 4 KiB", [](Bringup &on) { on.tdmrs[0].pamt_1g.base += 16; },
			raw(invalid_pamt, 2 << 8)},
		{"1G: size not in 4 KiB", [](Bringup &on) { on.tdmrs[0].pamt_1g.size = 16; },
			raw(invalid_pamt, 2 << 8)},
		{"1G: nothing", [](Bringup &on) { on.tdmrs[0].pamt_1g.size = 0; },
			raw(invalid_pamt, 2 << 8)},
		{"2M: with a KeyID", [](Bringup &on) { on.tdmrs[0].pamt_2m.base |= keyid_1; },
			raw(invalid_pamt, 1 << 8)},
		{"2M: too small", [](Bringup &on) { on.tdmrs[0].pamt_2m.size -= 0x1000; },
			raw(invalid_pamt, 1 << 8)},
		{"4K: above MAXPA", [](Bringup &on) { on.tdmrs[0].pamt_4k.base = 1ULL << 52; },
			raw(invalid_pamt)},
		{"4K: end with a KeyID",
			[](Bringup &on) { on.tdmrs[0].pamt_4k.base = keyid_1 - 0x1000; },
			raw(invalid_pamt)},
		{"4K: too small", [](Bringup &on) { on.tdmrs[0].pamt_4k.size -= 0x1000; },
			raw(invalid_pamt)},
		{"larger than needed", [](Bringup &on) { on.tdmrs[0].pamt_2m.size *= 2; }, 0},
		{"1G comes before 2M and 4K",
			[](Bringup &on) {
				on.tdmrs[0].pamt_1g.base += 16;
				on.tdmrs[0].pamt_2m.base += 16;
				on.tdmrs[0].pamt_4k.base += 16;
			},
			raw(invalid_pamt, 2 << 8)},
		{"2M comes before 4K",
			[](Bringup &on) {
				on.tdmrs[0].pamt_2m.base += 16;
				on.tdmrs[0].pamt_4k.base += 16;
			},
			raw(invalid_pamt, 1 << 8)},
		{"a size comes before a place",
			[](Bringup &on) {
				on.tdmrs[0].pamt_1g.base = base + gib; // in the TDMR
				on.tdmrs[0].pamt_4k.size -= 0x1000;
			},
			raw(invalid_pamt)},
	};
	expect_all(cases, std::size(cases));
}

// A second TDMR, so that one stands against the other.
void two(Bringup &on)
{
	on.tdmrs.push_back(Bringup::tdmr(1, base + 2 * gib, gib));
}

constexpr u32 overlap(u32 owner, u32 level, u32 other)
{
	return owner | level << 8 | other << 16;
}

TEST(SysConfig, PamtOverlaps)
{
	constexpr Case cases[]{
		{"4K with the first TDMR's 1G",
			[](Bringup &on) {
				two(on);
				on.tdmrs[1].pamt_4k.base = on.tdmrs[0].pamt_1g.base;
			},
			raw(pamt_overlap, overlap(1, 0, 0))},
		{"2M with the first TDMR's 4K",
			[](Bringup &on) {
				two(on);
				on.tdmrs[1].pamt_2m.base = on.tdmrs[0].pamt_4k.base;
			},
			raw(pamt_overlap, overlap(1, 1, 0))},
		{"1G with the end of the first TDMR's 4K",
			[](Bringup &on) {
				two(on);
				on.tdmrs[1].pamt_1g.base = on.tdmrs[0].pamt_4k.base +
							   on.tdmrs[0].pamt_4k.size - 0x1000;
			},
			raw(pamt_overlap, overlap(1, 2, 0))},
		{"1G behind the end of the first TDMR's 4K",
			[](Bringup &on) {
				two(on);
				on.tdmrs[1].pamt_1g.base =
					on.tdmrs[0].pamt_4k.base + on.tdmrs[0].pamt_4k.size;
			},
			0},
		{"own 4K and 2M",
			[](Bringup &on) { on.tdmrs[0].pamt_2m.base = on.tdmrs[0].pamt_4k.base; },
			raw(pamt_overlap, overlap(0, 0, 0))},
		{"own 4K and 1G",
			[](Bringup &on) {
				two(on);
				on.tdmrs[1].pamt_1g.base = on.tdmrs[1].pamt_4k.base;
			},
			raw(pamt_overlap, overlap(1, 0, 1))},
		{"own 2M and 1G",
			[](Bringup &on) {
				two(on);
				on.tdmrs[1].pamt_1g.base = on.tdmrs[1].pamt_2m.base;
			},
			raw(pamt_overlap, overlap(1, 1, 1))},
		{"in its own TDMR",
			[](Bringup &on) { on.tdmrs[0].pamt_1g.base = on.tdmrs[0].base; },
			raw(pamt_overlap, overlap(0, 2, 0))},
		{"in a reserved area of its own TDMR",
			[](Bringup &on) {
				on.tdmrs[0].pamt_1g.base = on.tdmrs[0].base + 0x1000;
				on.tdmrs[0].reserved[0] = {0x1000, 0x1000};
			},
			0},
		{"half in a reserved area",
			[](Bringup &on) {
				on.tdmrs[0].pamt_2m.base = on.tdmrs[0].base + 0x1000;
				on.tdmrs[0].reserved[0] = {0x1000, 0x1000};
			},
			raw(pamt_overlap, overlap(0, 1, 0))},
		{"in memory behind the last of 16 reserved areas",
			[](Bringup &on) {
				for (u64 j = 0; j < 16; j++)
					on.tdmrs[0].reserved[j] = {j * 0x2000, 0x1000};
				on.tdmrs[0].pamt_1g.base = on.tdmrs[0].base + 0x20000;
			},
			raw(pamt_overlap, overlap(0, 2, 0))},
		{"in the memory of the TDMR before",
			[](Bringup &on) {
				two(on);
				on.tdmrs[1].pamt_2m.base = on.tdmrs[0].base;
			},
			raw(pamt_overlap, overlap(1, 1, 0))},
		{"of the TDMR before in this one's memory",
			[](Bringup &on) {
				two(on);
				on.tdmrs[0].pamt_4k.base = on.tdmrs[1].base;
			},
			raw(pamt_overlap, overlap(0, 0, 1))},
		{"areas come before memory",
			[](Bringup &on) {
				two(on);
				on.tdmrs[0].pamt_4k.base = on.tdmrs[1].base;
				on.tdmrs[1].pamt_1g.base = on.tdmrs[1].pamt_2m.base;
			},
			raw(pamt_overlap, overlap(1, 1, 1))},
		{"the TDMR's own areas come before the other's",
			[](Bringup &on) {
				two(on);
				on.tdmrs[0].pamt_4k.base = on.tdmrs[1].base;
				on.tdmrs[1].pamt_1g.base = on.tdmrs[0].base;
			},
			raw(pamt_overlap, overlap(1, 2, 0))},
	};
	expect_all(cases, std::size(cases));
}

struct CmrCase {
	char const *what;
	std::vector<std::pair<u64, u64>> cmrs;
	u64 status;
};

TEST(SysConfig, Cmrs)
{
	// PAMTs of the TDMR at 5 GiB: 1G at 0x110000000, 2M at 0x110010000, 4K at 0x110100000.
	CmrCase const cases[]{
		{"none", {}, raw(pamt_outside_cmrs, 2 << 8)},
		{"1G area outside", {{0x110001000, 5 * gib}}, raw(pamt_outside_cmrs, 2 << 8)},
		{"2M area half outside", {{0x100000000, 0x10011000}, {0x110100000, 5 * gib}},
			raw(pamt_outside_cmrs, 1 << 8)},
		{"4K area outside", {{0x100000000, 0x10100000}, {0x140000000, gib}},
			raw(pamt_outside_cmrs)},
		{"an area over two that touch", {{0x100000000, 0x10011000}, {0x110011000, gib * 2}},
			0},
		{"TDMR over two that touch",
			{{0x100000000, gib}, {0x140000000, 0x1000}, {0x140001000, gib - 0x1000}},
			0},
		{"TDMR over a gap",
			{{0x100000000, gib}, {0x140000000, 0x1000}, {0x140002000, gib - 0x2000}},
			raw(tdmr_outside_cmrs)},
		{"TDMR outside", {{0x100000000, gib}}, raw(tdmr_outside_cmrs)},
	};
	for (auto const &one : cases) {
		Bringup on{one.cmrs};
		EXPECT_EQ(on.config().rax, one.status) << one.what;
	}

	// Reserved areas may lie outside.
	Bringup holes{{{0x100000000, gib}, {0x140001000, gib - 0x2000}}};
	holes.tdmrs[0].reserved[0] = {0, 0x1000};
	EXPECT_EQ(holes.config().rax, raw(tdmr_outside_cmrs));
	holes.tdmrs[0].reserved[1] = {gib - 0x1000, 0x1000};
	EXPECT_EQ(holes.config().rax, 0u);
}

// What is wrong is put right, a fault after the other: the status is always of the first one left.
TEST(SysConfig, Order)
{
	Bringup on{{{base, gib}, {base + 2 * gib, gib}}};
	auto &tdmr = on.tdmrs[0];

	tdmr.pamt_2m.base = base + 3 * gib;    // outside CMRs
	tdmr.pamt_1g.base = tdmr.base;         // in its TDMR's memory
	tdmr.pamt_4k.base = tdmr.pamt_2m.base; // overlap
	tdmr.pamt_2m.size = 0x1000;            // too small
	tdmr.reserved[1] = {0, 0x1000};        // behind an empty one
	tdmr.size += 0x1000;                   // not in 1 GiB
	on.operands = {.rcx = Bringup::list + 1, .rdx = 65, .r8 = 1};

	EXPECT_EQ(on.config().rax, raw(operand_invalid, 1));
	on.operands.rcx = Bringup::list;
	EXPECT_EQ(on.config().rax, raw(operand_invalid, 2));
	on.operands.rdx = 1;
	EXPECT_EQ(on.config().rax, raw(operand_invalid, 8));
	on.operands.r8 = 32;
	EXPECT_EQ(on.config().rax, raw(invalid_tdmr));
	tdmr.size -= 0x1000;
	EXPECT_EQ(on.config().rax, raw(non_ordered_reserved));
	tdmr.reserved[1] = {};
	EXPECT_EQ(on.config().rax, raw(invalid_pamt, 1 << 8));
	tdmr.pamt_2m.size = 0x2000;
	EXPECT_EQ(on.config().rax, raw(pamt_overlap, overlap(0, 0, 0)));
	tdmr.pamt_4k.base = base + 0x10100000;
	EXPECT_EQ(on.config().rax, raw(pamt_overlap, overlap(0, 2, 0)));
	tdmr.pamt_1g.base = base + 0x10000000;
	EXPECT_EQ(on.config().rax, raw(pamt_outside_cmrs, 1 << 8));
	tdmr.pamt_2m.base = base + 0x10010000;
	EXPECT_EQ(on.config().rax, raw(tdmr_outside_cmrs));
	tdmr.base += gib;
	EXPECT_EQ(on.config().rax, 0u);
}

TEST(SysConfig, State)
{
	Machine fresh;
	host::set_memory(memory_base, memory_size);
	EXPECT_EQ(fresh.seamcall(0, HostLeaf::SysConfig).rax, raw(config_not_pending));
	EXPECT_EQ(fresh.seamcall(0, HostLeaf::SysInit).rax, 0u);
	for (u32 lp = 0; lp < 3; lp++)
		EXPECT_EQ(fresh.seamcall(lp, HostLeaf::SysLpInit).rax, 0u);
	// One LP is missing.
	EXPECT_EQ(fresh.seamcall(0, HostLeaf::SysConfig).rax, raw(config_not_pending));
	EXPECT_EQ(fresh.seamcall(3, HostLeaf::SysLpInit).rax, 0u);
	EXPECT_EQ(fresh.seamcall(0, HostLeaf::SysConfig).rax, raw(operand_invalid, 2));
	host::reset();

	Bringup on;
	EXPECT_EQ(on.config().rax, 0u);
	EXPECT_EQ(on.config().rax, raw(config_not_pending));
	EXPECT_EQ(on.call(HostLeaf::SysLpInit), raw(0xc000050b));
}

TEST(SysConfig, ListThatIsNoMemory)
{
	Bringup on;
	on.operands = {.rcx = 0x80000000, .rdx = 1, .r8 = 33};
	EXPECT_EQ(on.machine.seamcall(0, HostLeaf::SysConfig, on.operands).rax, raw(0xc0000101, 1));
	u64 const nowhere{0x80000000};
	host_phys_write(Bringup::list, &nowhere, 8);
	on.operands.rcx = Bringup::list;
	EXPECT_EQ(on.machine.seamcall(0, HostLeaf::SysConfig, on.operands).rax, raw(0xc0000101, 1));
}

// 64 TDMRs, the last of them wrong.
TEST(SysConfig, ManyTdmrs)
{
	Bringup on{{{base, 128 * gib}}};
	host::set_memory(base, 128 * gib);
	on.tdmrs.clear();
	for (u64 i = 0; i < 64; i++) {
		TdmrInfo one{Bringup::tdmr(0, base + (64 + i) * gib, gib)};
		one.pamt_1g.base += i * 0x1000000;
		one.pamt_2m.base += i * 0x1000000;
		one.pamt_4k.base += i * 0x1000000;
		on.tdmrs.push_back(one);
	}
	on.tdmrs[63].pamt_4k.base = on.tdmrs[62].pamt_2m.base;
	EXPECT_EQ(on.config().rax, raw(pamt_overlap, overlap(63, 0, 62)));
	on.tdmrs[63].pamt_4k.base = on.tdmrs[63].pamt_1g.base + 0x100000;
	on.make_ready();
	EXPECT_EQ(on.init_tdmr(on.tdmrs[63].base), 256u);
}

// Eight TDMR_INFOs share a page, and lie there in an order of their own: the list says where each
// one is, and nothing else does.
TEST(SysConfig, EntriesArePackedInAnyOrder)
{
	constexpr u64 count{64};
	constexpr u64 slot{512};
	constexpr u32 bits_of_index{6};
	Bringup on{{{base, 128 * gib}}};
	host::set_memory(base, 128 * gib);

	// Index 0 is in slot 0, index 1 in slot 32, 2 in slot 16, and so on.
	auto const address = [&](u64 index) {
		u64 at{0};
		for (u32 bit = 0; bit < bits_of_index; bit++)
			at |= (index >> bit & 1) << (bits_of_index - 1 - bit);
		return Bringup::infos + at * slot;
	};
	// What is not part of any structure would be wrong in one.
	std::memset(host::at(Bringup::infos), 0xff, count * slot);
	std::vector<TdmrInfo> tdmrs;
	for (u64 i = 0; i < count; i++) {
		TdmrInfo one{Bringup::tdmr(0, base + (64 + i) * gib, gib)};
		one.pamt_1g.base += i * 0x1000000;
		one.pamt_2m.base += i * 0x1000000;
		one.pamt_4k.base += i * 0x1000000;
		tdmrs.push_back(one);
	}
	auto const config = [&](u64 entries) {
		for (u64 i = 0; i < count; i++) {
			u64 const at{address(i)};
			host_phys_write(Bringup::list + i * 8, &at, 8);
			host_phys_write(at, &tdmrs[i], sizeof(tdmrs[i]));
		}
		return on.machine
			.seamcall(0, HostLeaf::SysConfig,
				{.rcx = Bringup::list, .rdx = entries, .r8 = Bringup::module_keyid})
			.rax;
	};

	// One that is wrong is known by its place in the list.
	for (u64 const wrong : {u64{1}, u64{7}, u64{8}, u64{62}, u64{63}}) {
		tdmrs[wrong].size += 0x200000;
		EXPECT_EQ(config(count), raw(invalid_tdmr, static_cast<u32>(wrong)));
		tdmrs[wrong].size -= 0x200000;
	}
	// What follows those that count is not looked at.
	tdmrs[5].size = 0;
	EXPECT_EQ(config(6), raw(invalid_tdmr, 5));
	EXPECT_EQ(config(5), 0u);

	Bringup again{{{base, 128 * gib}}};
	host::set_memory(base, 128 * gib);
	tdmrs[5].size = gib;
	for (u64 i = 0; i < count; i++) {
		u64 const at{address(i)};
		host_phys_write(Bringup::list + i * 8, &at, 8);
		host_phys_write(at, &tdmrs[i], sizeof(tdmrs[i]));
	}
	tdx_regs const in{.rcx = Bringup::list, .rdx = count, .r8 = Bringup::module_keyid};
	ASSERT_EQ(again.machine.seamcall(0, HostLeaf::SysConfig, in).rax, 0u);
	ASSERT_EQ(again.call(HostLeaf::SysKeyConfig, 0, 0, 0), 0u);
	ASSERT_EQ(again.call(HostLeaf::SysKeyConfig, 0, 0, 2), 0u);
	for (auto const &tdmr : tdmrs)
		EXPECT_EQ(again.call(HostLeaf::SysTdmrInit, tdmr.base), 0u);
	EXPECT_EQ(again.call(HostLeaf::SysTdmrInit, base + 63 * gib), raw(operand_invalid, 1));
}

// The list itself may lie beside its entries.
TEST(SysConfig, ListAndEntriesShareAPage)
{
	Bringup on;
	constexpr u64 page{Bringup::infos};
	std::vector<TdmrInfo> tdmrs;

	std::memset(host::at(page), 0xff, 0x1000);
	for (u64 i = 0; i < 5; i++) {
		tdmrs.push_back(Bringup::tdmr(i, base + (1 + i) * gib, gib));
		u64 const at{page + (7 - i) * 512};
		host_phys_write(page + i * 8, &at, 8);
		host_phys_write(at, &tdmrs[i], sizeof(tdmrs[i]));
	}
	tdx_regs in{.rcx = page, .rdx = 6, .r8 = Bringup::module_keyid};
	// The sixth address is all ones.
	EXPECT_EQ(on.machine.seamcall(0, HostLeaf::SysConfig, in).rax, raw(operand_invalid, 1));
	in.rdx = 5;
	EXPECT_EQ(on.machine.seamcall(0, HostLeaf::SysConfig, in).rax, 0u);
	ASSERT_EQ(on.call(HostLeaf::SysKeyConfig, 0, 0, 0), 0u);
	ASSERT_EQ(on.call(HostLeaf::SysKeyConfig, 0, 0, 2), 0u);
	for (auto const &tdmr : tdmrs)
		EXPECT_EQ(on.call(HostLeaf::SysTdmrInit, tdmr.base), 0u);
}

// A structure that is listed twice overlaps itself.
TEST(SysConfig, EntryListedTwice)
{
	Bringup on;
	u64 const addresses[]{Bringup::infos, Bringup::infos};

	host_phys_write(Bringup::infos, &on.tdmrs[0], sizeof(TdmrInfo));
	host_phys_write(Bringup::list, addresses, sizeof(addresses));
	tdx_regs const in{.rcx = Bringup::list, .rdx = 2, .r8 = Bringup::module_keyid};
	EXPECT_EQ(on.machine.seamcall(0, HostLeaf::SysConfig, in).rax, raw(non_ordered_tdmr, 1));
}

TEST(SysConfig, FailureKeepsTheKeyId)
{
	Bringup on;
	on.operands.r8 = 40;
	on.tdmrs[0].size = 0;
	EXPECT_EQ(on.config().rax, raw(invalid_tdmr));
	on.tdmrs[0].size = gib;
	on.operands.r8 = 41;
	on.make_ready();
	EXPECT_EQ(on.init_tdmr(on.tdmrs[0].base), 256u);
	u64 const page{on.tdmrs[0].base};
	EXPECT_EQ(on.call(HostLeaf::MngCreate, page, 40), raw(0xc0000820));
	EXPECT_EQ(on.call(HostLeaf::MngCreate, page, 41), raw(0xc0000820));
	EXPECT_EQ(on.call(HostLeaf::MngCreate, page, 42), 0u);
}

TEST(SysKeyConfig, OncePerPackage)
{
	Bringup on;
	EXPECT_EQ(on.call(HostLeaf::SysKeyConfig), raw(0xc0000507));
	EXPECT_EQ(on.config().rax, 0u);
	EXPECT_EQ(on.call(HostLeaf::SysTdmrInit, on.tdmrs[0].base), raw(0xc0000505));
	// LPs 0 and 1 are of package 0, 2 and 3 of package 1.
	EXPECT_EQ(on.call(HostLeaf::SysKeyConfig, 0, 0, 1), 0u);
	EXPECT_EQ(on.call(HostLeaf::SysKeyConfig, 0, 0, 0), raw(0x00000815));
	EXPECT_EQ(on.call(HostLeaf::SysTdmrInit, on.tdmrs[0].base), raw(0xc0000505));
	EXPECT_EQ(on.call(HostLeaf::SysKeyConfig, 0, 0, 2), 0u);
	EXPECT_EQ(on.call(HostLeaf::SysKeyConfig, 0, 0, 2), raw(0xc0000507));
	EXPECT_EQ(on.call(HostLeaf::SysTdmrInit, on.tdmrs[0].base), 0u);
}

TEST(SysKeyConfig, KeyGenerationFails)
{
	Bringup on;
	EXPECT_EQ(on.config().rax, 0u);
	emu_set_pconfig(on.machine.module(), EMU_PCONFIG_NO_ENTROPY);
	EXPECT_EQ(on.call(HostLeaf::SysKeyConfig), raw(0x80000800));
	emu_set_pconfig(on.machine.module(), EMU_PCONFIG_BUSY);
	EXPECT_EQ(on.call(HostLeaf::SysKeyConfig), raw(0x80000200, 187));
	emu_set_pconfig(on.machine.module(), 0);
	EXPECT_EQ(on.call(HostLeaf::SysKeyConfig), 0u);
	// What is done is asked for first.
	emu_set_pconfig(on.machine.module(), EMU_PCONFIG_BUSY);
	EXPECT_EQ(on.call(HostLeaf::SysKeyConfig), raw(0x00000815));
}

TEST(SysKeyConfig, ModuleIsBusy)
{
	Bringup on;
	emu_fault const busy{.kind = EMU_FAULT_BUSY, .subject = 184, .times = 2};
	EXPECT_EQ(emu_inject(on.machine.module(), &busy), 0);
	EXPECT_EQ(on.config().rax, raw(0x80000202));
	EXPECT_EQ(on.call(HostLeaf::SysKeyConfig), raw(0x80000202));
	EXPECT_EQ(on.config().rax, 0u);
}

} // namespace
