// SPDX-License-Identifier: GPL-2.0
#include "patience.hpp"

#include "host.h"

namespace tdx {

namespace {

constexpr u64 microsecond = 1000;
constexpr u64 millisecond = 1000 * microsecond;
constexpr u64 second = 1000 * millisecond;

// Attempts that are made in any case.  As many as Linux makes for RDRAND and RDSEED, and the most
// that a VMM gets that makes no progress.
constexpr u32 few{10};
// Most attempts in any case: the clock stands still during suspend.
constexpr u32 many{1000000};

// The TDX module's locks are held during one call, mostly far below a millisecond.  When one is
// held longer, the holder may be waiting for this CPU: then sleep.
constexpr u32 spins{20};
constexpr u32 sleep_nanoseconds{50 * microsecond};

struct Limits {
	u64 blocked;
	u64 forward;
};

CORE_INLINE Limits limits_in(enum host_relaxed context, bool teardown)
{
	switch (context) {
	case HOST_RELAXED:
		return teardown ? Limits{60 * second, 60 * second} : Limits{second, 10 * second};
	case HOST_RELAXED_UNSURE:
		return {100 * millisecond, second};
	case HOST_RELAXED_ATOMIC:
	case HOST_RELAXED_ENDED:
		break;
	}
	return teardown ? Limits{10 * millisecond, 10 * millisecond}
			: Limits{100 * microsecond, 100 * microsecond};
}

CORE_INLINE bool is_for_few(Retry reason)
{
	return reason == Retry::Entropy || reason == Retry::Hypercall;
}

} // namespace

bool Patience::last(Retry reason, bool got_on)
{
	Spent &spent{got_on ? forward : blocked};
	u64 const now{host_nanoseconds()};

	if (flags.once())
		return false;
	if (!attempts)
		begun = now;
	if (flags.deadline() && now - begun >= flags.deadline())
		return false;
	if (got_on)
		blocked = {};
	if (!spent.attempts++)
		spent.since = now;
	if (!got_on && is_for_few(reason) && spent.attempts >= few)
		return false;
	if (++attempts >= many)
		return false;

	bool const waits{!got_on && spent.attempts > spins};
	auto const context = host_relax(flags.may_sleep(), waits ? sleep_nanoseconds : 0);
	if (context == HOST_RELAXED_ENDED)
		return false;
	if (attempts < few)
		return true;
	if (!flags.teardown() && host_is_killed())
		return false;
	if (flags.deadline())
		return true;
	Limits const limits{limits_in(context, flags.teardown())};
	return now - spent.since < (got_on ? limits.forward : limits.blocked);
}

bool Patience::lasts(Retry reason, bool got_on)
{
	bool const more{last(reason, got_on)};

	host_count_retry(index_of(reason), !more, insn == Insn::Tdcall, fn);
	return more;
}

} // namespace tdx
