// SPDX-License-Identifier: GPL-2.0
//
// Instructions that may raise an exception, and registers.
#pragma once

#include "test.hpp"

namespace guest {

struct Cpuid {
	u64 eax, ebx, ecx, edx; // whole registers
	Trap trap;
};

inline Cpuid cpuid(u64 leaf, u64 subleaf = 0)
{
	Cpuid out{leaf, ~0ULL, subleaf, ~0ULL, {}};

	out.trap = TRY("cpuid", : "+a"(out.eax), "+b"(out.ebx), "+c"(out.ecx), "+d"(out.edx));
	return out;
}

struct Msr {
	u64 value;
	Trap trap;
};

inline Msr rdmsr(u32 msr)
{
	u64 low{0}, high{0};
	Msr out{};

	out.trap = TRY("rdmsr", : "+a"(low), "+d"(high) : "c"(msr));
	out.value = high << 32 | low;
	return out;
}

inline Trap wrmsr(u32 msr, u64 value)
{
	return TRY("wrmsr", : : "c"(msr), "a"(value & 0xffffffff), "d"(value >> 32) : "memory");
}

inline u64 rdtsc()
{
	u64 low, high;

	asm volatile("rdtsc" : "=a"(low), "=d"(high));
	return high << 32 | low;
}

inline u64 read_cr0()
{
	u64 value;

	asm volatile("movq %%cr0, %0" : "=r"(value));
	return value;
}

inline u64 read_cr4()
{
	u64 value;

	asm volatile("movq %%cr4, %0" : "=r"(value));
	return value;
}

// By RCX.
inline Trap write_cr0(u64 value)
{
	return TRY("movq %%rcx, %%cr0", : : "c"(value) : "memory");
}

inline Trap write_cr4(u64 value)
{
	return TRY("movq %%rcx, %%cr4", : : "c"(value) : "memory");
}

inline Trap xsetbv(u64 value, u32 index = 0)
{
	return TRY("xsetbv", : : "a"(value & 0xffffffff), "d"(value >> 32), "c"(index));
}

inline u64 xgetbv()
{
	u64 low, high;

	asm volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
	return high << 32 | low;
}

// XSAVE and all that it needs: x87, SSE, and AVX where the TD has it.
inline bool enable_xsave()
{
	constexpr u64 osxsave{1 << 18};

	return !write_cr4(read_cr4() | osxsave).taken && !xsetbv(7).taken;
}

} // namespace guest
