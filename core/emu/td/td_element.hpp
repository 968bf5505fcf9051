// SPDX-License-Identifier: GPL-2.0
//
// Access to TD-scope metadata, element by element: RDX, R8 and R9 of a call as TDH.MNG.RD and
// TDH.MNG.WR have them.
#pragma once

#include "td_field.hpp"

namespace tdx::emu {

Status read_td_element(Call &call, Td const &td, Reader reader, bool tells_next);
Status write_td_element(Call &call, Td const &td, Reader reader);

} // namespace tdx::emu
