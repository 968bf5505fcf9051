// SPDX-License-Identifier: GPL-2.0
//
// Fault injection: what tests make happen around the module.  See emu.h.
#pragma once

#include "core/emu/platform/state.hpp"

namespace tdx::emu {

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
bool call_injected(Emu &emu, bool tdcall, emu_regs &regs, emu_verdict &verdict);

} // namespace tdx::emu
