// SPDX-License-Identifier: GPL-2.0
//
// What a guest does with its memory.  From semantics.md, sections 5, 10 and 17, and structs.md,
// section 3.
#include <cstring>

#include <gtest/gtest.h>

#include "core/emu/leaves/guest/guest_leaves.hpp"
#include "test_emu_td.hpp"

namespace {

using namespace test;
using tdx::emu::GuestAccess;
using tdx::emu::GuestCall;
using tdx::emu::GuestEnd;
using tdx::emu::GuestOutcome;

constexpr u32 rcx = 1, rdx = 2, r8 = 8;
constexpr u64 mapped_bits = 0x80000000000000f7;
constexpr u64 pending_bits = 0x81000000000000f0;
constexpr u64 pending = 1ULL << 62;

// Extended exit qualification: type, and above it asked level, level met, its state, leaf, VM.
constexpr u64 extended(u64 type, u64 asked, u64 met, u64 state, u64 leaf)
{
	return type | (asked | met << 3 | state << 6 | leaf << 14) << 32;
}

// RCX and RDX.
struct PageAttributes {
	u64 page;
	u64 attributes;
};

class GuestMemory : public testing::Test {
protected:
	Platform platform;
	TestTd td;
	tdx::emu::Vcpu opened;

	explicit GuestMemory(u32 l2_vms = 0)
		: td{platform, {.l2_vms = l2_vms}}, opened{*platform.machine.module()}
	{
		u64 const tdvpr{td.add_vcpu()[0]};
		td.set_state(OpState::Runnable);
		EXPECT_TRUE(opened.lock(tdvpr, Reg::Rcx, tdx::emu::Hold::Shared).ok());
		EXPECT_TRUE(opened.td().open_any_state().ok());
		EXPECT_TRUE(opened.map_tdvps().ok());
	}
	GuestOutcome call(GuestOutcome (*handler)(GuestCall &), tdx_regs const &in, tdx_regs &out)
	{
		auto *const module = platform.machine.module();
		GuestCall one{{*module, module->lps[0], in, out, 0}, opened, opened.td()};
		return handler(one);
	}
	GuestOutcome accept(u64 page_info)
	{
		tdx_regs out{};
		return call(tdx::emu::mem_page_accept, {.rcx = page_info}, out);
	}
	GuestOutcome attr_rd(u64 gpa, PageAttributes &to)
	{
		tdx_regs out{};
		GuestOutcome const outcome{call(tdx::emu::mem_page_attr_rd, {.rcx = gpa}, out)};
		to = {out.rcx, out.rdx};
		return outcome;
	}
	GuestOutcome attr_wr(u64 page_info, u64 attributes, u64 flags, PageAttributes &to)
	{
		tdx_regs out{};
		GuestOutcome const outcome{call(tdx::emu::mem_page_attr_wr,
			{.rcx = page_info, .rdx = attributes, .r8 = flags}, out)};
		to = {out.rcx, out.rdx};
		return outcome;
	}
	static void expect_answer(GuestOutcome const &outcome, u64 status)
	{
		EXPECT_EQ(outcome.end, GuestEnd::Answer);
		EXPECT_EQ(outcome.status.raw, status);
	}
	static void expect_violation(
		GuestOutcome const &outcome, u64 gpa, u64 qualification, u64 extended_qualification)
	{
		EXPECT_EQ(outcome.end, GuestEnd::Violation);
		EXPECT_EQ(outcome.gpa, gpa);
		EXPECT_EQ(outcome.qualification, qualification);
		EXPECT_EQ(outcome.extended, extended_qualification);
	}
};

TEST_F(GuestMemory, Accept)
{
	u64 const page{td.aug(0x4000)};
	std::memset(host::at(page), 0xee, page_bytes);

	expect_answer(accept(0x4000 | 2), raw(0xc0000100, rcx));
	expect_answer(accept(0x4000 | 1), raw(0xc0000100, rcx));
	expect_answer(accept(1ULL << 47 | 0x4000), raw(0xc0000100, rcx));
	// Nothing there: FREE, and no table.
	expect_violation(accept(0x5000), 0x5000, 2, extended(1, 0, 0, 0, 0));
	expect_violation(accept(large_bytes), large_bytes, 2, extended(1, 0, 1, 0, 0));
	expect_violation(accept(huge_bytes | 1), huge_bytes, 2, extended(1, 1, 2, 0, 0));
	// Asked for 2 MiB where there is a table.
	expect_answer(accept(1), raw(0xc0000b0b, 1));

	u64 *const entry{td.entry(0x4000, 0)};
	*entry |= 1 << 11;
	expect_answer(accept(0x4000), raw(0x80000200, rcx));
	*entry &= ~(1ULL << 11);
	*entry |= 1ULL << 52; // the host waits
	expect_answer(accept(0x4000), raw(0x80000204, rcx));
	EXPECT_EQ(*entry & 1 << 11, 0u);
	*entry &= ~(1ULL << 52);

	expect_answer(accept(0x4000), 0);
	EXPECT_EQ(*entry, page | mapped_bits);
	for (u64 i = 0; i < page_bytes; i++)
		ASSERT_EQ(static_cast<unsigned char *>(host::at(page))[i], 0);
	expect_answer(accept(0x4000), raw(0x00000b0a, 0));

	// Blocked pages: the host is to do something.
	td.put_state(0x4000, 0, SeptState::Blocked);
	expect_violation(accept(0x4000), 0x4000, 2, extended(1, 0, 0, 1, 1));
	td.put_state(0x4000, 0, SeptState::PendingBlocked);
	expect_violation(accept(0x4000), 0x4000, 2, extended(1, 0, 0, 3, 1));
	td.put_state(0x4000, 0, SeptState::PendingExportedDirty);
	expect_answer(accept(0x4000), 0);
	EXPECT_EQ(*entry, page | mapped_bits | 1ULL << 53 | 1ULL << 9); // EXPORTED_DIRTY
}

TEST_F(GuestMemory, AcceptOfTwoMegabytes)
{
	u64 const page{td.aug(large_bytes, 1)};
	u64 *const entry{td.entry(large_bytes, 1)};
	std::memset(host::at(page), 0xee, large_bytes);

	// A part of a pending large page.
	expect_violation(
		accept(large_bytes | 0x1000), large_bytes | 0x1000, 2, extended(1, 0, 1, 2, 1));
	// Interrupted after three parts.
	emu_set_interrupt(platform.machine.module(), 3);
	EXPECT_EQ(accept(large_bytes | 1).end, GuestEnd::Restart);
	EXPECT_EQ(*entry, page | pending_bits | 3 << 12);
	EXPECT_EQ(*static_cast<unsigned char *>(host::at(page + 0x2fff)), 0);
	EXPECT_EQ(*static_cast<unsigned char *>(host::at(page + 0x3000)), 0xee);
	emu_set_interrupt(platform.machine.module(), 0);
	// It goes on, and not from the start.
	std::memset(host::at(page), 0xdd, page_bytes);
	expect_answer(accept(large_bytes | 1), 0);
	EXPECT_EQ(*entry, page | mapped_bits);
	EXPECT_EQ(*static_cast<unsigned char *>(host::at(page)), 0xdd);
	EXPECT_EQ(*static_cast<unsigned char *>(host::at(page + large_bytes - 1)), 0);
	expect_answer(accept(large_bytes | 0x1000), raw(0x00000b0a, 1));
}

TEST_F(GuestMemory, AcceptOfADamagedEntry)
{
	td.aug(0);
	TestTd other{platform};
	u64 const foreign{other.add(0)};
	std::memset(host::at(foreign), 0x99, page_bytes);
	*td.entry(0, 0) = foreign | pending_bits;
	EXPECT_EQ(accept(0).end, GuestEnd::Damaged);
	EXPECT_EQ(*static_cast<unsigned char *>(host::at(foreign)), 0x99);
}

class GuestAttributes : public GuestMemory {
protected:
	GuestAttributes() : GuestMemory{2} {}
};

TEST_F(GuestAttributes, Read)
{
	PageAttributes out;
	u64 const page{td.aug(0x1000)};
	expect_answer(attr_rd(1ULL << 47, out), raw(0xc0000100, rcx));
	expect_violation(attr_rd(0x2008, out), 0x2000, 0, 0);
	expect_answer(attr_rd(0x1000, out), 0);
	EXPECT_EQ(out.page, 0x1000 | pending);
	EXPECT_EQ(out.attributes, 0u);
	*td.entry(0x1000, 0) |= 1 << 11;
	expect_answer(attr_rd(0x1000, out), raw(0x80000200, rcx));
	EXPECT_EQ(out.page, 0u);
	*td.entry(0x1000, 0) = page | mapped_bits;

	td.aug(large_bytes, 1);
	td.put_state(large_bytes, 1, SeptState::Mapped);
	expect_answer(attr_rd(large_bytes | 0x7123, out), 0);
	EXPECT_EQ(out.page, large_bytes | 1);
}

TEST_F(GuestAttributes, WriteChecksInOrder)
{
	PageAttributes out;
	td.aug(0x1000);
	td.put_state(0x1000, 0, SeptState::Mapped);
	auto const write = [&](u64 page_info, u64 attributes, u64 flags) {
		return attr_wr(page_info, attributes, flags, out);
	};

	expect_answer(write(7, 0x8001, 0), raw(0xc0000100, rdx));          // VM 0
	expect_answer(write(7, 0, 1), raw(0xc0000100, r8));                // flags of VM 0
	expect_answer(write(7, 0x1ULL << 16, 0), raw(0xc0000100, rdx));    // not valid
	expect_answer(write(7, 0x8001ULL << 48, 0), raw(0xc0000100, rdx)); // VM 3
	expect_answer(write(7, 0, 1ULL << 48), raw(0xc0000100, r8));
	expect_answer(write(7, 0, 0), raw(0xc0000100, rcx));
	expect_answer(write(0x1000 | 1, 0, 0), raw(0xc0000100, rcx));
	expect_answer(write(1ULL << 47, 0, 0), raw(0xc0000100, rcx));
	expect_violation(write(huge_bytes, 0, 0), huge_bytes, 2, extended(5, 0, 2, 0, 0));
	expect_answer(write(1, 0, 0), raw(0xc0000b0b, 1));
	td.put_state(0x1000, 0, SeptState::Blocked);
	expect_violation(write(0x1000, 0, 0), 0x1000, 2, extended(5, 0, 0, 1, 1));
	td.put_state(0x1000, 0, SeptState::Mapped);

	// W without R, PWA without R, reserved, SVE: the old attributes come back.
	for (u64 const bad : {u64{0x8002}, u64{0x8024}, u64{0x8101}, u64{0x8081}}) {
		expect_answer(write(0x1000, bad << 16, 0x7fffULL << 16), raw(0xc0000b11));
		EXPECT_EQ(out.page, 0u);
		EXPECT_EQ(out.attributes, 0u);
	}
	// No tables for VM 2.
	expect_answer(write(0x1000, 0x8003ULL << 32, 3ULL << 32), raw(0xc0000b0f, 2 << 16 | 3));
	td.control().vm_ctls[2] = 1;
	auto const exits = write(0x1000, 0x8003ULL << 32, 3ULL << 32);
	expect_violation(exits, 0x1000, 2, 2 | (3ULL << 3 | 2ULL << 20) << 32);
}

TEST_F(GuestAttributes, AliasMadeChangedAndRemoved)
{
	PageAttributes out;
	u64 const page{td.aug(0x1000)};
	td.put_state(0x1000, 0, SeptState::Mapped);
	td.add_l2_tables(1, 0x1000);
	u64 *const l2{td.entry(0x1000, 0, 1)};
	auto const write = [&](u64 attributes, u64 mask) {
		return attr_wr(0x1000, attributes << 16, mask << 16, out);
	};

	// R, W and user X are asked for, and the mask leaves out the last.
	expect_answer(write(0x800b, 3), 0);
	EXPECT_EQ(out.page, 0x1000u);
	EXPECT_EQ(out.attributes, 0x8003ULL << 16);
	EXPECT_EQ(*l2, page | 0xf3);
	EXPECT_EQ(*td.entry(0x1000, 0), page | mapped_bits | 1ULL << 58);
	expect_answer(write(0x807c, 0x7e), 0); // W goes; both X, VGP, PWA, SSS come
	EXPECT_EQ(out.attributes, 0x807dULL << 16);
	EXPECT_EQ(*l2, page | 0xf5 | 1 << 10 | 1ULL << 57 | 1ULL << 58 | 1ULL << 60);
	PageAttributes read;
	expect_answer(attr_rd(0x1000, read), 0);
	EXPECT_EQ(read.attributes, 0x807dULL << 16);

	// A change that is not legal names what is in force.
	expect_answer(write(0x8002, 3), raw(0xc0000b11));
	EXPECT_EQ(out.attributes, 0x807dULL << 16);

	expect_answer(write(0x8000, 0xf), 0);
	EXPECT_EQ(out.attributes, 0x8000ULL << 16);
	EXPECT_EQ(*l2, 0u);
	EXPECT_EQ(*td.entry(0x1000, 0), page | mapped_bits);
	// And again, of what is not there.
	expect_answer(write(0x8000, 0xf), 0);
	EXPECT_EQ(*td.entry(0x1000, 0), page | mapped_bits);
}

TEST_F(GuestAttributes, AliasOfAPendingPageWaits)
{
	PageAttributes out;
	u64 const page{td.aug(0)};
	td.add_l2_tables(1, 0);
	expect_answer(attr_wr(0, 0x8003ULL << 16, 3ULL << 16, out), 0);
	EXPECT_EQ(out.page, pending);
	EXPECT_EQ(*td.entry(0, 0, 1), page | 0x08800000000000c8);
	expect_answer(attr_wr(0, 0x8001ULL << 16, 3ULL << 16, out), 0);
	EXPECT_EQ(*td.entry(0, 0, 1), page | 0x00800000000000c8);
	expect_answer(accept(0), 0);
	EXPECT_EQ(*td.entry(0, 0, 1), page | 0xf1);
}

TEST_F(GuestMemory, Operands)
{
	u64 const page{td.aug(0x3000)};
	u64 pa{0};
	auto const find = [&](u64 gpa, GuestAccess access, u64 eptp = 0) {
		return tdx::emu::find_operand(
			*platform.machine.module(), opened.td(), gpa, access, eptp, Reg::Rdx, pa);
	};

	expect_answer(find(1ULL << 48, GuestAccess::Read, 1), raw(0xc0000100, rdx));
	expect_answer(find(1ULL << 47, GuestAccess::Read), raw(0xc0000100, rdx));
	// Pending: #VE, or an exit that says so.
	EXPECT_EQ(find(0x3010, GuestAccess::Read).end, GuestEnd::Exception);
	td.control().td_ctls = 1;
	expect_violation(find(0x3010, GuestAccess::Write), 0x3010, 3, 6);
	expect_violation(find(0x5000, GuestAccess::Read), 0x5000, 1, 0);
	td.put_state(0x3000, 0, SeptState::Mapped);
	expect_answer(find(0x3ff8, GuestAccess::Write), 0);
	EXPECT_EQ(pa, page + 0xff8);

	// Shared, through the host's tables: one page at each index 0.
	constexpr u64 tables = host_page_pa + 0x10000;
	constexpr u64 shared = 1ULL << 47;
	auto const entry = [](u32 level, u64 index) -> u64 & {
		return static_cast<u64 *>(host::at(tables + level * page_bytes))[index];
	};
	u64 const eptp{tables + 3 * page_bytes};
	entry(3, 256) = (tables + 2 * page_bytes) | 7;
	entry(2, 0) = (tables + page_bytes) | 7;
	entry(1, 0) = tables | 7;
	entry(0, 0) = host_page_pa | 0x33;
	expect_answer(find(shared | 0x20, GuestAccess::Write, eptp), 0);
	EXPECT_EQ(pa, host_page_pa + 0x20);
	entry(0, 0) = (1ULL << 46) | host_page_pa | 0x33; // with a shared KeyID
	expect_answer(find(shared | 0x20, GuestAccess::Write, eptp), 0);
	EXPECT_EQ(pa, host_page_pa + 0x20);
	entry(0, 0) = host_page_pa | 0x31; // read only
	EXPECT_EQ(find(shared, GuestAccess::Write, eptp).end, GuestEnd::Exception);
	EXPECT_EQ(find(shared, GuestAccess::Write, eptp).qualification, 2u | 1u << 3);
	entry(0, 0) = host_page_pa | 0x31 | 1ULL << 63; // no #VE
	EXPECT_EQ(find(shared, GuestAccess::Write, eptp).end, GuestEnd::Violation);
	entry(0, 1) = 1ULL << 63;
	expect_violation(find(shared | 0x1000, GuestAccess::Read, eptp), shared | 0x1000, 1, 0);
	for (u64 const bad : {host_page_pa | 0x32, host_page_pa | 0x3b, host_page_pa | 0x13,
		     (32ULL << 46) | 0x33}) {
		entry(0, 0) = bad;
		EXPECT_EQ(find(shared, GuestAccess::Read, eptp).end, GuestEnd::Misconfiguration)
			<< std::hex << bad;
	}
	entry(1, 0) = 0x1000 | 7; // no memory there
	EXPECT_EQ(find(shared, GuestAccess::Read, eptp).end, GuestEnd::Misconfiguration);
}

} // namespace
