// SPDX-License-Identifier: GPL-2.0
#include "steps.hpp"

#include <cerrno>
#include <csignal>
#include <system_error>
#include <ucontext.h>
#include <x86intrin.h>

namespace {

u64 volatile steps;
greg_t volatile last_rip;

// A string instruction stops after each of its repetitions, but is one instruction.
void count_step(int, siginfo_t *, void *context)
{
	greg_t const rip{static_cast<ucontext_t *>(context)->uc_mcontext.gregs[REG_RIP]};

	if (rip != last_rip)
		steps = steps + 1;
	last_rip = rip;
}

constexpr u64 trap_flag{0x100};

u64 steps_of(call_loop &loop, u64 calls)
{
	steps = 0;
	__writeeflags(__readeflags() | trap_flag);
	loop(calls);
	__writeeflags(__readeflags() & ~trap_flag);
	return steps;
}

} // namespace

u64 instructions_per_call(call_loop &loop)
{
	struct sigaction action {};
	struct sigaction previous;

	action.sa_sigaction = count_step;
	action.sa_flags = SA_SIGINFO;
	if (sigaction(SIGTRAP, &action, &previous))
		throw std::system_error{errno, std::generic_category(), "sigaction"};
	u64 const once{steps_of(loop, 1)};
	u64 const twice{steps_of(loop, 2)};
	sigaction(SIGTRAP, &previous, nullptr);
	return twice - once;
}
