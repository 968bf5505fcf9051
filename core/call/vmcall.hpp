// SPDX-License-Identifier: GPL-2.0
//
// TDG.VP.VMCALL: a TD asks its VMM for a service.
#pragma once

#include "call.hpp"
#include "core/abi/leaves/guest_leaves.hpp"
#include "core/abi/vmm_word.hpp"

namespace tdx {

// What a hypercall needs to know of its sub-function.
struct VmcallPlan {
	RegMask in;
	RegMask out;     // on success
	RegMask err_out; // else
	bool retry;      // follows the VMM's RETRY

	CORE_INLINE RegMask all() const { return in | out | err_out; }
};

CORE_INLINE VmcallPlan vmcall_plan_of(LeafInfo const &subfunction)
{
	return {subfunction.in, subfunction.out, subfunction.err_out,
		has(subfunction.retry, Retry::Hypercall)};
}

// Adds the sub-function's number, and the mask of registers that the VMM sees.  Vector registers
// are not among them, so no FPU section is needed.
CORE_INLINE void complete(tdx_regs &operands, VmcallPlan plan, u64 number)
{
	operands.rcx = (plan.all() | (Reg::R10 | Reg::R11)).bits;
	operands.r10 = 0;
	operands.r11 = Bits<31, 0>::get(number);
	if (u64 const operation = Bits<63, 32>::get(number))
		operands.r12 = Bits<15, 0>::put(operands.r12, operation);
}

constexpr u64 vmcall_leaf{static_cast<u64>(GuestLeaf::VpVmcall)};

CORE_INLINE bool is_retry(VmcallPlan plan, VmcallResult result)
{
	return plan.retry && result.ran() && result.vmm.is(GhciStatus::Retry);
}

// One attempt; and the retries after one that the VMM answered with RETRY and @out.
VmcallResult vmcall_once(VmcallPlan plan, u64 number, tdx_regs const &in, tdx_regs &out);
VmcallResult vmcall_again(
	VmcallPlan plan, u64 number, CallFlags flags, tdx_regs const &in, tdx_regs &out);

// TDG.VP.VMCALL with sub-function @number.  RETRY is followed within bounds; MapGPA continues at
// R11 of the answer, which must lie in the rest of the range.  @out has the sub-function's results
// only on success, and R10 whenever the VMM ran.
VmcallResult vmcall(
	VmcallPlan plan, u64 number, CallFlags flags, tdx_regs const &in, tdx_regs &out);

// The same without a copy, for a constant plan and @operands that hold the sub-function's registers
// only.  In @out only the results that belong to the outcome are valid.
CORE_ALWAYS_INLINE VmcallResult vmcall_in_place(
	VmcallPlan plan, u64 number, CallFlags flags, tdx_regs &operands, tdx_regs &out)
{
	if (host_calls_watched) [[unlikely]]
		return vmcall(plan, number, flags, operands, out);
	complete(operands, plan, number);
	VmcallResult const result{{tdx_tdcall_full(vmcall_leaf, &operands, &out)}, {out.r10}};
	if (!result.ran()) [[unlikely]] {
		out = {};
		return VmcallResult::not_run(result.module);
	}
	if (is_retry(plan, result)) [[unlikely]]
		return vmcall_again(plan, number, flags, operands, out);
	return result;
}

// Hypercalls that the GHCI does not define: values of R10 other than 0 are the vendors'.  @exposed
// are the registers that the VMM sees and may change, as in RCX.  R10 and R11 always are, XMM
// registers only if @xmm is not null.
VmcallResult vmcall_raw(u32 exposed, tdx_regs const &in, tdx_regs &out, tdx_xmm *xmm);

// Not RCX, which holds the mask, nor RBP, which the VMM could change while an unwinder relies on
// it.
constexpr RegMask exposable{static_cast<u16>(block_regs.bits & ~mask_of(Reg::Rcx).bits)};

} // namespace tdx
