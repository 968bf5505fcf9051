// SPDX-License-Identifier: GPL-2.0
//
// TDH.SYS.RD and TDH.SYS.RDALL: the platform's metadata, one element or all of it as a list.
#include "core/emu/metadata/field_list.hpp"
#include "core/emu/metadata/global_value.hpp"
#include "core/emu/page/memory.hpp"
#include "leaves.hpp"

namespace tdx::emu {

namespace {

// The module knows the context: the id's own does not count.
FieldId in_platform(u64 operand)
{
	if (FieldId::Context::put(operand, ~0ULL) == null_field_id.raw)
		return null_field_id;
	return {FieldId::Context::put(operand, 0)};
}

FieldPlace platform_fields()
{
	return {global_fields, num_global_rows, &FieldInfo::host, 0, 0, 0};
}

u64 value_at(Emu const &emu, FieldPlace const &place)
{
	return global_value(emu, place.row, place.field, place.element) & place.readable();
}

Status bad_id()
{
	return Status::of(StatusCode::MetadataFieldIdIncorrect);
}

// Collects words for a page of the host, so that it is mapped a few times and not for each word.
class ListWriter {
	static constexpr u32 max_words = 16;

	Emu const &emu;
	u64 page;
	u32 offset{list_word}; // of the first collected word; the page's header comes last
	u32 words{0};
	u64 word[max_words];

public:
	CORE_ALWAYS_INLINE ListWriter(Emu const &m, u64 address) : emu{m}, page{address} {}

	Status flush();
	Status put(u64 value);
	Status header(u32 sequences);
};

Status ListWriter::flush()
{
	Status const status{write_shared(emu, page, offset, word, words * list_word, Reg::Rdx)};
	offset += words * list_word;
	words = 0;
	return status;
}

Status ListWriter::put(u64 value)
{
	word[words++] = value;
	return words == max_words ? flush() : success();
}

Status ListWriter::header(u32 sequences)
{
	Status const status{flush()};
	u64 const value{list_header(offset, sequences)};

	return status.ok() ? write_shared(emu, page, 0, &value, list_word, Reg::Rdx) : status;
}

Status put_sequence(Emu const &emu, ListWriter &list, FieldSequence const &sequence)
{
	FieldPlace place{sequence.first};

	Status status{list.put(sequence.header().raw)};
	for (u32 i = 0; i < sequence.elements() && status.ok(); i++) {
		status = list.put(value_at(emu, place));
		place.next_element();
	}
	return status;
}

} // namespace

HostOutcome sys_rd(Call &call)
{
	TDX_TRY(require_lp_init(call));

	FieldId const id{in_platform(call.in.rdx)};
	FieldPlace place{platform_fields()};
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

	// Within the row the id goes on as it was given, right or not in what does not count.
	u32 const row{place.row};
	place.next_element();
	if (place.end())
		return success();
	call.out.rdx = place.id().raw;
	if (place.row == row)
		call.out.rdx = FieldId::FieldCode::put(id.raw, place.id().code());
	return success();
}

HostOutcome sys_rdall(Call &call)
{
	TDX_TRY(require_lp_init(call));
	TDX_TRY(check_shared(call.emu, call.in.rdx, page_size, Reg::Rdx));

	FieldId const id{in_platform(call.in.r8)};
	FieldPlace place{platform_fields()};
	if (id.null())
		place.first();
	else if (!place.find(id) || place.element || place.info().id.bytes() != id.bytes())
		return bad_id();

	ListWriter list{call.emu, call.in.rdx};
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
