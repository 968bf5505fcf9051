// SPDX-License-Identifier: GPL-2.0
//
// Numbers and names as people write them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <tdxcall/types.h>

namespace tdxcall {

// 0x and hexadecimal digits, decimal, or exactly 16 hexadecimal digits; an integer suffix of C may
// follow.  Nothing when it is no number or has more than 64 bits.
std::optional<u64> parse_number(std::string_view text);

// 0x and at least @digits digits.
std::string hex(u64 value, unsigned digits = 1);

// Upper case, with dots for underscores: TDH_SYS_RD and tdh.sys.rd are one leaf function.
std::string canonical_name(std::string_view name);

} // namespace tdxcall
