// SPDX-License-Identifier: GPL-2.0
//
// The user-space host services, all of them, and how a test sets what they answer.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "core/call/host.h"
#include "core/emu/host.h"
#include <tdxcall/abi.h>

namespace host {

// The host's RAM as the software TDX module sees it: one window, zeroed here.
void set_memory(u64 base, u64 bytes);
// Zeroes the window.
void clear_memory();
// Where a byte of the window lies in this process; null outside of it.
void *at(u64 pa);

// host_random() has no entropy while this is set.
void set_no_entropy(bool none);

// host_random() gives these numbers instead of its own.
void set_random(std::function<u64()> answer);

// Calls to the P-SEAMLDR are refused unless this is set.
void set_seamldr(bool allowed);
// VMCSs that could not be loaded again after a call.
unsigned lost_vmcs();
// Is the lock that serialises these calls held?
bool seamldr_locked();

// CPUID: the CPU's own unless a function is set.
void set_cpuid(std::function<void(u32 leaf, u32 subleaf, struct host_cpuid *out)> answer);

// host_executes_serialize(): no unless this is set, whatever the CPU can do.
void set_serialize(bool executes);
// How often it was asked.
unsigned serialize_asked();

// host_risks_vm().
void set_risk_vm(bool risks);

// RDMSR: refused unless a function is set, and where it has no value.
void set_rdmsr(std::function<std::optional<u64>(u32 msr)> answer);

// WRMSR: refused unless a function is set, and where it says no.
void set_wrmsr(std::function<bool(u32 msr, u64 value)> answer);

// FPU sections: refused while @none is set; counted since the last reset.
void set_no_fpu(bool none);
struct Fpu {
	unsigned sections{0};
	bool open{false};
};
Fpu fpu_state();

// Calls reported while they were watched; setting it starts anew.
struct Heard {
	bool begins;
	bool tdcall;
	u64 fn;
	u64 status;
	tdx_regs in;
	tdx_regs out; // 0 where no TDX module ran
	u64 begun;    // what the beginning was told; the host gives 1, 2, ...
};
void watch_calls(bool watch);
std::vector<Heard> const &calls_heard();

// Leaf functions that opened an FPU section while calls were watched, and that of the last retry.
std::vector<u64> const &sections_heard();
u64 leaf_of_last_retry();

// Retries, and calls given up, by reason; since the last reset.
struct RetryCount {
	unsigned retries{0};
	unsigned gave_up{0};
};
RetryCount retries(u32 reason);

// What host_relax() returns, and how long it takes by host_nanoseconds(), at least.
void set_relaxed(enum host_relaxed answer, u64 nanoseconds);
// host_nanoseconds() advances by this much with each call.
void pass_time(u64 nanoseconds);
// Its last argument, and how often it was asked to wait.
struct Relax {
	bool may_sleep{false};
	unsigned calls{0};
	unsigned sleeps{0};
};
Relax relax_state();
// There is a fatal signal while this is set.
void set_killed(bool killed);

// Guests that ran since the last reset, and whether a call was reported while one ran or before the
// host's state was restored.
unsigned guest_runs();
bool heard_in_guest();

// What host_unwinds_by_rbp() answers.
void set_unwinds_by_rbp(bool unwinds);

// Everything as in a new process.
void reset();

} // namespace host
