// SPDX-License-Identifier: GPL-2.0
//
// Registers with which a call was made.
#pragma once

#include "explain.hpp"

namespace tdxcall {

void add_inputs(Result &result, LoggedCall const &call, Registers const &inputs);

} // namespace tdxcall
