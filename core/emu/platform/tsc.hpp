// SPDX-License-Identifier: GPL-2.0
//
// The time-stamp counter, native and as TDs see it.
#pragma once

#include "state.hpp"

namespace tdx::emu {

constexpr u64 tsc_unit = 25000000; // Hz, in which a TD's frequency is given

CORE_ALWAYS_INLINE u64 native_tsc()
{
	return __builtin_ia32_rdtsc();
}

// In Hz, from CPUID leaf 0x15, which SYS.INIT has checked.
u64 native_tsc_frequency(Emu const &emu);

u64 tsc_ticks(Emu const &emu, u64 microseconds);
u64 tsc_microseconds(Emu const &emu, u64 ticks);

// Ratio of a TD's frequency to the native one, with 48 fractional bits.
u64 tsc_multiplier(Emu const &emu, u16 frequency);
u64 scale_tsc(u64 ticks, u64 multiplier);
// The other way round; false when that is no number of 64 bits.
bool unscale_tsc(u64 scaled, u64 multiplier, u64 &ticks);

} // namespace tdx::emu
