// SPDX-License-Identifier: GPL-2.0
//
// Random numbers, unless an injected fault takes them away.
#pragma once

#include "core/emu/platform/state.hpp"

namespace tdx::emu {

// RND_NO_ENTROPY when there is none at the moment.
Status draw_random(Emu &emu, u64 &value);

} // namespace tdx::emu
