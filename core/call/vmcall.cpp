// SPDX-License-Identifier: GPL-2.0
#include "vmcall.hpp"
#include "core.h"
#include "core/abi/leaves/vmcalls.hpp"
#include "host.h"

namespace tdx {

namespace {

CORE_ALWAYS_INLINE Status tdg_vp_vmcall(tdx_regs const &operands, tdx_regs &result)
{
	u64 const begun{begins(Insn::Tdcall, vmcall_leaf, operands)};

	return ends(Insn::Tdcall, vmcall_leaf, begun, operands, result,
		{tdx_tdcall_full(vmcall_leaf, &operands, &result)});
}

// Copies the registers of @mask; others of @to stay as they are.
void copy(tdx_xmm &to, u64 mask, tdx_xmm const &from)
{
	for (unsigned i = 0; i < 16; i++) {
		if (!(mask >> i & 1))
			continue;
		to.xmm[i][0] = from.xmm[i][0];
		to.xmm[i][1] = from.xmm[i][1];
	}
}

// With the XMM registers that RCX exposes, inside an FPU section.
Status vmcall_with_xmm(tdx_regs const &operands, tdx_regs &result, tdx_xmm &xmm)
{
	u64 const exposed{Bits<31, 16>::get(operands.rcx)};
	tdx_xmm all{};

	copy(all, exposed, xmm);
	if (!open_section(Insn::Tdcall, vmcall_leaf))
		return {TDXCALL_REFUSED};
	u64 const begun{begins(Insn::Tdcall, vmcall_leaf, operands)};
	Status const status{tdx_tdcall_xmm(vmcall_leaf, &operands, &result, &all, &all)};
	host_fpu_end();
	if (!status.raw)
		copy(xmm, exposed, all);
	return ends(Insn::Tdcall, vmcall_leaf, begun, operands, result, status);
}

} // namespace

VmcallResult vmcall_once(VmcallPlan plan, u64 number, tdx_regs const &in, tdx_regs &out)
{
	CORE_FILLED tdx_regs operands;
	CORE_FILLED tdx_regs answer;

	copy(operands, plan.in, in);
	complete(operands, plan, number);
	Status const status{tdg_vp_vmcall(operands, answer)};
	if (status.raw) {
		out = {};
		return VmcallResult::not_run(status);
	}
	VmmWord const word{answer.r10};
	copy(out, (word.ok() ? plan.out : plan.err_out) | Reg::R10, answer);
	return {status, word};
}

VmcallResult vmcall(VmcallPlan plan, u64 number, CallFlags flags, tdx_regs const &in, tdx_regs &out)
{
	VmcallResult const result{vmcall_once(plan, number, in, out)};

	return is_retry(plan, result) ? vmcall_again(plan, number, flags, in, out) : result;
}

VmcallResult vmcall_raw(u32 exposed, tdx_regs const &in, tdx_regs &out, tdx_xmm *xmm)
{
	RegMask const asked{static_cast<u16>(exposed)};
	RegMask const shown{asked | (Reg::R10 | Reg::R11)};
	u64 const shown_xmm{exposed & ~0xffffU};
	tdx_regs operands;
	tdx_regs result{};

	out = {};
	if (!asked.within(exposable) || (shown_xmm && !xmm))
		return VmcallResult::not_run({TDXCALL_REFUSED});
	copy(operands, shown, in);
	operands.rcx = shown_xmm | shown.bits;
	Status const status{shown_xmm ? vmcall_with_xmm(operands, result, *xmm)
				      : tdg_vp_vmcall(operands, result)};
	if (status.raw)
		return VmcallResult::not_run(status);
	copy(out, shown, result);
	return {status, {result.r10}};
}

} // namespace tdx

using namespace tdx;

tdx_vmcall_result core_vmcall(u64 number, tdx_regs const *in, tdx_regs *out)
{
	CallFlags const flags{CallFlags::of(number)};
	number = CallFlags::strip(number);
	LeafInfo const *const row = find_leaf(vmcalls, number);

	if (!row || !flags.valid()) {
		*out = {};
		return VmcallResult::not_run({TDXCALL_REFUSED}).words();
	}
	return vmcall(vmcall_plan_of(*row), number, flags, *in, *out).words();
}

tdx_vmcall_result core_vmcall_raw(u32 exposed, tdx_regs const *in, tdx_regs *out, tdx_xmm *xmm)
{
	return vmcall_raw(exposed, *in, *out, xmm).words();
}
