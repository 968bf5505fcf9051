// SPDX-License-Identifier: GPL-2.0
//
// Bit fields of a 64-bit word, high bit first as in the TDX ABI tables.
#pragma once

#include <tdxcall/types.h>

// Functions in headers are always inlined: an out-of-line copy would be a COMDAT group, which the
// kernel's mcount, patchable-entry and exception tables must not point into.
#define CORE_INLINE __attribute__((always_inline)) constexpr
// The same for functions that access memory and are no constant expressions.
#define CORE_ALWAYS_INLINE __attribute__((always_inline)) inline

// For code that runs before the host's state is restored: not traced, probed or instrumented by a
// sanitizer.  User space has no such code.
#ifdef __KERNEL__
#define CORE_NOINSTR                                                                               \
	__attribute__((noinline, no_instrument_function, no_sanitize_address, no_sanitize_thread,  \
		section(".noinstr.text")))
#else
#define CORE_NOINSTR
#endif

// For a result that the callee fills in: skips the zeroing that kernels are built with
// (INIT_STACK_ALL_ZERO).
#define CORE_FILLED __attribute__((uninitialized))

namespace tdx {

template <unsigned Hi, unsigned Lo = Hi>
struct Bits {
	static_assert(Hi >= Lo && Hi < 64);
	static constexpr u64 mask = (~0ULL >> (63 - Hi + Lo)) << Lo;
	static CORE_INLINE u64 get(u64 raw) { return (raw & mask) >> Lo; }
	static CORE_INLINE u64 put(u64 raw, u64 value)
	{
		return (raw & ~mask) | ((value << Lo) & mask);
	}
};

} // namespace tdx
