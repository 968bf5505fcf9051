// SPDX-License-Identifier: GPL-2.0
//
// Access to vCPU-scope metadata, element by element: RDX, R8 and R9 of a call as TDH.VP.RD and
// TDH.VP.WR have them.
#pragma once

#include "core/emu/vcpu/vcpu_field.hpp"

namespace tdx::emu {

Status read_vcpu_element(Call &call, Vcpu const &vcpu, Reader reader, bool tells_next);
Status write_vcpu_element(Call &call, Vcpu const &vcpu, Reader reader);

} // namespace tdx::emu
