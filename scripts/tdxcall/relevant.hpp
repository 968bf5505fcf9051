// SPDX-License-Identifier: GPL-2.0
//
// What of a file has to do with TDX.  The rest is nobody's business, least of all that of a bug
// report: names of hosts, addresses, serial numbers, measurements.
#pragma once

#include <string>
#include <string_view>

namespace tdxcall {

// The part of @content that counts when it is of the file @path.
std::string relevant_part(std::string_view path, std::string const &content);

} // namespace tdxcall
