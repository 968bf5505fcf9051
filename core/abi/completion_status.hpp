// SPDX-License-Identifier: GPL-2.0
//
// The completion status of a TDX call: RAX on return.
#pragma once

#include "core/base/bits.hpp"
#include "status_code.hpp"
#include <tdxcall/abi.h>

namespace tdx {

/*
 *	63	error
 *	62	non-recoverable: the same call will not work unless something changes
 *	61	fatal for the TD, or for the import session
 *	60	host recoverability hint
 *	47:40	class
 *	39:32	code in the class
 *	31:0	operand id or other detail, by code
 */
struct [[nodiscard]] Status {
	using Code = StatusCode;

	u64 raw;

	// Success, or success with information: then the code is not 0.
	CORE_INLINE bool ok() const { return !error(); }
	CORE_INLINE bool error() const { return Bits<63>::get(raw); }
	CORE_INLINE bool non_recoverable() const { return Bits<62>::get(raw); }
	CORE_INLINE bool fatal() const { return Bits<61>::get(raw); }
	CORE_INLINE bool host_hint() const { return Bits<60>::get(raw); }
	// An error that may be gone when the same call is made again.
	CORE_INLINE bool recoverable() const { return error() && !non_recoverable(); }

	CORE_INLINE Code code() const { return Code{static_cast<u32>(Bits<63, 32>::get(raw))}; }
	// A failing import and some TD exits set the fatal bit on top of a code of the table.
	CORE_INLINE Code code_without_fatal() const
	{
		return Code{static_cast<u32>(Bits<63, 32>::get(Bits<61>::put(raw, 0)))};
	}
	CORE_INLINE bool is(Code wanted) const { return code() == wanted; }
	CORE_INLINE u8 cls() const { return static_cast<u8>(Bits<47, 40>::get(raw)); }
	CORE_INLINE u32 detail() const { return static_cast<u32>(Bits<31, 0>::get(raw)); }

	// Set by software because no TDX module ran: the instruction faulted or ended in
	// VMfailInvalid.
	CORE_INLINE bool software() const { return error() && cls() == 0xff && raw != ~0ULL; }

	CORE_INLINE Status with(u32 detail) const { return {Bits<31, 0>::put(raw, detail)}; }
	CORE_INLINE static Status of(Code code, u32 detail = 0)
	{
		return {static_cast<u64>(code) << 32 | detail};
	}
	CORE_INLINE bool operator==(Status const &) const = default;
};

constexpr Status sw_error{TDXCALL_SW_ERROR};
constexpr Status sw_ud{TDXCALL_SW_UD};
constexpr Status sw_gp{TDXCALL_SW_GP};
constexpr Status sw_vmfailinvalid{TDXCALL_SW_VMFAILINVALID};

// The low byte holds the vector of #UD or #GP; VMfailInvalid has a value that is no vector.
static_assert(sw_error.is(Status::Code::SwError) && sw_error.detail() == 0);
static_assert(sw_ud == Status::of(Status::Code::SwError, 6));
static_assert(sw_gp == Status::of(Status::Code::SwError, 13));
static_assert(sw_vmfailinvalid == Status::of(Status::Code::SwError, 0xffff0000));
static_assert(sw_error.software() && sw_vmfailinvalid.recoverable());
static_assert(Status::of(Status::Code::PageAlreadyAccepted).ok());
static_assert(Status::of(Status::Code::OperandBusy).recoverable());
static_assert(!Status::of(Status::Code::OperandInvalid).recoverable());

} // namespace tdx
