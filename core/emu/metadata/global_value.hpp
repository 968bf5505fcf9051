// SPDX-License-Identifier: GPL-2.0
//
// Values of the platform's metadata fields.
#pragma once

#include "core/abi/metadata_global.hpp"
#include "core/emu/platform/state.hpp"

namespace tdx::emu {

constexpr u32 num_global_rows = sizeof(global_fields) / sizeof(global_fields[0]);

consteval u32 global_row(char const *name)
{
	return field_row(global_fields, name);
}

u64 global_value(Emu const &emu, u32 row, u32 field = 0, u32 element = 0);

} // namespace tdx::emu
