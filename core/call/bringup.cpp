// SPDX-License-Identifier: GPL-2.0
//
// The calls that initialise a platform, typed.
#include "core.h"
#include "leaves.h"

u64 core_sys_init()
{
	return core_tdh_sys_init(0, 0, 0, 0, nullptr);
}

u64 core_sys_lp_init()
{
	return core_tdh_sys_lp_init(0, nullptr);
}
