// SPDX-License-Identifier: GPL-2.0
//
// The TDX module that MRSEAM and TEE_TCB_SVN stand for.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "explain.hpp"

namespace tdxcall {

// At least so many digits are needed to tell one release from others, and from other numbers.
constexpr size_t fewest_mrseam_digits = 8;

// "1.5.16, build 869 of 20250219, ..."; empty when no published release has this MRSEAM.  @digits
// may be the beginning of it, in hexadecimal digits.
std::string release_of_mrseam(std::string_view digits);
// "7bf06328...", as far as it goes; nothing when it is no MRSEAM of a published release.
std::optional<Result> read_mrseam(std::string_view text);

// The module's release line and SVN, the SEAM loader's SVN: byte by byte.  @bytes are 16.
std::string tcb_svn_line(std::string_view bytes);

} // namespace tdxcall
