// SPDX-License-Identifier: GPL-2.0
//
// TDH.VP.INIT: a vCPU's initial state.
#include "core/emu/config/td_params.hpp"
#include "core/emu/config/vmcs_init.hpp"
#include "core/emu/cpu/vmx_controls.hpp"
#include "core/emu/metadata/global_value.hpp"
#include "core/emu/platform/tsc.hpp"
#include "leaves.hpp"

namespace tdx::emu {

namespace {

constexpr u64 no_address = ~0ULL;

void init_registers(Emu const &emu, Vcpu const &vcpu, u64 initial_rcx, u32 index)
{
	constexpr u64 dr6{0xffff0ff0};
	constexpr u64 fmask{0x20200};
	constexpr u64 xcr0{1};

	vcpu.set_gpr(Reg::Rbx, vcpu.td().control().gpa_width());
	vcpu.set_gpr(Reg::Rcx, initial_rcx);
	vcpu.set_gpr(Reg::R8, initial_rcx);
	// The platform's FMS, even if the TD's CPUID shows another.
	vcpu.set_gpr(Reg::Rdx, global_value(emu, global_row("ALLOWED_FMS"), 0));
	vcpu.set_gpr(Reg::Rsi, index);
	vcpu.store(vcpu_field::xcr0, xcr0);
	vcpu.store(vcpu_field::dr6, dr6);
	vcpu.store(vcpu_field::fmask, fmask);
}

void init_extended_state(Emu const &emu, Vcpu const &vcpu)
{
	constexpr u32 xcomp_bv{520 / 8}; // of the XSAVE header, in words
	constexpr u64 compacted{1ULL << 63};

	vcpu.store(vcpu_field::xbuff, compacted, xcomp_bv);
	if (Xfam::Lbr::get(vcpu.td().control().xfam))
		vcpu.store(vcpu_field::lbr_depth, max_lbr_depth(emu));
}

void init_management(Emu const &emu, Vcpu const &vcpu)
{
	TdControl const &control{vcpu.td().control()};

	vcpu.store(vcpu_field::shadow_pid_hpa, no_address);
	vcpu.store(vcpu_field::shadow_pinbased, first_controls(emu, false, pinbased));
	vcpu.store(vcpu_field::shadow_notification_vector, 0xffff);
	for (u32 vm = 0; vm <= vcpu.l2_vms(); vm++) {
		vcpu.store(vcpu_field::shadow_procbased2, first_controls(emu, vm != 0, procbased2),
			vm);
		vcpu.store(vcpu_field::shadow_shared_eptp, no_address, vm);
		vcpu.store(vcpu_field::l2_enter_state_gpa, no_address, vm);
		vcpu.store(vcpu_field::l2_enter_state_hpa, no_address, vm);
		vcpu.store(vcpu_field::l2_vapic_gpa, no_address, vm);
		vcpu.store(vcpu_field::l2_vapic_hpa, no_address, vm);
		vcpu.store(vcpu_field::tsc_deadline, ~0ULL, vm);
	}
	vcpu.store(vcpu_field::base_l2_cr0_mask, l2_cr0_mask(emu));
	vcpu.store(vcpu_field::base_l2_cr0_shadow, l2_cr0_shadow(emu));
	vcpu.store(vcpu_field::base_l2_cr4_mask, l2_cr4_mask(emu, control));
	vcpu.store(vcpu_field::base_l2_cr4_shadow, l2_cr4_shadow(emu));
	vcpu.store(vcpu_field::spec_ctrl, real_spec_ctrl(emu, control, 0));
}

} // namespace

HostOutcome vp_init(Call &call)
{
	auto &emu = call.emu;
	Vcpu vcpu{emu};

	TDX_TRY(vcpu.open(HostLeaf::VpInit, call.in.rcx, Reg::Rcx, Hold::Exclusive));
	if (vcpu.state() != VcpuState::Uninitialized)
		return Status::of(StatusCode::VcpuStateIncorrect);

	TdControl &control{vcpu.td().control()};
	u32 const index{control.num_vcpus.add(1)};
	if (index >= control.max_vcpus) {
		control.num_vcpus.subtract(1);
		return Status::of(StatusCode::MaxVcpusExceeded);
	}
	vcpu.store(vcpu_field::vcpu_index, index);
	// The vCPU stays counted even if this fails.
	TDX_TRY(compare_msr(emu, call.lp, Msr::TscAdjust));
	vcpu.store(vcpu_field::last_exit_tsc, native_tsc());
	vcpu.store(vcpu_field::xfam, control.xfam);

	init_registers(emu, vcpu, call.in.rdx, index);
	init_extended_state(emu, vcpu);
	init_management(emu, vcpu);
	for (u32 vm = 0; vm <= vcpu.l2_vms(); vm++)
		init_vmcs(emu, vcpu, vm);
	vcpu.store(vcpu_field::last_td_exit, static_cast<u64>(LastTdExit::AsyncFault));
	vcpu.set_state(VcpuState::Ready);
	return vcpu.associate(call.lp, false);
}

} // namespace tdx::emu
