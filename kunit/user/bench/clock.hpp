// SPDX-License-Identifier: GPL-2.0
//
// What a call costs: two loops measured in turns, on one CPU.
#pragma once

#include "calls.h"

struct Cost {
	double median;
	double minimum;
	double spread; // between the first and the ninth decile, as a part of the median
};

struct Comparison {
	Cost ours;
	Cost reference;
	double ratio;  // of the medians
	double spread; // of the ratios of single rounds, between the first and the ninth decile
};

// On the CPU at hand from here on.  Throws when that can't be.
void stay_on_this_cpu();

// Ticks of the time-stamp counter per call.
Comparison compare(call_loop &ours, call_loop &reference);
