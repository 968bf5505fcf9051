// SPDX-License-Identifier: GPL-2.0
//
// Leaf functions that take long look between two steps whether the host has something more urgent
// to do.  The software TDX module can't see the interrupts of the machine below it:
// emu_set_interrupt() decides.
#pragma once

#include "core/emu/platform/state.hpp"

namespace tdx::emu {

// An interrupt waits for @lp: end the call as interrupted.  Each question is one step.
bool interrupt_pending(Emu &emu, Lp &lp);

} // namespace tdx::emu
