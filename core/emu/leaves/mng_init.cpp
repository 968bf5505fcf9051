// SPDX-License-Identifier: GPL-2.0
//
// TDH.MNG.INIT: configures a TD from TD_PARAMS.
#include "core/emu/config/td_params.hpp"
#include "core/emu/page/memory.hpp"
#include "core/emu/platform/checks.hpp"
#include "core/emu/platform/tsc.hpp"
#include "core/emu/td/measurement.hpp"
#include "leaves.hpp"

namespace tdx::emu {

namespace {

constexpr u64 default_hp_lock_timeout = 1000000; // microseconds

void reset_counts(Emu const &emu, TdControl &control)
{
	control.num_vcpus = 0;
	control.num_assoc_vcpus = 0;
	control.epoch = 1;
	control.epoch_refs[0] = 0;
	control.epoch_refs[1] = 0;
	control.hp_lock_timeout = tsc_ticks(emu, default_hp_lock_timeout);
}

void reset_rtmrs(TdControl &control)
{
	for (auto &rtmr : control.rtmr) {
		for (u64 &word : rtmr)
			word = 0;
	}
}

Status configure(Call &call, Td const &td, TdParams const &params)
{
	auto const &emu = call.emu;

	TDX_TRY(configure_td(emu, call.lp, td, params));
	TDX_TRY(configure_cpuid(emu, call.lp, td, params, call.out.rcx));
	TDX_TRY(configure_arch_capabilities(emu, td, params));
	// Migration of a partitioned TD is not supported.
	if (TdAttributes::Migratable::get(params.attributes) && params.num_l2_vms)
		return invalid(Reg::Rdx);
	return success();
}

} // namespace

HostOutcome mng_init(Call &call)
{
	auto &emu = call.emu;
	Td td{emu};
	auto &params = scratch<TdParams>(call.lp);

	TDX_TRY(check_cpuid_limit(native_msr(emu, call.lp, Msr::MiscEnable)));
	TDX_TRY(td.open(HostLeaf::MngInit, call.in.rcx, Reg::Rcx, Hold::Exclusive));
	TDX_TRY(check_shared(emu, call.in.rdx, td_params_alignment, Reg::Rdx));
	TDX_TRY(read_shared(emu, call.in.rdx, 0, &params, sizeof(params), Reg::Rdx));

	reset_counts(emu, td.control());
	TDX_TRY(configure(call, td, params));
	TDX_TRY(begin_measurement(td));
	configure_msr_bitmaps(emu, td);
	configure_vmx_msrs(emu, td);
	reset_rtmrs(td.control());
	td.control().set_state(OpState::Initialized);
	return success();
}

} // namespace tdx::emu
