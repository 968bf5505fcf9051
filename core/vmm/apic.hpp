// SPDX-License-Identifier: GPL-2.0
//
// What of a vCPU's local APIC is the VMM's.  Priorities, EOI and the interrupt registers live in
// the TDX module; the rest comes as hypercalls for x2APIC MSRs.
#pragma once

#include "core/base/bits.hpp"

namespace tdx::vmm {

namespace msr {
constexpr u32 apic_base = 0x1b;
constexpr u32 tsc_deadline = 0x6e0;
constexpr u32 x2apic_first = 0x800;
constexpr u32 x2apic_last = 0x8ff;
} // namespace msr

// Numbers of registers, of the MSR from 0x800 on.
enum class ApicReg : u8 {
	Id = 0x02,
	Version = 0x03,
	Ldr = 0x0d,
	Svr = 0x0f,
	Esr = 0x28,
	LvtCmci = 0x2f,
	Icr = 0x30,
	LvtTimer = 0x32,
	LvtThermal = 0x33,
	LvtPerformance = 0x34,
	LvtLint0 = 0x35,
	LvtLint1 = 0x36,
	LvtError = 0x37,
	InitialCount = 0x38,
	CurrentCount = 0x39,
	Divide = 0x3e,
};

struct Lvt {
	using TimerMode = Bits<18, 17>;
	using Masked = Bits<16>;
	using Vector = Bits<7, 0>;

	static constexpr u32 one_shot = 0;
	static constexpr u32 periodic = 1;
	static constexpr u32 tsc_deadline = 2;
};

struct Svr {
	using Enabled = Bits<8>;
};

struct Icr {
	using Destination = Bits<63, 32>;
	using Shorthand = Bits<19, 18>;
	using Logical = Bits<11>;
	using Mode = Bits<10, 8>;
	using Vector = Bits<7, 0>;
	static constexpr u64 valid =
		Destination::mask | 0xc0000 | 0xc000 | Logical::mask | Mode::mask | Vector::mask;

	static constexpr u32 fixed = 0;
	static constexpr u32 lowest_priority = 1;
	static constexpr u32 nmi = 4;

	static constexpr u32 self = 1;
	static constexpr u32 all = 2;
	static constexpr u32 others = 3;
};

struct Esr {
	using SendIllegalVector = Bits<5>;
	using ReceiveIllegalVector = Bits<6>;
};

constexpr u8 first_apic_vector = 16;
constexpr u32 lvts = 7; // CMCI, timer, thermal, performance, LINT0, LINT1, error

// Used only by the thread of its vCPU.
struct Apic {
	u32 svr;
	u32 esr;
	u32 esr_next; // errors since the last write to ESR
	u32 lvt[lvts];
	u32 initial_count;
	u32 divide;
	u64 icr;
	u64 deadline; // of the timer, whatever its mode, in ticks of the TSC; 0: none
	u64 period;   // in ticks; 0: once

	void reset();
};

// The LVT of the timer in Apic::lvt.
constexpr u32 timer_lvt = 1;

// Logical x2APIC id: cluster, and a bit in it.
CORE_INLINE u32 logical_id(u32 id)
{
	return (id >> 4) << 16 | 1u << (id & 15);
}

} // namespace tdx::vmm
