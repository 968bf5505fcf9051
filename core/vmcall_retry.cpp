// SPDX-License-Identifier: GPL-2.0
//
// Hypercalls that the VMM wants to be made again.  It decides when, and where MapGPA goes on; how
// often, and what it may not say, is decided here.
#include "abi/results.hpp"
#include "vmcall.hpp"

namespace tdx {

namespace {

constexpr u64 page = 4096;
// Attempts in a row that bring nothing forward, and attempts of one call: the caller, who has
// preemption off meanwhile, goes on where it ended.
constexpr unsigned max_idle = 10;
constexpr unsigned max_attempts = 64;

// What is left of MapGPA's range.
class Range {
	u64 gpa;
	u64 const end;

public:
	explicit Range(tdx_regs const &in) : gpa{in.r12}, end{in.r12 + in.r13} {}

	u64 start() const { return gpa; }
	u64 size() const { return end - gpa; }

	// False when the VMM sends us back, out of the range or into a page.
	bool go_on_at(u64 next)
	{
		if (end < gpa || next < gpa || next >= end || next % page)
			return false;
		gpa = next;
		return true;
	}
};

} // namespace

Status vmcall_again(VmcallPlan const &plan, u64 number, tdx_regs const &in, tdx_regs &out)
{
	bool const map_gpa = number == static_cast<u64>(VmcallLeaf::MapGpa);
	Status status{static_cast<u64>(GhciStatus::Retry)};
	tdx_regs next{in};
	Range range{in};
	unsigned idle{0};

	for (unsigned attempt = 1; attempt < max_attempts; attempt++) {
		idle++;
		if (map_gpa) {
			u64 const before{range.start()};
			if (!range.go_on_at(out.r11)) {
				out = {};
				return {TDX_SW_BAD_ANSWER};
			}
			if (range.start() != before)
				idle = 0;
			next.r12 = range.start();
			next.r13 = range.size();
		}
		if (idle >= max_idle)
			break;
		status = vmcall_once(plan, number, next, out);
		if (status.raw != static_cast<u64>(GhciStatus::Retry))
			break;
	}
	return status;
}

} // namespace tdx
