// SPDX-License-Identifier: GPL-2.0
//
// How long one call may go on.
#pragma once

#include "call_flags.hpp"
#include "core/abi/leaf.hpp"

namespace tdx {

// Attempts of one call, bounded in time: what blocks a call is waited for, and what brings it
// forward, attempt by attempt, has longer.  How long is up to the caller and its context.
class Patience {
	struct Spent {
		u32 attempts;
		u64 since;
	};
	CallFlags const flags;
	u32 attempts{};
	u64 begun{}; // when the first attempt had failed
	Spent blocked{};
	Spent forward{};

	bool last(Retry reason, bool got_on);

public:
	CORE_INLINE explicit Patience(CallFlags how) : flags{how} {}

	// An attempt ended for @reason: is there to be another?  Waits a little.  An attempt that
	// got on gives what blocks the next one all its time again.
	bool lasts(Retry reason, bool got_on);
};

} // namespace tdx
