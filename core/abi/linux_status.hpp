// SPDX-License-Identifier: GPL-2.0
//
// Statuses for which Linux has another number than the TDX module.
#pragma once

#include "completion_status.hpp"

namespace tdx {

struct LinuxStatus {
	u32 code; // bits 63:32, as StatusCode
	char const *name;
	StatusCode module; // what the TDX module returns instead
	char const *meaning;
};

constexpr LinuxStatus linux_statuses[] = {
	{0x40000002, "TDX_NON_RECOVERABLE_TD", StatusCode::NonRecoverableTd,
		"the TD can no longer run; the number is that of TDX 1.0, which Linux still "
		"compares with"},
	{0x60000007, "TDX_NON_RECOVERABLE_TD_WRONG_APIC_MODE",
		StatusCode::NonRecoverableTdWrongApicMode,
		"the host's local APIC was off; the TDX module's number has the error bit as well"},
};

} // namespace tdx
