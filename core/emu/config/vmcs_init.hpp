// SPDX-License-Identifier: GPL-2.0
//
// First values of the VMCS of a TD's vCPU and of its L2 VMs.
#pragma once

#include "core/emu/vcpu/vcpu.hpp"

namespace tdx::emu {

void init_vmcs(Emu const &emu, Vcpu const &vcpu, u32 vm);

// Bits of CR0 and CR4 that the module keeps from an L2 VM, and what the VM reads there.
u64 l2_cr0_mask(Emu const &emu);
u64 l2_cr0_shadow(Emu const &emu);
u64 l2_cr4_mask(Emu const &emu, TdControl const &control);
u64 l2_cr4_shadow(Emu const &emu);

// Controls of a VMCS before its TD's features are looked at; by ControlsRow.
u64 first_controls(Emu const &emu, bool l2, u32 row);

} // namespace tdx::emu
