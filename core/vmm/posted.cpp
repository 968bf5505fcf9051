// SPDX-License-Identifier: GPL-2.0
//
// Interrupts for a vCPU, by its posted-interrupt descriptor.
#include "host.h"
#include "vmm.hpp"

namespace tdx::vmm {

// Sets the request bit first: who finds ON set takes all requests.  If ON was set before, the vCPU
// has been kicked and has not taken its requests yet.
void post(Td &td, u32 vcpu, u8 vector)
{
	PostedInterrupts &posted{td.vcpu(vcpu).posted};

	posted.requests[vector / 64].set_bits(1ULL << vector % 64, Order::Full);
	if (!(posted.control.set_bits(PostedInterrupts::outstanding, Order::Full) &
		    PostedInterrupts::outstanding))
		host_vmm_kick(td.config.host, vcpu);
}

} // namespace tdx::vmm

void vmm_post(vmm_td *td, u32 vcpu, u8 vector)
{
	if (vcpu < td->config.vcpus)
		tdx::vmm::post(*td, vcpu, vector);
}

int vmm_has_event(vmm_td const *td, u32 vcpu)
{
	using tdx::vmm::PostedInterrupts;

	return vcpu < td->config.vcpus && td->vcpu(vcpu).posted.control.load(tdx::Order::Acquire) &
						  PostedInterrupts::outstanding;
}

void *vmm_posted(vmm_td *td, u32 vcpu)
{
	return vcpu < td->config.vcpus ? &td->vcpu(vcpu).posted : nullptr;
}
