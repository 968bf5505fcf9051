// SPDX-License-Identifier: GPL-2.0
#include "call.hpp"
#include "core.h"
#include "core/abi/leaves/guest_leaves.hpp"
#include "core/abi/leaves/host_leaves.hpp"
#include "host.h"

namespace tdx {

namespace {

// The instruction faulted or there is no TDX module: the entry did not write the results.
[[gnu::cold]] void no_module_ran(tdx_regs &out)
{
	out = {};
}

// A short entry's registers come first in the block, so it can write its results there directly.
static_assert(__builtin_offsetof(tdx_regs, rcx) == __builtin_offsetof(tdx_regs_small, rcx) &&
	      __builtin_offsetof(tdx_regs, rdx) == __builtin_offsetof(tdx_regs_small, rdx) &&
	      __builtin_offsetof(tdx_regs, r8) == __builtin_offsetof(tdx_regs_small, r8) &&
	      __builtin_offsetof(tdx_regs, r9) == __builtin_offsetof(tdx_regs_small, r9));

CORE_ALWAYS_INLINE Status enter_small(
	Insn insn, Plan const &plan, u64 fn, tdx_regs const &in, tdx_regs &out)
{
	u64 const rdx{pick(plan.in, Reg::Rdx, in.rdx)};
	u64 const rcx{pick(plan.in, Reg::Rcx, in.rcx)};
	u64 const r8{pick(plan.in, Reg::R8, in.r8)};
	u64 const r9{pick(plan.in, Reg::R9, in.r9)};
	auto *const small{reinterpret_cast<tdx_regs_small *>(&out)};

	return {insn == Insn::Seamcall ? tdx_seamcall_small(fn, small, rdx, rcx, r8, r9)
				       : tdx_tdcall_small(fn, small, rdx, rcx, r8, r9)};
}

// Keeps the results among what the entry wrote, and zeroes all other registers.
CORE_INLINE void keep_results_of_small(tdx_regs &out, RegMask results)
{
	out.rcx = pick(results, Reg::Rcx, out.rcx);
	out.rdx = pick(results, Reg::Rdx, out.rdx);
	out.r8 = pick(results, Reg::R8, out.r8);
	out.r9 = pick(results, Reg::R9, out.r9);
	out.r10 = out.r11 = out.r12 = out.r13 = 0;
	out.rbx = out.rsi = out.rdi = out.r14 = out.r15 = 0;
}

CORE_ALWAYS_INLINE u64 enter_block(
	Insn insn, Entry entry, u64 fn, tdx_regs const &in, tdx_regs &out)
{
	if (entry == Entry::Wide)
		return insn == Insn::Seamcall ? tdx_seamcall_wide(fn, &in, &out)
					      : tdx_tdcall_wide(fn, &in, &out);
	return insn == Insn::Seamcall ? tdx_seamcall_full(fn, &in, &out)
				      : tdx_tdcall_full(fn, &in, &out);
}

CORE_INLINE tdx_regs block_of(u64 rcx, u64 rdx, u64 r8, u64 r9)
{
	tdx_regs regs{};

	regs.rcx = rcx;
	regs.rdx = rdx;
	regs.r8 = r8;
	regs.r9 = r9;
	return regs;
}

CORE_ALWAYS_INLINE Status call_with_four(
	Insn insn, Plan const &plan, u64 fn, tdx_regs const &in, tdx_regs &out)
{
	Status const status{enter_small(insn, plan, fn, in, out)};

	if (status.software()) [[unlikely]]
		no_module_ran(out);
	else
		keep_results_of_small(out, plan.out);
	return status;
}

// Leaf functions that the table lacks: all registers go in and come out unfiltered.
CORE_ALWAYS_INLINE Status call_with_all(Insn insn, u64 fn, tdx_regs const &in, tdx_regs &out)
{
	Status const status{enter_block(insn, Entry::Full, fn, in, out)};

	if (status.software()) [[unlikely]]
		no_module_ran(out);
	return status;
}

Status call_with_block(Insn insn, Plan const &plan, u64 fn, tdx_regs const &in, tdx_regs &out)
{
	CORE_FILLED tdx_regs operands;
	CORE_FILLED tdx_regs result;

	copy(operands, plan.in, in);
	Status const status{enter_block(insn, plan.entry, fn, operands, result)};
	if (status.software()) [[unlikely]]
		no_module_ran(out);
	else
		copy(out, plan.out, result);
	return status;
}

CORE_ALWAYS_INLINE Status enter(
	Insn insn, Plan const &plan, u64 fn, tdx_regs const &in, tdx_regs &out)
{
	if (plan.entry <= Entry::Small)
		return call_with_four(insn, plan, fn, in, out);
	if (plan.in == block_regs && plan.out == block_regs)
		return call_with_all(insn, fn, in, out);
	return call_with_block(insn, plan, fn, in, out);
}

// Plans by leaf number, so that a call by number costs one load.
template <unsigned Size>
struct Plans {
	Plan plan[Size];
};

template <unsigned Size, unsigned Leaves, unsigned Operands>
consteval Plans<Size> make_plans(LeafTable<Leaves, Operands> const &table)
{
	Plans<Size> plans{};

	for (Plan &plan : plans.plan)
		plan = unknown_plan;
	for (LeafInfo const &leaf : table.leaf)
		plans.plan[leaf.number()] = plan_of(leaf);
	return plans;
}

template <unsigned Leaves, unsigned Operands>
consteval unsigned last_number(LeafTable<Leaves, Operands> const &table)
{
	return table.leaf[Leaves - 1].number();
}

constexpr auto host_plans = make_plans<last_number(host_leaves) + 1>(host_leaves);
constexpr auto guest_plans = make_plans<last_number(guest_leaves) + 1>(guest_leaves);

template <unsigned Size>
CORE_INLINE Plan const &plan_for(Plans<Size> const &plans, u64 fn)
{
	u64 const leaf = fn & 0xffff;
	return leaf < Size ? plans.plan[leaf] : unknown_plan;
}

CORE_INLINE Plan const &plan_for(Insn insn, u64 fn)
{
	return insn == Insn::Seamcall ? plan_for(host_plans, fn) : plan_for(guest_plans, fn);
}

CORE_INLINE tdx_regs_small small_of(tdx_regs const &regs)
{
	return {.rcx = regs.rcx, .rdx = regs.rdx, .r8 = regs.r8, .r9 = regs.r9};
}

CORE_ALWAYS_INLINE Status watched_enter(
	Insn insn, Plan const &plan, u64 fn, tdx_regs const &in, tdx_regs &out)
{
	u64 const begun{begins(insn, fn, in)};

	return ends(insn, fn, begun, in, out, enter(insn, plan, fn, in, out));
}

// Only leaf functions that may lose vector registers pay for an FPU section.
CORE_ALWAYS_INLINE Status try_once(
	Insn insn, Plan const &plan, u64 fn, tdx_regs const &in, tdx_regs &out)
{
	if (plan.xstate == Xstate::None)
		return watched_enter(insn, plan, fn, in, out);

	if (!open_section(insn, fn)) {
		out = {};
		return {TDXCALL_REFUSED};
	}
	Status const status{watched_enter(insn, plan, fn, in, out)};
	host_fpu_end();
	return status;
}

CORE_ALWAYS_INLINE Status call_now(
	Insn insn, Plan const &plan, u64 fn, CallFlags flags, tdx_regs const &in, tdx_regs &out)
{
	if (is_refused(plan, fn, flags)) [[unlikely]] {
		out = {};
		return {TDXCALL_REFUSED};
	}
	Status const status{try_once(insn, plan, fn, in, out)};
	if (status.error()) [[unlikely]]
		return call_again(insn, plan, fn, flags, in, out, status);
	return status;
}

[[gnu::noinline]] Status call_with_flags(
	Insn insn, Plan const &plan, u64 fn, tdx_regs const &in, tdx_regs &out)
{
	return call_now(insn, plan, CallFlags::strip(fn), CallFlags::of(fn), in, out);
}

[[gnu::noinline]] Status call_four_again(
	Insn insn, Plan const &plan, u64 fn, tdx_regs const &in, tdx_regs &out, Status status)
{
	if (status.software())
		no_module_ran(out);
	else
		keep_results_of_small(out, plan.out);
	return call_again(insn, plan, fn, CallFlags{}, in, out, status);
}

// The common case: at most four operands, no flags, nobody watching, success.  Nothing else stands
// between the caller and the instruction then.
CORE_ALWAYS_INLINE Status call_by_number(
	Insn insn, Plan const &plan, u64 fn, tdx_regs const &in, tdx_regs &out)
{
	if (!plan.is_short || Bits<63, 48>::get(fn) || host_calls_watched) [[unlikely]]
		return call_with_flags(insn, plan, fn, in, out);

	Status const status{enter_small(insn, plan, fn, in, out)};
	if (status.error()) [[unlikely]]
		return call_four_again(insn, plan, fn, in, out, status);
	keep_results_of_small(out, plan.out);
	return status;
}

} // namespace

Plan const &seamcall_plan(u64 fn)
{
	return plan_for(host_plans, fn);
}

Status attempt_in_section(Insn insn, Plan const &plan, u64 fn, tdx_regs const &in, tdx_regs &out)
{
	return watched_enter(insn, plan, fn, in, out);
}

Status attempt(Insn insn, Plan const &plan, u64 fn, tdx_regs const &in, tdx_regs &out)
{
	return try_once(insn, plan, fn, in, out);
}

Status call(Insn insn, Plan const &plan, u64 fn, CallFlags flags, tdx_regs const &in, tdx_regs &out)
{
	return call_now(insn, plan, fn, flags, in, out);
}

Status call_small(
	Insn insn, u64 fn, CallFlags flags, u64 rcx, u64 rdx, u64 r8, u64 r9, tdx_regs_small &out)
{
	tdx_regs const in{block_of(rcx, rdx, r8, r9)};
	tdx_regs result;
	Status const status{call(insn, plan_for(insn, fn), fn, flags, in, result)};

	out = small_of(result);
	return status;
}

Status call_small_again(Insn insn, u64 fn, CallFlags flags, u64 rcx, u64 rdx, u64 r8, u64 r9,
	tdx_regs_small &out, Status status)
{
	Plan const &plan{plan_for(insn, fn)};
	tdx_regs const in{block_of(rcx, rdx, r8, r9)};
	tdx_regs result{};

	if (plan.entry == Entry::Small && !status.software())
		result = block_of(out.rcx, out.rdx, out.r8, out.r9);
	status = call_again(insn, plan, fn, flags, in, result, status);
	out = small_of(result);
	return status;
}

} // namespace tdx

using namespace tdx;

u64 core_seamcall(u64 fn, tdx_regs const *in, tdx_regs *out)
{
	return call_by_number(Insn::Seamcall, plan_for(host_plans, fn), fn, *in, *out).raw;
}

int core_seamcall_reads(u64 fn)
{
	return seamcall_plan(fn).effect == Effect::Reads;
}

u64 core_tdcall(u64 fn, tdx_regs const *in, tdx_regs *out)
{
	return call_by_number(Insn::Tdcall, plan_for(guest_plans, fn), fn, *in, *out).raw;
}

void core_operands(u32 tdcall, u64 fn, tdx_regs const *in, tdx_regs *operands)
{
	Plan const &plan{plan_for(tdcall ? Insn::Tdcall : Insn::Seamcall, fn)};
	bool const all{Bits<63>::get(fn) || has_own_call(plan.xstate)};

	copy(*operands, all ? block_regs : plan.in, *in);
}
