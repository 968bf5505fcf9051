// SPDX-License-Identifier: GPL-2.0
//
// Structures in memory, field by field from their layouts.
#pragma once

#include "core/abi/layout.hpp"
#include "core/base/name.hpp"
#include "decode.h"
#include "word.hpp"

namespace tdx {

namespace {

struct Bytes {
	u8 const *at;
	u32 length;

	CORE_INLINE bool has(u32 offset, u32 size) const
	{
		return offset <= length && size <= length - offset;
	}

	CORE_INLINE Bytes from(u32 offset, u32 size) const
	{
		u32 const begin = offset < length ? offset : length;
		u32 const rest = length - begin;
		return {at + begin, size < rest ? size : rest};
	}

	CORE_INLINE u64 number(u32 offset, u32 size) const
	{
		u64 value = 0;
		for (u32 i = size; i-- > 0;)
			value = value << 8 | at[offset + i];
		return value;
	}

	CORE_INLINE bool zero(u32 offset, u32 size) const
	{
		for (u32 i = 0; i < size; i++)
			if (at[offset + i])
				return false;
		return true;
	}
};

void add_value(Text &text, char const *name, Bytes bytes, u32 offset, u32 size)
{
	if (size <= 8) {
		u64 const value = bytes.number(offset, size);

		text.hex(value);
		// The attributes of TEE_TCB_INFO are something else, but always 0.
		if (value && same_name(name, "attributes"))
			add_bits(text.add(" "), attribute_bits, value);
		if (same_name(name, "xfam"))
			add_bits(text.add(" "), xfam_bits, value);
		return;
	}
	// Digests and the like: bytes in memory order.
	for (u32 i = 0; i < size; i++) {
		text.add("0123456789abcdef"[bytes.at[offset + i] >> 4]);
		text.add("0123456789abcdef"[bytes.at[offset + i] & 15]);
	}
}

// One line a field.  Reserved fields are shown only if not zero, unused array elements never.
void add_layout(Text &text, char const *prefix, LayoutField const *fields, u32 count, Bytes bytes)
{
	for (u32 i = 0; i < count; i++) {
		LayoutField const &field = fields[i];

		for (u32 element = 0; element < field.count; element++) {
			u32 const offset = field.offset + element * field.size;

			if (!bytes.has(offset, field.size)) {
				text.add(prefix)
					.add(field.name)
					.add(": beyond the end of the data\n");
				return;
			}
			bool const zero = bytes.zero(offset, field.size);
			if (zero && (field.count > 4 || starts_with(field.name, "reserved")))
				continue;
			text.add(prefix).add(field.name);
			if (field.count > 1)
				text.add("[").decimal(element).add("]");
			add_value(text.add(": "), field.name, bytes, offset, field.size);
			text.add(zero || !starts_with(field.name, "reserved")
					 ? "\n"
					 : " (reserved bytes that are not zero)\n");
		}
	}
}

template <unsigned Fields>
CORE_ALWAYS_INLINE void add_layout(
	Text &text, char const *prefix, LayoutField const (&fields)[Fields], Bytes bytes)
{
	add_layout(text, prefix, fields, Fields, bytes);
}

void add_report(Text &text, Bytes bytes)
{
	using namespace layout;

	add_layout(text, "report_mac_struct.", report_mac_struct,
		bytes.from(td_report[0].offset, td_report[0].size));
	add_layout(text, "tee_tcb_info.", tee_tcb_info,
		bytes.from(td_report[1].offset, td_report[1].size));
	add_layout(text, "td_info.", td_info, bytes.from(td_report[2].offset, td_report[2].size));
}

void add_quote(Text &text, Bytes bytes)
{
	using namespace layout;

	add_layout(text, "header.", quote_header, bytes.from(0, quote_header_size));
	if (!bytes.has(0, 2) || bytes.number(0, 2) != 5) {
		add_layout(
			text, "body.", quote_body, bytes.from(quote_header_size, quote_body_size));
		return;
	}

	Bytes const head = bytes.from(quote_header_size, quote_body_header_size);
	u32 const start = quote_header_size + quote_body_header_size;

	add_layout(text, "body_header.", quote_body_header, head);
	switch (head.has(0, 2) ? head.number(0, 2) : 0) {
	case quote_body_of_td_1_0:
		add_layout(text, "body.", quote_body, bytes.from(start, quote_body_size));
		break;
	case quote_body_of_td_1_5:
		add_layout(text, "body.", quote_body_1_5, bytes.from(start, quote_body_1_5_size));
		break;
	case quote_body_of_td_1_5_ex:
		add_layout(text, "body.", quote_body_1_5_ex,
			bytes.from(start, quote_body_1_5_ex_size));
		break;
	}
}

// Lists of TDMR_INFO: entries are either aligned to 512 bytes or packed.
void add_tdmrs(Text &text, Bytes bytes)
{
	u32 const stride = bytes.length % 512 ? layout::tdmr_info_size : 512;
	u32 index = 0;

	for (u32 offset = 0; offset < bytes.length; offset += stride, index++) {
		text.add("TDMR ").decimal(index).add(":\n");
		add_layout(
			text, "  ", layout::tdmr_info, bytes.from(offset, layout::tdmr_info_size));
	}
}

// Entries of size 0 are unused.
void add_cmrs(Text &text, Bytes bytes)
{
	u32 const stride = layout::cmr_info_size;
	u32 index = 0;

	for (u32 offset = 0; bytes.has(offset, stride); offset += stride, index++) {
		u64 const base = bytes.number(offset, 8);
		u64 const size = bytes.number(offset + 8, 8);

		if (!size)
			continue;
		text.add("CMR ").decimal(index).add(": ").hex(base, 16).add(" + ").hex(size);
		text.add(" (").decimal(size >> 20).add(" MiB)\n");
	}
	if (bytes.length % stride)
		text.add("the last entry is beyond the end of the data\n");
}

} // namespace

} // namespace tdx
