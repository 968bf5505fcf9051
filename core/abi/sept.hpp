// SPDX-License-Identifier: GPL-2.0
//
// States of secure-EPT entries, and the leaf functions that accept each.
#pragma once

#include "leaf.hpp"
#include "state_set.hpp"

namespace tdx {

// Index of a state in its table.
enum class SeptState : u8 {
	Free = 0,
	Removed = 1,
	NlMapped = 2,
	NlBlocked = 3,
	Mapped = 4,
	Blocked = 5,
	Blockedw = 6,
	ExportedBlockedw = 7,
	ExportedDirty = 8,
	ExportedDirtyBlockedw = 9,
	Pending = 10,
	PendingBlocked = 11,
	PendingBlockedw = 12,
	PendingExportedBlockedw = 13,
	PendingExportedDirty = 14,
	PendingExportedDirtyBlockedw = 15,
};

enum class L2SeptState : u8 {
	Free = 0,
	NlMapped = 1,
	NlBlocked = 2,
	Mapped = 3,
	Blocked = 4,
};

// What a state means to the leaf functions that look at more than its name.
enum class SeptFlag : u32 {
	LiveExportAllowed = 1 << 0,
	PausedExportAllowed = 1 << 1,
	FirstTimeExportAllowed = 1 << 2,
	ReExportAllowed = 1 << 3,
	ExportCancelAllowed = 1 << 4,
	FirstTimeImportAllowed = 1 << 5,
	ReImportAllowed = 1 << 6,
	ImportCancelAllowed = 1 << 7,
	MappedOrPending = 1 << 8,
	AnyExported = 1 << 9,
	AnyExportedAndDirty = 1 << 10,
	AnyExportedAndNonDirty = 1 << 11,
	AnyPending = 1 << 12,
	AnyPendingAndGuestAcceptable = 1 << 13,
	AnyBlocked = 1 << 14,
	AnyBlockedw = 1 << 15,
	GuestFullyAccessibleLeaf = 1 << 16,
	TlbTrackingRequired = 1 << 17,
	GuestAccessibleLeaf = 1 << 18,
};

CORE_INLINE SeptFlag operator|(SeptFlag a, SeptFlag b)
{
	return static_cast<SeptFlag>(static_cast<u32>(a) | static_cast<u32>(b));
}

struct SeptStateInfo {
	char const *name;
	u8 encoding;     // entry bits 7:6, 56:53 and 9, from high to low
	u8 public_state; // what the host sees in RDX 15:8
	SeptFlag flags;

