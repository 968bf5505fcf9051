// SPDX-License-Identifier: GPL-2.0
//
// Access to metadata elements: the parts that TDs and vCPUs share.
#pragma once

#include "core/emu/platform/call.hpp"
#include "field_walk.hpp"

namespace tdx::emu {

// Replaces the context in the operand by the leaf function's own.  All ones, with or without the
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

// Is this a valid id for a single element?
CORE_INLINE bool names_one_element(FieldId id)
{
	return !id.reserved() && !id.last_element() && !id.last_field();
}

// Whose masks count: the host's, by whether the TD is a debug TD, or the TD's own.
CORE_ALWAYS_INLINE Reader host_of(bool debug)
{
	return debug ? &FieldInfo::debug : &FieldInfo::host;
}
constexpr Reader the_guest = &FieldInfo::guest;

// An element of 1, 2, 4 or 8 bytes.
u64 load_element(void const *at, u32 bytes);
void store_element(void *at, u32 bytes, u64 value);
// False if somebody else changed it since.
bool exchange_element(void *at, u32 bytes, u64 from, u64 to);

CORE_ALWAYS_INLINE u64 element_mask(FieldInfo const &info)
{
	return info.id.bytes() == 8 ? ~0ULL : (1ULL << 8 * info.id.bytes()) - 1;
}

// A write to an element.
struct FieldWrite {
	u64 value;
	u64 mask;    // as requested
	u64 allowed; // of @mask: the writable bits

	// Fails if no requested bit is writable, or if the write would change one that is not.
	Status check(u64 old) const;
	CORE_ALWAYS_INLINE u64 combined(u64 old) const
	{
		return (old & ~allowed) | (value & allowed);
	}
};

// Reads the element of @field that RDX names.  read(field) returns its value; bits that may not be
// read come back as 0.  With @tells_next, RDX returns the id of the next readable element.
template <typename Field, typename Read>
CORE_ALWAYS_INLINE Status read_element(
	Call &call, Field &field, FieldContext context, bool tells_next, Read read)
{
	FieldId const id{in_context(call.in.rdx, context)};

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
