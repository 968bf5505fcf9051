// SPDX-License-Identifier: GPL-2.0
//
// What the call path told its host.
#pragma once

#include <tdxcall/types.h>

namespace guest {

// With host_calls_watched.
struct Watch {
	u64 begun;
	u64 ended;
	u64 fn;
	u64 status;
	u64 retries[8];
};

extern Watch watched;

} // namespace guest
