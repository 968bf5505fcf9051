// SPDX-License-Identifier: GPL-2.0
//
// Calls to the P-SEAMLDR, which loads the TDX module.
#pragma once

#include "call_flags.hpp"
#include "core/abi/completion_status.hpp"

namespace tdx {

// @fn has bit 63.  These leaf functions have no operand but @rcx, and no results.  Refused unless
// the host allows these calls.  One at a time on the whole machine, with interrupts off: the call
// loses the current VMCS, which a hypervisor relies on, so it is loaded again afterwards.
Status seamldr(u64 fn, CallFlags flags, u64 rcx);

} // namespace tdx
