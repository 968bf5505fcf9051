// SPDX-License-Identifier: GPL-2.0
//
// The platform's metadata as callers get it: one element, or all that a caller may read as a list.
#pragma once

#include "core/emu/platform/call.hpp"
#include "field_walk.hpp"

namespace tdx::emu {

// The element that RDX names, as TDH.SYS.RD does.
Status read_global_element(Call &call, Reader reader);

// The list from the field that R8 names on, into the page at @pa, as TDH.SYS.RDALL does.  The page
// is the one that RDX names: OPERAND_ADDR_RANGE_ERROR when there is no memory.
Status list_globals(Call &call, Reader reader, u64 pa);

} // namespace tdx::emu
