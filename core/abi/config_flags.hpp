// SPDX-License-Identifier: GPL-2.0
//
// CONFIG_FLAGS of a TD.
#pragma once

#include "core/base/bits.hpp"

namespace tdx {

struct ConfigFlags {
	using NoRbpMod = Bits<2>; // RBP passes no TD exit: it comes back as it went in
};

} // namespace tdx
