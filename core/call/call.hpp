// SPDX-License-Identifier: GPL-2.0
//
// The path of every TDX call.  The leaf table decides which asm entry makes the call, which
// registers go in and out, and which failures are retried.
#pragma once

#include "asm/call.h"
#include "call_flags.hpp"
#include "core/abi/completion_status.hpp"
#include "core/abi/leaf.hpp"
#include "host.h"

namespace tdx {

enum class Insn : u8 { Seamcall, Tdcall };

// Leaf functions that carry XMM registers are called by core_vp_enter(), core_l2_enter() and the
// hypercalls only.
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

constexpr RegMask small_regs = Reg::Rcx | Reg::Rdx | (Reg::R8 | Reg::R9);
constexpr RegMask wide_regs = small_regs | (Reg::R10 | Reg::R11) | (Reg::R12 | Reg::R13);

CORE_INLINE Entry entry_for(RegMask in, RegMask out)
{
	if ((in | out).within(small_regs))
		return out.empty() ? Entry::In : Entry::Small;
	return (in | out).within(wide_regs) ? Entry::Wide : Entry::Full;
}

// What a call needs to know of a leaf function.
struct Plan {
	RegMask in;
	RegMask out;
	Retry retry;
	Effect effect;
	Xstate xstate;
	Entry entry;
	bool is_short; // at most four operands, and vector registers are kept
	Resume resume;
};

CORE_INLINE Plan plan_of(LeafInfo const &leaf)
{
	RegMask const out{leaf.out | leaf.err_out};
	Entry const entry{entry_for(leaf.in, out)};

	return {leaf.in, out, leaf.retry, leaf.effect, leaf.xstate, entry,
		entry <= Entry::Small && leaf.xstate == Xstate::None, leaf.resume};
}

// A leaf function that no table has: all registers go in and out, and it may change anything.
constexpr Plan unknown_plan{block_regs, block_regs, Retry::Entropy, Effect::Platform, Xstate::Reset,
	Entry::Full, false, {}};

// @value if @reg is in @mask, else 0.
CORE_INLINE u64 pick(RegMask mask, Reg reg, u64 value)
{
	return mask.has(reg) ? value : 0;
}

// Copies the registers of @mask, others are 0.
CORE_INLINE void copy(tdx_regs &to, RegMask mask, tdx_regs const &from)
{
	to = {
		.rcx = pick(mask, Reg::Rcx, from.rcx),
		.rdx = pick(mask, Reg::Rdx, from.rdx),
		.r8 = pick(mask, Reg::R8, from.r8),
		.r9 = pick(mask, Reg::R9, from.r9),
		.r10 = pick(mask, Reg::R10, from.r10),
		.r11 = pick(mask, Reg::R11, from.r11),
		.r12 = pick(mask, Reg::R12, from.r12),
		.r13 = pick(mask, Reg::R13, from.r13),
		.rbx = pick(mask, Reg::Rbx, from.rbx),
		.rsi = pick(mask, Reg::Rsi, from.rsi),
		.rdi = pick(mask, Reg::Rdi, from.rdi),
		.r14 = pick(mask, Reg::R14, from.r14),
		.r15 = pick(mask, Reg::R15, from.r15),
	};
}

// Around each instruction: tells counters and tracepoints, if any is enabled.
CORE_ALWAYS_INLINE u64 begins(Insn insn, u64 fn, tdx_regs const &in)
{
	if (host_calls_watched) [[unlikely]]
		return host_call_begins(insn == Insn::Tdcall, fn, &in);
	return 0;
}

CORE_ALWAYS_INLINE Status ends(
	Insn insn, u64 fn, u64 begun, tdx_regs const &in, tdx_regs const &out, Status status)
{
	if (host_calls_watched) [[unlikely]]
		host_call_ends(insn == Insn::Tdcall, fn, status.raw, begun, &in, &out);
	return status;
}

// An FPU section for this call; false where there can be none.
CORE_ALWAYS_INLINE bool open_section(Insn insn, u64 fn)
{
	if (host_fpu_begin())
		return false;
	if (host_calls_watched) [[unlikely]]
		host_call_opened_section(insn == Insn::Tdcall, fn);
	return true;
}

// @in is const and separate from @out: a failed attempt's outputs become the next attempt's inputs
// only where the leaf table says so.
Status call(
	Insn insn, Plan const &plan, u64 fn, CallFlags flags, tdx_regs const &in, tdx_regs &out);

// Plan of a SEAMCALL by its number.
Plan const &seamcall_plan(u64 fn);

// Is a call by this number refused whatever its operands are?
CORE_INLINE bool is_refused(Plan const &plan, u64 fn, CallFlags flags)
{
	// Bit 63 would route the call to the P-SEAMLDR.
	return has_own_call(plan.xstate) || Bits<63>::get(fn) || !flags.valid();
}

// Executes the instruction once, where vector registers may be lost.
Status attempt_in_section(Insn insn, Plan const &plan, u64 fn, tdx_regs const &in, tdx_regs &out);

// One attempt, without retries; and the retries after an attempt that ended with @status.
Status attempt(Insn insn, Plan const &plan, u64 fn, tdx_regs const &in, tdx_regs &out);
Status call_again(Insn insn, Plan const &plan, u64 fn, CallFlags flags, tdx_regs const &in,
	tdx_regs &out, Status status);

// Calls by leaf number with four operands at most; every word of @out is written.  The second
// function retries after a first attempt that ended with @status.
Status call_small(
	Insn insn, u64 fn, CallFlags flags, u64 rcx, u64 rdx, u64 r8, u64 r9, tdx_regs_small &out);
Status call_small_again(Insn insn, u64 fn, CallFlags flags, u64 rcx, u64 rdx, u64 r8, u64 r9,
	tdx_regs_small &out, Status status);

// The same with a constant plan: for the simplest leaf functions this compiles to the instruction
// with the operands already in their registers.
CORE_ALWAYS_INLINE Status call_small(Insn insn, Plan const &plan, u64 fn, CallFlags flags, u64 rcx,
	u64 rdx, u64 r8, u64 r9, tdx_regs_small &out)
{
	if (plan.xstate != Xstate::None || host_calls_watched) [[unlikely]]
		return call_small(insn, fn, flags, rcx, rdx, r8, r9, out);

	u64 raw;
	if (plan.entry == Entry::In)
		raw = insn == Insn::Seamcall ? tdx_seamcall_in(fn, 0, rdx, rcx, r8, r9)
					     : tdx_tdcall_in(fn, 0, rdx, rcx, r8, r9);
	else
		raw = insn == Insn::Seamcall ? tdx_seamcall_small(fn, &out, rdx, rcx, r8, r9)
					     : tdx_tdcall_small(fn, &out, rdx, rcx, r8, r9);
	Status const status{raw};
	if (status.error()) [[unlikely]]
		return call_small_again(insn, fn, flags, rcx, rdx, r8, r9, out, status);
	if (plan.entry == Entry::In)
		out = {};
	return status;
}

} // namespace tdx