	CORE_INLINE bool is(SeptFlag flag) const
	{
		return static_cast<u32>(flags) & static_cast<u32>(flag);
	}
};

namespace sept_flags {

using enum SeptFlag;
constexpr SeptFlag none{};

// clang-format off
// In the order of SeptState.
constexpr SeptStateInfo sept_states[] = {
	{"FREE", 0xe, 0,
		FirstTimeImportAllowed},
	{"REMOVED", 0xc, 5,
		FirstTimeImportAllowed},
	{"NL_MAPPED", 0x0, 132,
		TlbTrackingRequired},
	{"NL_BLOCKED", 0x8, 129,
		AnyBlocked | TlbTrackingRequired},
	{"MAPPED", 0x60, 4,
		PausedExportAllowed | FirstTimeExportAllowed | ReImportAllowed |
		ImportCancelAllowed | MappedOrPending | GuestFullyAccessibleLeaf |
		TlbTrackingRequired | GuestAccessibleLeaf},
	{"BLOCKED", 0x68, 1,
		AnyBlocked | TlbTrackingRequired},
	{"BLOCKEDW", 0x64, 8,
		LiveExportAllowed | PausedExportAllowed | FirstTimeExportAllowed | AnyBlockedw |
		TlbTrackingRequired | GuestAccessibleLeaf},
	{"EXPORTED_BLOCKEDW", 0x66, 9,
		LiveExportAllowed | PausedExportAllowed | ExportCancelAllowed | AnyExported |
		AnyExportedAndNonDirty | AnyBlockedw | GuestAccessibleLeaf},
	{"EXPORTED_DIRTY", 0x63, 11,
		PausedExportAllowed | ReExportAllowed | ExportCancelAllowed | AnyExported |
		AnyExportedAndDirty | GuestFullyAccessibleLeaf | TlbTrackingRequired |
		GuestAccessibleLeaf},
	{"EXPORTED_DIRTY_BLOCKEDW", 0x67, 12,
		LiveExportAllowed | PausedExportAllowed | ReExportAllowed | ExportCancelAllowed
		| AnyExported | AnyExportedAndDirty | AnyBlockedw | TlbTrackingRequired |
		GuestAccessibleLeaf},
	{"PENDING", 0x70, 2,
		PausedExportAllowed | FirstTimeExportAllowed | ReImportAllowed |
		ImportCancelAllowed | MappedOrPending | AnyPending |
		AnyPendingAndGuestAcceptable | TlbTrackingRequired},
	{"PENDING_BLOCKED", 0x78, 3,
		AnyPending | AnyBlocked | TlbTrackingRequired},
	{"PENDING_BLOCKEDW", 0x74, 16,
		LiveExportAllowed | PausedExportAllowed | FirstTimeExportAllowed | AnyPending |
		AnyBlockedw | TlbTrackingRequired},
	{"PENDING_EXPORTED_BLOCKEDW", 0x76, 17,
		LiveExportAllowed | PausedExportAllowed | ExportCancelAllowed | AnyExported |
		AnyExportedAndNonDirty | AnyPending | AnyBlockedw},
	{"PENDING_EXPORTED_DIRTY", 0x73, 19,
		PausedExportAllowed | ReExportAllowed | ExportCancelAllowed | AnyExported |
		AnyExportedAndDirty | AnyPending | AnyPendingAndGuestAcceptable |
		TlbTrackingRequired},
	{"PENDING_EXPORTED_DIRTY_BLOCKEDW", 0x77, 20,
		LiveExportAllowed | PausedExportAllowed | ReExportAllowed | ExportCancelAllowed
		| AnyExported | AnyExportedAndDirty | AnyPending | AnyBlockedw |
		TlbTrackingRequired},
};
// clang-format on

} // namespace sept_flags

using sept_flags::sept_states;

// In the order of L2SeptState.
constexpr SeptStateInfo l2_sept_states[] = {
	{"L2_FREE", 0x0, 64, SeptFlag{}},
	{"L2_NL_MAPPED", 0x8, 196, SeptFlag{}},
	{"L2_NL_BLOCKED", 0x1, 193, SeptFlag{}},
	{"L2_MAPPED", 0x6, 68, SeptFlag{}},
	{"L2_BLOCKED", 0x7, 65, SeptFlag{}},
};

// From the bits of an entry in memory to the encoding of its state.
CORE_INLINE u8 sept_encoding(u64 entry)
{
	return static_cast<u8>(
		Bits<7, 6>::get(entry) << 5 | Bits<56, 53>::get(entry) << 1 | Bits<9>::get(entry));
}

using SeptStates = StateSet<SeptState>;

CORE_INLINE SeptStates operator|(SeptState a, SeptState b)
{
	return SeptStates{a} | b;
}

constexpr SeptStates any_sept_state{0xffff};

struct SeptStateRule {
	LeafNumber leaf;
	SeptStates allowed;
};

namespace sept_rules {

using S = SeptState;

// clang-format off
constexpr SeptStateRule host_sept_rules[] = {
	{HostLeaf::MemPageAdd, S::Free},
	{HostLeaf::MemSeptAdd, S::Free | S::NlMapped},
	{HostLeaf::MemPageRelocate, any_sept_state - S::Free - S::Removed - S::NlMapped -
		S::NlBlocked},
	{HostLeaf::MemPageAug, S::Free | S::Removed},
	{HostLeaf::MemRangeBlock, S::NlMapped | S::Mapped | S::Blockedw | S::Pending |
		S::PendingBlockedw},
	{HostLeaf::MemRd, S::Mapped | S::Blockedw | S::ExportedBlockedw | S::ExportedDirty |
		S::ExportedDirtyBlockedw},
	{HostLeaf::MemWr, S::Mapped | S::ExportedDirty},
	{HostLeaf::MemPageDemote, S::Mapped | S::Blocked | S::Pending | S::PendingBlocked},
	{HostLeaf::MrExtend, S::Mapped},
	{HostLeaf::MemPagePromote, S::NlMapped | S::NlBlocked},
	{HostLeaf::MemSeptRd, any_sept_state},
	{HostLeaf::MemPageRemove, S::Mapped | S::Blocked | S::Blockedw | S::Pending |
		S::PendingBlocked | S::PendingBlockedw},
	{HostLeaf::MemSeptRemove, S::NlMapped | S::NlBlocked},
	{HostLeaf::MemRangeUnblock, S::NlBlocked | S::Blocked | S::PendingBlocked},
	{HostLeaf::ExportBlockw, S::Mapped | S::ExportedDirty | S::Pending |
		S::PendingExportedDirty},
	{HostLeaf::ExportRestore, S::ExportedBlockedw | S::ExportedDirty |
		S::ExportedDirtyBlockedw | S::PendingExportedBlockedw | S::PendingExportedDirty |
		S::PendingExportedDirtyBlockedw},
	{HostLeaf::ExportMem, S::Mapped | S::Blockedw | S::ExportedBlockedw | S::ExportedDirty |
		S::ExportedDirtyBlockedw | S::Pending | S::PendingBlockedw |
		S::PendingExportedBlockedw | S::PendingExportedDirty |
		S::PendingExportedDirtyBlockedw},
	{HostLeaf::ExportUnblockw, S::Blockedw | S::ExportedBlockedw | S::ExportedDirtyBlockedw |
		S::PendingBlockedw | S::PendingExportedBlockedw | S::PendingExportedDirtyBlockedw},
	{HostLeaf::ImportMem, S::Free | S::Removed | S::Mapped | S::Pending},
};
// clang-format on

// clang-format off
constexpr SeptStateRule guest_sept_rules[] = {
	{GuestLeaf::MemPageAccept, S::Pending | S::PendingExportedDirty},
	{GuestLeaf::MemPageAttrRd, S::Mapped | S::Blockedw | S::ExportedBlockedw |
		S::ExportedDirty | S::ExportedDirtyBlockedw | S::Pending | S::PendingBlockedw |
		S::PendingExportedBlockedw | S::PendingExportedDirty |
		S::PendingExportedDirtyBlockedw},
	{GuestLeaf::MemPageAttrWr, S::Mapped | S::ExportedDirty | S::Pending |
		S::PendingExportedDirty},
};
// clang-format on

} // namespace sept_rules

using sept_rules::guest_sept_rules;
using sept_rules::host_sept_rules;

template <unsigned Rows>
CORE_INLINE bool sept_state_allows(
	SeptStateRule const (&rules)[Rows], LeafNumber leaf, SeptState state)
{
	for (SeptStateRule const &rule : rules)
		if (rule.leaf == leaf)
			return rule.allowed.has(state);
	return false;
}

static_assert(sept_state_allows(host_sept_rules, HostLeaf::MemPageAug, SeptState::Removed));
static_assert(!sept_state_allows(guest_sept_rules, GuestLeaf::MemPageAccept, SeptState::Mapped));

} // namespace tdx
