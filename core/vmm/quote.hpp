// SPDX-License-Identifier: GPL-2.0
//
// The one quote that a TD may have in the making.
#pragma once

#include "core/base/atomic.hpp"

namespace tdx::vmm {

constexpr u32 tdreport_bytes = 1024;

struct Quote {
	Atomic<u32> busy;
	u64 gpa; // of the buffer, without the shared bit
	u32 room;
	u8 report[tdreport_bytes];
};

// What the buffer begins with.
struct QuoteHeader {
	static constexpr u64 version_1 = 1;

	static constexpr u64 done = 0;
	static constexpr u64 in_flight = ~0ULL;
	static constexpr u64 error = 1ULL << 63;
	static constexpr u64 unavailable = 0x8000000000000001;

	u64 version;
	u64 status;
	u32 in_bytes;
	u32 out_bytes;
};
static_assert(sizeof(QuoteHeader) == 24);

} // namespace tdx::vmm
