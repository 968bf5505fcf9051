// SPDX-License-Identifier: GPL-2.0
//
// Initial values of the VMCS of a TD's vCPU and of its L2 VMs.
#pragma once

#include "core/emu/vcpu/vcpu.hpp"

namespace tdx::emu {

void init_vmcs(Emu const &emu, Vcpu const &vcpu, u32 vm);

// Bits of CR0 and CR4 that an L2 VM does not own (guest/host mask), and what it reads there.
u64 l2_cr0_mask(Emu const &emu);
u64 l2_cr0_shadow(Emu const &emu);
u64 l2_cr4_mask(Emu const &emu, TdControl const &control);
u64 l2_cr4_shadow(Emu const &emu);

// CR4 bits of features that the TD lacks.
u64 cr4_lacking(TdControl const &control);

// Controls of a VMCS, before the TD's features change them; by ControlsRow.
u64 first_controls(Emu const &emu, bool l2, u32 row);

} // namespace tdx::emu
