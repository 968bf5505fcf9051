// SPDX-License-Identifier: GPL-2.0
//
// Many calls that share FPU sections, because saving a user program's registers costs as much as a
// short call.  Sections are bounded so that other tasks can run on this CPU.
#include "call.hpp"
#include "core.h"
#include "host.h"

namespace tdx {

namespace {

constexpr u32 max_calls = 32;
constexpr u64 max_nanoseconds = 500000;

// How long a section may last.
class Bounds {
	u32 calls{};
	u64 since{host_nanoseconds()};

public:
	bool are_reached()
	{
		return ++calls >= max_calls || host_nanoseconds() - since >= max_nanoseconds;
	}
};

// An FPU section, opened by the first call that needs one.
class Section {
	bool open{};

public:
	bool enter(u64 fn)
	{
		open = open || open_section(Insn::Seamcall, fn);
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
	CallFlags const flags{CallFlags::of(one.fn)};
	u64 const fn{CallFlags::strip(one.fn)};
	Plan const &plan{seamcall_plan(fn)};
	bool const needs_section{plan.xstate != Xstate::None};

	if (is_refused(plan, fn, flags) || (needs_section && !section.enter(fn))) {
		one.out = {};
		return {TDXCALL_REFUSED};
	}
	Status const status{attempt_in_section(Insn::Seamcall, plan, fn, one.in, one.out)};
	if (!status.error())
		return status;
	// A retry may sleep, which a batch allows but an FPU section does not.
	section.leave();
	return call_again(Insn::Seamcall, plan, fn, flags.with_sleep(), one.in, one.out, status);
}

// Called between two sections.  False if the remaining calls must not be made.
bool let_others_run(CallFlags next)
{
	if (host_relax(true, 0) == HOST_RELAXED_ENDED)
		return false;
	return next.teardown() || !host_is_killed();
}

void not_made(tdx_call &one)
{
	one.status = TDXCALL_NOT_MADE;
	one.out = {};
}

} // namespace

} // namespace tdx

using namespace tdx;

u32 core_seamcall_batch(tdx_call *calls, u32 count)
{
	Section section;
	Bounds bounds;
	u32 made{};
	u32 good{};

	while (made < count) {
		tdx_call &one{calls[made++]};
		Status const status{call_in(section, one)};

		one.status = status.raw;
		if (status.error())
			break;
		good++;
		if (!bounds.are_reached())
			continue;
		section.leave();
		if (made < count && !let_others_run(CallFlags::of(calls[made].fn)))
			break;
		bounds = {}; // time that other tasks took does not count
	}
	section.leave();
	while (made < count)
		not_made(calls[made++]);
	return good;
}
