// SPDX-License-Identifier: GPL-2.0
//
// Targets for what people type and paste.
#pragma once

#include <string_view>

namespace tdxcall::fuzz {

// A whole log.
void log(std::string_view input);
// A line of one, by each of its readers alone.
void line(std::string_view input);
// A number or a name, with each kind that may be forced.
void word(std::string_view input);
// Arguments of bits, diff, leaf and field, one a line.
void arguments(std::string_view input);
// A hex dump or base64.
void dump(std::string_view input);

} // namespace tdxcall::fuzz
