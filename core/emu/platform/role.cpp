// SPDX-License-Identifier: GPL-2.0
//
// What this machine is: the software TDX module must not run in place of a real one.
#include "core/identify/role.hpp"

void core_look_at_machine(core_machine *machine)
{
	*machine = tdx::look_at_machine();
}
