// SPDX-License-Identifier: GPL-2.0
//
// How long one call is retried.
#pragma once

#include "call.hpp"
#include "core/abi/leaf.hpp"

namespace tdx {

// Attempts of one call, bounded in time.  A call that is blocked waits; one that makes progress
// with each attempt may take longer.  The bounds depend on the caller's flags and context.
class Patience {
	struct Spent {
		u32 attempts;
		u64 since;
	};
	CallFlags const flags;
	Insn const insn;
	u64 const fn;
	u32 attempts{};
	u64 begun{}; // when the first attempt failed
	Spent blocked{};
	Spent forward{};

	bool last(Retry reason, bool got_on);

public:
	CORE_INLINE Patience(CallFlags how, Insn by, u64 number) : flags{how}, insn{by}, fn{number}
	{}

	// An attempt failed for @reason: try again?  Waits a little before.  An attempt that made
	// progress restarts the time that a blocked one may wait.
	bool lasts(Retry reason, bool got_on);
};

} // namespace tdx
