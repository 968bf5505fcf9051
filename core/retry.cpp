// SPDX-License-Identifier: GPL-2.0
//
// Which failures are worth another attempt, with which inputs, and how many: what the leaf table
// says, in bounds.
#include "call.hpp"
#include "core.h"
#include "host.h"

namespace tdx {

namespace {

// The reason to make a call again that ended with @status, one of those @allowed, or None.
Retry reason_to_retry(Retry allowed, Status status)
{
	Retry reason = Retry::None;

	switch (status.code()) {
	case Status::Code::RndNoEntropy:
		reason = Retry::Entropy;
		break;
	case Status::Code::OperandBusy:
		reason = Retry::Busy;
		break;
	case Status::Code::SysBusy:
		reason = Retry::SysBusy;
		break;
	case Status::Code::PreviousTlbEpochBusy:
		reason = Retry::EpochBusy;
		break;
	case Status::Code::KeyGenerationFailed:
		reason = Retry::KeyGeneration;
		break;
	case Status::Code::InterruptedResumable:
		reason = Retry::Resume;
		break;
	case Status::Code::InterruptedRestartable:
		reason = Retry::Restart;
		break;
	default:
		break;
	}
	return has(allowed, reason) ? reason : Retry::None;
}

struct Limit {
	u32 attempts;
	u64 nanoseconds;
};

// RDRAND and RDSEED are to be asked ten times.  A lock is held for the time of one call, and that
// is far below a millisecond unless interrupts end it.
constexpr u64 second = 1000000000;
constexpr Limit entropy_limit{10, second};
constexpr Limit blocked_limit{1000, second};
constexpr Limit interrupted_limit{1000000, 10 * second};
constexpr u64 atomic_nanoseconds = 100000;

CORE_INLINE bool is_interruption(Retry reason)
{
	return reason == Retry::Resume || reason == Retry::Restart;
}

CORE_INLINE Limit limit_of(Retry reason)
{
	if (is_interruption(reason))
		return interrupted_limit;
	return reason == Retry::Entropy ? entropy_limit : blocked_limit;
}

// How long one call may go on.
class Patience {
	struct Spent {
		u32 attempts{};
		u64 since{};
	};
	Spent blocked;
	Spent interrupted;

public:
	// An attempt ended for @reason: is there to be another?  Waits a little.
	bool lasts(Retry reason)
	{
		Limit const limit{limit_of(reason)};
		Spent &spent{is_interruption(reason) ? interrupted : blocked};
		u64 const now{host_nanoseconds()};

		// Interrupted calls get on: what blocks them next has all its time again.
		if (is_interruption(reason))
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
};

// The only way for an output to become an input.
void resume(tdx_regs &next, Resume const &rule, tdx_regs const &out)
{
	for (u8 i = 0; i < 16; i++) {
		Reg const reg{i};
		if (rule.from_output.has(reg))
			*gpr(next, reg) = *gpr(out, reg);
	}
	if (u64 *const word = gpr(next, rule.reg))
		*word |= rule.set;
}

} // namespace

Status call_again(
	Insn insn, Plan const &plan, u64 fn, tdx_regs const &in, tdx_regs &out, Status status)
{
	Patience patience;
	tdx_regs next{in};

	for (;;) {
		Retry const reason{reason_to_retry(plan.retry, status)};
		if (reason == Retry::None)
			return status;

		bool const more{patience.lasts(reason)};
		host_count_retry(index_of(reason), !more);
		if (!more)
			return status;
		if (reason == Retry::Resume)
			resume(next, plan.resume, out);
		status = attempt(insn, plan, fn, next, out);
	}
}

} // namespace tdx

using namespace tdx;

char const *core_retry_name(u32 index)
{
	static constexpr char const *names[] = {"no entropy", "operand busy", "system busy",
		"previous TLB epoch busy", "key generation failed", "interrupted, resumed",
		"interrupted, restarted"};
	static_assert(index_of(Retry::Restart) == sizeof(names) / sizeof(*names) - 1);

	return index < sizeof(names) / sizeof(*names) ? names[index] : nullptr;
}
