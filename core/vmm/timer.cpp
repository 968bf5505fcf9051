// SPDX-License-Identifier: GPL-2.0
#include "timer.hpp"

namespace tdx::vmm {

namespace {

// Periods are at least 50 microseconds, 1250 counts of 25 MHz, so that no guest floods the host
// with timer interrupts.
constexpr u64 shortest_count = 1250;

// Bits 3, 1, 0: by 2, 4, ... 128, then by 1.
u32 divisor_shift(u32 divide)
{
	return ((divide & 3) + (divide >> 1 & 4) + 1) & 7;
}

} // namespace

// At most 32 + 7 + 16 bits.
u64 Timer::ticks(u32 count) const
{
	return (static_cast<u64>(count) << divisor_shift(apic.divide)) * frequency;
}

u32 Timer::current_count(u64 now) const
{
	u64 const unit{ticks(1)};

	if (mode() == Lvt::tsc_deadline || !apic.deadline || now >= apic.deadline)
		return 0;
	u64 const left{(apic.deadline - now + unit - 1) / unit};
	return left < apic.initial_count ? static_cast<u32>(left) : apic.initial_count;
}

void Timer::set_tsc_deadline(u64 deadline)
{
	if (mode() != Lvt::tsc_deadline)
		return;
	apic.deadline = deadline;
	apic.period = 0;
}

void Timer::set_initial_count(u32 count, u64 now)
{
	if (mode() == Lvt::tsc_deadline)
		return;
	u64 const turn{ticks(count)};
	u64 const shortest{shortest_count * frequency};

	apic.initial_count = count;
	apic.deadline = count ? now + turn : 0;
	apic.period = 0;
	if (count && mode() == Lvt::periodic)
		apic.period = turn < shortest ? shortest : turn;
}

void Timer::set_divide(u32 value, u64 now)
{
	u32 const left{current_count(now)};

	apic.divide = value;
	if (mode() == Lvt::tsc_deadline || !apic.deadline)
		return;
	// The rest of this period is counted at the new speed.
	set_initial_count(apic.initial_count, now);
	apic.deadline = now + ticks(left);
}

void Timer::mode_changes()
{
	apic.deadline = 0;
	apic.period = 0;
	apic.initial_count = 0;
}

bool Timer::expires(u64 now)
{
	if (!apic.deadline || now < apic.deadline)
		return false;
	// Missed periods are not made up for.
	if (!apic.period)
		apic.deadline = 0;
	else
		apic.deadline += ((now - apic.deadline) / apic.period + 1) * apic.period;
	return true;
}

} // namespace tdx::vmm
