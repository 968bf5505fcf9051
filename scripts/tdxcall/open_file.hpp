// SPDX-License-Identifier: GPL-2.0
//
// Contents of open files, whatever they turn out to be.
#pragma once

#include "machine.hpp"

namespace tdxcall {

constexpr size_t largest_file = 4 << 20;

// What failing to open a file says about it.
Read<std::string> could_not_read(int error);
// Only ordinary files, and none that are too large.
Read<std::string> read_and_close(int fd);

} // namespace tdxcall
