// SPDX-License-Identifier: GPL-2.0
//
// Taking the lock of an operand, which another call or an injected fault may hold.
#pragma once

#include "core/emu/platform/call.hpp"

namespace tdx::emu {

// Does an injected fault make the lock of @operand busy?
bool contended(Emu &emu, OperandId operand);

CORE_INLINE OperandId operand_id(Reg operand)
{
	return static_cast<OperandId>(operand);
}

// OPERAND_BUSY with @operand if the lock is busy.
template <typename Word>
CORE_ALWAYS_INLINE Status take(
	Emu &emu, Held<Word> &held, ShareLockOf<Word> &lock, Hold how, OperandId operand)
{
	if (contended(emu, operand) || !held.take(lock, how))
		return busy(operand);
	return success();
}

} // namespace tdx::emu
