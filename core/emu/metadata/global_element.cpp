// SPDX-License-Identifier: GPL-2.0
#include "global_element.hpp"

#include "core/emu/host.h"
#include "field_list.hpp"
#include "global_value.hpp"

namespace tdx::emu {

namespace {

// The context is implied: that of the operand is ignored.
FieldId in_platform(u64 operand)
{
	if (FieldId::Context::put(operand, ~0ULL) == null_field_id.raw)
		return null_field_id;
	return {FieldId::Context::put(operand, 0)};
}

FieldPlace platform_fields(Reader reader)
{
	return {global_fields, num_global_rows, reader, 0, 0, 0};
}

u64 value_at(Emu const &emu, FieldPlace const &place)
{
	return global_value(emu, place.row, place.field, place.element) & place.readable();
}

Status bad_id()
{
	return Status::of(StatusCode::MetadataFieldIdIncorrect);
}

// Collects words for a page, so that it is mapped a few times and not for each word.
class ListWriter {
	static constexpr u32 max_words = 16;

	u64 page;
	u32 offset{list_word}; // of the first collected word; the page's header comes last
	u32 words{0};
	u64 word[max_words];

public:
	CORE_ALWAYS_INLINE explicit ListWriter(u64 pa) : page{pa} {}

	Status flush();
	Status put(u64 value);
	Status header(u32 sequences);
};

Status ListWriter::flush()
{
	if (host_phys_write(page + offset, word, words * list_word))
		return out_of_range(Reg::Rdx);
	offset += words * list_word;
	words = 0;
	return success();
}

Status ListWriter::put(u64 value)
{
	word[words++] = value;
	return words == max_words ? flush() : success();
}

Status ListWriter::header(u32 sequences)
{
	TDX_TRY(flush());
	word[0] = list_header(offset, sequences);
	return host_phys_write(page, word, list_word) ? out_of_range(Reg::Rdx) : success();
}

Status put_sequence(Emu const &emu, ListWriter &list, FieldSequence const &sequence)
{
	FieldPlace place{sequence.first};

	TDX_TRY(list.put(sequence.header().raw));
	for (u32 i = 0; i < sequence.elements(); i++) {
		TDX_TRY(list.put(value_at(emu, place)));
		place.next_element();
	}
	return success();
}

} // namespace

Status read_global_element(Call &call, Reader reader)
{
	FieldId const id{in_platform(call.in.rdx)};
	FieldPlace place{platform_fields(reader)};
	if (id.null()) {
		place.first();
		call.out.rdx = place.id().raw;
		return Status::of(StatusCode::MetadataFirstFieldIdInContext);
	}
	if (id.reserved() || id.last_element() || id.last_field() || !place.find(id))
		return bad_id();
	if (!place.readable())
		return Status::of(StatusCode::MetadataFieldNotReadable);
	call.out.r8 = value_at(call.emu, place);

	// Within a row, ignored bits of the id come back as they were passed.
	u32 const row{place.row};
	place.next_element();
	if (place.end())
		return success();
	call.out.rdx = place.id().raw;
	if (place.row == row)
		call.out.rdx = FieldId::FieldCode::put(id.raw, place.id().code());
	return success();
}

Status list_globals(Call &call, Reader reader, u64 pa)
{
	FieldId const id{in_platform(call.in.r8)};
	FieldPlace place{platform_fields(reader)};
	if (id.null())
		place.first();
	else if (!place.find(id) || place.element || place.info().id.bytes() != id.bytes())
		return bad_id();

	ListWriter list{pa};
	u32 room{page_size - list_word};
	u32 sequences{0};
	while (!place.end()) {
		FieldSequence const sequence{next_sequence(place, room)};
		if (!sequence.fields)
			break;
		TDX_TRY(put_sequence(call.emu, list, sequence));
		room -= sequence.bytes();
		sequences++;
		place = sequence.next;
	}
	TDX_TRY(list.header(sequences));
	if (place.end())
		return success();
	call.out.r8 = place.id().raw;
	return Status::of(StatusCode::MetadataListOverflow);
}

} // namespace tdx::emu
