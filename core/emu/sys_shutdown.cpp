// SPDX-License-Identifier: GPL-2.0
//
// TDH.SYS.SHUTDOWN and TDH.SYS.UPDATE: the end of a module, and its successor.
#include "leaves.hpp"

namespace tdx::model {

namespace {

// Handoff versions of the modelled build.
constexpr u64 module_hv = 0;
constexpr u64 min_update_hv = 0;

bool another_lp_is_inside(Call const &call)
{
	for (u32 i = 0; i < call.module.config.lps; i++) {
		if (i != call.lp.number &&
			__atomic_load_n(&call.module.lps[i].busy, __ATOMIC_SEQ_CST))
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
	if (another_lp_is_inside(call)) {
		set_state(module, SysState::Ready);
		status = Status::of(StatusCode::SysBusy);
	}
	module.lock.release_exclusive();
	return status;
}

Status sys_update(Call &call)
{
	if (state_of(call.module) != SysState::InitDone || !all_lps_initialised(call.module))
		return Status::of(StatusCode::SysStateIncorrect);
	// No module ran before this one and left its data.
	return Status::of(StatusCode::SysInvalidHandoff);
}

} // namespace tdx::model
