// SPDX-License-Identifier: GPL-2.0
//
// A message in words.
#pragma once

#include "explain.hpp"
#include "message.hpp"

namespace tdxcall {

Result explain_message(FoundMessage const &found);

// What the message adds to the status in it, which is explained already.
void add_message(Result &status, FoundMessage const &found);

// "-22 EINVAL, Invalid argument"
std::string errno_words(int number);

} // namespace tdxcall
