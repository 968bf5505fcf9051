// SPDX-License-Identifier: GPL-2.0
#include "clock.hpp"

#include <algorithm>
#include <cerrno>
#include <sched.h>
#include <system_error>
#include <vector>
#include <x86intrin.h>

namespace {

// A round is much shorter than a time slice, so that most are undisturbed.
constexpr u64 calls_per_round{1000};
constexpr unsigned rounds{4000};
constexpr unsigned warm_up_rounds{200};

double ticks_per_call(call_loop &loop)
{
	unsigned cpu;

	_mm_lfence();
	u64 const begin{__rdtsc()};
	_mm_lfence();
	loop(calls_per_round);
	u64 const end{__rdtscp(&cpu)};
	_mm_lfence();
	return static_cast<double>(end - begin) / calls_per_round;
}

double quantile(std::vector<double> const &sorted, double part)
{
	return sorted[static_cast<std::size_t>(part * static_cast<double>(sorted.size() - 1))];
}

double spread_of(std::vector<double> const &sorted)
{
	return (quantile(sorted, 0.9) - quantile(sorted, 0.1)) / quantile(sorted, 0.5);
}

Cost cost_of(std::vector<double> &samples)
{
	std::sort(samples.begin(), samples.end());
	return {quantile(samples, 0.5), samples.front(), spread_of(samples)};
}

} // namespace

void stay_on_this_cpu()
{
	cpu_set_t cpu;

	CPU_ZERO(&cpu);
	CPU_SET(sched_getcpu(), &cpu);
	if (sched_setaffinity(0, sizeof(cpu), &cpu))
		throw std::system_error{errno, std::generic_category(), "sched_setaffinity"};
}

Comparison compare(call_loop &ours, call_loop &reference)
{
	std::vector<double> our_ticks, reference_ticks, ratios;

	for (unsigned round = 0; round < warm_up_rounds + rounds; round++) {
		// Who comes first must not matter.
		bool const ours_first{round % 2 == 0};
		double const first{ticks_per_call(ours_first ? ours : reference)};
		double const second{ticks_per_call(ours_first ? reference : ours)};

		if (round < warm_up_rounds)
			continue;
		our_ticks.push_back(ours_first ? first : second);
		reference_ticks.push_back(ours_first ? second : first);
		ratios.push_back(our_ticks.back() / reference_ticks.back());
	}
	Cost const our_cost{cost_of(our_ticks)};
	Cost const reference_cost{cost_of(reference_ticks)};
	std::sort(ratios.begin(), ratios.end());
	return {our_cost, reference_cost, our_cost.median / reference_cost.median,
		spread_of(ratios)};
}
