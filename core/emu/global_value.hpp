// SPDX-License-Identifier: GPL-2.0
//
// Values of the platform's metadata fields.
#pragma once

#include "../abi/metadata_global.hpp"
#include "state.hpp"

namespace tdx::model {

constexpr u32 num_global_rows = sizeof(global_fields) / sizeof(global_fields[0]);

void global_field_does_not_exist();

// Row of a field by its name, at compile time.
consteval u32 global_row(char const *name)
{
	for (u32 row = 0; row < num_global_rows; row++) {
		u32 i{0};
		while (name[i] && name[i] == global_fields[row].name[i])
			i++;
		if (name[i] == global_fields[row].name[i])
			return row;
	}
	global_field_does_not_exist();
	return 0;
}

u64 global_value(Module const &module, u32 row, u32 field = 0, u32 element = 0);

} // namespace tdx::model
