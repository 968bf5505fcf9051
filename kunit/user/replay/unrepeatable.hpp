// SPDX-License-Identifier: GPL-2.0
//
// Values of a recorded call that depend on the clock of the recorded machine.
#pragma once

#include "trace.hpp"

namespace replay {

bool is_unrepeatable(Call const &call, tdx::Reg output);

} // namespace replay
