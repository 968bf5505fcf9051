// SPDX-License-Identifier: GPL-2.0
//
// A call of a leaf function as its handler sees it, and its possible outcomes.
#pragma once

#include "core/abi/leaf_number.hpp"
#include "core/abi/operand_id.hpp"
#include "core/abi/reg.hpp"
#include "state.hpp"

namespace tdx::emu {

// Tables by number of a leaf function have this size.
constexpr u32 max_leaves = 192;

struct Call {
	Emu &emu;
	Lp &lp;
	tdx_regs const &in;
	tdx_regs &out;
	u32 version;
};

// Outcome of a SEAMCALL: a status, or a vCPU that now runs.
struct [[nodiscard]] HostOutcome {
	Status status;
	bool enters_guest{false};

	CORE_INLINE HostOutcome(Status s) : status{s} {}
	CORE_INLINE static HostOutcome in_guest()
	{
		HostOutcome outcome{success()};
		outcome.enters_guest = true;
		return outcome;
	}
};

// Returns from the enclosing function if @expression, a Status or an outcome, is not ok().
#define TDX_TRY(expression)                                                                        \
	do {                                                                                       \
		auto const tdx_try_result{expression};                                             \
		if (!tdx_try_result.ok())                                                          \
			return tdx_try_result;                                                     \
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

// The operand's address is no memory, or none that the module may use.
CORE_INLINE Status out_of_range(Reg operand)
{
	return Status::of(StatusCode::OperandAddrRangeError, static_cast<u32>(operand));
}

// Some leaf functions work before SYS.CONFIG, but not before SYS.LP.INIT on this LP.
CORE_ALWAYS_INLINE Status require_lp_init(Call const &call)
{
	return Status::of(call.lp.initialised ? StatusCode::Success : StatusCode::SysLpInitNotDone);
}

// What is not modelled ends as in a module that lacks the leaf function.
CORE_INLINE Status not_modelled()
{
	return invalid(Reg::Rax);
}

} // namespace tdx::emu
