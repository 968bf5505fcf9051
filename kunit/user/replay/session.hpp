// SPDX-License-Identifier: GPL-2.0
//
// Replays a recorded trace on the software TDX module and compares.
#pragma once

#include <istream>
#include <string>

#include "report.hpp"

namespace replay {

// @path: a trace, as text or with the suffix .xz; env.txt stands beside it.  Throws
// std::runtime_error when it cannot be read or is malformed.
void replay_file(std::string const &path, Report &report);

} // namespace replay
