// SPDX-License-Identifier: GPL-2.0
//
// Fault injection: what tests make happen around the module.  See emu.h.
#pragma once

#include "core/emu/emu.h"

namespace tdx::model {

constexpr u32 max_rules = 16;

struct Rule {
	emu_fault fault; // @skip and @times count down
	u64 hits;
};

struct Injection {
	u32 lock;  // of the rules
	u32 armed; // rules that have not done all they were to do
	u32 rules;
	Rule rule[max_rules];

	u32 interrupt_every;
	u32 interrupts;
	u32 pconfig_result;
	u32 pconfig_failures;
};

// Waits: rules are looked at in a moment.
class RulesLocked {
	Injection &injection;

public:
	explicit RulesLocked(Injection &which);
	RulesLocked(RulesLocked const &) = delete;
	RulesLocked &operator=(RulesLocked const &) = delete;
	~RulesLocked();
};

// A rule says how this call ends, without its leaf function: then @verdict and @regs are set.
bool call_injected(emu &module, bool tdcall, emu_regs &regs, emu_verdict &verdict);

} // namespace tdx::model
