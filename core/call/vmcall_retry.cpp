// SPDX-License-Identifier: GPL-2.0
//
// Hypercalls that the VMM answers with RETRY.  The VMM chooses where MapGPA continues; it is not
// trusted, so that address is checked here.
#include "core/abi/leaves/vmcalls.hpp"
#include "core/abi/page.hpp"
#include "core/abi/results.hpp"
#include "patience.hpp"
#include "vmcall.hpp"

namespace tdx {

namespace {

// What is left of MapGPA's range.
class Range {
	u64 gpa;
	u64 const end;

public:
	explicit Range(tdx_regs const &in) : gpa{in.r12}, end{in.r12 + in.r13} {}

	u64 start() const { return gpa; }
	u64 size() const { return end - gpa; }

	// False if the address lies outside what is left, or is not page aligned.
	bool go_on_at(u64 next)
	{
		if (end < gpa || next < gpa || next >= end || next % page_size)
			return false;
		gpa = next;
		return true;
	}
};

} // namespace

VmcallResult vmcall_again(
	VmcallPlan plan, u64 number, CallFlags flags, tdx_regs const &in, tdx_regs &out)
{
	bool const map_gpa = number == static_cast<u64>(VmcallLeaf::MapGpa);
	VmcallResult result{{}, {static_cast<u64>(GhciStatus::Retry)}};
	Patience patience{flags, Insn::Tdcall, vmcall_leaf};
	tdx_regs next{in};
	Range range{in};

	while (is_retry(plan, result)) {
		u64 const before{range.start()};

		if (map_gpa) {
			if (!range.go_on_at(out.r11)) {
				out = {};
				return VmcallResult::not_run({TDXCALL_BAD_ANSWER});
			}
			next.r12 = range.start();
			next.r13 = range.size();
		}
		if (!patience.lasts(Retry::Hypercall, range.start() != before))
			break;
		result = vmcall_once(plan, number, next, out);
	}
	return result;
}

} // namespace tdx
