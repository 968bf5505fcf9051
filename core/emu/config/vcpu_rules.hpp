// SPDX-License-Identifier: GPL-2.0
//
// What may be written into vCPU-scope fields beyond their masks, and what is read where that is not
// what is stored.
#pragma once

#include "core/emu/vcpu/vcpu_field.hpp"

namespace tdx::emu {

u64 read_value(Vcpu const &vcpu, VcpuField const &field);

// Checks @value, which has the bits that stay already in it, and stores it, or what follows from
// it.
// @mask: all bits of the field that may be written.
Status write_value(Emu const &emu, Vcpu const &vcpu, VcpuField const &field, u64 value, u64 mask);

// The old value to merge a write with.  An address that was never set reads as all ones, of which
// bits outside the mask do not count.
u64 before_write(VcpuField const &field, u64 stored, u64 mask);

} // namespace tdx::emu
