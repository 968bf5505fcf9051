// SPDX-License-Identifier: GPL-2.0
//
// Metadata lists: which fields form a sequence.
#include "field_list.hpp"

namespace tdx::emu {

namespace {

// Same class, element size and number of elements, and consecutive codes.
bool follows(FieldPlace const &next, FieldPlace const &place)
{
	if (next.end())
		return false;
	FieldInfo const &a{place.info()};
	FieldInfo const &b{next.info()};

	return a.id.cls() == b.id.cls() && a.elements == b.elements &&
	       a.id.bytes() == b.id.bytes() &&
	       place.id().code() + a.elements * a.id.step() == next.id().code();
}

} // namespace

FieldId FieldSequence::header() const
{
	return first.id().sequence(fields, first.info().elements);
}

FieldSequence next_sequence(FieldPlace const &first, u32 room)
{
	u32 const field_bytes{first.info().elements * list_word};
	FieldSequence sequence{first, 0, first};

	if (room < list_word)
		return sequence;
	room -= list_word;
	while (room >= field_bytes) {
		FieldPlace const place{sequence.next};
		sequence.next.next_field();
		sequence.fields++;
		room -= field_bytes;
		if (!follows(sequence.next, place))
			break;
	}
	return sequence;
}

} // namespace tdx::emu
