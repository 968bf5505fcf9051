// SPDX-License-Identifier: GPL-2.0
//
// Bits of a CPU's registers that the module works with, for a TD's vCPU as for the host's CPU.
#pragma once

#include "core/base/bits.hpp"

namespace tdx::emu {

struct Cr0 {
	static constexpr u64 pe = 1ULL << 0;
	static constexpr u64 et = 1ULL << 4;
	static constexpr u64 ne = 1ULL << 5;
	static constexpr u64 wp = 1ULL << 16;
	static constexpr u64 nw = 1ULL << 29;
	static constexpr u64 cd = 1ULL << 30;
	static constexpr u64 pg = 1ULL << 31;
	// Reserved bits as the TDX module sees them: 28:19, 17 and 15:6 keep what is written, 63:32
	// must be 0.
	static constexpr u64 reserved_low = Bits<28, 19>::mask | 1ULL << 17 | Bits<15, 6>::mask;
	static constexpr u64 reserved = Bits<63, 32>::mask | reserved_low;
};

struct Cr4 {
	static constexpr u64 pae = 1ULL << 5;
	static constexpr u64 mce = 1ULL << 6;
	static constexpr u64 umip = 1ULL << 11;
	static constexpr u64 la57 = 1ULL << 12;
	static constexpr u64 vmxe = 1ULL << 13;
	static constexpr u64 smxe = 1ULL << 14;
	static constexpr u64 fsgsbase = 1ULL << 16;
	static constexpr u64 pcide = 1ULL << 17;
	static constexpr u64 key_locker = 1ULL << 19;
	static constexpr u64 smep = 1ULL << 20;
	static constexpr u64 smap = 1ULL << 21;
	static constexpr u64 pke = 1ULL << 22;
	static constexpr u64 cet = 1ULL << 23;
	static constexpr u64 pks = 1ULL << 24;
	static constexpr u64 uintr = 1ULL << 25;
	static constexpr u64 reserved = 1ULL << 15 | Bits<63, 26>::mask;
};

struct Efer {
	static constexpr u64 sce = 1ULL << 0;
	static constexpr u64 lme = 1ULL << 8;
	static constexpr u64 lma = 1ULL << 10;
	static constexpr u64 svme = 1ULL << 12;
};

struct Rflags {
	static constexpr u64 tf = 1ULL << 8;
	static constexpr u64 iflag = 1ULL << 9;
	static constexpr u64 rf = 1ULL << 16;
};

// Access rights of a segment, as VMX has them.
struct AccessRights {
	using Dpl = Bits<6, 5>;
	static constexpr u64 code_64 = 1ULL << 13; // CS.L
	static constexpr u64 unusable = 1ULL << 16;
};

// Interruptibility state.
struct Blocking {
	static constexpr u64 by_sti_or_mov_ss = 3;
	static constexpr u64 by_nmi = 1ULL << 3;
};

} // namespace tdx::emu
