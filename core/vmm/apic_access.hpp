// SPDX-License-Identifier: GPL-2.0
//
// A vCPU's accesses to its local APIC, by MSR: x2APIC registers and the TSC deadline.
#pragma once

#include "vmm.hpp"

namespace tdx::vmm {

// False for an access that is a #GP on a CPU and changes nothing: no such register, wrong
// direction, or reserved bits.
bool apic_read(Td &td, Vcpu &vcpu, u32 msr, u64 &value);
bool apic_write(Td &td, Vcpu &vcpu, u32 msr, u64 value);

// An interrupt as the ICR asks for it.
void send_ipi(Td &td, Vcpu &from, u64 icr);

} // namespace tdx::vmm
