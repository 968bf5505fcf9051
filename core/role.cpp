// SPDX-License-Identifier: GPL-2.0
//
// The role of this machine, for the software TDX module: it must not stand in a real one's place.
#include "role.hpp"

core_role core_hardware_role()
{
	return tdx::hardware_role();
}
