// SPDX-License-Identifier: GPL-2.0
#include "patience.hpp"

#include "host.h"

namespace tdx {

namespace {

struct Limit {
	u32 attempts;
	u64 nanoseconds;
};

// RDRAND and RDSEED are to be asked ten times, and a VMM that stands still gets no more.  A lock is
// held for the time of one call, and that is far below a millisecond unless interrupts end it.
constexpr u64 second = 1000000000;
constexpr Limit few{10, second};
constexpr Limit many{1000, second};
constexpr Limit forward_limit{1000000, 10 * second};
constexpr u64 atomic_nanoseconds = 100000;

CORE_INLINE Limit blocked_limit(Retry reason)
{
	return reason == Retry::Entropy || reason == Retry::Hypercall ? few : many;
}

} // namespace

bool Patience::last(Retry reason, bool got_on)
{
	Limit const limit{got_on ? forward_limit : blocked_limit(reason)};
	Spent &spent{got_on ? forward : blocked};
	u64 const now{host_nanoseconds()};

	if (got_on)
		blocked = {};
	if (!spent.attempts++)
		spent.since = now;
	if (spent.attempts >= limit.attempts)
		return false;

	u64 const time{now - spent.since};
	switch (host_relax()) {
	case HOST_RELAXED:
		return time < limit.nanoseconds;
	case HOST_RELAXED_ATOMIC:
		return time < atomic_nanoseconds;
	case HOST_RELAXED_KILLED:
		break;
	}
	return false;
}

bool Patience::lasts(Retry reason, bool got_on)
{
	bool const more{last(reason, got_on)};

	host_count_retry(index_of(reason), !more);
	return more;
}

} // namespace tdx
