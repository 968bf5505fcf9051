// SPDX-License-Identifier: GPL-2.0
//
// TDH.SYS.LP.INIT, once on every LP, and TDH.SYS.LP.SHUTDOWN.
#include "core/emu/env/entropy.hpp"
#include "core/emu/platform/checks.hpp"
#include "leaves.hpp"

namespace tdx::emu {

namespace {

bool is_smrr2(Msr msr)
{
	return msr == Msr::Smrr2PhysBase || msr == Msr::Smrr2PhysMask;
}

Status compare_msrs(Call &call, u32 from, u32 to)
{
	for (u32 i = from; i < to; i++) {
		if (is_smrr2(sampled_msrs[i]) && !call.emu.platform.smrr2)
			continue;
		Status const status{compare_msr(call.emu, call.lp, sampled_msrs[i])};
		if (!status.ok())
			return status;
	}
	return success();
}

} // namespace

HostOutcome sys_lp_init(Call &call)
{
	auto &emu = call.emu;

	if (state_of(emu) != SysState::InitDone)
		return Status::of(StatusCode::SysLpInitNotPending);
	if (call.lp.initialised)
		return Status::of(StatusCode::SysLpInitDone);

	u64 seed;
	TDX_TRY(draw_random(emu, seed));
	TDX_TRY(compare_msrs(call, 0, msrs_before_cpuid));
	TDX_TRY(compare_cpuid(call));
	TDX_TRY(compare_msrs(call, msrs_before_cpuid, num_sampled_msrs));

	call.lp.initialised = true;
	emu.initialised_lps.add(1, Order::Release);
	return success();
}

// Does nothing since TDX 1.5.
HostOutcome sys_lp_shutdown(Call &)
{
	return success();
}

} // namespace tdx::emu
