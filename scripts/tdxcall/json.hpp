// SPDX-License-Identifier: GPL-2.0
//
// JSON, by a library whose templates took most of the compiler's time: json.cpp has them once.
#pragma once

#include <nlohmann/json.hpp>

extern template class nlohmann::basic_json<nlohmann::ordered_map>;

namespace tdxcall {

// Keys stay in the order in which they were added.
using Json = nlohmann::ordered_json;

} // namespace tdxcall
