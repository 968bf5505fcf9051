// SPDX-License-Identifier: GPL-2.0
//
// Many calls that share sections of the FPU: saving a user program's registers costs as much as a
// short call.  No section is long: this CPU has others to run.
#include "call.hpp"
#include "core.h"
#include "host.h"

namespace tdx {

namespace {

constexpr u32 max_calls = 32;
constexpr u64 max_nanoseconds = 500000;

// How long this CPU is held at a time.
class Bounds {
	u32 calls{};
	u64 since{host_nanoseconds()};

public:
	bool are_reached()
	{
		return ++calls >= max_calls || host_nanoseconds() - since >= max_nanoseconds;
	}
};

// Open from the first call that needs it.
class Section {
	bool open{};

public:
	bool enter()
	{
		open = open || !host_fpu_begin();
		return open;
	}

	void leave()
	{
		if (open)
			host_fpu_end();
		open = false;
	}
};

Status call_in(Section &section, tdx_call &one)
{
	Plan const &plan{seamcall_plan(one.fn)};
	Status status{TDX_SW_REFUSED};

	bool const needs_section{plan.xstate != Xstate::None};

	if (is_refused(plan, one.fn) || (needs_section && !section.enter())) {
		one.out = {};
		return status;
	}
	status = attempt_in_section(Insn::Seamcall, plan, one.fn, one.in, one.out);
	if (!status.error())
		return status;
	// Whoever waits does so outside.
	section.leave();
	return call_again(Insn::Seamcall, plan, one.fn, one.in, one.out, status);
}

} // namespace

} // namespace tdx

using namespace tdx;

u32 core_seamcall_batch(tdx_call *calls, u32 count)
{
	Section section;
	Bounds bounds;
	u32 done{};

	for (; done < count; done++) {
		Status const status{call_in(section, calls[done])};

		calls[done].status = status.raw;
		if (status.error())
			break;
		if (!bounds.are_reached())
			continue;
		section.leave();
		bounds = {};
		if (host_relax() == HOST_RELAXED_KILLED) {
			done++;
			break;
		}
	}
	section.leave();
	return done;
}
