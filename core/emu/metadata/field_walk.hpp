// SPDX-License-Identifier: GPL-2.0
//
// A position in a metadata table: row, field and element; and the way to the next readable one.
#pragma once

#include "core/abi/metadata.hpp"

namespace tdx::emu {

// Whose access masks apply.
using Reader = Access FieldInfo::*;

struct FieldPlace {
	FieldInfo const *rows;
	u32 num_rows;
	Reader reader;
	u32 row;
	u32 field;
	u32 element;

	CORE_INLINE bool end() const { return row == num_rows; }
	CORE_INLINE FieldInfo const &info() const { return rows[row]; }
	u64 readable() const;
	// Id of this element, with all bits as in the table.
	FieldId id() const;

	void next_field();
	void next_element();
	// Moves to the first row that @reader may read.
	void first();
	// Moves to the element that @id names, readable or not; false if there is none.
	bool find(FieldId id);

private:
	bool in_module() const;
	void skip_unreadable();
};

} // namespace tdx::emu
