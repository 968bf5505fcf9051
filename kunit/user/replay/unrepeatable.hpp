// SPDX-License-Identifier: GPL-2.0
//
// Values of a recorded call that depend on the clock of the recorded machine, or on what its
// simulation of a CPU does while a guest runs.
#pragma once

#include "trace.hpp"

namespace replay {

// @ran: the vCPU of the call did.
bool is_unrepeatable(Call const &call, tdx::Reg output, bool ran);

} // namespace replay
