// SPDX-License-Identifier: GPL-2.0
//
// What the host may write into vCPU-scope fields beyond their masks, and what it reads where that
// is not what is stored.
#pragma once

#include "core/emu/vcpu/vcpu_field.hpp"

namespace tdx::emu {

u64 host_reads(Vcpu const &vcpu, VcpuField const &field);

// Checks @value, which has the bits that stay already in it, and stores it, or what follows from
// it.
// @mask: all bits of the field that the host may write.
Status host_writes(Emu const &emu, Vcpu const &vcpu, VcpuField const &field, u64 value, u64 mask);

// An address that was never set is all ones: bits beyond the mask don't count as set then.
u64 before_write(VcpuField const &field, u64 stored, u64 mask);

} // namespace tdx::emu
