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

// Calls with XMM registers are made by core_vp_enter(), core_l2_enter() and the hypercalls.
CORE_INLINE bool has_own_call(Xstate xstate)
{
	return xstate == Xstate::Io || xstate == Xstate::L2;
}

// The asm entries, by the operand registers they reach.
enum class Entry : u8 {
	In,    // small_regs, no results
	Small, // small_regs
	Wide,  // wide_regs
	Full,  // block_regs
};

// What a call needs to know of a leaf function.
struct Plan {
	RegMask in;
	RegMask out;
	Retry retry;
	Xstate xstate;
	Entry entry;
};

constexpr RegMask small_regs = Reg::Rcx | Reg::Rdx | (Reg::R8 | Reg::R9);
constexpr RegMask wide_regs = small_regs | (Reg::R10 | Reg::R11) | (Reg::R12 | Reg::R13);

CORE_INLINE Entry entry_for(RegMask in, RegMask out)
{
	if ((in | out).within(small_regs))
		return out.empty() ? Entry::In : Entry::Small;
	return (in | out).within(wide_regs) ? Entry::Wide : Entry::Full;
}

CORE_INLINE Plan plan_of(LeafInfo const &leaf)
{
	RegMask const out = leaf.out | leaf.err_out;
	return {leaf.in, out, leaf.retry, leaf.xstate, entry_for(leaf.in, out)};
}

// A leaf function that no table has: everything goes in and comes out, and may be lost.
constexpr Plan unknown_plan{block_regs, block_regs, Retry::Entropy, Xstate::Reset, Entry::Full};

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
