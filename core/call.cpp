// SPDX-License-Identifier: GPL-2.0
#include "call.hpp"
#include "abi/guest_leaves.hpp"
#include "abi/host_leaves.hpp"
#include "core.h"
#include "host.h"

namespace tdx {

namespace {

Status call_small(Insn insn, Plan const &plan, u64 fn, tdx_regs const &in, tdx_regs &out)
{
	tdx_regs_small result{};
	u64 const rdx = pick(plan.in, Reg::Rdx, in.rdx);
	u64 const rcx = pick(plan.in, Reg::Rcx, in.rcx);
	u64 const r8 = pick(plan.in, Reg::R8, in.r8);
	u64 const r9 = pick(plan.in, Reg::R9, in.r9);
	u64 const status = insn == Insn::Seamcall
				   ? tdx_seamcall_small(fn, &result, rdx, rcx, r8, r9)
				   : tdx_tdcall_small(fn, &result, rdx, rcx, r8, r9);

	out.rcx = pick(plan.out, Reg::Rcx, result.rcx);
	out.rdx = pick(plan.out, Reg::Rdx, result.rdx);
	out.r8 = pick(plan.out, Reg::R8, result.r8);
	out.r9 = pick(plan.out, Reg::R9, result.r9);
	return {status};
}

Status call_in(Insn insn, Plan const &plan, u64 fn, tdx_regs const &in)
{
	u64 const rdx = pick(plan.in, Reg::Rdx, in.rdx);
	u64 const rcx = pick(plan.in, Reg::Rcx, in.rcx);
	u64 const r8 = pick(plan.in, Reg::R8, in.r8);
	u64 const r9 = pick(plan.in, Reg::R9, in.r9);

	return {insn == Insn::Seamcall ? tdx_seamcall_in(fn, 0, rdx, rcx, r8, r9)
				       : tdx_tdcall_in(fn, 0, rdx, rcx, r8, r9)};
}

Status call_block(Insn insn, Plan const &plan, u64 fn, tdx_regs const &in, tdx_regs &out)
{
	tdx_regs operands;
	tdx_regs result{};
	u64 status;

	copy(operands, plan.in, in);
	if (plan.entry == Entry::Wide)
		status = insn == Insn::Seamcall ? tdx_seamcall_wide(fn, &operands, &result)
						: tdx_tdcall_wide(fn, &operands, &result);
	else
		status = insn == Insn::Seamcall ? tdx_seamcall_full(fn, &operands, &result)
						: tdx_tdcall_full(fn, &operands, &result);
	copy(out, plan.out, result);
	return {status};
}

Status call_entry(Insn insn, Plan const &plan, u64 fn, tdx_regs const &in, tdx_regs &out)
{
	switch (plan.entry) {
	case Entry::In:
		return call_in(insn, plan, fn, in);
	case Entry::Small:
		return call_small(insn, plan, fn, in, out);
	default:
		return call_block(insn, plan, fn, in, out);
	}
}

// Others don't pay for what only some leaf functions need.
Status attempt(Insn insn, Plan const &plan, u64 fn, tdx_regs const &in, tdx_regs &out)
{
	host_count_call(insn == Insn::Tdcall, static_cast<u32>(Bits<15, 0>::get(fn)));
	if (plan.xstate == Xstate::None)
		return call_entry(insn, plan, fn, in, out);

	if (host_fpu_begin())
		return {TDX_SW_REFUSED};
	Status const status{call_entry(insn, plan, fn, in, out)};
	host_fpu_end();
	return status;
}

CORE_INLINE bool again(Retry retry, Status status)
{
	return has(retry, Retry::Entropy) && status.is(Status::Code::RndNoEntropy);
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

} // namespace

// @in stays const and @out is apart: a failed attempt's outputs never become the next one's inputs.
Status call(Insn insn, Plan const &plan, u64 fn, tdx_regs const &in, tdx_regs &out)
{
	Status status{TDX_SW_REFUSED};

	out = {};
	// Bit 63 would route the call to the P-SEAMLDR.
	if (has_own_call(plan.xstate) || Bits<63>::get(fn))
		return status;

	for (unsigned i = 0; i < max_attempts; i++) {
		status = attempt(insn, plan, fn, in, out);
		if (!again(plan.retry, status))
			break;
	}
	return status;
}

} // namespace tdx

using namespace tdx;

u64 core_seamcall(u64 fn, tdx_regs const *in, tdx_regs *out)
{
	return call(Insn::Seamcall, plan_for(host_plans, fn), fn, *in, *out).raw;
}

u64 core_tdcall(u64 fn, tdx_regs const *in, tdx_regs *out)
{
	return call(Insn::Tdcall, plan_for(guest_plans, fn), fn, *in, *out).raw;
}
