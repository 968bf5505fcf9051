// SPDX-License-Identifier: GPL-2.0
//
// Bytes of a file that the user names.
#pragma once

#include <string>

namespace tdxcall {

// "-" is standard input.  A Failure when there are none, or more than @most: @what is what they
// would be too many for.
std::string read_bytes(std::string const &name, size_t most, std::string const &what);

} // namespace tdxcall
