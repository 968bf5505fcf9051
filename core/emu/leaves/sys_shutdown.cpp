// SPDX-License-Identifier: GPL-2.0
//
// TDH.SYS.SHUTDOWN and TDH.SYS.UPDATE: the end of a module, and the one that takes its place.
#include "core/emu/platform/leaves.hpp"

namespace tdx::model {

namespace {

// Handoff versions of the modelled build.
constexpr u64 module_hv = 0;
constexpr u64 min_update_hv = 0;

constexpr u32 no_lp = ~0u;

bool an_lp_is_inside(Module const &module, u32 besides)
{
	for (u32 i = 0; i < module.config.lps; i++) {
		if (i != besides && __atomic_load_n(&module.lps[i].busy, __ATOMIC_SEQ_CST))
			return true;
	}
	return false;
}

} // namespace

Status sys_shutdown(Call &call)
{
	auto &module = call.module;

	if (call.in.rcx < min_update_hv || call.in.rcx > module_hv)
		return invalid(Reg::Rcx);
	if (!module.lock.try_exclusive())
		return Status::of(StatusCode::SysBusy);

	// First the state, then the look around: an LP that comes later sees it.
	Status status{success()};
	__atomic_store_n(&module.state, static_cast<u8>(SysState::Shutdown), __ATOMIC_SEQ_CST);
	if (an_lp_is_inside(module, call.lp.number)) {
		set_state(module, SysState::Ready);
		status = Status::of(StatusCode::SysBusy);
	} else {
		module.handoff = {true, static_cast<u16>(call.in.rcx)};
	}
	module.lock.release_exclusive();
	return status;
}

// The TDs go on: their state is in memory that the old module left as it was.
Status sys_update(Call &call)
{
	auto &module = call.module;

	if (state_of(module) != SysState::InitDone || !all_lps_initialised(module))
		return Status::of(StatusCode::SysStateIncorrect);
	if (!module.handoff.valid || module.handoff.version < min_update_hv ||
		module.handoff.version > module_hv)
		return Status::of(StatusCode::SysInvalidHandoff);
	module.handoff.valid = false;
	set_state(module, SysState::Ready);
	return success();
}

} // namespace tdx::model

using namespace tdx::model;

int emu_update(emu *module)
{
	if (state_of(*module) != SysState::Shutdown || !module->lock.try_exclusive())
		return -1;

	bool const is_left{!an_lp_is_inside(*module, no_lp)};
	if (is_left) {
		for (u32 i = 0; i < module->config.lps; i++) {
			module->lps[i].initialised = false;
			module->lps[i].steps = 0;
		}
		module->initialised_lps = 0;
		set_state(*module, SysState::Pending);
	}
	module->lock.release_exclusive();
	return is_left ? 0 : -1;
}
