// SPDX-License-Identifier: GPL-2.0
//
// MSRs that the TDX module does not restore at a TD exit.
#pragma once

#include "../types.h"

namespace tdx {

constexpr u32 exit_msrs[]{
	0xc0000081, // STAR
	0xc0000082, // LSTAR
	0xc0000084, // FMASK
	0xc0000102, // KERNEL_GS_BASE
	0xc0000103, // TSC_AUX
	0x0da0,     // XSS
	0x01c4,     // XFD
	0x01c5,     // XFD_ERR
	0x01d9,     // DEBUGCTL
	0x00e1,     // UMWAIT_CONTROL
	0x0122,     // TSX_CTRL
	0x1b01,     // UARCH_MISC_CTL
};

} // namespace tdx
