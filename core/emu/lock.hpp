// SPDX-License-Identifier: GPL-2.0
//
// The TDX module's locks: shared or exclusive, never waited for.  A contender gets a busy status.
#pragma once

#include "../types.h"

namespace tdx::model {

class ShareLock {
	static constexpr u32 exclusive = 1u << 31;
	u32 word; // number of shared holders, or exclusive

public:
	[[gnu::always_inline]] inline bool try_shared()
	{
		u32 seen{__atomic_load_n(&word, __ATOMIC_RELAXED)};
		do {
			if (seen & exclusive)
				return false;
		} while (!__atomic_compare_exchange_n(
			&word, &seen, seen + 1, true, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED));
		return true;
	}

	[[gnu::always_inline]] inline bool try_exclusive()
	{
		u32 free{0};
		return __atomic_compare_exchange_n(
			&word, &free, exclusive, false, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED);
	}

	[[gnu::always_inline]] inline void release_shared()
	{
		__atomic_fetch_sub(&word, 1, __ATOMIC_RELEASE);
	}

	[[gnu::always_inline]] inline void release_exclusive()
	{
		__atomic_store_n(&word, 0, __ATOMIC_RELEASE);
	}
};

} // namespace tdx::model
