// SPDX-License-Identifier: GPL-2.0
//
// A TD from its beginning to its end.
#include "vmm.hpp"
#include "core/abi/page.hpp"
#include "core/base/text.hpp"
#include "host.h"

using namespace tdx;
using namespace tdx::vmm;

namespace {

bool is_sound(vmm_range const &range, u32 gpa_width)
{
	u64 const end{range.gpa + range.bytes};

	return !((range.gpa | range.bytes) % page_size) && end >= range.gpa &&
	       end <= 1ULL << (gpa_width - 1);
}

bool is_sound(vmm_config const &config)
{
	bool sound{vmm_bytes(config.vcpus) && config.tsc_frequency &&
		   config.tsc_frequency <= 0xffff &&
		   (config.gpa_width == 48 || config.gpa_width == 52)};

	for (vmm_range const &range : config.memory)
		sound = sound && is_sound(range, config.gpa_width);
	return sound;
}

bool is_within(u64 gpa, u64 bytes, vmm_range const &range)
{
	return gpa >= range.gpa && gpa - range.gpa < range.bytes &&
	       bytes <= range.bytes - (gpa - range.gpa);
}

} // namespace

bool vmm_td::is_memory(u64 gpa, u64 bytes) const
{
	bool found{false};

	for (vmm_range const &range : config.memory)
		found = found || is_within(gpa, bytes, range);
	return found;
}

bool vmm_td::ends_now()
{
	u32 seen{LifeRunning};

	return life.replace(seen, LifeEnding);
}

void vmm_td::ended()
{
	life.store(LifeEnded, Order::Release);
}

u64 vmm_bytes(u32 vcpus)
{
	return vcpus && vcpus <= VMM_MAX_VCPUS ? sizeof(vmm_td) + vcpus * sizeof(Vcpu) : 0;
}

vmm_td *vmm_init(void *memory, vmm_config const *config)
{
	vmm_td *const td{static_cast<vmm_td *>(memory)};

	if (!is_sound(*config))
		return nullptr;
	__builtin_memset(memory, 0, vmm_bytes(config->vcpus));
	td->config = *config;
	for (u32 i = 0; i < config->vcpus; i++) {
		td->vcpu(i).index = i;
		td->vcpu(i).apic.reset();
	}
	return td;
}

u32 vmm_input(vmm_td *td, void const *bytes, u32 count)
{
	u32 taken{0};

	host_vmm_lock(td->config.host);
	while (taken < count && td->com[VMM_COM1].receive(static_cast<u8 const *>(bytes)[taken]))
		taken++;
	host_vmm_unlock(td->config.host);
	return taken;
}

void vmm_end(vmm_td *td, char const *why)
{
	if (!td->ends_now())
		return;
	Text{td->reason, reason_bytes}.add(why);
	td->ended();
}

char const *vmm_reason(vmm_td const *td)
{
	return td->life.load(Order::Acquire) == LifeEnded ? td->reason : nullptr;
}

u64 vmm_exits(vmm_td const *td, u32 vcpu, u32 index)
{
	return vcpu < td->config.vcpus && index < exit_counts ? td->vcpu(vcpu).exits[index].load()
							      : 0;
}

char const *vmm_exit_name(u32 index)
{
	if (index >= exit_counts)
		return nullptr;
	if (index == exit_counts - 1)
		return "entry that failed";
	for (VmExit const &exit : vm_exits)
		if (exit.reason == index)
			return exit.name;
	return "";
}

u64 vmm_hypercalls(vmm_td const *td, u32 vcpu, u32 index)
{
	return vcpu < td->config.vcpus && index < hypercall_counts
		       ? td->vcpu(vcpu).hypercalls[index].load()
		       : 0;
}

char const *vmm_hypercall_name(u32 index)
{
	if (index >= hypercall_counts)
		return nullptr;
	return index < hypercall_counts - 1 ? vmcalls.leaf[index].name : "unknown";
}
