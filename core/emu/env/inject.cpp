// SPDX-License-Identifier: GPL-2.0
#include "inject.hpp"

#include "contention.hpp"
#include "core/emu/host.h"
#include "entropy.hpp"
#include "interrupt.hpp"
#include "pconfig.hpp"

namespace tdx::emu {

RulesLocked::RulesLocked(Injection &which) : injection{which}
{
	while (injection.lock.exchange(1, Order::Acquire))
		__builtin_ia32_pause();
}

RulesLocked::~RulesLocked()
{
	injection.lock.store(0, Order::Release);
}

namespace {

// Subject bits that tell SEAMCALL, TDCALL and P-SEAMLDR calls apart.
constexpr u32 callee_bits = EMU_SUBJECT_TDCALL | EMU_SUBJECT_SEAMLDR;

bool ends_call(emu_fault_kind kind)
{
	return kind <= EMU_FAULT_UD;
}

bool concerns(emu_fault const &fault, bool call, emu_fault_kind kind, u32 subject)
{
	if (!call)
		return fault.kind == kind && fault.subject == subject;
	if (!ends_call(fault.kind))
		return false;
	if (fault.subject & EMU_SUBJECT_ANY_LEAF)
		return !((fault.subject ^ subject) & callee_bits);
	return fault.subject == subject;
}

// The fast check: mostly there is no rule.
CORE_ALWAYS_INLINE bool is_armed(Injection const &injection)
{
	return injection.armed;
}

// An event that rules may match: each matching rule counts it, up to the first one that strikes.
bool strikes(Injection &injection, bool call, emu_fault_kind kind, u32 subject, emu_fault &found)
{
	RulesLocked const locked{injection};
	for (u32 i = 0; i < injection.rules; i++) {
		auto &rule = injection.rule[i];
		auto &fault = rule.fault;
		if (!fault.times || !concerns(fault, call, kind, subject))
			continue;
		if (fault.skip) {
			fault.skip--;
			continue;
		}
		rule.hits++;
		if (fault.times != EMU_FAULT_ALWAYS && !--fault.times)
			injection.armed.subtract(1);
		found = fault;
		return true;
	}
	return false;
}

bool strikes(Injection &injection, emu_fault_kind kind, u32 subject)
{
	if (!is_armed(injection))
		return false;
	emu_fault found;
	return strikes(injection, false, kind, subject, found);
}

bool sensible(emu_fault const &fault)
{
	if (!fault.times)
		return false;
	switch (fault.kind) {
	case EMU_FAULT_ANSWER:
		if (!RegMask{static_cast<u16>(fault.outputs)}.within(block_regs) ||
			fault.outputs >> 16)
			return false;
		break;
	case EMU_FAULT_VMFAIL_INVALID:
		if (fault.subject & EMU_SUBJECT_TDCALL)
			return false;
		break;
	case EMU_FAULT_GP:
	case EMU_FAULT_UD:
		break;
	case EMU_FAULT_BUSY:
		return true;
	case EMU_FAULT_NO_ENTROPY:
		return !fault.subject;
	default:
		return false;
	}
	return !(fault.subject & ~(0xffffu | EMU_SUBJECT_ANY_LEAF | callee_bits)) &&
	       (fault.subject & callee_bits) != callee_bits &&
	       !(fault.subject & EMU_SUBJECT_ANY_LEAF && fault.subject & 0xffff);
}

// Finished rules make room for new ones.
void drop_finished(Injection &injection)
{
	u32 kept{0};

	for (u32 i = 0; i < injection.rules; i++) {
		if (injection.rule[i].fault.times)
			injection.rule[kept++] = injection.rule[i];
	}
	injection.rules = kept;
}

} // namespace

bool call_injected(Emu &emu, bool tdcall, emu_regs &regs, emu_verdict &verdict)
{
	if (!is_armed(emu.injection))
		return false;
	u32 subject{static_cast<u32>(Bits<15, 0>::get(regs.rax))};
	emu_fault fault;

	if (tdcall)
		subject |= EMU_SUBJECT_TDCALL;
	else if (Bits<63>::get(regs.rax))
		subject |= EMU_SUBJECT_SEAMLDR;
	if (!strikes(emu.injection, true, EMU_FAULT_ANSWER, subject, fault))
		return false;

	switch (fault.kind) {
	case EMU_FAULT_VMFAIL_INVALID:
		verdict = EMU_VMFAIL_INVALID;
		return true;
	case EMU_FAULT_GP:
		verdict = EMU_GP;
		return true;
	case EMU_FAULT_UD:
		verdict = EMU_UD;
		return true;
	default:
		break;
	}
	regs.rax = fault.status;
	for (u8 i = 0; i < 16; i++) {
		if (fault.outputs >> i & 1)
			*gpr(regs.gpr, Reg{i}) = *gpr(fault.out, Reg{i});
	}
	verdict = EMU_ANSWERED;
	return true;
}

bool contended(Emu &emu, OperandId operand)
{
	return strikes(emu.injection, EMU_FAULT_BUSY, static_cast<u32>(operand));
}

Status draw_random(Emu &emu, u64 &value)
{
	if (strikes(emu.injection, EMU_FAULT_NO_ENTROPY, 0) || host_random(&value))
		return Status::of(StatusCode::RndNoEntropy);
	return success();
}

bool interrupt_pending(Emu &emu, Lp &lp)
{
	auto &injection = emu.injection;
	u32 const every{injection.interrupt_every};

	if (!every || ++lp.steps < every)
		return false;
	lp.steps = 0;
	injection.interrupts.add(1);
	return true;
}

Status pconfig(Emu &emu)
{
	auto &injection = emu.injection;
	Status status{success()};

	switch (injection.pconfig_result.load()) {
	case EMU_PCONFIG_NO_ENTROPY:
		status = Status::of(StatusCode::KeyGenerationFailed);
		break;
	case EMU_PCONFIG_BUSY:
		status = busy(OperandId::Ket);
		break;
	default:
		return status;
	}
	injection.pconfig_failures.add(1);
	return status;
}

} // namespace tdx::emu

using namespace tdx::emu;

int emu_inject(emu *emu, emu_fault const *fault)
{
	auto &injection = emu->injection;

	if (!sensible(*fault))
		return -1;

	RulesLocked const locked{injection};
	if (injection.rules == max_rules)
		drop_finished(injection);
	if (injection.rules == max_rules)
		return -1;
	injection.rule[injection.rules++] = {*fault, 0};
	injection.armed.add(1);
	return 0;
}

void emu_inject_clear(emu *emu)
{
	auto &injection = emu->injection;
	RulesLocked const locked{injection};

	injection.armed.store(0);
	injection.rules = 0;
	emu_set_interrupt(emu, 0);
	emu_set_pconfig(emu, 0);
}

void emu_set_interrupt(emu *emu, u32 every)
{
	emu->injection.interrupts.store(0);
	emu->injection.interrupt_every.store(every);
}

void emu_set_pconfig(emu *emu, u32 result)
{
	emu->injection.pconfig_failures.store(0);
	emu->injection.pconfig_result.store(result);
}
