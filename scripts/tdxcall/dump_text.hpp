// SPDX-License-Identifier: GPL-2.0
//
// Bytes that were pasted as text: hex dumps and base64.
#pragma once

#include <string>

namespace tdxcall {

struct InputBytes {
	std::string bytes;
	char const *form; // "hexadecimal", "base64"; null when they are as they are
};

InputBytes bytes_of_text(std::string const &content);

} // namespace tdxcall
