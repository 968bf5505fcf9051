// SPDX-License-Identifier: GPL-2.0
//
// The files that show the inside of the software TDX module: their text, and that it comes in
// pieces.
#include <cstring>
#include <set>

#include "core/emu/inspect.h"
#include "core/emu/vcpu/vcpu_layout.hpp"
#include "test_emu_checks.hpp"

namespace {

using namespace test;

// A piece that is to be written with interrupts off.
constexpr u32 piece_bytes = 2048;

// Pages lie one after the other: TDR, seven of the TDCS, then TDVPR.
struct Inspect : testing::Test {
	Platform on;
	TestTd td{on, {.debug = true, .l2_vms = 1}};
	struct emu *const module{on.machine.module()};
	u64 const tdvpr{on.page()};

	std::string piece(emu_file file, emu_cursor &cursor)
	{
		char buf[piece_bytes];
		u32 const length{emu_inspect(module, file, &cursor, buf, sizeof(buf))};

		EXPECT_LT(length, sizeof(buf));
		EXPECT_EQ(std::strlen(buf), length);
		return buf;
	}
	std::string text(emu_file file)
	{
		std::string all;
		emu_cursor cursor{};
		while (!cursor.done)
			all += piece(file, cursor);
		return all;
	}
	// As far as the first 128 pages of memory go: behind them nothing is in use.
	std::string front(emu_file file)
	{
		std::string all;
		emu_cursor cursor{};
		while (!cursor.done && (cursor.in_tree || cursor.pa < tdmr_base + 0x80000))
			all += piece(file, cursor);
		return all;
	}
	void create_vcpu(u32 lp)
	{
		on.must(HostLeaf::VpCreate, {.rcx = tdvpr, .rdx = td.tdr});
		for (unsigned i = 0; i < 8; i++)
			on.must(HostLeaf::VpAddcx, {.rcx = on.page(), .rdx = tdvpr});
		on.must(HostLeaf::VpInit, {.rcx = tdvpr}, lp);
	}
};

TEST_F(Inspect, Platform)
{
	EXPECT_EQ(text(EMU_FILE_PLATFORM), "state: READY\n"
					   "lps: 4\n"
					   "lps_initialised: 4\n"
					   "packages: 2\n"
					   "packages_with_module_key: 0x3\n"
					   "private_keyids: 32 from 32\n"
					   "module_keyid: 32\n"
					   "tdmrs: 1\n"
					   "handoff_data: no\n"
					   "runs_vcpus: no\n");

	on.must(HostLeaf::SysShutdown, {}, 1);
	EXPECT_EQ(text(EMU_FILE_PLATFORM), "state: SHUTDOWN\n"
					   "lps: 4\n"
					   "lps_initialised: 4\n"
					   "packages: 2\n"
					   "packages_with_module_key: 0x3\n"
					   "private_keyids: 32 from 32\n"
					   "module_keyid: 32\n"
					   "tdmrs: 1\n"
					   "handoff_data: yes\n"
					   "runs_vcpus: no\n");
	module->dead = true;
	EXPECT_EQ(text(EMU_FILE_PLATFORM).substr(0, 12), "state: dead\n");
}

TEST(InspectEarly, NothingThereYet)
{
	Machine machine;
	char buf[piece_bytes];

	for (emu_file const file :
		{EMU_FILE_TDMRS, EMU_FILE_TDS, EMU_FILE_VCPUS, EMU_FILE_SEPT, EMU_FILE_LOCKS}) {
		emu_cursor cursor{};
		EXPECT_EQ(emu_inspect(machine.module(), file, &cursor, buf, sizeof(buf)), 0u);
		EXPECT_TRUE(cursor.done) << file;
	}
	emu_cursor cursor{};
	emu_inspect(machine.module(), EMU_FILE_PLATFORM, &cursor, buf, sizeof(buf));
	EXPECT_EQ(std::string{buf}.substr(0, 41), "state: PENDING\nlps: 4\nlps_initialised: 0\n");
}

TEST_F(Inspect, Keys)
{
	EXPECT_EQ(text(EMU_FILE_KEYIDS), "32: RESERVED\n"
					 "33: ASSIGNED\n"
					 "free: 30\n");
	on.must(HostLeaf::MngVpflushdone, {.rcx = td.tdr});
	EXPECT_EQ(text(EMU_FILE_KEYIDS), "32: RESERVED\n"
					 "33: FLUSHED, caches to write back on packages 0x3\n"
					 "free: 30\n");
}

TEST_F(Inspect, Tdmrs)
{
	td.add_tables(0, 1);
	td.set_state(OpState::Runnable);
	td.aug(0, 1);
	on.pamt(tdmr_base + tdmr_size - page_bytes).type = PageType{2};
	on.pamt(tdmr_base + tdmr_size - 2 * page_bytes).type = PageType{0xff};
	// TDR, seven pages of the TDCS, two SEPT pages and a large one; the TDVPR page is free yet.
	EXPECT_EQ(text(EMU_FILE_TDMRS),
		"tdmr: 0x140000000, 0x80000000 bytes, 0x80000000 initialised, 0 reserved areas\n"
		"  pamt of level 2: 0x100100000, 0x1000 bytes\n"
		"  pamt of level 1: 0x100110000, 0x4000 bytes\n"
		"  pamt of level 0: 0x101000000, 0x800000 bytes\n"
		"  NDA 4K: 523764\n"
		"  REG 2M: 1\n"
		"  TDR 4K: 1\n"
		"  TDCX 4K: 7\n"
		"  EPT 4K: 2\n"
		"  damaged: 2\n");
}

// Each TDMR counts its own pages; what is not initialised is left out.
TEST_F(Inspect, TdmrsCountApart)
{
	module->tdmrs[1].num_reserved = 3;
	module->tdmrs[1].base = tdmr_base + tdmr_size;
	module->tdmrs[1].size = huge_bytes;
	module->tdmrs[1].next_init = tdmr_base + tdmr_size + huge_bytes - page_bytes;
	module->num_tdmrs = 2;
	std::string const all{text(EMU_FILE_TDMRS)};
	EXPECT_EQ(all.substr(all.find("  NDA")),
		"  NDA 4K: 524280\n"
		"  TDR 4K: 1\n"
		"  TDCX 4K: 7\n"
		"tdmr: 0x1c0000000, 0x40000000 bytes, 0x0 initialised, 3 reserved areas\n"
		"  pamt of level 2: 0x0, 0x0 bytes\n"
		"  pamt of level 1: 0x0, 0x0 bytes\n"
		"  pamt of level 0: 0x0, 0x0 bytes\n");
}

TEST_F(Inspect, Td)
{
	for (u32 i = 0; i < 6; i++)
		td.control().mrtd[i] = 0x0706050403020100 + i * 0x0808080808080808;
	td.control().epoch = 7;
	EXPECT_EQ(text(EMU_FILE_TDS), "td: 0x140000000\n"
				      "  keyid: 33, packages with its key: 0x3\n"
				      "  lifecycle: TD_KEYS_CONFIGURED\n"
				      "  tdcs_pages: 7\n"
				      "  children: 7\n"
				      "  op_state: INITIALIZED\n"
				      "  attributes: 0x1\n"
				      "  xfam: 0x3\n"
				      "  vcpus: 0 of 4, 0 associated\n"
				      "  l2_vms: 1\n"
				      "  epoch: 7\n"
				      "  mrtd: 000102030405060708090a0b0c0d0e0f"
				      "101112131415161718191a1b1c1d1e1f"
				      "202122232425262728292a2b2c2d2e2f\n");

	create_vcpu(2);
	td.set_state(OpState::Runnable);
	td.root().fatal = 1;
	std::string const all{front(EMU_FILE_TDS)};
	EXPECT_NE(all.find("  lifecycle: TD_KEYS_CONFIGURED, fatal\n"), std::string::npos) << all;
	EXPECT_NE(all.find("  op_state: RUNNABLE\n"), std::string::npos) << all;
	EXPECT_NE(all.find("  vcpus: 1 of 4, 1 associated\n"), std::string::npos) << all;

	// What the host wrote over it.
	std::memset(host::at(td.tdr), 0xff, page_bytes);
	std::string const damaged{"td: 0x140000000\n"
				  "  keyid: 65535, packages with its key: 0xffffffff\n"
				  "  lifecycle: ?, fatal\n"
				  "  tdcs_pages: 4294967295\n"};
	EXPECT_EQ(front(EMU_FILE_TDS).substr(0, damaged.size()), damaged);
}

TEST_F(Inspect, TdWithoutTdcs)
{
	u64 const tdr{on.page()};

	on.must(HostLeaf::MngCreate, {.rcx = tdr, .rdx = on.keyid()});
	std::string const all{front(EMU_FILE_TDS)};
	EXPECT_EQ(all.substr(all.find("td: 0x140009000")),
		"td: 0x140009000\n"
		"  keyid: 34, packages with its key: 0x0\n"
		"  lifecycle: TD_HKID_ASSIGNED\n"
		"  tdcs_pages: 0\n"
		"  children: 0\n");
}

TEST_F(Inspect, Vcpu)
{
	std::string const head{"vcpu: 0x140008000\n  td: 0x140000000\n  state: "};

	EXPECT_EQ(front(EMU_FILE_VCPUS), "");
	on.must(HostLeaf::VpCreate, {.rcx = tdvpr, .rdx = td.tdr});
	EXPECT_EQ(front(EMU_FILE_VCPUS).substr(0, head.size() + 14), head + "UNINITIALIZED\n");
	for (unsigned i = 0; i < 8; i++)
		on.must(HostLeaf::VpAddcx, {.rcx = on.page(), .rdx = tdvpr});
	on.must(HostLeaf::VpInit, {.rcx = tdvpr}, 2);
	EXPECT_EQ(text(EMU_FILE_VCPUS), head + "READY\n"
					       "  index: 0\n"
					       "  tdvps_pages: 9\n"
					       "  associated with LP: 2\n");
	on.must(HostLeaf::VpFlush, {.rcx = tdvpr}, 2);
	EXPECT_EQ(front(EMU_FILE_VCPUS), head + "READY\n"
						"  index: 0\n"
						"  tdvps_pages: 9\n");

	// In memory that the host can write.
	u8 &state{static_cast<u8 *>(host::at(tdvpr))[tdx::emu::vcpu_field::vcpu_state.offset]};
	for (auto const &[value, name] :
		{std::pair{4, "ACTIVE"}, {8, "DISABLED"}, {16, "IMPORT"}, {0xff, "?"}}) {
		state = static_cast<u8>(value);
		EXPECT_EQ(front(EMU_FILE_VCPUS), head + name + "\n  index: 0\n  tdvps_pages: 9\n");
	}
}

TEST_F(Inspect, Sept)
{
	EXPECT_EQ(text(EMU_FILE_SEPT), "td: 0x140000000\n");

	td.add_tables(0x1000);
	u64 const first{td.add(0x1000)};
	EXPECT_EQ(first, 0x14000c000u);
	td.add(0x2000);
	td.add(0x3000);
	td.add(0x5000);
	td.set_state(OpState::Runnable);
	td.aug(0x200000, 1);
	td.aug(0x400000, 1);
	td.put_state(0x6000, 0, SeptState::Removed);
	EXPECT_EQ(text(EMU_FILE_SEPT),
		"td: 0x140000000\n"
		"  gpa 0x1000 level 0 MAPPED: 3, first page 0x14000c000\n"
		"  gpa 0x5000 level 0 MAPPED: 1, first page 0x14000f000\n"
		"  gpa 0x6000 level 0 REMOVED: 1, first page 0x0\n"
		"  gpa 0x200000 level 1 PENDING: 2, first page 0x180000000\n");

	// A lock splits a run; a state that is none has no name.
	*td.entry(0x2000, 0) |= 1 << 11;
	*td.entry(0x5000, 0) |= 0x78ULL << 50 | 3 << 6;
	EXPECT_EQ(front(EMU_FILE_SEPT),
		"td: 0x140000000\n"
		"  gpa 0x1000 level 0 MAPPED: 1, first page 0x14000c000\n"
		"  gpa 0x2000 level 0 MAPPED locked: 1, first page 0x14000d000\n"
		"  gpa 0x3000 level 0 MAPPED: 1, first page 0x14000e000\n"
		"  gpa 0x5000 level 0 ?: 1, first page 0x14000f000\n"
		"  gpa 0x6000 level 0 REMOVED: 1, first page 0x0\n"
		"  gpa 0x200000 level 1 PENDING: 2, first page 0x180000000\n");
}

// A run goes on from one piece to the next, and with it ends the TD's tree.
TEST_F(Inspect, SeptOfTwoTds)
{
	for (u64 gpa = 0; gpa < 512 * page_bytes; gpa += page_bytes)
		td.add(gpa);
	TestTd other{on};
	other.add(0x1000);
	EXPECT_EQ(text(EMU_FILE_SEPT), "td: 0x140000000\n"
				       "  gpa 0x0 level 0 MAPPED: 512, first page 0x140009000\n"
				       "td: 0x14020c000\n"
				       "  gpa 0x1000 level 0 MAPPED: 1, first page 0x140213000\n");
}

TEST_F(Inspect, Locks)
{
	EXPECT_EQ(text(EMU_FILE_LOCKS), "");

	ASSERT_TRUE(module->lock.try_exclusive());
	ASSERT_TRUE(module->kot_lock.try_shared());
	ASSERT_TRUE(module->kot_lock.try_shared());
	ASSERT_TRUE(module->tdmrs[0].lock.try_exclusive());
	ASSERT_TRUE(on.pamt(td.tdr).lock.try_shared());
	ASSERT_TRUE(on.pamt(td.tdcs[1]).lock.try_exclusive());
	on.pamt(tdvpr).type = PageType{2};
	ASSERT_TRUE(on.pamt(tdvpr).lock.try_exclusive());
	auto &control{td.control()};
	ASSERT_TRUE(control.op_state_lock.try_shared());
	ASSERT_TRUE(control.sept_lock.try_exclusive());
	ASSERT_TRUE(control.epoch_lock.try_exclusive());
	ASSERT_TRUE(control.rtmr_lock.try_shared());
	EXPECT_EQ(front(EMU_FILE_LOCKS), "SYS: exclusive\n"
					 "KOT: shared by 2\n"
					 "tdmr 0x140000000: exclusive\n"
					 "page 0x140000000 TDR: shared by 1\n"
					 "  OP_STATE: shared by 1\n"
					 "  SEPT_TREE: exclusive\n"
					 "  TD_EPOCH: exclusive\n"
					 "  RTMR: shared by 1\n"
					 "page 0x140002000 TDCX: exclusive\n"
					 "page 0x140008000 damaged: exclusive\n");
}

TEST_F(Inspect, Calls)
{
	on.call(HostLeaf::SysRd, {.rdx = ~0ULL}); // success with information
	on.call(HostLeaf::MngRd, {.rcx = 1});     // refused
	on.call(HostLeaf::ExportMem, {});         // not modelled
	on.call(HostLeaf::MrExtend, {.rcx = 1, .rdx = td.tdr});
	ASSERT_TRUE(module->tdmrs[0].lock.try_exclusive());
	on.call(HostLeaf::SysTdmrInit, {.rcx = tdmr_base}); // busy
	module->tdmrs[0].lock.release_exclusive();
	// 2 GiB of PAMT entries in steps of 1024 pages.
	EXPECT_EQ(text(EMU_FILE_CALLS),
		"leaf function                 success  with_info  retryable    refused\n"
		"TDH.MNG.ADDCX                       7          0          0          0\n"
		"TDH.MNG.KEY.CONFIG                  2          0          0          0\n"
		"TDH.MNG.CREATE                      1          0          0          0\n"
		"TDH.MNG.RD                          0          0          0          1\n"
		"TDH.MR.EXTEND                       0          0          0          1\n"
		"TDH.MNG.INIT                        1          0          0          0\n"
		"TDH.SYS.KEY.CONFIG                  2          0          0          0\n"
		"TDH.SYS.INIT                        1          0          0          0\n"
		"TDH.SYS.RD                          0          1          0          0\n"
		"TDH.SYS.LP.INIT                     4          0          0          0\n"
		"TDH.SYS.TDMR.INIT                 512          0          1          0\n"
		"TDH.SYS.CONFIG                      1          0          0          0\n"
		"not modelled                        0          0          0          1\n");
}

// The pages of the first piece are free: it has looked, and says nothing.
TEST_F(Inspect, PiecesAreShort)
{
	emu_cursor cursor{};
	u64 const far{tdmr_base + huge_bytes};

	on.must(HostLeaf::MngCreate, {.rcx = far, .rdx = on.keyid()});
	EXPECT_EQ(piece(EMU_FILE_TDS, cursor).substr(0, 16), "td: 0x140000000\n");
	for (u32 pieces = 0; cursor.pa <= far; pieces++) {
		u64 const before{cursor.pa};
		std::string const text{piece(EMU_FILE_TDS, cursor)};
		ASSERT_LE(cursor.pa - before, 64 * page_bytes);
		ASSERT_EQ(text.empty(), cursor.pa <= far);
		ASSERT_LT(pieces, huge_bytes / page_bytes / 63);
	}
}

// The software TDX module may be another one when the next piece is due.
TEST_F(Inspect, AnotherModuleBetweenPieces)
{
	emu_cursor cursor{};

	td.add(0x1000);
	EXPECT_EQ(piece(EMU_FILE_SEPT, cursor), "td: 0x140000000\n");
	Machine fresh;
	char buf[piece_bytes];
	for (u32 pieces = 0; !cursor.done; pieces++) {
		ASSERT_LT(pieces, 4u);
		EXPECT_EQ(
			emu_inspect(fresh.module(), EMU_FILE_SEPT, &cursor, buf, sizeof(buf)), 0u);
	}
}

// As tdx_decode_*() do it.
TEST_F(Inspect, TooLittleRoom)
{
	emu_cursor cursor{};
	char buf[8];

	EXPECT_EQ(emu_inspect(module, EMU_FILE_PLATFORM, &cursor, buf, sizeof(buf)),
		text(EMU_FILE_PLATFORM).size());
	EXPECT_STREQ(buf, "state: ");
	cursor = {};
	EXPECT_EQ(emu_inspect(module, EMU_FILE_KEYIDS, &cursor, nullptr, 0), 13u);
}

// From host_leaves.tsv: those of TDX 1.5 whose extended state is "reset".
TEST_F(Inspect, CallingConvention)
{
	std::set<u64> const resets{64, 68, 71, 72, 73, 74, 80, 83, 84, 85, 86, 87};

	for (u64 leaf = 0; leaf <= 96; leaf++) {
		if (leaf == 58 || leaf == 59 || leaf == 69)
			continue; // newer
		EXPECT_EQ(!!emu_loses_xmm(leaf), resets.contains(leaf)) << leaf;
	}
	for (u8 const keeps : {u8{0}, u8{1}}) {
		Machine machine{[=](emu_config &config) { config.no_rbp_mod = keeps; }};
		EXPECT_EQ(emu_keeps_rbp(machine.module()), keeps);
	}
}

} // namespace
