// SPDX-License-Identifier: GPL-2.0
//
// What bytes are, by what they begin with and by what must be so.
#pragma once

#include <optional>
#include <string>

#include "core/decode/decode.h"

namespace tdxcall {

struct Recognised {
	std::optional<tdx_structure> structure; // nothing when the program does not know it
	std::string what;                       // "a quote of version 4 of a TD"
	bool sure = true;                       // it cannot be another structure
};

Recognised recognise(std::string const &bytes);

bool is_event_log(std::string const &bytes);

} // namespace tdxcall
