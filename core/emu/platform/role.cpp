// SPDX-License-Identifier: GPL-2.0
//
// This machine, for the software TDX module: it must not stand in a real one's place.
#include "core/identify/role.hpp"

void core_look_at_machine(core_machine *machine)
{
	*machine = tdx::look_at_machine();
}
