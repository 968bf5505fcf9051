// SPDX-License-Identifier: GPL-2.0
//
// Memory of the host that a call names by physical address.
#pragma once

#include "core/emu/platform/call.hpp"

namespace tdx::emu {

// Checks the address of a shared operand: aligned to @size (a power of two), below MAXPA, outside
// the SEAM range, with a KeyID that is not private.
Status check_shared(Emu const &emu, u64 address, u64 size, Reg operand);

// Reads at @offset of a checked shared operand.  Memory that is not RAM ends as in write_shared().
Status read_shared(Emu const &emu, u64 address, u32 offset, void *to, u32 bytes, Reg operand);

// Writes at @offset of a checked shared operand.  Memory that is not RAM gives
// OPERAND_ADDR_RANGE_ERROR; a real module has no such case, the hardware would fault.
Status write_shared(
	Emu const &emu, u64 address, u32 offset, void const *from, u32 bytes, Reg operand);

} // namespace tdx::emu
