// SPDX-License-Identifier: GPL-2.0
//
// Long leaf functions check for pending interrupts between their steps.  The software TDX module
// can't see those of the machine that it runs on: emu_set_interrupt() decides.
#pragma once

#include "core/emu/platform/state.hpp"

namespace tdx::emu {

// Is an interrupt pending on @lp, so that the call must end as interrupted?  Each call of this is
// one step.
bool interrupt_pending(Emu &emu, Lp &lp);

} // namespace tdx::emu
