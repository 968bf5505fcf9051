// SPDX-License-Identifier: GPL-2.0
//
// State of fault injection, see emu.h.
#pragma once

#include "core/base/atomic.hpp"
#include "core/emu/emu.h"

namespace tdx::emu {

constexpr u32 max_rules = 16;

struct Rule {
	emu_fault fault; // @skip and @times count down
	u64 hits;
};

struct Injection {
	Atomic<u32> lock;  // of the rules
	Atomic<u32> armed; // rules that are not finished
	u32 rules;
	Rule rule[max_rules];

	Atomic<u32> interrupt_every;
	Atomic<u32> interrupts;
	Atomic<u32> pconfig_result;
	Atomic<u32> pconfig_failures;
};

} // namespace tdx::emu
