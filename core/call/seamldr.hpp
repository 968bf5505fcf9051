// SPDX-License-Identifier: GPL-2.0
//
// Calls to the P-SEAMLDR, which loads the TDX module.
#pragma once

#include "call_flags.hpp"
#include "core/abi/completion_status.hpp"

namespace tdx {

// @fn has bit 63; the only operand that these leaf functions have is @rcx, and none has a result.
// Refused unless the host allows these calls.  One at a time on the whole machine, with interrupts
// off: the CPU comes back without a current VMCS, which a hypervisor would miss.
Status seamldr(u64 fn, CallFlags flags, u64 rcx);

} // namespace tdx
