// SPDX-License-Identifier: GPL-2.0
//
// The command check, of any machine.
#pragma once

#include "commands.hpp"
#include "machine.hpp"

namespace tdxcall {

ExitCode check_machine(Options const &options, Machine &machine);

} // namespace tdxcall
