// SPDX-License-Identifier: GPL-2.0
//
// Operation states of a TD, and the leaf functions that each allows.
#pragma once

#include "leaf.hpp"

namespace tdx {

enum class OpState : u8 {
	Uninitialized = 0,
	Initialized = 1,
	Runnable = 2,
	LiveExport = 3,
	PausedExport = 4,
	PostExport = 5,
	MemoryImport = 6,
	StateImport = 7,
	PostImport = 8,
	LiveImport = 9,
	FailedImport = 10,
	// Of later releases; TDX 1.5.01 has no way into them.
	StartImport = 11,
	StartExport = 12,
};

struct OpStateInfo {
	OpState state;
	char const *name;
	bool tlb_tracking_required;
	bool any_initialized;
	bool any_finalized;
	bool export_in_order;
	bool import_in_order;
	bool import_out_of_order;
	bool import_in_progress;
	bool export_in_progress;
	Release since;
};

// clang-format off
constexpr OpStateInfo op_states[] = {
	// tlb tracking required, any initialized, any finalized, export in order,
	// import in order, import out of order, import in progress, export in progress, since
	{OpState::Uninitialized, "UNINITIALIZED",
		false, false, false, false, false, false, false, false, Release::V1_5},
	{OpState::Initialized, "INITIALIZED",
		false, true, false, false, false, false, false, false, Release::V1_5},
	{OpState::Runnable, "RUNNABLE",
		true, true, true, false, false, false, false, false, Release::V1_5},
	{OpState::LiveExport, "LIVE_EXPORT",
		true, true, true, true, false, false, false, true, Release::V1_5},
	{OpState::PausedExport, "PAUSED_EXPORT",
		false, true, true, true, false, false, false, true, Release::V1_5},
	{OpState::PostExport, "POST_EXPORT",
		false, true, true, false, false, false, false, true, Release::V1_5},
	{OpState::MemoryImport, "MEMORY_IMPORT",
		false, true, true, false, true, false, true, false, Release::V1_5},
	{OpState::StateImport, "STATE_IMPORT",
		false, true, true, false, true, false, true, false, Release::V1_5},
	{OpState::PostImport, "POST_IMPORT",
		false, true, true, false, false, true, true, false, Release::V1_5},
	{OpState::LiveImport, "LIVE_IMPORT",
		true, true, true, false, false, true, true, false, Release::V1_5},
	{OpState::FailedImport, "FAILED_IMPORT",
		false, true, false, false, false, false, false, false, Release::V1_5},
	{OpState::StartImport, "START_IMPORT",
		false, false, false, false, false, false, false, false, Release::V1_5_28},
	{OpState::StartExport, "START_EXPORT",
		true, true, true, false, false, false, false, false, Release::V1_5_28},
};
// clang-format on

struct OpStateRule {
	LeafNumber leaf;
	u16 allowed;    // bit of each OpState
	bool second_td; // the rule is about the other TD of the call: service or target TD
	Release since;
};

CORE_INLINE u16 op_state_bit(OpState state)
{
	return static_cast<u16>(1u << static_cast<u8>(state));
}

// Bits from right to left: UNINITIALIZED, INITIALIZED, RUNNABLE, LIVE_EXPORT, PAUSED_EXPORT,
// POST_EXPORT, MEMORY_IMPORT, STATE_IMPORT, POST_IMPORT, LIVE_IMPORT, FAILED_IMPORT, START_IMPORT,
// START_EXPORT.
// clang-format off
constexpr OpStateRule host_op_state_rules[] = {
	{HostLeaf::VpEnter, 0b1001000001100, false, Release::V1_5},
	{HostLeaf::MngAddcx, 0b0000000000001, false, Release::V1_5},
	{HostLeaf::MemPageAdd, 0b0000000000010, false, Release::V1_5},
	{HostLeaf::MemSeptAdd, 0b1001111001110, false, Release::V1_5},
	{HostLeaf::VpAddcx, 0b0000010000010, false, Release::V1_5},
	{HostLeaf::MemPageRelocate, 0b1001100111110, false, Release::V1_5},
	{HostLeaf::MemPageAug, 0b1001000001110, false, Release::V1_5},
	{HostLeaf::MemRangeBlock, 0b1001100111110, false, Release::V1_5},
	{HostLeaf::VpCreate, 0b0000010000010, false, Release::V1_5},
	{HostLeaf::MngRd, 0b1011111111110, false, Release::V1_5},
	{HostLeaf::MemRd, 0b1011111111110, false, Release::V1_5},
	{HostLeaf::MngWr, 0b1011111001110, false, Release::V1_5},
	{HostLeaf::MemWr, 0b1011111001110, false, Release::V1_5},
	{HostLeaf::MemPageDemote, 0b1001100111110, false, Release::V1_5},
	{HostLeaf::MrExtend, 0b0000000000010, false, Release::V1_5},
	{HostLeaf::MrFinalize, 0b0000000000010, false, Release::V1_5},
	{HostLeaf::VpFlush, 0b1111111111111, false, Release::V1_5},
	{HostLeaf::MngInit, 0b0000000000001, false, Release::V1_5},
	{HostLeaf::VpInit, 0b0000000000010, false, Release::V1_5},
	{HostLeaf::MemPagePromote, 0b1001100111110, false, Release::V1_5},
	{HostLeaf::MemSeptRd, 0b1011111111110, false, Release::V1_5},
	{HostLeaf::VpRd, 0b1011111111110, false, Release::V1_5},
	{HostLeaf::MemPageRemove, 0b1011100111110, false, Release::V1_5},
	{HostLeaf::MemSeptRemove, 0b1011111111110, false, Release::V1_5},
	{HostLeaf::MemTrack, 0b1001111111110, false, Release::V1_5},
	{HostLeaf::MemRangeUnblock, 0b1001100111110, false, Release::V1_5},
	{HostLeaf::VpWr, 0b1011111001110, false, Release::V1_5},
	{HostLeaf::ServtdBind, 0b1001100001111, false, Release::V1_5},
	{HostLeaf::ServtdBind, 0b1001100111100, true, Release::V1_5},
	{HostLeaf::ServtdPrebind, 0b0000000000011, false, Release::V1_5},
	{HostLeaf::ExportAbort, 0b0000000111000, false, Release::V1_5},
	{HostLeaf::ExportBlockw, 0b0000000001000, false, Release::V1_5},
	{HostLeaf::ExportRestore, 0b1000000000100, false, Release::V1_5},
	{HostLeaf::ExportMem, 0b0000000111000, false, Release::V1_5},
	{HostLeaf::ExportPause, 0b0000000001000, false, Release::V1_5},
	{HostLeaf::ExportTrack, 0b0000000011000, false, Release::V1_5},
	{HostLeaf::ExportStateImmutable, 0b1001000000100, false, Release::V1_5},
	{HostLeaf::ExportStateTd, 0b0000000010000, false, Release::V1_5},
	{HostLeaf::ExportStateVp, 0b0000000010000, false, Release::V1_5},
	{HostLeaf::ExportUnblockw, 0b1000000111100, false, Release::V1_5},
	{HostLeaf::ImportAbort, 0b0010111000000, false, Release::V1_5},
	{HostLeaf::ImportEnd, 0b0001100000000, false, Release::V1_5},
	{HostLeaf::ImportCommit, 0b0000100000000, false, Release::V1_5},
	{HostLeaf::ImportMem, 0b0001111000000, false, Release::V1_5},
	{HostLeaf::ImportTrack, 0b0000011000000, false, Release::V1_5},
	{HostLeaf::ImportStateImmutable, 0b0100000000001, false, Release::V1_5},
	{HostLeaf::ImportStateTd, 0b0000001000000, false, Release::V1_5},
	{HostLeaf::ImportStateVp, 0b0000010000000, false, Release::V1_5},
	{HostLeaf::MemScanRange, 0b1001100111110, false, Release::V1_5_34},
	{HostLeaf::MemScanComp, 0b0000000010000, false, Release::V1_5_34},
	{HostLeaf::MemScanConfig, 0b1001100011110, false, Release::V1_5_34},
	{HostLeaf::MemScanReset, 0b1000000011100, false, Release::V1_5_34},
	{HostLeaf::MigStreamCreate, 0b1000000000111, false, Release::V1_5},
	{HostLeaf::DevifCreate, 0b1000000000110, false, Release::V2_0},
	{HostLeaf::MmioMap, 0b1000000000110, false, Release::V2_0},
	{HostLeaf::MmioBlock, 0b1000000000110, false, Release::V2_0},
	{HostLeaf::MmioUnmap, 0b1000000000110, false, Release::V2_0},
	{HostLeaf::IqInvRequest, 0b1000000000110, false, Release::V2_0},
	{HostLeaf::IqInvProcess, 0b1000000000100, false, Release::V2_0},
	{HostLeaf::MemSharedSeptWr, 0b1001111111110, false, Release::V2_0},
};
// clang-format on

// clang-format off
constexpr OpStateRule guest_op_state_rules[] = {
	{GuestLeaf::ServtdRd, 0b1111111111111, true, Release::V1_5},
	{GuestLeaf::ServtdWr, 0b1111111001111, true, Release::V1_5},
};
// clang-format on

template <unsigned Rows>
CORE_INLINE bool op_state_allows(OpStateRule const (&rules)[Rows], LeafNumber leaf, OpState state)
{
	for (OpStateRule const &rule : rules)
		if (rule.leaf == leaf && !rule.second_td)
			return rule.allowed & op_state_bit(state);
	return true; // the leaf function does not look at it
}

static_assert(op_state_allows(host_op_state_rules, HostLeaf::VpEnter, OpState::Runnable));
static_assert(!op_state_allows(host_op_state_rules, HostLeaf::MemPageAdd, OpState::Runnable));

} // namespace tdx
