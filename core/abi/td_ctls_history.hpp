// SPDX-License-Identifier: GPL-2.0
//
// What the guest may write of TD_CTLS, which grew from release to release.
#pragma once

#include "field_id.hpp"

namespace tdx {

struct TdCtlsMask {
	char const *releases;
	u64 guest_write;
};

// By the field code both ids of TD_CTLS have: bit 63 does not matter on access.
constexpr u64 td_ctls_field = 0x1110000300000017;
constexpr u64 td_ctls_field_new = 0x9110000300000017;
constexpr TdCtlsMask td_ctls_masks[] = {
	{"1.5.01", 0x1},
	{"1.5.05", 0x3},
	{"2.0.08 to 2.0.16", 0x800000000000000f},
	{"1.5.34 and 2.0.18", 0x800000000000001f},
};

} // namespace tdx
