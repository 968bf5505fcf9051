// SPDX-License-Identifier: GPL-2.0
//
// The tables one row at a time, for listings.
#include "core/abi/completion_status.hpp"
#include "core/abi/leaves/guest_leaves.hpp"
#include "core/abi/leaves/host_leaves.hpp"
#include "core/abi/leaves/seamldr_leaves.hpp"
#include "core/abi/metadata_global.hpp"
#include "core/call/call.hpp"
#include "core/call/core.h"

namespace tdx {

namespace {

CORE_INLINE u8 effect_of(Effect effect)
{
	static_assert(static_cast<u8>(Effect::Reads) == CORE_EFFECT_READS);
	static_assert(static_cast<u8>(Effect::Td) == CORE_EFFECT_TD);
	static_assert(static_cast<u8>(Effect::Platform) == CORE_EFFECT_PLATFORM);
	return static_cast<u8>(effect);
}

template <unsigned Leaves, unsigned Operands>
CORE_INLINE int leaf_at(LeafTable<Leaves, Operands> const &table, u32 index, core_leaf &leaf)
{
	if (index >= Leaves)
		return 0;

	LeafInfo const &row = table.leaf[index];
	ReleaseInfo const &first = release_info(row.since);
	leaf = {
		.name = row.name,
		.release = first.name,
		.number = row.number(),
		.version = row.max_version,
		.effect = effect_of(row.effect),
		.major = first.major,
		.minor = first.minor,
		.update = first.update,
		.own_call = has_own_call(row.xstate),
		.keeps_xmm = row.xstate == Xstate::None,
		.in = row.in.bits,
		.out = (row.out | row.err_out).bits,
	};
	return 1;
}

char const *class_name(FieldId id)
{
	for (FieldClass const &row : global_classes)
		if (row.context == id.context() && row.cls == id.cls())
			return row.name;
	return "UNKNOWN";
}

} // namespace

} // namespace tdx

using namespace tdx;

int core_seamcall_leaf(u32 index, core_leaf *leaf)
{
	return leaf_at(host_leaves, index, *leaf);
}

int core_tdcall_leaf(u32 index, core_leaf *leaf)
{
	return leaf_at(guest_leaves, index, *leaf);
}

int core_seamldr_leaf(u32 index, core_leaf *leaf)
{
	int const found{leaf_at(seamldr_leaves, index, *leaf)};

	// The TDX module's version says nothing about the P-SEAMLDR.
	leaf->major = 0;
	leaf->minor = 0;
	return found;
}

int core_has_leaf(core_identity const *id, core_leaf const *leaf)
{
	if (!Status{id->major.status}.ok() || !Status{id->minor.status}.ok() || !leaf->major)
		return -1;
	bool const update_known{Status{id->update.status}.ok()};
	if (id->major.value > leaf->major && leaf->update) {
		// The first 2.0 releases lack what late 1.5 releases added.
		ReleaseInfo const &same{release_info(caught_up)};
		bool const later{id->major.value > same.major || id->minor.value};
		return later || (update_known && id->update.value >= same.update) ? 1 : -1;
	}
	if (id->major.value != leaf->major)
		return id->major.value > leaf->major;
	if (id->minor.value != leaf->minor || !leaf->update)
		return id->minor.value >= leaf->minor;
	return update_known ? id->update.value >= leaf->update : -1;
}

int core_platform_field(u32 index, struct core_platform_field *field)
{
	if (index >= sizeof(global_fields) / sizeof(global_fields[0]))
		return 0;

	FieldInfo const &row = global_fields[index];
	*field = {row.name, class_name(row.id), row.id.raw, u32{row.elements} * row.fields};
	return 1;
}

char const *core_leaf_name(u32 tdcall, u64 fn)
{
	// Bit 63: a P-SEAMLDR call, which has no version.
	u64 const leaf{Bits<63>::get(fn) ? fn : Bits<15, 0>::get(fn)};
	LeafInfo const *const row{Bits<63>::get(fn) ? find_leaf(seamldr_leaves, leaf)
				  : tdcall          ? find_leaf(guest_leaves, leaf)
						    : find_leaf(host_leaves, leaf)};

	return row ? row->name : "?";
}
