// SPDX-License-Identifier: GPL-2.0
//
// Fault injection, see emu.h.
#pragma once

#include "core/emu/platform/state.hpp"

namespace tdx::emu {

// Spins for the lock of the rules, which is held for a short time only.
class RulesLocked {
	Injection &injection;

public:
	explicit RulesLocked(Injection &which);
	RulesLocked(RulesLocked const &) = delete;
	RulesLocked &operator=(RulesLocked const &) = delete;
	~RulesLocked();
};

// True if a rule ends this call without running its leaf function; then @verdict and @regs are set.
bool call_injected(Emu &emu, bool tdcall, emu_regs &regs, emu_verdict &verdict);

} // namespace tdx::emu
