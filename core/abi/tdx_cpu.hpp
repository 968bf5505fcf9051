// SPDX-License-Identifier: GPL-2.0
//
// CPUs that TDX modules are published for.
#pragma once

#include "core/base/bits.hpp"

namespace tdx {

// EAX of CPUID leaf 1, as the signature files of the TDX modules name CPUs.
struct CpuSignature {
	u32 raw;

	CORE_INLINE u32 family() const
	{
		u64 const base = Bits<11, 8>::get(raw);

		return static_cast<u32>(base == 15 ? base + Bits<27, 20>::get(raw) : base);
	}
	CORE_INLINE u32 model() const
	{
		return static_cast<u32>(Bits<19, 16>::get(raw) << 4 | Bits<7, 4>::get(raw));
	}
	CORE_INLINE u32 stepping() const { return static_cast<u32>(Bits<3, 0>::get(raw)); }
};

struct TdxCpu {
	CpuSignature signature;
	char const *name;
	u8 module_major; // line of TDX modules: 1.5 or 2.0
	// Erratum: a partial write to private memory poisons it, and the next read of it is a
	// machine check.
	bool partial_write_mce;
};

constexpr TdxCpu tdx_cpus[] = {
	{{0x806f8}, "Sapphire Rapids", 1, true},
	{{0xa06d0}, "Granite Rapids", 2, false},
	{{0xa06e0}, "Granite Rapids-D", 2, false},
	{{0xa06f0}, "Sierra Forest", 1, false},
	{{0xc06f0}, "Emerald Rapids", 1, true},
};

// Null for a CPU that no TDX module is published for.  Steppings do not matter.
CORE_INLINE TdxCpu const *find_tdx_cpu(CpuSignature cpu)
{
	for (TdxCpu const &one : tdx_cpus)
		if (one.signature.family() == cpu.family() && one.signature.model() == cpu.model())
			return &one;
	return nullptr;
}
static_assert(find_tdx_cpu({0x806f6}) == &tdx_cpus[0] && !find_tdx_cpu({0x606a6}));

consteval bool tdx_cpus_differ()
{
	for (TdxCpu const &one : tdx_cpus)
		if (find_tdx_cpu(one.signature) != &one)
			return false;
	return true;
}
static_assert(tdx_cpus_differ());

} // namespace tdx
