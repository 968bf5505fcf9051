// SPDX-License-Identifier: GPL-2.0
//
// The timer of a local APIC.
#pragma once

#include "apic.hpp"

namespace tdx::vmm {

// @frequency of the TSC in units of 25 MHz, which is also the rate of the count.
class Timer {
	Apic &apic;
	u64 const frequency;

	u64 ticks(u32 count) const;

public:
	CORE_ALWAYS_INLINE Timer(Apic &of, u32 tsc_frequency) : apic{of}, frequency{tsc_frequency}
	{}

	CORE_ALWAYS_INLINE u32 mode() const
	{
		return static_cast<u32>(Lvt::TimerMode::get(apic.lvt[timer_lvt]));
	}
	CORE_ALWAYS_INLINE u64 tsc_deadline() const
	{
		return mode() == Lvt::tsc_deadline ? apic.deadline : 0;
	}
	u32 current_count(u64 now) const;

	void set_tsc_deadline(u64 deadline);
	void set_initial_count(u32 count, u64 now);
	void set_divide(u32 value, u64 now);
	// A change of mode disarms the timer.
	void mode_changes();

	// True if it is due; a periodic timer is then armed again.
	bool expires(u64 now);
};

} // namespace tdx::vmm
