// SPDX-License-Identifier: GPL-2.0
//
// The leaf function of debug builds, which no list of leaf functions has.
#pragma once

#include <tdxcall/types.h>

namespace tdx {

constexpr u16 debug_leaf = 0xfe;
constexpr char const debug_leaf_name[] = "TDDEBUGCONFIG";
constexpr char const debug_leaf_note[] =
	"leaf 0xfe controls debug traces and exists only in debug builds of the TDX module: a "
	"production "
	"module refuses it, with TDX_SYS_NOT_READY while it is not READY, and all is well";

} // namespace tdx
