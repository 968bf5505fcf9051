// SPDX-License-Identifier: GPL-2.0
#include "tsc.hpp"

#include "cpuid_config.hpp"

namespace tdx::emu {

namespace {

constexpr u32 fraction_bits = 48;
constexpr u64 microseconds_per_second = 1000000;

} // namespace

u64 native_tsc_frequency(Emu const &emu)
{
	CpuidValue const *const ratio{sampled_cpuid(emu, 0x15, 0)};

	// The clock below the TSC, times EBX, divided by EAX.
	u64 const frequency{ratio->eax ? u64{ratio->ecx} * ratio->ebx / ratio->eax : 0};
	return frequency ? frequency : tsc_unit;
}

u64 tsc_ticks(Emu const &emu, u64 microseconds)
{
	return microseconds * native_tsc_frequency(emu) / microseconds_per_second;
}

u64 tsc_microseconds(Emu const &emu, u64 ticks)
{
	constexpr u64 most{~0ULL / microseconds_per_second};

	return (ticks < most ? ticks : most) * microseconds_per_second / native_tsc_frequency(emu);
}

u64 tsc_multiplier(Emu const &emu, u16 frequency)
{
	u64 const native{native_tsc_frequency(emu)};
	u64 const wanted{frequency * tsc_unit};
	u64 quotient{wanted / native};
	u64 rest{wanted % native};

	// Bit by bit: there is no 128-bit division here.
	for (u32 i = 0; i < fraction_bits; i++) {
		rest <<= 1;
		quotient <<= 1;
		if (rest >= native) {
			rest -= native;
			quotient |= 1;
		}
	}
	return quotient;
}

u64 scale_tsc(u64 ticks, u64 multiplier)
{
	__extension__ using u128 = unsigned __int128;

	return static_cast<u64>(static_cast<u128>(ticks) * multiplier >> fraction_bits);
}

} // namespace tdx::emu
