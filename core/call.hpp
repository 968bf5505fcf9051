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

CORE_INLINE u64 pick(RegMask mask, Reg reg, u64 value)
{
	return mask.has(reg) ? value : 0;
}

// Only the registers of @mask pass.
CORE_INLINE void copy(tdx_regs &to, RegMask mask, tdx_regs const &from)
{
	to = {
		.rcx = pick(mask, Reg::Rcx, from.rcx),
		.rdx = pick(mask, Reg::Rdx, from.rdx),
		.rbx = pick(mask, Reg::Rbx, from.rbx),
		.rsi = pick(mask, Reg::Rsi, from.rsi),
		.rdi = pick(mask, Reg::Rdi, from.rdi),
		.r8 = pick(mask, Reg::R8, from.r8),
		.r9 = pick(mask, Reg::R9, from.r9),
		.r10 = pick(mask, Reg::R10, from.r10),
		.r11 = pick(mask, Reg::R11, from.r11),
		.r12 = pick(mask, Reg::R12, from.r12),
		.r13 = pick(mask, Reg::R13, from.r13),
		.r14 = pick(mask, Reg::R14, from.r14),
		.r15 = pick(mask, Reg::R15, from.r15),
	};
}

Status call(Insn insn, Plan const &plan, u64 fn, tdx_regs const &in, tdx_regs &out);

} // namespace tdx
