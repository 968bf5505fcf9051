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
};

CORE_INLINE VmcallPlan vmcall_plan_of(LeafInfo const &subfunction)
{
	return {subfunction.in, subfunction.out | subfunction.err_out};
}

// TDG.VP.VMCALL with sub-function @number.  The status is the VMM's (R10), unless the TDX module
// itself refused the call.
Status vmcall(VmcallPlan const &plan, u64 number, tdx_regs const &in, tdx_regs &out);

} // namespace tdx
