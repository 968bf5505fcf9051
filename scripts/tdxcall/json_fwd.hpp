// SPDX-License-Identifier: GPL-2.0
//
// JSON, for those who pass it on: the library itself costs a compiler two seconds.
#pragma once

#include <nlohmann/json_fwd.hpp>

namespace tdxcall {

// Keys stay in the order in which they were added.
using Json = nlohmann::ordered_json;

} // namespace tdxcall
