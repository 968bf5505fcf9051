// SPDX-License-Identifier: GPL-2.0
//
// Where the fields of a structure begin.
#pragma once

#include <optional>
#include <string>

#include "core/decode/decode.h"

namespace tdxcall {

// Of the line with this name, as the core's decoder writes it: "td_info.rtmr[2]",
// "TDMR 1.tdmr_base".
std::optional<size_t> offset_of(
	tdx_structure structure, std::string const &bytes, std::string_view name);

} // namespace tdxcall
