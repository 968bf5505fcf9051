// SPDX-License-Identifier: GPL-2.0
//
// Retry policy of one call: the software bits of a leaf number (TDXCALL_*).
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

	// The flags in a leaf number, and the number without them, as the TDX module gets it.
	CORE_INLINE static CallFlags of(u64 fn) { return CallFlags{fn & Field::mask}; }
	CORE_INLINE static u64 strip(u64 fn) { return Field::put(fn, 0); }

	// No unknown flag, and no two that contradict each other.
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
