// SPDX-License-Identifier: GPL-2.0
//
// Where the TD-scope metadata fields are stored, and their order.
#pragma once

#include "core/abi/metadata_td.hpp"
#include "core/emu/metadata/metadata.hpp"
#include "td.hpp"

namespace tdx::emu {

constexpr u32 num_td_rows = sizeof(td_fields) / sizeof(td_fields[0]);

// An element of a TD-scope field.
class TdField {
	Td const &td;
	Reader reader;
	u32 row{0};
	u32 index{0}; // of the element in the row
	FieldId id_{};

	bool exists(u32 wanted_row) const;
	bool next_row();

public:
	CORE_ALWAYS_INLINE TdField(Td const &t, Reader r) : td{t}, reader{r} {}

	// Moves to the first readable element; there is always one.
	void first();
	// METADATA_FIELD_ID_INCORRECT, or METADATA_FIELD_NOT_READABLE for a CPUID value that the
	// TD does not have.
	Status find(FieldId id);
	// Moves to the next readable element; false after the last.
	bool next();

	CORE_ALWAYS_INLINE FieldInfo const &info() const { return td_fields[row]; }
	CORE_ALWAYS_INLINE FieldId id() const { return id_; }
	CORE_ALWAYS_INLINE Access access() const { return info().*reader; }
	// Where its value lies.
	void *place() const;
};

constexpr u64 hp_lock_timeout_id = field_id(td_fields, "HP_LOCK_TIMEOUT").raw;
constexpr u64 td_ctls_id = field_id(td_fields, "TD_CTLS").raw;
constexpr u64 num_cpuid_values_id = field_id(td_fields, "NUM_CPUID_VALUES").raw;

} // namespace tdx::emu
