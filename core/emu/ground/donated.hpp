// SPDX-License-Identifier: GPL-2.0
//
// A value in memory that the host donated and may change at any time.
#pragma once

#include "core/base/atomic.hpp"

namespace tdx::emu {

// Copy first, then check and use the copy: `u32 const pages{tdr.num_tdcx}`.
template <typename T>
using Donated = Atomic<T>;

} // namespace tdx::emu
