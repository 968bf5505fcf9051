// SPDX-License-Identifier: GPL-2.0
//
// Operation states of a TD, and the leaf functions that each allows.
#pragma once

#include "leaf.hpp"
#include "state_set.hpp"

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
	// States of later releases; in TDX 1.5.01 nothing leads to them.
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

using OpStates = StateSet<OpState>;

CORE_INLINE OpStates operator|(OpState a, OpState b)
{
	return OpStates{a} | b;
}

constexpr OpStates any_op_state{0x1fff};

struct OpStateRule {
	LeafNumber leaf;
	OpStates allowed;
	bool second_td; // the rule is about the other TD of the call: service or target TD
	Release since;
};

namespace op_state_rules {

using S = OpState;

// clang-format off
constexpr OpStateRule host_op_state_rules[] = {
	{HostLeaf::VpEnter, S::Runnable | S::LiveExport | S::LiveImport |
		S::StartExport, false, Release::V1_5},
	{HostLeaf::MngAddcx, S::Uninitialized, false, Release::V1_5},
	{HostLeaf::MemPageAdd, S::Initialized, false, Release::V1_5},
	{HostLeaf::MemSeptAdd, S::Initialized | S::Runnable | S::LiveExport | S::MemoryImport |
		S::StateImport | S::PostImport | S::LiveImport |
		S::StartExport, false, Release::V1_5},
	{HostLeaf::VpAddcx, S::Initialized | S::StateImport, false, Release::V1_5},
	{HostLeaf::MemPageRelocate, S::Initialized | S::Runnable | S::LiveExport | S::PausedExport |
		S::PostExport | S::PostImport | S::LiveImport |
		S::StartExport, false, Release::V1_5},
	{HostLeaf::MemPageAug, S::Initialized | S::Runnable | S::LiveExport | S::LiveImport |
		S::StartExport, false, Release::V1_5},
	{HostLeaf::MemRangeBlock, S::Initialized | S::Runnable | S::LiveExport | S::PausedExport |
		S::PostExport | S::PostImport | S::LiveImport |
		S::StartExport, false, Release::V1_5},
	{HostLeaf::VpCreate, S::Initialized | S::StateImport, false, Release::V1_5},
	{HostLeaf::MngRd, any_op_state - S::Uninitialized - S::StartImport, false, Release::V1_5},
	{HostLeaf::MemRd, any_op_state - S::Uninitialized - S::StartImport, false, Release::V1_5},
	{HostLeaf::MngWr, any_op_state - S::Uninitialized - S::PausedExport - S::PostExport -
		S::StartImport, false, Release::V1_5},
	{HostLeaf::MemWr, any_op_state - S::Uninitialized - S::PausedExport - S::PostExport -
		S::StartImport, false, Release::V1_5},
	{HostLeaf::MemPageDemote, S::Initialized | S::Runnable | S::LiveExport | S::PausedExport |
		S::PostExport | S::PostImport | S::LiveImport |
		S::StartExport, false, Release::V1_5},
	{HostLeaf::MrExtend, S::Initialized, false, Release::V1_5},
	{HostLeaf::MrFinalize, S::Initialized, false, Release::V1_5},
	{HostLeaf::VpFlush, any_op_state, false, Release::V1_5},
	{HostLeaf::MngInit, S::Uninitialized, false, Release::V1_5},
	{HostLeaf::VpInit, S::Initialized, false, Release::V1_5},
	{HostLeaf::MemPagePromote, S::Initialized | S::Runnable | S::LiveExport | S::PausedExport |
		S::PostExport | S::PostImport | S::LiveImport |
		S::StartExport, false, Release::V1_5},
	{HostLeaf::MemSeptRd, any_op_state - S::Uninitialized -
		S::StartImport, false, Release::V1_5},
	{HostLeaf::VpRd, any_op_state - S::Uninitialized - S::StartImport, false, Release::V1_5},
	{HostLeaf::MemPageRemove, any_op_state - S::Uninitialized - S::MemoryImport -
		S::StateImport - S::StartImport, false, Release::V1_5},
	{HostLeaf::MemSeptRemove, any_op_state - S::Uninitialized -
		S::StartImport, false, Release::V1_5},
	{HostLeaf::MemTrack, any_op_state - S::Uninitialized - S::FailedImport -
		S::StartImport, false, Release::V1_5},
	{HostLeaf::MemRangeUnblock, S::Initialized | S::Runnable | S::LiveExport | S::PausedExport |
		S::PostExport | S::PostImport | S::LiveImport |
		S::StartExport, false, Release::V1_5},
	{HostLeaf::VpWr, any_op_state - S::Uninitialized - S::PausedExport - S::PostExport -
		S::StartImport, false, Release::V1_5},
	{HostLeaf::ServtdBind, S::Uninitialized | S::Initialized | S::Runnable | S::LiveExport |
		S::PostImport | S::LiveImport | S::StartExport, false, Release::V1_5},
	{HostLeaf::ServtdBind, S::Runnable | S::LiveExport | S::PausedExport | S::PostExport |
		S::PostImport | S::LiveImport | S::StartExport, true, Release::V1_5},
	{HostLeaf::ServtdPrebind, S::Uninitialized | S::Initialized, false, Release::V1_5},
	{HostLeaf::ExportAbort, S::LiveExport | S::PausedExport |
		S::PostExport, false, Release::V1_5},
	{HostLeaf::ExportBlockw, S::LiveExport, false, Release::V1_5},
	{HostLeaf::ExportRestore, S::Runnable | S::StartExport, false, Release::V1_5},
	{HostLeaf::ExportMem, S::LiveExport | S::PausedExport |
		S::PostExport, false, Release::V1_5},
	{HostLeaf::ExportPause, S::LiveExport, false, Release::V1_5},
	{HostLeaf::ExportTrack, S::LiveExport | S::PausedExport, false, Release::V1_5},
	{HostLeaf::ExportStateImmutable, S::Runnable | S::LiveImport |
		S::StartExport, false, Release::V1_5},
	{HostLeaf::ExportStateTd, S::PausedExport, false, Release::V1_5},
	{HostLeaf::ExportStateVp, S::PausedExport, false, Release::V1_5},
	{HostLeaf::ExportUnblockw, S::Runnable | S::LiveExport | S::PausedExport | S::PostExport |
		S::StartExport, false, Release::V1_5},
	{HostLeaf::ImportAbort, S::MemoryImport | S::StateImport | S::PostImport |
		S::FailedImport, false, Release::V1_5},
	{HostLeaf::ImportEnd, S::PostImport | S::LiveImport, false, Release::V1_5},
	{HostLeaf::ImportCommit, S::PostImport, false, Release::V1_5},
	{HostLeaf::ImportMem, S::MemoryImport | S::StateImport | S::PostImport |
		S::LiveImport, false, Release::V1_5},
	{HostLeaf::ImportTrack, S::MemoryImport | S::StateImport, false, Release::V1_5},
	{HostLeaf::ImportStateImmutable, S::Uninitialized | S::StartImport, false, Release::V1_5},
	{HostLeaf::ImportStateTd, S::MemoryImport, false, Release::V1_5},
	{HostLeaf::ImportStateVp, S::StateImport, false, Release::V1_5},
	{HostLeaf::MemScanRange, S::Initialized | S::Runnable | S::LiveExport | S::PausedExport |
		S::PostExport | S::PostImport | S::LiveImport |
		S::StartExport, false, Release::V1_5_34},
	{HostLeaf::MemScanComp, S::PausedExport, false, Release::V1_5_34},
	{HostLeaf::MemScanConfig, S::Initialized | S::Runnable | S::LiveExport | S::PausedExport |
		S::PostImport | S::LiveImport | S::StartExport, false, Release::V1_5_34},
	{HostLeaf::MemScanReset, S::Runnable | S::LiveExport | S::PausedExport |
		S::StartExport, false, Release::V1_5_34},
	{HostLeaf::MigStreamCreate, S::Uninitialized | S::Initialized | S::Runnable |
		S::StartExport, false, Release::V1_5},
	{HostLeaf::DevifCreate, S::Initialized | S::Runnable |
		S::StartExport, false, Release::V2_0},
	{HostLeaf::MmioMap, S::Initialized | S::Runnable | S::StartExport, false, Release::V2_0},
	{HostLeaf::MmioBlock, S::Initialized | S::Runnable | S::StartExport, false, Release::V2_0},
	{HostLeaf::MmioUnmap, S::Initialized | S::Runnable | S::StartExport, false, Release::V2_0},
	{HostLeaf::IqInvRequest, S::Initialized | S::Runnable |
		S::StartExport, false, Release::V2_0},
	{HostLeaf::IqInvProcess, S::Runnable | S::StartExport, false, Release::V2_0},
	{HostLeaf::MemSharedSeptWr, any_op_state - S::Uninitialized - S::FailedImport -
		S::StartImport, false, Release::V2_0},
};
// clang-format on

// clang-format off
constexpr OpStateRule guest_op_state_rules[] = {
	{GuestLeaf::ServtdRd, any_op_state, true, Release::V1_5},
	{GuestLeaf::ServtdWr, any_op_state - S::PausedExport - S::PostExport, true, Release::V1_5},
};
// clang-format on

} // namespace op_state_rules

using op_state_rules::guest_op_state_rules;
using op_state_rules::host_op_state_rules;

template <unsigned Rows>
CORE_INLINE bool op_state_allows(OpStateRule const (&rules)[Rows], LeafNumber leaf, OpState state)
{
	for (OpStateRule const &rule : rules)
		if (rule.leaf == leaf && !rule.second_td)
			return rule.allowed.has(state);
	return true; // the leaf function does not look at it
}

static_assert(op_state_allows(host_op_state_rules, HostLeaf::VpEnter, OpState::Runnable));
static_assert(!op_state_allows(host_op_state_rules, HostLeaf::MemPageAdd, OpState::Runnable));

} // namespace tdx
