// SPDX-License-Identifier: GPL-2.0
//
// Rows of the metadata tables.
#pragma once

#include "core/base/name.hpp"
#include "field_id.hpp"
#include "leaf.hpp"

namespace tdx {

// Bits of an element that may be read and written.
struct Access {
	u64 rd;
	u64 wr;
};

// Every bit of an element, whatever its size.
constexpr u64 all_bits = ~0ULL;

struct FieldInfo {
	FieldId id; // of element 0 of the first field
	char const *name;
	u16 elements; // of one field
	u16 fields;   // of the array
	Access host;  // host VMM, production TD
	Access debug; // host VMM, debug TD; none of the platform's fields
	Access guest; // the TD itself
	Release since;
	bool access_known; // false: the masks of this row are not public

	// Field codes that belong to the row, from the code of @id on.
	CORE_INLINE u32 codes() const { return u32{elements} * fields * id.step(); }
};

struct FieldClass {
	u8 context;
	u8 cls;
	char const *name;
};

void field_rows_are_not_sorted();
void field_name_is_malformed();
void field_id_is_malformed();
void field_is_missing_from_table();

template <unsigned Rows>
consteval bool well_formed(FieldInfo const (&rows)[Rows])
{
	for (unsigned i = 0; i < Rows; i++) {
		FieldInfo const &row = rows[i];

		// A field that became non-architectural has a row for each of its two ids.
		if (i && (rows[i - 1].id.key() > row.id.key() ||
				 (rows[i - 1].id.key() == row.id.key() &&
					 rows[i - 1].id.non_arch() >= row.id.non_arch())))
			field_rows_are_not_sorted();
		if (!row.name[0] || row.name[0] == ' ')
			field_name_is_malformed();
		if (row.id.reserved() || row.id.last_element() || row.id.last_field())
			field_id_is_malformed();
		if (!row.elements || row.elements > 16 || !row.fields)
			field_id_is_malformed();
	}
	return true;
}

// The row whose fields and elements include @id; null when the table has none.
template <unsigned Rows>
CORE_INLINE FieldInfo const *find_field(FieldInfo const (&rows)[Rows], FieldId id)
{
	unsigned low = 0;
	unsigned high = Rows;

	while (low < high) {
		unsigned const middle = (low + high) / 2;

		if (rows[middle].id.key() <= id.key())
			low = middle + 1;
		else
			high = middle;
	}
	if (!low)
		return nullptr;

	// Two rows may differ in bit 63 (non-architectural) alone: take the one that @id means.
	if (low > 1 && rows[low - 2].id.key() == rows[low - 1].id.key() && !id.non_arch())
		low--;

	FieldInfo const &row = rows[low - 1];
	bool const same_class = row.id.cls() == id.cls() && row.id.context() == id.context();

	return same_class && id.code() - row.id.code() < row.codes() ? &row : nullptr;
}

// The row of a field by its name; if the table lacks it, the program does not compile.
template <unsigned Rows>
consteval u32 field_row(FieldInfo const (&rows)[Rows], char const *name)
{
	for (u32 row = 0; row < Rows; row++)
		if (same_name(rows[row].name, name))
			return row;
	field_is_missing_from_table();
	return 0;
}

template <unsigned Rows>
consteval FieldId field_id(FieldInfo const (&rows)[Rows], char const *name)
{
	return rows[field_row(rows, name)].id;
}

} // namespace tdx
