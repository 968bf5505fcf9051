// SPDX-License-Identifier: GPL-2.0
//
// The one path of every TDX call: what the leaf table says of it decides which asm entry makes it,
// which registers pass in and out, and which failures are worth another attempt.
#pragma once

#include "../asm/call.h"
#include "abi/leaf.hpp"
#include "status.hpp"

namespace tdx {

enum class Insn : u8 { Seamcall, Tdcall };

// What a call needs to know of a leaf function.
struct Plan {
	RegMask in;
	RegMask out;
	Retry retry;
	bool small;   // within reach of the entry that takes four operands in registers
	bool refused; // would change vector registers that belong to a user program
};

constexpr RegMask small_regs = Reg::Rcx | Reg::Rdx | (Reg::R8 | Reg::R9);

CORE_INLINE Plan plan_of(LeafInfo const &leaf)
{
	RegMask const out = leaf.out | leaf.err_out;
	return {leaf.in, out, leaf.retry, (leaf.in | out).within(small_regs),
		leaf.xstate != Xstate::None};
}

// A leaf function that no table has: everything goes in and comes out.
constexpr Plan unknown_plan{block_regs, block_regs, Retry::Entropy, false, false};

// A leaf number is tried this often when there is no entropy: what RDRAND's makers ask for.
constexpr unsigned max_attempts = 10;

Status call(Insn insn, Plan const &plan, u64 fn, tdx_regs const &in, tdx_regs &out);

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
