// SPDX-License-Identifier: GPL-2.0
//
// /proc/config.gz, without another library to build with.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace tdxcall {

// What was compressed into @file; nothing when it is no gzip file, is cut off, or holds more than
// @most bytes.
std::optional<std::string> gunzip(std::string_view file, size_t most);

} // namespace tdxcall
