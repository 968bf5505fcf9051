// SPDX-License-Identifier: GPL-2.0
//
// TDH.SYS.SHUTDOWN and TDH.SYS.UPDATE: replacing a module by an updated one.
#include "leaves.hpp"

namespace tdx::emu {

namespace {

// Handoff versions of the modelled build.
constexpr u64 module_hv = 0;
constexpr u64 min_update_hv = 0;

constexpr u32 no_lp = ~0u;

bool an_lp_is_inside(Emu const &emu, u32 besides)
{
	for (u32 i = 0; i < emu.config.lps; i++) {
		if (i != besides && emu.lps[i].busy.load(Order::Full))
			return true;
	}
	return false;
}

} // namespace

HostOutcome sys_shutdown(Call &call)
{
	auto &emu = call.emu;

	if (call.in.rcx < min_update_hv || call.in.rcx > module_hv)
		return invalid(Reg::Rcx);
	if (!emu.lock.try_exclusive())
		return Status::of(StatusCode::SysBusy);

	// Set the state before checking for LPs inside: one that enters later sees the state.
	Status status{success()};
	emu.state.store(SysState::Shutdown, Order::Full);
	if (an_lp_is_inside(emu, call.lp.number)) {
		set_state(emu, SysState::Ready);
		status = Status::of(StatusCode::SysBusy);
	} else {
		emu.handoff = {true, static_cast<u16>(call.in.rcx)};
	}
	emu.lock.release_exclusive();
	return status;
}

// TDs survive: their state is in donated memory, which the old module left as it was.
HostOutcome sys_update(Call &call)
{
	auto &emu = call.emu;

	if (state_of(emu) != SysState::InitDone || !all_lps_initialised(emu))
		return Status::of(StatusCode::SysStateIncorrect);
	if (!emu.handoff.valid || emu.handoff.version < min_update_hv ||
		emu.handoff.version > module_hv)
		return Status::of(StatusCode::SysInvalidHandoff);
	emu.handoff.valid = false;
	set_state(emu, SysState::Ready);
	return success();
}

} // namespace tdx::emu

using namespace tdx::emu;

int emu_update(emu *emu)
{
	if (state_of(*emu) != SysState::Shutdown || !emu->lock.try_exclusive())
		return -1;

	bool const is_left{!an_lp_is_inside(*emu, no_lp)};
	if (is_left) {
		for (u32 i = 0; i < emu->config.lps; i++) {
			emu->lps[i].initialised = false;
			emu->lps[i].steps = 0;
		}
		emu->initialised_lps = 0;
		set_state(*emu, SysState::Pending);
	}
	emu->lock.release_exclusive();
	return is_left ? 0 : -1;
}
