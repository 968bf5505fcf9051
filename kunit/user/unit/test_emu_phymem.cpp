// SPDX-License-Identifier: GPL-2.0
//
// Memory of the platform: TDH.SYS.TDMR.INIT and TDH.PHYMEM.*, at every page size, and what damage
// to the PAMT comes to.
#include <gtest/gtest.h>

#include "core/emu/td/td.hpp"
#include "test_emu_platform.hpp"

namespace {

using namespace test;
using tdx::PageSize;
using tdx::PageType;
using tdx::emu::PamtEntry;

constexpr u32 operand_invalid = 0xc0000100;
constexpr u32 out_of_range = 0xc0000101;
constexpr u32 operand_busy = 0x80000200;
constexpr u32 metadata_incorrect = 0xc0000300;
constexpr u32 lifecycle_incorrect = 0xc0000607;
constexpr u64 keyid_1 = 1ULL << 46;

constexpr u64 block = Bringup::host_base + gib; // the TDMR

struct Memory : testing::Test {
	Bringup on;

	void SetUp() override
	{
		on.tdmrs[0] = Bringup::tdmr(0, block, 2 * gib);
		// The last pages of the first 2 MiB, and 2 MiB later a whole 2 MiB.
		on.tdmrs[0].reserved[0] = {0x1ff000, 0x1000};
		on.tdmrs[0].reserved[1] = {0x400000, 0x200000};
		on.make_ready();
	}
	PamtEntry &entry(u64 pa, PageSize size = PageSize::Size4K)
	{
		auto const &tdmr = on.tdmrs[0];
		u64 const area{size == PageSize::Size1G   ? tdmr.pamt_1g.base
			       : size == PageSize::Size2M ? tdmr.pamt_2m.base
							  : tdmr.pamt_4k.base};
		return static_cast<PamtEntry *>(host::at(area))[(pa - block) / tdx::bytes_of(size)];
	}
	Machine::Answer ask(HostLeaf leaf, u64 rcx, u32 lp = 0)
	{
		return on.machine.seamcall(lp, leaf,
			{.rcx = rcx, .rdx = 2, .r8 = 8, .r9 = 9, .r10 = 10, .r11 = 11, .r12 = 12});
	}
	// Free or reserved pages, and errors: all six outputs are zero.
	void expect_nothing(Machine::Answer const &answer, u64 status)
	{
		EXPECT_EQ(answer.rax, status);
		EXPECT_TRUE(answer.gpr == (tdx_regs{.r12 = 12}));
	}
	// A TD without a page but its TDR, on the way that @leaves go.
	u64 create_td(u64 keyid = 34)
	{
		EXPECT_EQ(on.call(HostLeaf::MngCreate, block, keyid), 0u);
		return block;
	}
	void end_td(u64 tdr)
	{
		EXPECT_EQ(on.call(HostLeaf::MngVpflushdone, tdr), 0u);
		EXPECT_EQ(on.call(HostLeaf::PhymemCacheWb, 0, 0, 0), 0u);
		EXPECT_EQ(on.call(HostLeaf::PhymemCacheWb, 0, 0, 2), 0u);
		EXPECT_EQ(on.call(HostLeaf::MngKeyFreeid, tdr), 0u);
	}
};

struct TdmrInit : Memory {};
struct PageMetadata : Memory {};
struct PageReclaim : Memory {};
struct PageWbinvd : Memory {};
struct CacheWb : Memory {};

TEST_F(TdmrInit, Operand)
{
	for (u64 const wrong : {block + 0x1000, block + gib, block - gib, block | keyid_1,
		     block | 1ULL << 52, u64{0}}) {
		auto const answer =
			on.machine.seamcall(0, HostLeaf::SysTdmrInit, {.rcx = wrong, .rdx = 5});
		EXPECT_EQ(answer.rax, raw(operand_invalid, 1)) << std::hex << wrong;
		EXPECT_TRUE(answer.gpr == (tdx_regs{.rcx = wrong}));
	}
	emu_fault const busy{.kind = EMU_FAULT_BUSY, .subject = 1, .times = 1};
	EXPECT_EQ(emu_inject(on.machine.module(), &busy), 0);
	EXPECT_EQ(on.call(HostLeaf::SysTdmrInit, block), raw(operand_busy, 1));
}

// 4 MiB a step; a GiB can be used when all of it is there.
TEST_F(TdmrInit, Steps)
{
	for (u32 step = 1; step <= 512; step++) {
		auto const answer = on.machine.seamcall(
			step % 4, HostLeaf::SysTdmrInit, {.rcx = block, .rdx = 5});
		ASSERT_EQ(answer.rax, 0u);
		u64 const ready{step < 256 ? block : step < 512 ? block + gib : block + 2 * gib};
		EXPECT_TRUE(answer.gpr == (tdx_regs{.rcx = block, .rdx = ready})) << step;
		expect_nothing(ask(HostLeaf::PhymemPageRdmd, block + 0x1000),
			step < 256 ? raw(out_of_range, 1) : 0);
		if (step == 256)
			expect_nothing(
				ask(HostLeaf::PhymemPageRdmd, block + gib), raw(out_of_range, 1));
	}
	auto const done = on.machine.seamcall(0, HostLeaf::SysTdmrInit, {.rcx = block, .rdx = 5});
	EXPECT_EQ(done.rax, raw(0x00000a03));
	EXPECT_TRUE(done.gpr == (tdx_regs{.rcx = block}));
}

// Whatever was in the PAMT areas before.
TEST_F(TdmrInit, FromRubbish)
{
	auto const &tdmr = on.tdmrs[0];
	for (auto const &area : {tdmr.pamt_1g, tdmr.pamt_2m, tdmr.pamt_4k})
		std::memset(host::at(area.base), 0xa5, area.size);
	EXPECT_EQ(on.init_tdmr(block), 512u);
	for (u64 const pa : {block, block + 0x1fe000, block + 0x200000, block + 0x3ff000,
		     block + 0x600000, block + gib, block + 2 * gib - 0x1000})
		expect_nothing(ask(HostLeaf::PhymemPageRdmd, pa), 0);
	for (u64 const pa : {block + 0x1ff000, block + 0x400000, block + 0x5ff000}) {
		auto const answer = ask(HostLeaf::PhymemPageRdmd, pa);
		EXPECT_EQ(answer.rax, 0u);
		EXPECT_TRUE(answer.gpr == (tdx_regs{.rcx = 1, .r12 = 12})) << std::hex << pa;
	}
}

TEST_F(PageMetadata, Operand)
{
	on.init_tdmr(block);
	for (u64 const wrong : {block + 1, block + 0x800, block | keyid_1, block | 63 * keyid_1,
		     block | 1ULL << 52})
		expect_nothing(ask(HostLeaf::PhymemPageRdmd, wrong), raw(operand_invalid, 1));
	for (u64 const wrong : {block - 0x1000, block + 2 * gib, u64{0}})
		expect_nothing(ask(HostLeaf::PhymemPageRdmd, wrong), raw(out_of_range, 1));
	emu_fault const busy{.kind = EMU_FAULT_BUSY, .subject = 1, .times = 1};
	EXPECT_EQ(emu_inject(on.machine.module(), &busy), 0);
	expect_nothing(ask(HostLeaf::PhymemPageRdmd, block), raw(operand_busy, 1));
}

// Owner and BEPOCH as they are in the PAMT; BEPOCH of REG and EPT pages only.
TEST_F(PageMetadata, TypesAndSizes)
{
	on.init_tdmr(block);
	constexpr u64 tdr = block + 0x7000;
	for (PageType const type :
		{PageType::Reg, PageType::Tdr, PageType::Tdcx, PageType::Tdvpr, PageType::Ept}) {
		entry(block + 0x3000).set(type, tdr);
		entry(block + 0x3000).bepoch = 77;
		bool const has_bepoch{type == PageType::Reg || type == PageType::Ept};
		auto const answer = ask(HostLeaf::PhymemPageRdmd, block + 0x3000);
		EXPECT_EQ(answer.rax, 0u);
		EXPECT_TRUE(answer.gpr == (tdx_regs{.rcx = static_cast<u64>(type),
						  .rdx = tdr,
						  .r9 = has_bepoch ? 77u : 0u,
						  .r12 = 12}));
	}
	entry(block + 0x600000, PageSize::Size2M).set(PageType::Reg, tdr);
	entry(block + 0x600000, PageSize::Size2M).bepoch = 78;
	for (u64 const offset : {0x600000, 0x6ab000, 0x7ff000}) {
		auto const answer = ask(HostLeaf::PhymemPageRdmd, block + offset);
		EXPECT_TRUE(answer.gpr ==
			    (tdx_regs{.rcx = 3, .rdx = tdr, .r8 = 1, .r9 = 78, .r12 = 12}));
	}
	entry(block + gib, PageSize::Size1G).set(PageType::Reg, tdr);
	auto const answer = ask(HostLeaf::PhymemPageRdmd, block + gib + 0x12345000);
	EXPECT_TRUE(answer.gpr == (tdx_regs{.rcx = 3, .rdx = tdr, .r8 = 2, .r12 = 12}));
}

TEST_F(PageMetadata, Locks)
{
	on.init_tdmr(block);
	// An exclusive holder on each level of the way; a shared one does not matter.
	for (PageSize const size : {PageSize::Size1G, PageSize::Size2M, PageSize::Size4K}) {
		auto &lock = entry(block, size).lock;
		ASSERT_TRUE(lock.try_exclusive());
		expect_nothing(ask(HostLeaf::PhymemPageRdmd, block), raw(operand_busy, 1));
		lock.release_exclusive();
		ASSERT_TRUE(lock.try_shared());
		expect_nothing(ask(HostLeaf::PhymemPageRdmd, block), 0);
		EXPECT_TRUE(lock.try_promote());
		lock.release_exclusive();
	}
}

TEST_F(PageReclaim, OperandAndType)
{
	on.init_tdmr(block);
	for (u64 const wrong : {block + 0x10, block | keyid_1, block | 1ULL << 63})
		expect_nothing(ask(HostLeaf::PhymemPageReclaim, wrong), raw(operand_invalid, 1));
	expect_nothing(ask(HostLeaf::PhymemPageReclaim, block - 0x1000), raw(out_of_range, 1));
	expect_nothing(ask(HostLeaf::PhymemPageReclaim, block), raw(metadata_incorrect, 1));
	expect_nothing(
		ask(HostLeaf::PhymemPageReclaim, block + 0x1ff000), raw(metadata_incorrect, 1));
	ASSERT_TRUE(entry(block).lock.try_shared());
	expect_nothing(ask(HostLeaf::PhymemPageReclaim, block), raw(operand_busy, 1));
}

TEST_F(PageReclaim, Tdr)
{
	on.init_tdmr(block);
	u64 const tdr{create_td()};
	tdx_regs const told{.rcx = 4, .r12 = 12};

	auto answer = ask(HostLeaf::PhymemPageReclaim, tdr);
	EXPECT_EQ(answer.rax, raw(lifecycle_incorrect));
	EXPECT_TRUE(answer.gpr == told);
	end_td(tdr);
	// A page of the TD that was not yet reclaimed.
	constexpr u64 child = block + 0x5000;
	entry(child).set(PageType::Tdcx, tdr);
	static_cast<tdx::emu::Tdr *>(host::at(tdr))->chldcnt = 1;
	answer = ask(HostLeaf::PhymemPageReclaim, tdr);
	EXPECT_EQ(answer.rax, raw(0xc0000400));
	EXPECT_TRUE(answer.gpr == told);
	answer = ask(HostLeaf::PhymemPageReclaim, child);
	EXPECT_EQ(answer.rax, 0u);
	EXPECT_TRUE(answer.gpr == (tdx_regs{.rcx = 5, .rdx = tdr, .r12 = 12}));
	answer = ask(HostLeaf::PhymemPageReclaim, tdr);
	EXPECT_EQ(answer.rax, 0u);
	EXPECT_TRUE(answer.gpr == told);
	expect_nothing(ask(HostLeaf::PhymemPageReclaim, tdr), raw(metadata_incorrect, 1));
}

TEST_F(PageReclaim, EverySize)
{
	on.init_tdmr(block);
	u64 const tdr{create_td()};
	struct {
		u64 pa;
		PageSize size;
		u64 pages;
	} const cases[]{{block + 0x9000, PageSize::Size4K, 1},
		{block + 0x600000, PageSize::Size2M, 512}, {block + gib, PageSize::Size1G, 262144}};

	for (auto const &one : cases) {
		entry(one.pa, one.size).set(PageType::Reg, tdr);
		auto const answer = ask(HostLeaf::PhymemPageReclaim, one.pa);
		EXPECT_EQ(answer.rax, raw(lifecycle_incorrect));
	}
	end_td(tdr);
	auto &children = static_cast<tdx::emu::Tdr *>(host::at(tdr))->chldcnt;
	children = 1 + 512 + 262144;
	for (auto const &one : cases) {
		u64 const before{children};
		tdx_regs const told{
			.rcx = 3, .rdx = tdr, .r8 = static_cast<u64>(one.size), .r12 = 12};
		if (one.pages > 1) {
			auto const inside = ask(HostLeaf::PhymemPageReclaim, one.pa + 0x1000);
			EXPECT_EQ(inside.rax, raw(operand_invalid, 1));
			EXPECT_TRUE(inside.gpr == told);
		}
		// The owner is held by somebody.
		ASSERT_TRUE(entry(tdr).lock.try_exclusive());
		auto const busy = ask(HostLeaf::PhymemPageReclaim, one.pa);
		EXPECT_EQ(busy.rax, raw(operand_busy, 128));
		EXPECT_TRUE(busy.gpr == told);
		entry(tdr).lock.release_exclusive();

		auto const answer = ask(HostLeaf::PhymemPageReclaim, one.pa);
		EXPECT_EQ(answer.rax, 0u);
		EXPECT_TRUE(answer.gpr == told);
		EXPECT_EQ(children, before - one.pages);
		expect_nothing(
			ask(HostLeaf::PhymemPageReclaim, one.pa), raw(metadata_incorrect, 1));
	}
	EXPECT_EQ(ask(HostLeaf::PhymemPageReclaim, tdr).rax, 0u);
}

// The host wrote the PAMT: an owner that is no TDR, or nowhere.
TEST_F(PageReclaim, DamagedOwner)
{
	on.init_tdmr(block);
	for (u64 const owner : {block + 0x8000, u64{0}, block - 0x1000, block + 2 * gib,
		     u64{0xffffffffff000}, u64{0x1000}}) {
		entry(block + 0x3000).set(PageType::Reg, owner);
		auto const answer = ask(HostLeaf::PhymemPageReclaim, block + 0x3000);
		EXPECT_EQ(answer.rax, raw(0xe0000604)) << std::hex << owner;
	}
	for (u32 type = 9; type < 256; type += 13) {
		entry(block + 0x3000).set(static_cast<PageType>(type), block + 0x8000);
		EXPECT_NE(ask(HostLeaf::PhymemPageReclaim, block + 0x3000).rax, 0u) << type;
	}
}

TEST_F(PageWbinvd, FreePagesOnly)
{
	on.init_tdmr(block);
	tdx_regs const in{.rcx = 0, .rdx = 2, .r8 = 8, .r9 = 9, .r10 = 10, .r11 = 11, .r12 = 12};
	auto const expect = [&](u64 rcx, u64 status) {
		auto const answer = ask(HostLeaf::PhymemPageWbinvd, rcx);
		tdx_regs same{in};
		same.rcx = rcx;
		EXPECT_EQ(answer.rax, status) << std::hex << rcx;
		EXPECT_TRUE(answer.gpr == same);
	};
	expect(block, 0);
	expect(block | 33 * keyid_1, 0);
	expect(block | 63 * keyid_1, 0);
	expect((block + 0x800) | 33 * keyid_1, raw(operand_invalid, 1));
	expect(block | 1ULL << 52, raw(operand_invalid, 1));
	expect((block - 0x1000) | 33 * keyid_1, raw(out_of_range, 1));
	expect(block + 0x1ff000, raw(metadata_incorrect, 1));
	entry(block + 0x600000, PageSize::Size2M).set(PageType::Reg, block);
	expect(block + 0x600000, raw(metadata_incorrect, 1));
	u64 const tdr{create_td()};
	expect(tdr | 34 * keyid_1, raw(metadata_incorrect, 1));
	ASSERT_TRUE(entry(block + 0x1000).lock.try_exclusive());
	expect(block + 0x1000, raw(operand_busy, 1));
}

TEST_F(CacheWb, Checks)
{
	on.init_tdmr(block);
	EXPECT_EQ(on.call(HostLeaf::PhymemCacheWb, 2), raw(operand_invalid, 1));
	EXPECT_EQ(on.call(HostLeaf::PhymemCacheWb, 1ULL << 32), raw(operand_invalid, 1));
	for (u32 const operand : {188u, 186u}) {
		emu_fault const busy{.kind = EMU_FAULT_BUSY, .subject = operand, .times = 1};
		EXPECT_EQ(emu_inject(on.machine.module(), &busy), 0);
		EXPECT_EQ(on.call(HostLeaf::PhymemCacheWb), raw(operand_busy, operand));
	}
	EXPECT_EQ(on.call(HostLeaf::PhymemCacheWb, 1), raw(0xc0000823));
	EXPECT_EQ(on.call(HostLeaf::PhymemCacheWb, 0), raw(0x00000821));
	u64 const tdr{create_td()};
	EXPECT_EQ(on.call(HostLeaf::PhymemCacheWb, 0), raw(0x00000821));
	EXPECT_EQ(on.call(HostLeaf::MngVpflushdone, tdr), 0u);
	EXPECT_EQ(on.call(HostLeaf::PhymemCacheWb, 1), raw(0xc0000823));
	EXPECT_EQ(on.call(HostLeaf::PhymemCacheWb, 0), 0u);
	// Its job is done on this package, but the KeyID is still flushed.
	EXPECT_EQ(on.call(HostLeaf::PhymemCacheWb, 0), 0u);
	EXPECT_EQ(on.call(HostLeaf::MngKeyFreeid, tdr), raw(0x80000817));
	EXPECT_EQ(on.call(HostLeaf::PhymemCacheWb, 0, 0, 3), 0u);
	EXPECT_EQ(on.call(HostLeaf::MngKeyFreeid, tdr), 0u);
	EXPECT_EQ(on.call(HostLeaf::PhymemCacheWb, 0), raw(0x00000821));
}

// An interruption between any two of the blocks, each package on its own.
TEST_F(CacheWb, Interrupted)
{
	on.init_tdmr(block);
	u64 const tdr{create_td()};
	EXPECT_EQ(on.call(HostLeaf::MngVpflushdone, tdr), 0u);

	emu_set_interrupt(on.machine.module(), 1);
	u32 calls{1};
	u64 status{on.call(HostLeaf::PhymemCacheWb, 0, 0, 1)};
	EXPECT_EQ(status, raw(0x80000003));
	EXPECT_EQ(on.call(HostLeaf::PhymemCacheWb, 1, 0, 2), raw(0xc0000823));
	EXPECT_EQ(on.call(HostLeaf::PhymemCacheWb, 0, 0, 2), raw(0x80000003));
	// Another LP of the package goes on with it.
	for (u32 lp = 0; status == raw(0x80000003) && calls < 1000; lp ^= 1, calls++)
		status = on.call(HostLeaf::PhymemCacheWb, 1, 0, lp);
	EXPECT_EQ(status, 0u);
	EXPECT_EQ(calls, 4u);
	EXPECT_EQ(on.call(HostLeaf::PhymemCacheWb, 1), raw(0xc0000823));
	EXPECT_EQ(on.call(HostLeaf::MngKeyFreeid, tdr), raw(0x80000817));

	// A start forgets the run that was interrupted.
	EXPECT_EQ(on.call(HostLeaf::PhymemCacheWb, 0, 0, 2), raw(0x80000003));
	emu_set_interrupt(on.machine.module(), 0);
	EXPECT_EQ(on.call(HostLeaf::PhymemCacheWb, 1, 0, 3), 0u);
	EXPECT_EQ(on.call(HostLeaf::MngKeyFreeid, tdr), 0u);
}

// Only KeyIDs that were flushed when a run began are done when it ends.
TEST_F(CacheWb, LateKeyId)
{
	on.init_tdmr(block);
	u64 const early{create_td()};
	u64 const late{block + 0x1000};
	EXPECT_EQ(on.call(HostLeaf::MngCreate, late, 35), 0u);
	EXPECT_EQ(on.call(HostLeaf::MngVpflushdone, early), 0u);
	EXPECT_EQ(on.call(HostLeaf::PhymemCacheWb, 0, 0, 2), 0u);
	emu_set_interrupt(on.machine.module(), 1);
	EXPECT_EQ(on.call(HostLeaf::PhymemCacheWb, 0), raw(0x80000003));
	EXPECT_EQ(on.call(HostLeaf::MngVpflushdone, late), 0u);
	emu_set_interrupt(on.machine.module(), 0);
	EXPECT_EQ(on.call(HostLeaf::PhymemCacheWb, 1), 0u);
	EXPECT_EQ(on.call(HostLeaf::MngKeyFreeid, early), 0u);
	EXPECT_EQ(on.call(HostLeaf::MngKeyFreeid, late), raw(0x80000817));
}

} // namespace
