// SPDX-License-Identifier: GPL-2.0
//
// Metadata lists: a header, then sequences of fields with consecutive codes.
#pragma once

#include "field_walk.hpp"

namespace tdx::emu {

constexpr u32 list_word = 8;

// The sequence that starts at @first, as much of it as fits in @room bytes with its header.
struct FieldSequence {
	FieldPlace first;
	u32 fields; // 0: no field fits
	FieldPlace next;

	CORE_INLINE u32 elements() const { return fields * first.info().elements; }
	CORE_INLINE u32 bytes() const { return list_word + elements() * list_word; }
	FieldId header() const;
};

FieldSequence next_sequence(FieldPlace const &first, u32 room);

// Header of a list page: bytes used, the header included, and number of sequences.
CORE_INLINE u64 list_header(u32 bytes, u32 sequences)
{
	return bytes | static_cast<u64>(sequences) << 16;
}

} // namespace tdx::emu
