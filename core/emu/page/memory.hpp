// SPDX-License-Identifier: GPL-2.0
//
// Memory of the host that a call names by physical address.
#pragma once

#include "core/emu/platform/call.hpp"

namespace tdx::emu {

// An address operand that the host shares: aligned to @size (a power of two), below MAXPA, outside
// the SEAM range, with a KeyID that is not private.
Status check_shared(Emu const &emu, u64 address, u64 size, Reg operand);

// Reads at @offset of a checked shared operand; what is not RAM as write_shared().
Status read_shared(Emu const &emu, u64 address, u32 offset, void *to, u32 bytes, Reg operand);

// Writes at @offset of a checked shared operand.  What is not RAM answers as an address outside
// every range: the real module has no such case, for the hardware would have stopped it.
Status write_shared(
	Emu const &emu, u64 address, u32 offset, void const *from, u32 bytes, Reg operand);

} // namespace tdx::emu
