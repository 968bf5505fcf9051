// SPDX-License-Identifier: GPL-2.0
#include "vmcall.hpp"
#include "abi/results.hpp"
#include "abi/vmcalls.hpp"
#include "call.hpp"
#include "core.h"
#include "host.h"

namespace tdx {

namespace {

[[gnu::always_inline]] inline Status tdg_vp_vmcall(
	RegMask exposed, tdx_regs &operands, tdx_regs &result)
{
	u64 const leaf = static_cast<u64>(GuestLeaf::VpVmcall);

	operands.rcx = exposed.bits;
	begins(Insn::Tdcall, leaf);
	return ends(Insn::Tdcall, leaf, {tdx_tdcall_full(leaf, &operands, &result)});
}

} // namespace

// Only registers that the sub-function uses are exposed to the VMM, no vector register among them:
// the guest keeps those, and the call needs no FPU section.
Status vmcall_once(VmcallPlan const &plan, u64 number, tdx_regs const &in, tdx_regs &out)
{
	tdx_regs operands;
	tdx_regs result{};

	out = {};
	copy(operands, plan.in, in);
	operands.r10 = 0;
	operands.r11 = Bits<31, 0>::get(number);
	if (u64 const operation = Bits<63, 32>::get(number))
		operands.r12 = Bits<15, 0>::put(operands.r12, operation);

	Status const status{
		tdg_vp_vmcall(plan.in | plan.out | (Reg::R10 | Reg::R11), operands, result)};
	if (status.raw)
		return status;
	copy(out, plan.out | Reg::R10, result);
	return {result.r10};
}

Status vmcall(VmcallPlan const &plan, u64 number, tdx_regs const &in, tdx_regs &out)
{
	Status const status{vmcall_once(plan, number, in, out)};

	if (plan.retry && status.raw == static_cast<u64>(GhciStatus::Retry)) [[unlikely]]
		return vmcall_again(plan, number, in, out);
	return status;
}

Status vmcall_raw(RegMask exposed, tdx_regs const &in, tdx_regs &out)
{
	RegMask const shown = exposed | (Reg::R10 | Reg::R11);
	tdx_regs operands;
	tdx_regs result{};

	out = {};
	if (!exposed.within(exposable))
		return {TDX_SW_REFUSED};
	copy(operands, shown, in);
	Status const status{tdg_vp_vmcall(shown, operands, result)};
	if (!status.raw)
		copy(out, shown, result);
	return status;
}

} // namespace tdx

using namespace tdx;

u64 core_vmcall(u64 number, tdx_regs const *in, tdx_regs *out)
{
	LeafInfo const *const row = find_leaf(vmcalls, number);

	if (!row) {
		*out = {};
		return TDX_SW_REFUSED;
	}
	return vmcall(vmcall_plan_of(*row), number, *in, *out).raw;
}

u64 core_vmcall_raw(u32 exposed, tdx_regs const *in, tdx_regs *out)
{
	// What is too wide for the mask is none of the registers.
	RegMask const mask{static_cast<u16>(exposed >> 16 ? ~0u : exposed)};

	return vmcall_raw(mask, *in, *out).raw;
}
