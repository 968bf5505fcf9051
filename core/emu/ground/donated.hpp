// SPDX-License-Identifier: GPL-2.0
//
// A value in memory that the host donated, and that it may change at any instruction.
#pragma once

#include "core/base/atomic.hpp"

namespace tdx::emu {

// What is checked is copied first, and the copy is used: `u32 const pages{tdr.num_tdcx}`.
template <typename T>
using Donated = Atomic<T>;

} // namespace tdx::emu
