// SPDX-License-Identifier: GPL-2.0
//
// The LP's nested page tables, which stand for its TLB.
#pragma once

#include "core/emu/platform/state.hpp"

namespace tdx::emu {

// Drops all translations of the LP.
void flush_translations(Emu const &emu, Lp &lp);

} // namespace tdx::emu
