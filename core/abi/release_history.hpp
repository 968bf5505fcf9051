// SPDX-License-Identifier: GPL-2.0
//
// Which releases of the TDX module have a leaf function, a version of one, a status, a field, a
// bit.
#pragma once

#include "leaves/guest_leaves.hpp"
#include "leaves/host_leaves.hpp"
#include "metadata_global.hpp"
#include "metadata_l2_vmcs.hpp"
#include "metadata_td.hpp"
#include "metadata_vcpu.hpp"
#include "presence.hpp"
#include "status.hpp"

namespace tdx {

// What the column since of a table says, where no row below says more: the lines of 1.5 and 2.0 run
// side by side, and which release of the other line has it too does not follow from the number.
constexpr char const *usual_histories[] = {
	"1.0+",              // V1_0
	"1.5.01+,2.0.02+",   // V1_5
	"1.5.05+,2.0.02+",   // V1_5_05
	"1.5.06+,~2.0.08+",  // V1_5_06
	"~1.5.28+,~2.0.08+", // V1_5_28
	"1.5.34+,2.0.18+",   // V1_5_34
	"~2.0.08+",          // V2_0
	"2.0.18+",           // V2_0_18
	"?",                 // Newer
};
static_assert(
	sizeof(usual_histories) / sizeof(*usual_histories) == sizeof(releases) / sizeof(*releases));

struct StatusHistory {
	StatusCode code;
	char const *releases;
};

constexpr StatusHistory status_histories[] = {
	{StatusCode::NonRecoverableTdV1_0, "1.0"}, {StatusCode::NonRecoverableTdFatalV1_0, "1.0"},
	{StatusCode::NonRecoverableTdWrongApicModeV1_0, "1.0"},
	{StatusCode::InterruptedBusy, "~1.5.28+,2.0.12+"},
	{StatusCode::UpdateCompatibilitySensitive, "~1.5.28+,2.0.14+"},
	{StatusCode::TdNotInitialized, "1.0"}, {StatusCode::TdInitialized, "1.0"},
	{StatusCode::TdNotFinalized, "1.0"}, {StatusCode::TdFinalized, "1.0"},
	{StatusCode::TdFatalV1_0, "1.0"}, {StatusCode::DebugMemNotWritable, "~1.5.28+,2.0.16+"},
	{StatusCode::IncompatibleMrtdContext, "~1.5.28+,2.0.14+"},
	{StatusCode::TdvpxNumIncorrect, "1.0"}, {StatusCode::FieldNotWritable, "1.0"},
	{StatusCode::FieldNotReadable, "1.0"},
	{StatusCode::IncompatibleMbmdMacContext, "~1.5.28+,2.0.14+"},
	{StatusCode::IommuIqQueueFull, "~2.0.08-2.0.16"},
	{StatusCode::IommuIotlbTrackingNotRequiredOld, "~2.0.08-2.0.16"},
	{StatusCode::SwError, "-"}, // of Linux
};

template <typename Leaf>
struct LeafHistory {
	Leaf leaf;
	u8 version; // 0: the leaf function itself
	char const *releases;
};

constexpr LeafHistory<HostLeaf> host_leaf_histories[] = {
	{HostLeaf::VpInit, 1, "1.5.05+,2.0.02+"},
	// With the feature FATAL_DIAGNOSTICS.
	{HostLeaf::SysInit, 1, "1.5.13+,2.0.08+"},
	{HostLeaf::SysConfig, 1, "~1.5.28+,~2.0.16+"},
	{HostLeaf::SysUpdate, 1, "~1.5.28+,~2.0.16+"},
	{HostLeaf::PhymemPamtAdd, 0, "~1.5.28+,2.0.04,~2.0.08+"},
	{HostLeaf::PhymemPamtRemove, 0, "~1.5.28+,2.0.04,~2.0.08+"},
	{HostLeaf::ExportBlockw, 1, "1.5.34+,2.0.18+"},
	{HostLeaf::ExportRestore, 1, "1.5.34+,2.0.18+"},
	{HostLeaf::ExportMem, 1, "1.5.34+,2.0.18+"},
	{HostLeaf::ImportMem, 1, "1.5.34+,2.0.18+"},
	{HostLeaf::ServtdRebind, 0, "~1.5.28+,2.0.16+"},
};

constexpr LeafHistory<GuestLeaf> guest_leaf_histories[] = {
	{GuestLeaf::VpVeinfoGet, 1, "~1.5.28+,~2.0.08+"},
	{GuestLeaf::MemPageRelease, 0, "?"},
	{GuestLeaf::ServtdRebindApprove, 0, "~1.5.28+,2.0.16+"},
};

struct FieldHistory {
	u64 id;
	char const *releases;
};

constexpr FieldHistory field_histories[] = {
	// platform
	{0x9100000000000013, "~1.5.34+,~2.0.08+"}, // PAMT_PAGE_BITMAP_ENTRY_BITS
	{0x9100000000000014, "~1.5.34+,~2.0.08+"}, // MIN_DYNAMIC_PAMT_NUM_HKID_BITS
	{0x9a00000300000000, "~1.5.34+,~2.0.08+"}, // GUEST_GPA_ATTR_MASK
	// TD
	{0x8210000300000002, "1.5.01-?,2.0.02-?"}, // SEAMDB_NONCE
	{0x1110000300000016, "1.5.01"},            // CONFIG_FLAGS, which got bit 63 later
	{0x1110000300000017, "1.5.01"},            // TD_CTLS, likewise
	{0x9110000000000018, "~1.5.34+,~2.0.08+"}, // VIRT_MAXPA
	{0x911000000000001a, "~1.5.34+,~2.0.08+"}, // VE_REDUCTION_VALID
	{0x9110000300000021, "~1.5.34+,~2.0.08+"}, // CPUID_FIXED0_BITMAP
	{0x9110000300000022, "~1.5.34+,~2.0.08+"}, // FEATURE_PARAVIRT_CTLS
	{0x9110000300000023, "~1.5.34+,~2.0.08+"}, // FILTERED_EVENTS_COUNT
	{0x9110000100000027, "~2.0.08-?"},         // EVENT_FILTERS_NUM
	{0x9110000200000200, "~1.5.34+,~2.0.08+"}, // CPUID4_NATIVE_VALUES
	{0x9110000000000240, "~2.0.08-?"},         // CPUID4_NATIVE_VALID
	{0x9110000200000028, "~1.5.34+,~2.0.18+"}, // FIELD_SUPPORT_AT_INIT
	{0x9110000300000029, "~1.5.34+,~2.0.18+"}, // BLOCKED_COUNT
	{0x911000030000002a, "~1.5.34+,~2.0.18+"}, // PENDING_BLOCKED_COUNT
	{0x911000030000002b, "~1.5.34+,~2.0.18+"}, // MEM_COUNT
	{0x1810000000000037, "~1.5.34+,~2.0.18+"}, // NUM_MEM_SCAN_RANGES
	{0x1810000000000038, "~1.5.34+,~2.0.18+"}, // NUM_MEM_SCAN_RANGES_COMPLETED
	{0x1810000000000039, "~1.5.34+,~2.0.18+"}, // MEM_SCAN_OPERATION
	{0x181000000000003a, "~1.5.34+,~2.0.18+"}, // MEM_SCAN_QUALIFIER
	{0x181000000000003b, "~1.5.34+,~2.0.18+"}, // MEM_SCAN_STATE
	// vCPU
	{0x8220000000000013, "~1.5.34+,~2.0.08+"}, // VE_CATEGORY
	{0x8220000200000014, "~1.5.34+,~2.0.18+"}, // INTERRUPTIBILITY_STATE
	{0x1320000300000034, "~1.5.34+,~2.0.08+"}, // MSR_SMI_COUNT
	{0x13200003000001a0, "~1.5.34+,~2.0.08+"}, // IA32_MISC_ENABLE
};

CORE_INLINE char const *usual_history(Release since)
{
	return usual_histories[static_cast<u32>(since)];
}

CORE_INLINE char const *releases_of(StatusInfo const &row)
{
	for (StatusHistory const &history : status_histories)
		if (history.code == row.code)
			return history.releases;
	return usual_history(row.since);
}

CORE_INLINE char const *releases_of(FieldInfo const &row)
{
	for (FieldHistory const &history : field_histories)
		if (history.id == row.id.raw)
			return history.releases;
	return usual_history(row.since);
}

// Of a leaf function in one of its versions; null when no row says more than the column since.
template <typename Leaf, unsigned Histories>
CORE_INLINE char const *own_history(
	LeafHistory<Leaf> const (&histories)[Histories], LeafInfo const &row, unsigned version)
{
	for (LeafHistory<Leaf> const &history : histories)
		if (LeafNumber{history.leaf} == row.leaf && history.version == version)
			return history.releases;
	return nullptr;
}

template <typename Leaf, unsigned Histories>
CORE_INLINE char const *releases_of(
	LeafHistory<Leaf> const (&histories)[Histories], LeafInfo const &row, unsigned version)
{
	if (char const *const own = own_history(histories, row, version))
		return own;
	// Versions that came later than 1.5.01 all stand in the table; 1.0 had none.
	return usual_history(version && row.since == Release::V1_0 ? Release::V1_5 : row.since);
}

// A history begins where the column since says; "~2.0.08" and 2.0 are one.
CORE_INLINE bool begins(char const *history, Release since)
{
	if (since == Release::Newer)
		return same_name(history, "?");

	if (!well_formed_history(history))
		return false;
	if (same_name(history, "-"))
		return true;

	HistoryText text{history};
	HistoryText usual{usual_history(since)};

	text.take('~');
	usual.take('~');
	return text.number() == usual.number();
}

consteval bool histories_fit()
{
	for (StatusHistory const &history : status_histories) {
		bool found = false;

		for (StatusInfo const &row : status_rows)
			found = found ||
				(row.code == history.code && begins(history.releases, row.since));
		if (!found)
			return false;
	}
	for (FieldHistory const &history : field_histories) {
		bool found = false;
		auto const look = [&](FieldInfo const &row) {
			found = found ||
				(row.id.raw == history.id && begins(history.releases, row.since));
		};

		for (FieldInfo const &row : global_fields)
			look(row);
		for (FieldInfo const &row : td_fields)
			look(row);
		for (FieldInfo const &row : vcpu_fields)
			look(row);
		if (!found)
			return false;
	}
	return true;
}
static_assert(histories_fit());

// Each version that is newer than 1.5.01 has its row, and no row is of another leaf function.
template <unsigned Leaves, unsigned Operands, typename Leaf, unsigned Histories>
consteval bool versions_have_histories(
	LeafTable<Leaves, Operands> const &table, LeafHistory<Leaf> const (&histories)[Histories])
{
	for (LeafInfo const &row : table.leaf)
		for (unsigned version = row.max_version_1_5 + 1u; version <= row.max_version;
			version++)
			if (!own_history(histories, row, version))
				return false;
	for (LeafHistory<Leaf> const &history : histories) {
		if (!well_formed_history(history.releases))
			return false;
		LeafInfo const *const row = find_leaf(table, LeafNumber{history.leaf}.value);

		if (!row || history.version > row->max_version)
			return false;
	}
	return true;
}
static_assert(versions_have_histories(host_leaves, host_leaf_histories));
static_assert(versions_have_histories(guest_leaves, guest_leaf_histories));

} // namespace tdx
