// SPDX-License-Identifier: GPL-2.0
//
// Formats of messages, and texts that were printed with them.  Case does not matter.
#pragma once

#include <string>
#include <string_view>

#include "message.hpp"

namespace tdxcall {

bool is_word(char c);
std::string lower(std::string_view text);
size_t find_alike(std::string_view text, std::string_view what, size_t from);

// What the format prints as it stands, from @at up to the next conversion.
std::string_view literal_at(std::string_view format, size_t at);

// The values of @format at the beginning of @text, if it is its own.
std::optional<std::vector<Value>> match_format(std::string_view format, std::string_view text);

} // namespace tdxcall
