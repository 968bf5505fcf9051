// SPDX-License-Identifier: GPL-2.0
//
// TDCALL: from RAX to what a guest asks for.
#include "core/abi/config_flags.hpp"
#include "core/call/host.h"
#include "core/emu/env/contention.hpp"
#include "core/emu/guest/guest_memory.hpp"
#include "core/emu/vcpu/td_exit.hpp"

namespace tdx::emu {

namespace {

// Registers of which the host can learn: not RAX, RCX and RSP.
bool is_vmcall_control(Vcpu const &vcpu, u64 control)
{
	u64 refused{1 << 0 | 1 << 1 | 1 << 4 | 0xffffffffULL << 32};

	if (ConfigFlags::NoRbpMod::get(vcpu.td().control().config_flags))
		refused |= 1 << 5;
	return !(control & refused);
}

// What a guest must not see of the host's precedence.
Status as_the_guest_sees(Status status)
{
	if (status.code() != StatusCode::OperandBusyHostPriority)
		return status;
	return Status::of(StatusCode::OperandBusy, status.detail());
}

// The host learns the page of an address only.
CORE_INLINE u64 page_of(u64 gpa)
{
	return gpa & ~u64{page_size - 1};
}

[[gnu::noinline]] emu_verdict conclude(
	RunningVcpu &running, GuestOutcome const &outcome, emu_regs &regs)
{
	switch (outcome.end) {
	case GuestEnd::Answer:
		regs.rax = as_the_guest_sees(outcome.status).raw;
		running.vcpu().set_gpr(Reg::Rax, regs.rax);
		running.vcpu().set_gpr(Reg::Rcx, regs.gpr.rcx);
		running.vcpu().set_gpr(Reg::Rdx, regs.gpr.rdx);
		return EMU_ANSWERED;
	case GuestEnd::Restart:
		return EMU_ANSWERED;
	case GuestEnd::Violation:
		return running.exit(
			{StatusCode::Success, exit_reason::ept_violation, outcome.qualification,
				outcome.extended, page_of(outcome.gpa), 0},
			regs);
	case GuestEnd::Misconfiguration:
		return running.exit({StatusCode::Success, exit_reason::ept_misconfiguration, 0, 0,
					    page_of(outcome.gpa), 0},
			regs);
	case GuestEnd::Exception:
		inject_ve(running.vcpu(), exit_reason::ept_violation, outcome.qualification,
			outcome.gpa, 0);
		return EMU_ANSWERED;
	case GuestEnd::Damaged:
		break;
	}
	return running.exit_dead(exit_reason::tdcall, 0, 0, regs);
}

[[gnu::noinline]] GuestOutcome page_attributes(
	Emu &emu, Td const &td, GuestLeaf leaf, tdx_regs &gpr)
{
	PageAttributes attributes;
	GuestOutcome const outcome{
		leaf == GuestLeaf::MemPageAttrRd
			? page_attr_rd(emu, td, gpr.rcx, attributes)
			: page_attr_wr(emu, td, gpr.rcx, gpr.rdx, gpr.r8, attributes)};
	if (outcome.end == GuestEnd::Answer) {
		gpr.rcx = attributes.page;
		gpr.rdx = attributes.attributes;
	}
	return outcome;
}

struct Extension {
	alignas(8) u8 hash_state[HOST_SHA384_STATE_BYTES];
	u8 bytes[hash_words * 8];
};

// RTMR := SHA-384(RTMR || the 48 bytes in the guest's memory).
[[gnu::noinline]] GuestOutcome rtmr_extend(Emu &emu, Lp &lp, Td const &td, u64 gpa, u64 index)
{
	constexpr u64 alignment{64};
	TdControl &control{td.control()};
	auto &extension = scratch<Extension>(lp);
	constexpr u32 bytes{sizeof(extension.bytes)};
	HeldLock lock;
	u64 pa;

	if (gpa % alignment)
		return answer(invalid(Reg::Rcx));
	GuestOutcome const found{find_operand(emu, td, gpa, GuestAccess::Read, 0, Reg::Rcx, pa)};
	if (found.end != GuestEnd::Answer || !found.status.ok())
		return found;
	if (host_phys_read(pa, extension.bytes, bytes))
		return ends(GuestEnd::Damaged);
	if (index >= num_rtmrs)
		return answer(invalid(Reg::Rdx));
	Status const locked{take(emu, lock, control.rtmr_lock, Hold::Exclusive, OperandId::Rtmr)};
	if (!locked.ok())
		return answer(locked);
	if (host_sha384_begin(extension.hash_state) ||
		host_sha384_update(
			extension.hash_state, control.rtmr[index], bytes, extension.bytes, bytes) ||
		host_sha384_end(extension.hash_state, control.rtmr[index]))
		return ends(GuestEnd::Damaged);
	return answer(success());
}

} // namespace

emu_verdict guest_call(Emu &emu, Lp &lp, emu_regs &regs)
{
	using Number = Bits<15, 0>;
	using NotNumber = Bits<63, 16>; // versions, and reserved

	RunningVcpu running{emu, lp};
	if (!running.intact())
		return running.exit_dead(exit_reason::tdcall, 0, 0, regs);
	running.save_registers(regs);
	running.save_exit({exit_reason::tdcall, 0, 0, 0, 0});

	Td const &td{running.vcpu().td()};
	GuestLeaf const leaf{static_cast<u16>(Number::get(regs.rax))};
	GuestOutcome outcome{answer(not_modelled())};
	if (!NotNumber::get(regs.rax)) {
		switch (leaf) {
		case GuestLeaf::VpVmcall:
			if (is_vmcall_control(running.vcpu(), regs.gpr.rcx))
				return running.exit_by_vmcall(regs.gpr.rcx, regs);
			outcome = answer(invalid(Reg::Rcx));
			break;
		case GuestLeaf::MrRtmrExtend:
			outcome = rtmr_extend(emu, lp, td, regs.gpr.rcx, regs.gpr.rdx);
			break;
		case GuestLeaf::MemPageAccept:
			outcome = page_accept(emu, lp, td, regs.gpr.rcx);
			break;
		case GuestLeaf::MemPageAttrRd:
		case GuestLeaf::MemPageAttrWr:
			outcome = page_attributes(emu, td, leaf, regs.gpr);
			break;
		default:
			break;
		}
	}
	return conclude(running, outcome, regs);
}

} // namespace tdx::emu
