// SPDX-License-Identifier: GPL-2.0
//
// The ACPI tables of a TD, all in one page.
#pragma once

#include "boot.h"

namespace tdx::boot {

// @page is zero, and will be at @gpa.  The RSDP is its first structure.
void write_acpi(vmm_boot_plan const &plan, u8 *page);

} // namespace tdx::boot
