// SPDX-License-Identifier: GPL-2.0
//
// One call of a leaf function as its handler sees it, and how it ends with an error.
#pragma once

#include "core/abi/leaf_number.hpp"
#include "core/abi/operand_id.hpp"
#include "core/abi/reg.hpp"
#include "state.hpp"

namespace tdx::emu {

// Tables by number of a SEAMCALL leaf function have this size.
constexpr u32 max_host_leaves = 192;

struct Call {
	Emu &emu;
	Lp &lp;
	tdx_regs const &in;
	tdx_regs &out;
	u32 version;
};

// Returns from the function around it when @expression is an error.
#define TDX_TRY(expression)                                                                        \
	do {                                                                                       \
		::tdx::Status const tdx_try_status{expression};                                    \
		if (!tdx_try_status.ok())                                                          \
			return tdx_try_status;                                                     \
	} while (0)

CORE_INLINE Status busy(OperandId operand)
{
	return Status::of(StatusCode::OperandBusy, static_cast<u32>(operand));
}

CORE_INLINE Status busy(Reg operand)
{
	return Status::of(StatusCode::OperandBusy, static_cast<u32>(operand));
}

CORE_INLINE Status invalid(OperandId operand)
{
	return Status::of(StatusCode::OperandInvalid, static_cast<u32>(operand));
}

CORE_INLINE Status invalid(Reg operand)
{
	return Status::of(StatusCode::OperandInvalid, static_cast<u32>(operand));
}

// A leaf function, or a part of one, that is not modelled answers as a module that lacks it.
CORE_INLINE Status not_modelled()
{
	return invalid(Reg::Rax);
}

} // namespace tdx::emu
