// SPDX-License-Identifier: GPL-2.0
//
// Access to metadata elements of TDs and vCPUs: what is the same for both.
#pragma once

#include "core/emu/platform/call.hpp"
#include "field_walk.hpp"

namespace tdx::emu {

// An operand's context does not count: the leaf function knows it.  All ones, with or without the
// context, is the null id.
CORE_ALWAYS_INLINE FieldId in_context(u64 operand, FieldContext context)
{
	if (FieldId::Context::put(operand, ~0ULL) == null_field_id.raw)
		return null_field_id;
	return {FieldId::Context::put(operand, static_cast<u64>(context))};
}

CORE_INLINE Status bad_field_id()
{
	return Status::of(StatusCode::MetadataFieldIdIncorrect);
}

// As a single element's id should be.
CORE_INLINE bool names_one_element(FieldId id)
{
	return !id.reserved() && !id.last_element() && !id.last_field();
}

// Masks of the host, by whether the TD is a debug TD.
CORE_ALWAYS_INLINE Access access_of(FieldInfo const &info, bool debug)
{
	return debug ? info.debug : info.host;
}

// An element of 1, 2, 4 or 8 bytes.
u64 load_element(void const *at, u32 bytes);
void store_element(void *at, u32 bytes, u64 value);
// False when somebody else changed it meanwhile.
bool exchange_element(void *at, u32 bytes, u64 from, u64 to);

CORE_ALWAYS_INLINE u64 element_mask(FieldInfo const &info)
{
	return info.id.bytes() == 8 ? ~0ULL : (1ULL << 8 * info.id.bytes()) - 1;
}

// What the host wants to write into an element that holds @value.
struct FieldWrite {
	u64 value;
	u64 mask;    // that the host asked for
	u64 allowed; // of it

	// Writable at all, and no change to a bit that is not.
	Status check(u64 old) const;
	CORE_ALWAYS_INLINE u64 combined(u64 old) const
	{
		return (old & ~allowed) | (value & allowed);
	}
};

// TDH.MNG.RD and TDH.VP.RD, once @field can be asked: which element RDX names, what of it may be
// read as read(field) gives it, and from version 1 on which comes next.
template <typename Field, typename Read>
CORE_ALWAYS_INLINE Status read_element(Call &call, Field &field, FieldContext context, Read read)
{
	FieldId const id{in_context(call.in.rdx, context)};
	bool const tells_next{call.version != 0};

	if (tells_next && id.null()) {
		field.first();
		call.out.rdx = field.id().raw;
		return Status::of(StatusCode::MetadataFirstFieldIdInContext);
	}
	TDX_TRY(field.find(id));
	u64 const readable{field.access().rd};
	if (!readable)
		return Status::of(StatusCode::MetadataFieldNotReadable);
	call.out.r8 = read(field) & readable & element_mask(field.info());
	if (tells_next && field.next())
		call.out.rdx = field.id().raw;
	return success();
}

} // namespace tdx::emu
