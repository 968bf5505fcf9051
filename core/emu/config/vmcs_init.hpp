// SPDX-License-Identifier: GPL-2.0
//
// First values of the VMCS of a TD's vCPU and of its L2 VMs.
#pragma once

#include "core/emu/vcpu/vcpu.hpp"

namespace tdx::model {

void init_vmcs(Module const &module, Vcpu const &vcpu, u32 vm);

// Bits of CR0 and CR4 that the module keeps from an L2 VM, and what the VM reads there.
u64 l2_cr0_mask(Module const &module);
u64 l2_cr0_shadow(Module const &module);
u64 l2_cr4_mask(Module const &module, TdControl const &control);
u64 l2_cr4_shadow(Module const &module);

// Controls of a VMCS before its TD's features are looked at; by ControlsRow.
u64 first_controls(Module const &module, bool l2, u32 row);

} // namespace tdx::model
