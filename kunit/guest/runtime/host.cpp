// SPDX-License-Identifier: GPL-2.0
//
// Host services of the call path, as far as a flat program needs them.
#include "core/call/host.h"
#include "core/call/leaves.h"
#include "host.hpp"

namespace guest {

Watch watched;

} // namespace guest

using namespace guest;

u32 host_calls_watched;

u64 host_call_begins(u32 tdcall, u64 fn, tdx_regs const *)
{
	watched.begun += tdcall;
	watched.fn = fn;
	return watched.begun;
}

void host_call_ends(u32, u64, u64 status, u64, tdx_regs const *, tdx_regs const *)
{
	watched.ended++;
	watched.status = status;
}

void host_call_opened_section(u32, u64) {}

void host_count_retry(u32 reason, u32, u32, u64)
{
	watched.retries[reason]++;
}

// The only task: interrupts of the vCPU, and other vCPUs, go on by themselves.
host_relaxed host_relax(u32, u32 nanoseconds)
{
	u64 const until{host_nanoseconds() + nanoseconds};

	while (host_nanoseconds() < until)
		asm volatile("pause");
	return HOST_RELAXED;
}

int host_is_killed()
{
	return 0;
}

// CPUID 0x15 is true in every TD: TSC frequency in units of 25 MHz.
u64 host_nanoseconds()
{
	constexpr u64 ns_per_unit{40};
	static u64 units;
	u32 low, high;

	if (!units) {
		u32 eax{0x15}, ebx, ecx{0}, edx;
		asm volatile("cpuid" : "+a"(eax), "=b"(ebx), "+c"(ecx), "=d"(edx));
		units = ebx;
	}
	asm volatile("rdtsc" : "=a"(low), "=d"(high));
	return (u64{high} << 32 | low) / units * ns_per_unit;
}

int host_fpu_begin()
{
	return 0;
}

void host_fpu_end() {}

extern "C" {

// The compiler emits calls of these.
void *memset(void *to, int value, unsigned long bytes)
{
	void *const start{to};

	asm volatile("rep stosb" : "+D"(to), "+c"(bytes) : "a"(value) : "memory");
	return start;
}

void *memcpy(void *to, void const *from, unsigned long bytes)
{
	void *const start{to};

	asm volatile("rep movsb" : "+D"(to), "+S"(from), "+c"(bytes) : : "memory");
	return start;
}

int memcmp(void const *a, void const *b, unsigned long bytes)
{
	auto const *x = static_cast<u8 const *>(a);
	auto const *y = static_cast<u8 const *>(b);

	for (; bytes; bytes--, x++, y++)
		if (*x != *y)
			return *x < *y ? -1 : 1;
	return 0;
}
}
