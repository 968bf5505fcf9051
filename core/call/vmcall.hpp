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
	bool retry;      // when the VMM says so

	CORE_INLINE RegMask all() const { return in | out | err_out; }
};

CORE_INLINE VmcallPlan vmcall_plan_of(LeafInfo const &subfunction)
{
	return {subfunction.in, subfunction.out, subfunction.err_out,
		has(subfunction.retry, Retry::Hypercall)};
}

// Beside a sub-function's own operands: its number, and that the VMM sees these registers and no
// other.  No vector register is among them: the guest keeps those, and no FPU section is needed.
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

// One attempt, and those after one that the VMM answered with RETRY and @out.
VmcallResult vmcall_once(VmcallPlan plan, u64 number, tdx_regs const &in, tdx_regs &out);
VmcallResult vmcall_again(
	VmcallPlan plan, u64 number, CallFlags flags, tdx_regs const &in, tdx_regs &out);

// TDG.VP.VMCALL with sub-function @number.  RETRY is followed in bounds; MapGPA goes on at R11 of
// the answer, which must lie in what is left of the range.  @out has the sub-function's results
// only when all went well, and R10 whenever the VMM ran.
VmcallResult vmcall(
	VmcallPlan plan, u64 number, CallFlags flags, tdx_regs const &in, tdx_regs &out);

// The same with @operands that have no other register of the sub-function, and a plan that is a
// constant: nothing is copied.  In @out only those results count that the outcome allows for.
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

// What the GHCI does not define, as it leaves R10 other than 0 to vendors: the caller says which
// registers the VMM sees and may change, as RCX has them.  R10 and R11 are always among them, XMM
// registers only where @xmm is not null.
VmcallResult vmcall_raw(u32 exposed, tdx_regs const &in, tdx_regs &out, tdx_xmm *xmm);

// RCX holds the mask itself; a VMM that sees RBP may break what unwinds the stack.
constexpr RegMask exposable{static_cast<u16>(block_regs.bits & ~mask_of(Reg::Rcx).bits)};

} // namespace tdx
