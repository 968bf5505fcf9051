// SPDX-License-Identifier: GPL-2.0
//
// Metadata field identifiers.  In a metadata list they are also the headers of sequences.
#pragma once

#include "core/base/bits.hpp"

namespace tdx {

enum class FieldContext : u8 { System, Td, Vcpu };

/*
 *	63	not architectural: an implementation's own field
 *	61:56	class
 *	54:52	context
 *	51	a write mask follows (lists)
 *	50	element numbers count by 2
 *	46:38	last field of the sequence
 *	37:34	last element of each field
 *	33:32	element size: 1 << n bytes
 *	23:0	field code
 */
struct FieldId {
	u64 raw;

	using NonArch = Bits<63>;
	using Class = Bits<61, 56>;
	using Context = Bits<54, 52>;
	using WriteMask = Bits<51>;
	using IncrementBy2 = Bits<50>;
	using LastField = Bits<46, 38>;
	using LastElement = Bits<37, 34>;
	using SizeCode = Bits<33, 32>;
	using FieldCode = Bits<23, 0>;

	CORE_INLINE u32 code() const { return static_cast<u32>(FieldCode::get(raw)); }
	CORE_INLINE u32 bytes() const { return 1u << SizeCode::get(raw); }
	CORE_INLINE u32 last_element() const { return static_cast<u32>(LastElement::get(raw)); }
	CORE_INLINE u32 last_field() const { return static_cast<u32>(LastField::get(raw)); }
	// Distance of the codes of two elements: VMCS encodings of full fields are even.
	CORE_INLINE u32 step() const { return IncrementBy2::get(raw) ? 2 : 1; }
	CORE_INLINE bool write_mask() const { return WriteMask::get(raw); }
	CORE_INLINE u8 context() const { return static_cast<u8>(Context::get(raw)); }
	CORE_INLINE u8 cls() const { return static_cast<u8>(Class::get(raw)); }
	CORE_INLINE bool non_arch() const { return NonArch::get(raw); }
	CORE_INLINE bool null() const { return raw == ~0ULL; }
	CORE_INLINE bool reserved() const { return raw & reserved_mask; }

	// The bits that identify a field: scope, class and code.  The module ignores the others
	// when it looks a field up for reading.
	CORE_INLINE u64 key() const { return raw & key_mask; }

	// Header of a sequence that starts with this field: @fields fields of @elements elements
	// each.
	CORE_INLINE FieldId sequence(u32 fields, u32 elements, bool with_mask = false) const
	{
		u64 const last = LastElement::put(LastField::put(raw, fields - 1), elements - 1);

		return {WriteMask::put(last, with_mask)};
	}

	CORE_INLINE bool operator==(FieldId const &) const = default;

	static constexpr u64 key_mask = Class::mask | Context::mask | FieldCode::mask;
	static constexpr u64 reserved_mask = ~(
		NonArch::mask | Class::mask | Context::mask | WriteMask::mask | IncrementBy2::mask |
		LastField::mask | LastElement::mask | SizeCode::mask | FieldCode::mask);
};

constexpr FieldId null_field_id{~0ULL};

} // namespace tdx
