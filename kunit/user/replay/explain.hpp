// SPDX-License-Identifier: GPL-2.0
//
// A call in words, for people who look for the cause of a difference.
#pragma once

#include <string>

#include "trace.hpp"

namespace replay {

// What went in, and what came out beside what was recorded.
std::string explain(Call const &call, Registers const &ours, bool of_guest);

} // namespace replay
