// SPDX-License-Identifier: GPL-2.0
//
// What scripts/abi-check cannot compare, as the fact tables have it in words only: kinds of
// operands, which are the types of the typed calls, and with which inputs an interrupted call is
// resumed.  Lists made by hand from the TDX module ABI.
#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>

#include "core/abi/leaves/guest_leaves.hpp"
#include "core/abi/leaves/host_leaves.hpp"
#include "core/abi/leaves/seamldr_leaves.hpp"
#include "core/abi/leaves/vmcalls.hpp"

namespace {

using namespace tdx;

using Names = std::set<std::string>;
using Kinds = std::map<OperandKind, Names>;

Kinds const with_types{
	{OperandKind::PageAddress,
		{"CONTEXTS_PAGE_PA", "CONTROL_PAGE_PA", "DEVIFCS_PAGE_PA", "FREED_L2_SEPT_PAGE_PA",
			"FREED_PAGE_PA", "FREED_SEPT_PAGE_PA", "HPA", "L2_SEPT_PAGE_PA",
			"MIGSC_PAGE_PA", "MMIO_PA", "NDA_PAGE_PA", "NEW_PAGE_PA", "NEXT_INIT_PA",
			"OLD_PAGE_PA", "OWNER_TDR_PA", "PAGE_PA", "PAMT_PAGE0_PA", "PAMT_PAGE1_PA",
			"PAMT_PAGE_PA", "RANGES_PAGE_PA", "SEPT_PAGE_PA", "SERVTD_TDR_PA",
			"TARGET_PAGE_PA", "TARGET_TDR_PA", "TDCX_PAGE_PA", "TDMR_BASE_PA", "TDR_PA",
			"TDR_PAGE_PA", "TDVPR_PA", "TDVPR_PAGE_PA", "TD_MESSAGE_PAGE",
			"TD_MESSAGE_PAGE_PA", "VMM_MESSAGE_PAGE", "VMM_MESSAGE_PAGE_PA"}},
	{OperandKind::BufferAddress,
		{"ABORT_TOKEN_MBMD", "CMR_ARRAY_PA", "HPA_LIST_PA", "INFO_HASH_PA", "INPUT_PA",
			"LIST_BUFFER_PA", "MAC_LIST0_PA", "MAC_LIST1_PA", "MBMD_PA", "MESSAGE_PA",
			"MIG_BUFFER_LIST_PA", "NEW_PAGE_LIST_PA", "OUTPUT_BUFFER_PA",
			"OUTPUT_MESSAGE_PA", "OUTPUT_PA", "PAGE_LIST_PA", "PARAMETER_PA",
			"REQUEST_PA", "RESPONSE_PA", "SEAMLDR_INFO_PA", "SEAMLDR_PARAMS_PA",
			"SOURCE_PAGE_PA", "SPDM_CONFIG_PA", "TDMR_INFO_ARRAY_PA", "TDSYSINFO_PA",
			"TD_PARAMS_PA", "VTBAR_PA"}},
	{OperandKind::KeyedAddress, {"PAGE_PA"}},
	{OperandKind::KeyId, {"HKID"}},
	{OperandKind::Gpa, {"FIRST_GPA_NOT_DONE", "GPA", "NEXT_START", "RANGE_START", "START_GPA"}},
	{OperandKind::GpaBuffer,
		{"BINDING_INFO_GPA", "BUFFER_GPA", "COMMAND_GPA", "DATA_GPA", "DESCRIPTORS_GPA",
			"KEY_OUTPUT_GPA", "L2_ENTER_STATE_GPA", "LIST_GPA", "OUTPUT_GPA",
			"REPORTDATA_GPA", "REPORTMACSTRUCT_GPA", "REPORT_GPA", "RESPONSE_GPA",
			"TDKEYREQUEST_GPA", "TEXT_GPA"}},
	{OperandKind::GpaList, {"GPA_LIST_INFO"}},
	{OperandKind::Level, {"LEVEL"}},
	{OperandKind::FieldId, {"EXT_ERR_INFO", "FIELD_ID", "FIRST_FIELD_ID", "NEXT_FIELD_ID"}},
	{OperandKind::SeptEntry, {"ENTRY", "SEPT_ENTRY"}},
	{OperandKind::LevelState, {"LEVEL_STATE"}},
};

// Of names above that are a plain number elsewhere.
Kinds const without_type{{OperandKind::Value, {"ENTRY"}}};

template <typename Table>
void add_kinds(Kinds &kinds, Table const &table)
{
	Names names;

	for (auto const &row : with_types)
		names.insert(row.second.begin(), row.second.end());
	for (OperandInfo const &op : table.operand)
		if (with_types.contains(op.kind) || names.contains(op.name))
			kinds[op.kind].insert(op.name);
}

TEST(LeafTable, OperandsHaveTheKindOfTheirName)
{
	Kinds kinds;

	add_kinds(kinds, host_leaves);
	add_kinds(kinds, guest_leaves);
	add_kinds(kinds, vmcalls);
	add_kinds(kinds, seamldr_leaves);
	Kinds expected{with_types};
	expected.insert(without_type.begin(), without_type.end());
	EXPECT_EQ(kinds, expected);
}

// Names that are not of one kind: PAGE_PA has a KeyID in TDH.PHYMEM.PAGE.WBINVD, and ENTRY is one
// of the secure EPT in TDH.MEM.SHARED.SEPT.WR only.
TEST(LeafTable, NamesOfSeveralKinds)
{
	for (OperandInfo const &op : host_leaves.operand) {
		std::string const name{op.name};

		if (name == "PAGE_PA") {
			EXPECT_EQ(op.kind == OperandKind::KeyedAddress, op.leaf.value == 41u);
		} else if (name == "ENTRY") {
			EXPECT_EQ(op.kind == OperandKind::SeptEntry, op.leaf.value == 163u);
		}
	}
}

struct Resumed {
	RegMask from_output;
	Reg reg;
	u64 set;
};

constexpr u64 resume = 1ULL << 63;
constexpr Resumed unchanged{{}, Reg::Rax, 0};
constexpr Resumed as_returned{mask_of(Reg::Rcx), Reg::Rax, 0};
constexpr Resumed state{{}, Reg::R10, resume};
constexpr Resumed memory{mask_of(Reg::Rcx), Reg::R10, resume};

std::map<u64, Resumed> const resumed{
	{3, {Reg::R8 | Reg::R9 | Reg::R10 | Reg::R11, Reg::Rax, 0}}, // TDH.MEM.SEPT.ADD
	{40, {{}, Reg::Rcx, 1}},                                     // TDH.PHYMEM.CACHE.WB
	{60, unchanged},                                             // TDH.EXT.INIT
	{61, as_returned},                                           // TDH.EXT.MEM.ADD
	{65, as_returned},                                           // TDH.EXPORT.BLOCKW
	{66, as_returned},                                           // TDH.EXPORT.RESTORE
	{68, memory},                                                // TDH.EXPORT.MEM
	{69, unchanged},                                             // TDH.SYS.DISABLE
	{72, state},                                                 // TDH.EXPORT.STATE.IMMUTABLE
	{73, state},                                                 // TDH.EXPORT.STATE.TD
	{74, state},                                                 // TDH.EXPORT.STATE.VP
	{83, memory},                                                // TDH.IMPORT.MEM
	{85, state},                                                 // TDH.IMPORT.STATE.IMMUTABLE
	{86, state},                                                 // TDH.IMPORT.STATE.TD
	{87, state},                                                 // TDH.IMPORT.STATE.VP
	{92, {Reg::R9 | Reg::R10 | Reg::R11, Reg::Rax, 0}},          // TDH.MEM.SCAN.RANGE
	{93, {mask_of(Reg::R11), Reg::R8, resume}},                  // TDH.MEM.SCAN.COMP
	{98, unchanged},                                             // TDH.QUOTE.GET
	{100, unchanged},                                            // TDH.QUOTE.INIT
	{162, unchanged},                                            // TDH.IQ.INV.PROCESS
};

TEST(LeafTable, InterruptedCallsAreResumedByRule)
{
	std::set<u64> numbers;

	for (LeafInfo const &leaf : host_leaves.leaf) {
		if (!has(leaf.retry, Retry::Resume))
			continue;
		numbers.insert(leaf.leaf.value);
		auto const rule = resumed.find(leaf.leaf.value);
		if (rule == resumed.end())
			continue;
		EXPECT_EQ(leaf.resume.from_output.bits, rule->second.from_output.bits) << leaf.name;
		EXPECT_EQ(leaf.resume.set, rule->second.set) << leaf.name;
		if (leaf.resume.set) {
			EXPECT_EQ(leaf.resume.reg, rule->second.reg) << leaf.name;
		}
	}
	for (auto const &[number, rule] : resumed)
		EXPECT_TRUE(numbers.erase(number)) << number;
	EXPECT_TRUE(numbers.empty()) << *numbers.begin();
}

} // namespace
