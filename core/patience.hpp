// SPDX-License-Identifier: GPL-2.0
//
// How long one call may go on.
#pragma once

#include "abi/leaf.hpp"

namespace tdx {

// Attempts in bounds of count and time.  What blocks a call is waited for a second, and less where
// nothing else can run meanwhile; one that is brought forward, attempt by attempt, has ten.
class Patience {
	struct Spent {
		u32 attempts;
		u64 since;
	};
	Spent blocked{};
	Spent forward{};

	bool last(Retry reason, bool got_on);

public:
	CORE_INLINE Patience() {}

	// An attempt ended for @reason: is there to be another?  Waits a little.  An attempt that
	// got on gives what blocks the next one all its time again.
	bool lasts(Retry reason, bool got_on);
};

} // namespace tdx
