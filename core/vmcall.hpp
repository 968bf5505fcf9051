// SPDX-License-Identifier: GPL-2.0
//
// TDG.VP.VMCALL: a TD asks its VMM for a service.
#pragma once

#include "abi/leaf.hpp"
#include "status.hpp"

namespace tdx {

// What a hypercall needs to know of its sub-function.
struct VmcallPlan {
	RegMask in;
	RegMask out;
	bool retry; // when the VMM says so
};

CORE_INLINE VmcallPlan vmcall_plan_of(LeafInfo const &subfunction)
{
	return {subfunction.in, subfunction.out | subfunction.err_out,
		has(subfunction.retry, Retry::Hypercall)};
}

// TDG.VP.VMCALL with sub-function @number.  The status is the VMM's (R10), unless the TDX module
// itself refused the call; R10 of @out tells the two apart.  RETRY is followed a bounded number of
// times; MapGPA goes on at R11 of the answer, which must lie in what is left of the range.
Status vmcall(VmcallPlan const &plan, u64 number, tdx_regs const &in, tdx_regs &out);

// One attempt, and those after one that ended in RETRY with @out.
Status vmcall_once(VmcallPlan const &plan, u64 number, tdx_regs const &in, tdx_regs &out);
Status vmcall_again(VmcallPlan const &plan, u64 number, tdx_regs const &in, tdx_regs &out);

// What the GHCI does not define, as it leaves R10 other than 0 to vendors: the caller says which
// registers the VMM sees and may change, as RCX has them.  R10 and R11 are always among them, XMM
// registers only where @xmm is not null.  The status is RAX.
Status vmcall_raw(u32 exposed, tdx_regs const &in, tdx_regs &out, tdx_xmm *xmm);

// RCX holds the mask itself; a VMM that sees RBP may break what unwinds the stack.
constexpr RegMask exposable{static_cast<u16>(block_regs.bits & ~mask_of(Reg::Rcx).bits)};

} // namespace tdx
