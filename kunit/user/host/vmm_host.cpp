// SPDX-License-Identifier: GPL-2.0
#include "vmm_host.hpp"
#include "core/vmm/host.h"
#include "core/vmm/vmm.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>

using host::Vmm;

static Vmm &of(void *host)
{
	return *static_cast<Vmm *>(host);
}

bool Vmm::copy(u64 gpa, void *to, void const *from, u64 bytes)
{
	for (u64 i = 0; i < bytes; i++)
		if (!shared.contains((gpa + i) & ~0xfffULL))
			return false;
	for (u64 i = 0; i < bytes; i++) {
		u8 &byte = shared[(gpa + i) & ~0xfffULL][(gpa + i) & 0xfff];
		if (to)
			static_cast<u8 *>(to)[i] = byte;
		else
			byte = static_cast<u8 const *>(from)[i];
	}
	return true;
}

void host_vmm_kick(void *host, u32 vcpu)
{
	of(host).kicks.push_back(vcpu);
}

u64 host_vmm_tsc(void *host)
{
	return of(host).tsc;
}

u64 host_vmm_seconds(void *host)
{
	return of(host).seconds;
}

void host_vmm_lock(void *host)
{
	if (of(host).locked)
		std::abort();
	of(host).locked = true;
}

void host_vmm_unlock(void *host)
{
	if (!of(host).locked)
		std::abort();
	of(host).locked = false;
}

void host_vmm_output(void *host, u32 port, u8 byte)
{
	if (!of(host).locked)
		std::abort();
	(port == VMM_COM2 ? of(host).com2 : of(host).output).push_back(static_cast<char>(byte));
}

void host_vmm_nmi(void *host, u32 vcpu)
{
	of(host).nmis.push_back(vcpu);
}

u64 host_vmm_convert(void *host, u64 gpa, u64 bytes, u32 shared)
{
	of(host).conversions.push_back({gpa, bytes, shared});
	return std::min(bytes, of(host).convertible);
}

int host_vmm_read(void *host, u64 gpa, void *to, u32 bytes)
{
	return of(host).copy(gpa, to, nullptr, bytes) ? 0 : -1;
}

int host_vmm_write(void *host, u64 gpa, void const *from, u32 bytes)
{
	return of(host).copy(gpa, nullptr, from, bytes) ? 0 : -1;
}

int host_vmm_quote(void *host, void const *report, u32 bytes)
{
	auto const *const first = static_cast<u8 const *>(report);

	if (!of(host).makes_quotes)
		return -1;
	of(host).reports.emplace_back(first, first + bytes);
	return 0;
}
