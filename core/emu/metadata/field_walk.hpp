// SPDX-License-Identifier: GPL-2.0
//
// A place in a metadata table: which element of which field of which row, and what comes next for
// a caller that may not read everything.
#pragma once

#include "core/abi/metadata.hpp"

namespace tdx::emu {

// Whose access masks count.
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
	// Id of this element, with the bits that the table has for it.
	FieldId id() const;

	void next_field();
	void next_element();
	// From the first row that @reader may read.
	void first();
	// To the element that @id names, whether readable or not; false when there is none.
	bool find(FieldId id);

private:
	bool in_module() const;
	void skip_unreadable();
};

} // namespace tdx::emu
