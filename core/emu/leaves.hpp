// SPDX-License-Identifier: GPL-2.0
//
// Handlers of the modelled leaf functions.  The dispatcher has checked version and module state,
// holds the lock that the leaf wants, and has put the leaf's defaults into the outputs.
#pragma once

#include "../abi/reg.hpp"
#include "state.hpp"

namespace tdx::model {

struct Call {
	Module &module;
	Lp &lp;
	tdx_regs const &in;
	tdx_regs &out;
};

using Handler = Status (*)(Call &);

CORE_INLINE Status invalid(Reg operand)
{
	return Status::of(StatusCode::OperandInvalid, static_cast<u32>(operand));
}

// A leaf function, or a part of one, that is not modelled answers as a module that lacks it.
CORE_INLINE Status not_modelled()
{
	return invalid(Reg::Rax);
}

// sys_init.cpp, sys_lp_init.cpp: platform and LP initialisation, LP shutdown
Status sys_init(Call &call);
Status sys_lp_init(Call &call);
Status sys_lp_shutdown(Call &call);

// sys_info.cpp, sys_rd.cpp: what the module is
Status sys_info(Call &call);
Status sys_rd(Call &call);
Status sys_rdall(Call &call);

// sys_config.cpp: the way to READY
Status sys_config(Call &call);
Status sys_key_config(Call &call);
Status sys_update(Call &call);

} // namespace tdx::model
