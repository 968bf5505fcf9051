// SPDX-License-Identifier: GPL-2.0
//
// Memory that the guest needs and has not got.
#pragma once

#include "vmm.hpp"

namespace tdx::vmm {

void ept_violation(Td &td, tdx_regs const &exit, vmm_verdict &verdict);

} // namespace tdx::vmm
