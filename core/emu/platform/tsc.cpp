// SPDX-License-Identifier: GPL-2.0
#include "tsc.hpp"

#include "cpuid_config.hpp"

namespace tdx::emu {

namespace {

constexpr u32 fraction_bits = 48;
constexpr u64 microseconds_per_second = 1000000;

// (@high << 64 | @low) / @by, bit by bit: there is no 128-bit division here.  @high is less than
// @by, and @by less than half of what a word holds.
u64 divide(u64 high, u64 low, u64 by)
{
	u64 quotient{0};

	for (u32 i = 64; i--;) {
		high = high << 1 | (low >> i & 1);
		quotient <<= 1;
		if (high >= by) {
			high -= by;
			quotient |= 1;
		}
	}
	return quotient;
}

// @value / @by, with fractional bits.
u64 divide_scaled(u64 value, u64 by)
{
	return divide(value >> (64 - fraction_bits), value << fraction_bits, by);
}

} // namespace

u64 native_tsc_frequency(Emu const &emu)
{
	CpuidValue const *const ratio{sampled_cpuid(emu, 0x15, 0)};

	// Crystal clock times EBX divided by EAX.
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
	return divide_scaled(frequency * tsc_unit, native_tsc_frequency(emu));
}

u64 scale_tsc(u64 ticks, u64 multiplier)
{
	__extension__ using u128 = unsigned __int128;

	return static_cast<u64>(static_cast<u128>(ticks) * multiplier >> fraction_bits);
}

bool unscale_tsc(u64 scaled, u64 multiplier, u64 &ticks)
{
	if (scaled >> (64 - fraction_bits) >= multiplier)
		return false;
	ticks = divide_scaled(scaled, multiplier);
	return true;
}

} // namespace tdx::emu
