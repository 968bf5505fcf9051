// SPDX-License-Identifier: GPL-2.0
#include "vmcall.hpp"
#include "abi/vmcalls.hpp"
#include "call.hpp"
#include "core.h"
#include "host.h"

namespace tdx {

// Only registers that the sub-function uses are exposed to the VMM, no vector register among them:
// the guest keeps those, and the call needs no FPU section.
Status vmcall(VmcallPlan const &plan, u64 number, tdx_regs const &in, tdx_regs &out)
{
	u64 const leaf = static_cast<u64>(GuestLeaf::VpVmcall);
	tdx_regs operands;
	tdx_regs result{};

	out = {};
	copy(operands, plan.in, in);
	operands.rcx = (plan.in | plan.out | (Reg::R10 | Reg::R11)).bits;
	operands.r10 = 0;
	operands.r11 = Bits<31, 0>::get(number);

	host_count_call(true, static_cast<u32>(leaf));
	Status const status{tdx_tdcall_full(leaf, &operands, &result)};
	if (status.raw)
		return status;
	copy(out, plan.out, result);
	return {result.r10};
}

namespace {

// A sub-function that the table lacks: its inputs and what the GHCI has results in.
CORE_INLINE VmcallPlan unknown_vmcall(tdx_regs const &in)
{
	VmcallPlan plan{{}, Reg::R11 | Reg::R12 | (Reg::R13 | Reg::R14) | Reg::R15};

	for (u8 reg = 0; reg < 16; reg++) {
		u64 const *const word = gpr(in, Reg{reg});
		if (word && *word)
			plan.in = plan.in | Reg{reg};
	}
	return plan;
}

} // namespace

} // namespace tdx

using namespace tdx;

u64 core_vmcall(u64 number, tdx_regs const *in, tdx_regs *out)
{
	LeafInfo const *const row = find_leaf(vmcalls, number);
	return vmcall(row ? vmcall_plan_of(*row) : unknown_vmcall(*in), number, *in, *out).raw;
}
