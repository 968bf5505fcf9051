// SPDX-License-Identifier: GPL-2.0
//
// JSON, by a library whose templates took most of the compiler's time: json.cpp has them once.
#pragma once

#include <nlohmann/json.hpp>

#include "json_fwd.hpp"

extern template class nlohmann::basic_json<nlohmann::ordered_map>;
