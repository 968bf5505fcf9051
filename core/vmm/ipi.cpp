// SPDX-License-Identifier: GPL-2.0
//
// Interrupts from one vCPU to others.
#include "apic_access.hpp"
#include "host.h"

namespace tdx::vmm {

namespace {

constexpr u32 broadcast = 0xffffffff;

bool is_addressed(u64 icr, u32 destination, u32 from, u32 vcpu)
{
	switch (Icr::Shorthand::get(icr)) {
	case Icr::self:
		return vcpu == from;
	case Icr::all:
		return true;
	case Icr::others:
		return vcpu != from;
	default:
		break;
	}
	if (destination == broadcast)
		return true;
	if (!Icr::Logical::get(icr))
		return vcpu == destination;
	// Logical destination: a cluster, and a mask of its 16 APICs.
	return destination >> 16 == logical_id(vcpu) >> 16 &&
	       destination & logical_id(vcpu) & 0xffff;
}

} // namespace

// INIT, SIPI and SMI are dropped: a TD's vCPUs have none of them.
void send_ipi(Td &td, Vcpu &from, u64 icr)
{
	u64 const mode{Icr::Mode::get(icr)};
	u32 const destination{static_cast<u32>(Icr::Destination::get(icr))};
	u8 const vector{static_cast<u8>(Icr::Vector::get(icr))};
	bool const by_vector{mode == Icr::fixed || mode == Icr::lowest_priority};

	if (!by_vector && mode != Icr::nmi)
		return;
	if (by_vector && vector < first_apic_vector) {
		from.apic.esr_next |= Esr::SendIllegalVector::mask;
		return;
	}
	for (u32 i = 0; i < td.config.vcpus; i++) {
		if (!is_addressed(icr, destination, from.index, i))
			continue;
		if (by_vector)
			post(td, i, vector);
		else
			host_vmm_nmi(td.config.host, i);
		// Lowest priority: any destination will do, so the first.
		if (mode == Icr::lowest_priority)
			return;
	}
}

} // namespace tdx::vmm
