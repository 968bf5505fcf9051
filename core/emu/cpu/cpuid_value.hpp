// SPDX-License-Identifier: GPL-2.0
//
// The result of a CPUID leaf, and leaf and sub-leaf as the TDX ABI encodes them.
#pragma once

#include "core/base/bits.hpp"

namespace tdx::emu {

struct CpuidValue {
	u32 eax;
	u32 ebx;
	u32 ecx;
	u32 edx;

	// The two 64-bit words in which the ABI passes it.
	CORE_INLINE u64 low() const { return eax | static_cast<u64>(ebx) << 32; }
	CORE_INLINE u64 high() const { return ecx | static_cast<u64>(edx) << 32; }

	CORE_INLINE CpuidValue operator&(CpuidValue const &o) const
	{
		return {eax & o.eax, ebx & o.ebx, ecx & o.ecx, edx & o.edx};
	}
	CORE_INLINE CpuidValue operator|(CpuidValue const &o) const
	{
		return {eax | o.eax, ebx | o.ebx, ecx | o.ecx, edx | o.edx};
	}
	CORE_INLINE bool operator==(CpuidValue const &o) const
	{
		return eax == o.eax && ebx == o.ebx && ecx == o.ecx && edx == o.edx;
	}
};

constexpr u32 no_subleaf = 0xffffffff;

CORE_INLINE u64 leaf_and_subleaf(u32 leaf, u32 subleaf)
{
	return leaf | static_cast<u64>(subleaf) << 32;
}

} // namespace tdx::emu
