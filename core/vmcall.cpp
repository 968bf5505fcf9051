// SPDX-License-Identifier: GPL-2.0
#include "vmcall.hpp"
#include "abi/results.hpp"
#include "abi/vmcalls.hpp"
#include "call.hpp"
#include "core.h"
#include "host.h"

namespace tdx {

namespace {

[[gnu::always_inline]] inline Status tdg_vp_vmcall(tdx_regs const &operands, tdx_regs &result)
{
	u64 const leaf = static_cast<u64>(GuestLeaf::VpVmcall);

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

	operands.rcx = (plan.in | plan.out | (Reg::R10 | Reg::R11)).bits;
	Status const status{tdg_vp_vmcall(operands, result)};
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

namespace {

// Only the registers of @mask pass; others of @to are left alone.
void copy(tdx_xmm &to, u64 mask, tdx_xmm const &from)
{
	for (unsigned i = 0; i < 16; i++) {
		if (!(mask >> i & 1))
			continue;
		to.xmm[i][0] = from.xmm[i][0];
		to.xmm[i][1] = from.xmm[i][1];
	}
}

// With the XMM registers that RCX exposes, in a section where they may be lost.
Status vmcall_with_xmm(tdx_regs const &operands, tdx_regs &result, tdx_xmm &xmm)
{
	u64 const leaf = static_cast<u64>(GuestLeaf::VpVmcall);
	u64 const exposed{Bits<31, 16>::get(operands.rcx)};
	tdx_xmm all{};

	copy(all, exposed, xmm);
	if (host_fpu_begin())
		return {TDX_SW_REFUSED};
	begins(Insn::Tdcall, leaf);
	Status const status{tdx_tdcall_xmm(leaf, &operands, &result, &all, &all)};
	host_fpu_end();
	if (!status.raw)
		copy(xmm, exposed, all);
	return ends(Insn::Tdcall, leaf, status);
}

} // namespace

Status vmcall_raw(u32 exposed, tdx_regs const &in, tdx_regs &out, tdx_xmm *xmm)
{
	RegMask const asked{static_cast<u16>(exposed)};
	RegMask const shown{asked | (Reg::R10 | Reg::R11)};
	u64 const shown_xmm{exposed & ~0xffffU};
	tdx_regs operands;
	tdx_regs result{};

	out = {};
	if (!asked.within(exposable) || (shown_xmm && !xmm))
		return {TDX_SW_REFUSED};
	copy(operands, shown, in);
	operands.rcx = shown_xmm | shown.bits;
	Status const status{shown_xmm ? vmcall_with_xmm(operands, result, *xmm)
				      : tdg_vp_vmcall(operands, result)};
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

u64 core_vmcall_raw(u32 exposed, tdx_regs const *in, tdx_regs *out, tdx_xmm *xmm)
{
	return vmcall_raw(exposed, *in, *out, xmm).raw;
}
