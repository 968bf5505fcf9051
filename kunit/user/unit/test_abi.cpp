// SPDX-License-Identifier: GPL-2.0
//
// The tables of the ABI: what must hold for every row, and rows whose facts are asserted one by
// one.
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "core/abi/layout.hpp"
#include "core/abi/leaves/guest_leaves.hpp"
#include "core/abi/leaves/host_leaves.hpp"
#include "core/abi/leaves/seamldr_leaves.hpp"
#include "core/abi/leaves/vmcalls.hpp"
#include "core/abi/metadata_global.hpp"
#include "core/abi/metadata_l2_vmcs.hpp"
#include "core/abi/metadata_td.hpp"
#include "core/abi/metadata_vcpu.hpp"
#include "core/abi/op_state.hpp"
#include "core/abi/operand_ids.hpp"
#include "core/abi/sept.hpp"
#include "core/abi/status.hpp"

namespace {

using namespace tdx;

template <typename Table>
void names_are_unique(Table const &table)
{
	std::set<std::string> names;

	for (LeafInfo const &row : table.leaf)
		EXPECT_TRUE(names.insert(row.name).second) << row.name;
}

TEST(LeafTable, NamesAreUnique)
{
	names_are_unique(host_leaves);
	names_are_unique(guest_leaves);
	names_are_unique(seamldr_leaves);
	names_are_unique(vmcalls);
}

TEST(LeafTable, Sizes)
{
	EXPECT_EQ(host_leaves.leaves, 119u);
	EXPECT_EQ(guest_leaves.leaves, 33u);
	EXPECT_EQ(seamldr_leaves.leaves, 5u);
	EXPECT_EQ(vmcalls.leaves, 18u);
}

TEST(LeafTable, FindsByNumber)
{
	EXPECT_STREQ(find_leaf(host_leaves, 0)->name, "TDH.VP.ENTER");
	EXPECT_STREQ(find_leaf(host_leaves, 166)->name, "TDH.DEVIF.MT.RD");
	EXPECT_EQ(find_leaf(host_leaves, 55), nullptr);
	EXPECT_EQ(find_leaf(host_leaves, 167), nullptr);
	EXPECT_EQ(find_leaf(host_leaves, ~0ULL), nullptr);
	EXPECT_STREQ(find_leaf(seamldr_leaves, 0x8000000000000001)->name, "SEAMLDR.INSTALL");
}

TEST(LeafTable, RegistersOfMngRd)
{
	constexpr LeafInfo row = leaf_info(HostLeaf::MngRd);

	EXPECT_EQ(row.in, Reg::Rcx | Reg::Rdx);
	EXPECT_EQ(row.out, Reg::Rdx | Reg::R8);
	EXPECT_EQ(row.err_out, Reg::Rdx | Reg::R8);
	EXPECT_EQ(row.max_version, 1);
	EXPECT_EQ(row.xstate, Xstate::None);
}

TEST(LeafTable, ResumeOfExportMem)
{
	constexpr LeafInfo row = leaf_info(HostLeaf::ExportMem);

	EXPECT_EQ(row.resume.from_output, mask_of(Reg::Rcx));
	EXPECT_EQ(row.resume.reg, Reg::R10);
	EXPECT_EQ(row.resume.set, 1ULL << 63);
	EXPECT_TRUE(has(row.retry, Retry::Resume));
	EXPECT_EQ(row.xstate, Xstate::Reset);
}

// Interruptible leaf functions, as the module's own sources have them.
TEST(LeafTable, Interruptible)
{
	std::set<unsigned> resumable;
	std::set<unsigned> restartable;

	for (LeafInfo const &row : host_leaves.leaf) {
		if (row.since > Release::V1_5)
			continue;
		if (has(row.retry, Retry::Resume))
			resumable.insert(row.number());
		if (has(row.retry, Retry::Restart))
			restartable.insert(row.number());
	}
	EXPECT_EQ(resumable, (std::set<unsigned>{3, 40, 65, 66, 68, 72, 73, 74, 83, 85, 86, 87}));
	EXPECT_EQ(restartable, (std::set<unsigned>{15, 23}));
}

// Only the two that change a running TD carry data in vector registers.
TEST(LeafTable, VectorOperands)
{
	for (LeafInfo const &row : host_leaves.leaf)
		EXPECT_EQ(row.xstate == Xstate::Io, row.number() == 0) << row.name;
	for (LeafInfo const &row : guest_leaves.leaf)
		EXPECT_EQ(row.xstate == Xstate::Io, row.number() == 0) << row.name;
}

TEST(LeafTable, TextsAreWhole)
{
	for (LeafInfo const &row : host_leaves.leaf)
		EXPECT_GT(std::string{row.summary}.size(), 8u) << row.name;
	for (LeafInfo const &row : guest_leaves.leaf)
		EXPECT_GT(std::string{row.summary}.size(), 8u) << row.name;
}

TEST(StatusTable, Sizes)
{
	// 166 of TDX 1.5.01 without the module's poison value, 126 of later releases, 11 that only
	// 1.0 has, the base of software codes.
	EXPECT_EQ(std::size(status_rows), 165u + 126u + 11u + 1u);
	EXPECT_EQ(std::size(operand_ids), 63u);
}

TEST(StatusTable, NamesAreUnique)
{
	std::set<std::string> names;

	for (StatusInfo const &row : status_rows)
		EXPECT_TRUE(names.insert(row.name).second) << row.name;
}

TEST(StatusTable, EveryStatusHasAClass)
{
	for (StatusInfo const &row : status_rows) {
		unsigned found = 0;

		for (StatusClass const &cls : status_classes)
			found += cls.cls == Status::of(row.code).cls();
		EXPECT_EQ(found, 1u) << row.name;
	}
}

TEST(StatusWord, Parts)
{
	Status const status{0xf000a1b2c3d4e5f6};

	EXPECT_TRUE(status.error());
	EXPECT_TRUE(status.non_recoverable());
	EXPECT_TRUE(status.fatal());
	EXPECT_TRUE(status.host_hint());
	EXPECT_EQ(status.cls(), 0xa1);
	EXPECT_EQ(static_cast<u32>(status.code()), 0xf000a1b2u);
	EXPECT_EQ(static_cast<u32>(status.code_without_fatal()), 0xd000a1b2u);
	EXPECT_EQ(status.detail(), 0xc3d4e5f6u);
	EXPECT_EQ(status.with(7).raw, 0xf000a1b200000007);
}

TEST(StatusWord, WarningIsASuccess)
{
	Status const status{0x00000b0a00000000};

	EXPECT_TRUE(status.ok());
	EXPECT_FALSE(status.recoverable());
	EXPECT_TRUE(status.is(Status::Code::PageAlreadyAccepted));
}

TEST(StatusWord, SoftwareIsWhatNoModuleMade)
{
	EXPECT_TRUE(Status{0x8000ff0000000006}.software());
	EXPECT_TRUE(Status{0x8000ff00ffff0000}.software());
	EXPECT_FALSE(Status{0xc000010000000000}.software());
	EXPECT_FALSE(Status{~0ULL}.software());
}

TEST(FieldTable, Sizes)
{
	EXPECT_EQ(std::size(global_fields), 82u);
	EXPECT_EQ(std::size(td_fields), 127u);
	EXPECT_EQ(std::size(vcpu_fields), 267u);
	EXPECT_EQ(std::size(l2_vmcs_fields), 144u);
}

TEST(FieldTable, FindsElements)
{
	EXPECT_STREQ(find_field(td_fields, {0x1310000300000057})->name, "RTMR");
	EXPECT_EQ(find_field(td_fields, {0x1310000300000058}), nullptr);
	EXPECT_STREQ(find_field(vcpu_fields, {0x0024000300002810})->name, "PDPTEn");
	EXPECT_EQ(find_field(global_fields, {0x900000030000007f}), nullptr);
	EXPECT_STREQ(find_field(global_fields, {0x9000000300000080})->name, "CMR_BASE");
	EXPECT_EQ(find_field(global_fields, {0x9000000300000120}), nullptr);
}

// CONFIG_FLAGS and TD_CTLS became non-architectural in 1.5.05, with another mask.
TEST(FieldTable, TellsIdsApartByBit63)
{
	EXPECT_EQ(find_field(td_fields, {0x1110000300000016})->since, Release::V1_5);
	EXPECT_EQ(find_field(td_fields, {0x9110000300000016})->since, Release::V1_5_05);
	EXPECT_EQ(find_field(td_fields, {0x1110000300000017})->guest.wr, 0x1u);
	EXPECT_EQ(find_field(td_fields, {0x9110000300000017})->guest.wr, 0x800000000000001fu);
	// Bit 63 is ignored on access.
	EXPECT_STREQ(find_field(td_fields, {0x9110000300000000})->name, "ATTRIBUTES");
	EXPECT_STREQ(find_field(td_fields, {0x1110000000000019})->name, "TOPOLOGY_ENUM_CONFIGURED");
}

// Those of 1.5.01 are 0 to 10; START_IMPORT and START_EXPORT came later.
TEST(OpState, LaterStates)
{
	unsigned of_1_5_01 = 0;

	for (OpStateInfo const &row : op_states)
		of_1_5_01 += row.since <= Release::V1_5;
	EXPECT_EQ(of_1_5_01, 11u);
	EXPECT_EQ(std::size(op_states), 13u);
	EXPECT_TRUE(op_state_allows(
		host_op_state_rules, HostLeaf::ImportStateImmutable, OpState::StartImport));
	EXPECT_FALSE(op_state_allows(host_op_state_rules, HostLeaf::VpEnter, OpState::StartImport));
	EXPECT_TRUE(op_state_allows(host_op_state_rules, HostLeaf::VpEnter, OpState::StartExport));
}

TEST(OpState, Allows)
{
	EXPECT_TRUE(
		op_state_allows(host_op_state_rules, HostLeaf::MngInit, OpState::Uninitialized));
	EXPECT_FALSE(op_state_allows(host_op_state_rules, HostLeaf::MngInit, OpState::Initialized));
	EXPECT_TRUE(op_state_allows(host_op_state_rules, HostLeaf::VpEnter, OpState::LiveImport));
	EXPECT_FALSE(
		op_state_allows(host_op_state_rules, HostLeaf::VpEnter, OpState::PausedExport));
	EXPECT_TRUE(op_state_allows(host_op_state_rules, HostLeaf::SysRd, OpState::FailedImport));
}

TEST(SeptState, EncodingsAreUnique)
{
	std::set<u8> encodings;
	std::set<u8> public_states;

	for (SeptStateInfo const &row : sept_states) {
		EXPECT_TRUE(encodings.insert(row.encoding).second) << row.name;
		EXPECT_TRUE(public_states.insert(row.public_state).second) << row.name;
	}
	for (SeptStateInfo const &row : l2_sept_states)
		EXPECT_TRUE(public_states.insert(row.public_state).second) << row.name;
}

TEST(SeptState, Flags)
{
	auto const &mapped = sept_states[static_cast<u8>(SeptState::Mapped)];
	auto const &free = sept_states[static_cast<u8>(SeptState::Free)];

	EXPECT_TRUE(mapped.is(SeptFlag::GuestAccessibleLeaf));
	EXPECT_TRUE(mapped.is(SeptFlag::TlbTrackingRequired));
	EXPECT_FALSE(mapped.is(SeptFlag::AnyPending));
	EXPECT_FALSE(free.is(SeptFlag::TlbTrackingRequired));
}

TEST(Registers, BlockHoldsWhatItNames)
{
	tdx_regs regs{};

	for (u8 i = 0; i < 16; i++) {
		u64 *const place = gpr(regs, Reg{i});

		EXPECT_EQ(place != nullptr, block_regs.has(Reg{i})) << reg_name(Reg{i});
		if (place)
			*place = i;
	}
	EXPECT_EQ(regs.rcx, 1u);
	EXPECT_EQ(regs.rdx, 2u);
	EXPECT_EQ(regs.rbx, 3u);
	EXPECT_EQ(regs.rsi, 6u);
	EXPECT_EQ(regs.rdi, 7u);
	EXPECT_EQ(regs.r8, 8u);
	EXPECT_EQ(regs.r15, 15u);
}

} // namespace
