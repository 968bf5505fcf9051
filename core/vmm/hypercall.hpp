// SPDX-License-Identifier: GPL-2.0
//
// Sub-functions of TDG.VP.VMCALL.  Each gives the word for R10, and changes nothing when that is an
// error, but for R11 of MapGPA.
#pragma once

#include "core/abi/results.hpp"
#include "vmm.hpp"

namespace tdx::vmm {

struct Hypercall {
	Td &td;
	Vcpu &vcpu;
	tdx_regs const &in; // as the guest shows them: a register that it does not expose is 0
	tdx_regs &out;      // the same, until a result takes its place
	vmm_verdict &verdict;

	CORE_ALWAYS_INLINE void *host() const { return td.config.host; }
};

void hypercall(Td &td, Vcpu &vcpu, tdx_regs const &exit, tdx_regs &entry, vmm_verdict &verdict);

GhciStatus cpuid(Hypercall const &call);
GhciStatus io(Hypercall const &call);
GhciStatus mmio(Hypercall const &call);
GhciStatus rdmsr(Hypercall const &call);
GhciStatus wrmsr(Hypercall const &call);
GhciStatus map_gpa(Hypercall const &call);
GhciStatus get_quote(Hypercall const &call);
GhciStatus report_fatal_error(Hypercall const &call);
GhciStatus setup_event_notify(Hypercall const &call);

} // namespace tdx::vmm
