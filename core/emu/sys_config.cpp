// SPDX-License-Identifier: GPL-2.0
//
// The leaf functions that lead from INIT_DONE to READY, as far as they are modelled: up to what
// they ask of the module's state.
#include "leaves.hpp"

namespace tdx::model {

Status sys_config(Call &call)
{
	if (state_of(call.module) != SysState::InitDone || !all_lps_initialised(call.module))
		return Status::of(StatusCode::SysConfigNotPending);
	return not_modelled();
}

// Comes after SYS.CONFIG, which does not succeed yet.
Status sys_key_config(Call &)
{
	return Status::of(StatusCode::SysKeyConfigNotPending);
}

Status sys_update(Call &call)
{
	if (state_of(call.module) != SysState::InitDone || !all_lps_initialised(call.module))
		return Status::of(StatusCode::SysStateIncorrect);
	// No module ran before this one and left its data.
	return Status::of(StatusCode::SysInvalidHandoff);
}

} // namespace tdx::model
