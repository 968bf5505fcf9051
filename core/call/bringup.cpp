// SPDX-License-Identifier: GPL-2.0
//
// The calls that initialise a platform, typed.
#include "core.h"
#include "typed_host.hpp"

using namespace tdx;

u64 core_sys_init()
{
	return typed::tdh_sys_init(typed::LeafVersion{0}, typed::Attributes{0}, typed::Value{0})
		.status.raw;
}

u64 core_sys_lp_init()
{
	return typed::tdh_sys_lp_init().status.raw;
}
