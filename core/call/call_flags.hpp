// SPDX-License-Identifier: GPL-2.0
//
// How patient the caller of one call is: the software bits of a leaf number.
#pragma once

#include "core/base/bits.hpp"
#include <tdxcall/abi.h>

namespace tdx {

class CallFlags {
	u64 raw{};

	using Field = Bits<61, 48>;
	static_assert(Field::mask == TDXCALL_FLAGS);
	using Within = Bits<55, TDXCALL_WITHIN_SHIFT>; // milliseconds

	CORE_INLINE bool has(u64 flag) const { return raw & flag; }

public:
	CORE_INLINE CallFlags() {}
	CORE_INLINE explicit CallFlags(u64 flags) : raw{flags} {}

	// Of a leaf number that has them, and what is left of it: what the TDX module sees.
	CORE_INLINE static CallFlags of(u64 fn) { return CallFlags{fn & Field::mask}; }
	CORE_INLINE static u64 strip(u64 fn) { return Field::put(fn, 0); }

	// None that is not known, and none that contradicts another.
	CORE_INLINE bool valid() const
	{
		return !(raw & ~(TDXCALL_ONCE | TDXCALL_MAY_SLEEP | TDXCALL_TEARDOWN |
				       Within::mask)) &&
		       !(has(TDXCALL_ONCE) && has(TDXCALL_TEARDOWN | Within::mask));
	}

	CORE_INLINE CallFlags with_sleep() const { return CallFlags{raw | TDXCALL_MAY_SLEEP}; }

	CORE_INLINE bool once() const { return has(TDXCALL_ONCE); }
	CORE_INLINE bool may_sleep() const { return has(TDXCALL_MAY_SLEEP | TDXCALL_TEARDOWN); }
	CORE_INLINE bool teardown() const { return has(TDXCALL_TEARDOWN); }
	// In nanoseconds; 0: the context decides.
	CORE_INLINE u64 deadline() const { return Within::get(raw) * 1'000'000; }
};

} // namespace tdx
