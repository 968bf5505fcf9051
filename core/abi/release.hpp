// SPDX-License-Identifier: GPL-2.0
//
// Releases of the TDX module that added something to the ABI.
#pragma once

#include "core/base/bits.hpp"

namespace tdx {

// First TDX release that is known to have it, by version number: 1.5 and 2.0 live side by side, and
// late releases of 1.5 are younger than the first ones of 2.0.
enum class Release : u8 {
	V1_0,
	V1_5,
	V1_5_05,
	V1_5_06,
	V1_5_28,
	V1_5_34,
	V2_0,
	V2_0_18,
	Newer, // than every release whose source is public
};

struct ReleaseInfo {
	char const *name;
	char const *text;
	u8 major;
	u8 minor;
	u8 update;
};

// By number.
constexpr ReleaseInfo releases[] = {
	{"1.0", "TDX 1.0", 1, 0, 0},
	{"1.5", "TDX 1.5", 1, 5, 0},
	{"1.5.05", "TDX 1.5.05", 1, 5, 5},
	{"1.5.06", "TDX 1.5.06", 1, 5, 6},
	{"1.5.28", "TDX 1.5.28", 1, 5, 28},
	{"1.5.34", "TDX 1.5.34", 1, 5, 34},
	{"2.0", "TDX 2.0", 2, 0, 0},
	{"2.0.18", "TDX 2.0.18", 2, 0, 18},
	{"newer", "newer than TDX 2.0", 0, 0, 0},
};
static_assert(sizeof(releases) / sizeof(*releases) == static_cast<u32>(Release::Newer) + 1);

// The release of the 2.0 line that has what every release of the 1.5 line up to 1.5.34 has.
constexpr Release caught_up = Release::V2_0_18;

CORE_INLINE ReleaseInfo const &release_info(Release release)
{
	return releases[static_cast<u32>(release)];
}

} // namespace tdx
