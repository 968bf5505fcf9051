// SPDX-License-Identifier: GPL-2.0
//
// Programming a key into a package's memory encryption engine.  There is no engine here: it
// succeeds unless emu_set_pconfig() says otherwise.
#pragma once

#include "core/emu/platform/state.hpp"

namespace tdx::emu {

// TDX_KEY_GENERATION_FAILED without entropy, TDX_OPERAND_BUSY when the engine is.
Status pconfig(Emu &emu);

} // namespace tdx::emu
