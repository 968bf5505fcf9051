// SPDX-License-Identifier: GPL-2.0
#include "call.hpp"
#include "abi/guest_leaves.hpp"
#include "abi/host_leaves.hpp"
#include "abi/vmcalls.hpp"
#include "core.h"
#include "host.h"

namespace tdx {

namespace {

CORE_INLINE u64 pick(RegMask mask, Reg reg, u64 value)
{
	return mask.has(reg) ? value : 0;
}

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

Status call_full(Insn insn, Plan const &plan, u64 fn, tdx_regs const &in, tdx_regs &out)
{
	tdx_regs operands;
	tdx_regs result{};

	copy(operands, plan.in, in);
	u64 const status = insn == Insn::Seamcall ? tdx_seamcall_full(fn, &operands, &result)
						  : tdx_tdcall_full(fn, &operands, &result);
	copy(out, plan.out, result);
	return {status};
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
	// RAX bit 63 would route the call to the P-SEAMLDR.
	if (plan.refused || Bits<63>::get(fn))
		return status;

	for (unsigned attempt = 0; attempt < max_attempts; attempt++) {
		host_count_call(insn == Insn::Tdcall, static_cast<u32>(Bits<15, 0>::get(fn)));
		status = plan.small ? call_small(insn, plan, fn, in, out)
				    : call_full(insn, plan, fn, in, out);
		if (!again(plan.retry, status))
			break;
	}
	return status;
}

// Only registers that the sub-function uses are exposed to the VMM, no vector register among them:
// the guest keeps those, and the call needs no FPU section.
Status vmcall(VmcallPlan const &plan, u64 number, tdx_regs const &in, tdx_regs &out)
{
	u64 const leaf = static_cast<u64>(GuestLeaf::VpVmcall);
	tdx_regs operands;
	tdx_regs result{};

	out = {};
	copy(operands, plan.in, in);
	operands.rcx = (plan.in | plan.out | (Reg::R10 | Reg::R11)).bits;
	operands.r10 = 0;
	operands.r11 = Bits<31, 0>::get(number);

	host_count_call(true, static_cast<u32>(leaf));
	Status const status{tdx_tdcall_full(leaf, &operands, &result)};
	if (status.raw)
		return status;
	copy(out, plan.out, result);
	return {result.r10};
}

namespace {

// A sub-function that the table lacks: its inputs and what the GHCI has results in.
CORE_INLINE VmcallPlan unknown_vmcall(tdx_regs const &in)
{
	VmcallPlan plan{{}, Reg::R11 | Reg::R12 | (Reg::R13 | Reg::R14) | Reg::R15};

	for (u8 reg = 0; reg < 16; reg++) {
		u64 const *const word = gpr(in, Reg{reg});
		if (word && *word)
			plan.in = plan.in | Reg{reg};
	}
	return plan;
}

} // namespace

} // namespace tdx

using namespace tdx;

u64 core_vmcall(u64 number, tdx_regs const *in, tdx_regs *out)
{
	LeafInfo const *const row = find_leaf(vmcalls, number);
	return vmcall(row ? vmcall_plan_of(*row) : unknown_vmcall(*in), number, *in, *out).raw;
}

u64 core_seamcall(u64 fn, tdx_regs const *in, tdx_regs *out)
{
	return call(Insn::Seamcall, plan_for(host_plans, fn), fn, *in, *out).raw;
}

u64 core_tdcall(u64 fn, tdx_regs const *in, tdx_regs *out)
{
	return call(Insn::Tdcall, plan_for(guest_plans, fn), fn, *in, *out).raw;
}
