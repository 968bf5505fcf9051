// SPDX-License-Identifier: GPL-2.0
//
// Fault injection: what tests make happen around the module.
#pragma once

#include "../types.h"

namespace tdx::model {

struct Injection {
	u32 interrupt_every; // steps; 0: no interrupt
	u32 pconfig_result;
};

} // namespace tdx::model
