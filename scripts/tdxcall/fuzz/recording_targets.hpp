// SPDX-License-Identifier: GPL-2.0
//
// Targets for what tdxcall check --from reads: it comes from somebody else.
#pragma once

#include <string_view>

namespace tdxcall::fuzz {

// The files of a recording, each behind a line "@@ PATH".
void recording(std::string_view input);
// Compressed data, as deflate has it: by itself, and as the file that it makes.
void gunzip(std::string_view input);

} // namespace tdxcall::fuzz
