// SPDX-License-Identifier: GPL-2.0
//
// Lists of CPUs as Linux writes them: 0-3,8.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tdxcall {

// Rising; nothing when it is no list.  An empty list is one.
std::optional<std::vector<unsigned>> parse_cpu_list(std::string_view text);
std::string cpu_list_text(std::vector<unsigned> const &cpus);

} // namespace tdxcall
