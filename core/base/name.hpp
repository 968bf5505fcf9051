// SPDX-License-Identifier: GPL-2.0
//
// Comparison of names in tables.
#pragma once

#include "bits.hpp"

namespace tdx {

CORE_INLINE bool starts_with(char const *name, char const *prefix)
{
	while (*prefix)
		if (*name++ != *prefix++)
			return false;
	return true;
}

CORE_INLINE bool same_name(char const *a, char const *b)
{
	return starts_with(a, b) && starts_with(b, a);
}

} // namespace tdx
