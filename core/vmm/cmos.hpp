// SPDX-License-Identifier: GPL-2.0
//
// The real-time clock: what time it is, in UTC, and nothing of what it could be set to.
#pragma once

#include <tdxcall/types.h>

namespace tdx::vmm {

struct Cmos {
	u8 index;

	u8 read(u64 seconds) const;
};

} // namespace tdx::vmm
