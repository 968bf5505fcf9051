// SPDX-License-Identifier: GPL-2.0
//
// TDH.VP.ENTER, up to the first instruction of the guest.  TDVPR and TDR stay held while it runs.
#include "core/emu/env/contention.hpp"
#include "core/emu/platform/checks.hpp"
#include "core/emu/platform/tsc.hpp"
#include "core/emu/vcpu/td_exit.hpp"
#include "leaves.hpp"

namespace tdx::emu {

namespace {

using Tdvpr = Bits<51, 12>;
using RecoverabilityHint = Bits<52>;
using ResumeL1 = Bits<53>;
using Reserved = Bits<63, 54>;
using GuestHint = Bits<60>; // of the guest's RAX

using MonitorFsm = Bits<18>; // of IA32_MISC_ENABLE

bool shape_is_wrong(u64 operand)
{
	return Reserved::get(operand) || operand % page_size;
}

Status check_flags(Vcpu const &vcpu, u64 operand)
{
	auto const last_exit = LastTdExit{static_cast<u8>(vcpu.load(vcpu_field::last_td_exit))};

	if (RecoverabilityHint::get(operand) && last_exit != LastTdExit::AsyncTrap)
		return invalid(Reg::Rcx);
	if (ResumeL1::get(operand) && !vcpu.load(vcpu_field::curr_vm))
		return invalid(Reg::Rcx);
	return success();
}

Status check_clock(Emu const &emu, Lp const &lp, Vcpu const &vcpu, u64 misc_enable)
{
	TDX_TRY(compare_msr(emu, lp, Msr::TscAdjust));
	// The TSC may wrap, so look at the sign of the difference.
	if ((native_tsc() - vcpu.load(vcpu_field::last_exit_tsc)) >> 63)
		return Status::of(StatusCode::TscRollback);
	if (vcpu.td().control().cpu & TdCpu::monitor && !MonitorFsm::get(misc_enable))
		return incorrect_msr(Msr::MiscEnable);
	return success();
}

// Counts the vCPU in the current epoch: pages blocked from here on may be in its TLB until it
// exits.
Status join_epoch(Emu &emu, Vcpu const &vcpu)
{
	TdControl &control{vcpu.td().control()};
	HeldLock lock;

	TDX_TRY(take(emu, lock, control.epoch_lock, Hold::Shared, OperandId::TdEpoch));
	u64 const epoch{control.epoch};
	control.epoch_refs[epoch & 1].add(1, Order::Acquire);
	vcpu.store(vcpu_field::vcpu_epoch, epoch);
	return success();
}

// Takes the registers that the host passes after a TDG.VP.VMCALL, and its hint after a trap-like
// exit.
void take_from_host(Call const &call, Vcpu const &vcpu)
{
	u64 const control{vcpu.gpr(Reg::Rcx)};

	switch (LastTdExit{static_cast<u8>(vcpu.load(vcpu_field::last_td_exit))}) {
	case LastTdExit::Tdvmcall:
		for (u8 i = 2; i < 16; i++) {
			Reg const reg{static_cast<Reg>(i)};
			u64 const *const value{gpr(call.in, reg)};
			if (control >> i & 1 && (value || reg == Reg::Rbp))
				vcpu.set_gpr(reg, value ? *value : call.lp.host_rbp);
		}
		vcpu.set_gpr(Reg::Rax, success().raw);
		break;
	case LastTdExit::AsyncTrap:
		vcpu.set_gpr(Reg::Rax,
			GuestHint::put(vcpu.gpr(Reg::Rax), RecoverabilityHint::get(call.in.rcx)));
		break;
	case LastTdExit::AsyncFault:
		break;
	}
}

} // namespace

HostOutcome vp_enter(Call &call)
{
	auto &emu = call.emu;
	u64 const misc_enable{native_msr(emu, call.lp, Msr::MiscEnable)};
	Vcpu vcpu{emu};

	TDX_TRY(check_cpuid_limit(misc_enable));
	if (shape_is_wrong(call.in.rcx))
		return invalid(Reg::Rcx);
	TDX_TRY(vcpu.open(
		HostLeaf::VpEnter, Tdvpr::get(call.in.rcx) << page_shift, Reg::Rcx, Hold::Shared));
	TDX_TRY(vcpu.associate(call.lp, false));
	TDX_TRY(check_flags(vcpu, call.in.rcx));
	TDX_TRY(check_clock(emu, call.lp, vcpu, misc_enable));
	if (!emu.config.guests)
		return not_modelled();
	TDX_TRY(join_epoch(emu, vcpu));

	vcpu.td().release_op_state();
	take_from_host(call, vcpu);
	vcpu.store(vcpu_field::module_dependent_fields_updated, 1);
	vcpu.store(vcpu_field::lp_dependent_hpa_updated, 1);
	vcpu.set_state(VcpuState::Active);
	call.lp.tdvpr_pa = vcpu.pa();
	call.lp.tdr_pa = vcpu.td().pa();
	vcpu.leave_held();
	return HostOutcome::in_guest();
}

} // namespace tdx::emu
