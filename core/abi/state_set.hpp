// SPDX-License-Identifier: GPL-2.0
//
// Sets of states, by name: which of them a leaf function accepts.
#pragma once

#include "core/base/bits.hpp"

namespace tdx {

template <typename State>
struct StateSet {
	u16 bits; // of each state

	StateSet() = default;
	CORE_INLINE explicit StateSet(u16 raw) : bits{raw} {}
	CORE_INLINE StateSet(State one) : bits{static_cast<u16>(1u << static_cast<u8>(one))} {}

	CORE_INLINE bool has(State one) const { return bits & StateSet{one}.bits; }
	CORE_INLINE StateSet operator|(StateSet more) const
	{
		return StateSet{static_cast<u16>(bits | more.bits)};
	}
	CORE_INLINE StateSet operator-(StateSet less) const
	{
		return StateSet{static_cast<u16>(bits & ~less.bits)};
	}
};

} // namespace tdx
