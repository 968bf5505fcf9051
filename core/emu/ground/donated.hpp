// SPDX-License-Identifier: GPL-2.0
//
// A value in memory that the host donated, and that it may change at any instruction.
#pragma once

#include "core/base/bits.hpp"

namespace tdx::emu {

// Each use in the source is one access, and the compiler makes no further ones.  What is checked is
// therefore copied first, and the copy is used: `u32 const pages{tdr.num_tdcx}`.
template <typename T>
class Donated {
	T raw;

public:
	Donated() = default;
	Donated(Donated const &) = delete;
	Donated &operator=(Donated const &) = delete;

	[[gnu::always_inline]] inline operator T() const { return load(); }
	[[gnu::always_inline]] inline Donated &operator=(T value)
	{
		store(value);
		return *this;
	}

	[[gnu::always_inline]] inline T load(int order = __ATOMIC_RELAXED) const
	{
		T value;
		__atomic_load(&raw, &value, order);
		return value;
	}
	[[gnu::always_inline]] inline void store(T value, int order = __ATOMIC_RELAXED)
	{
		__atomic_store(&raw, &value, order);
	}
	// What it was before.
	[[gnu::always_inline]] inline T add(T by, int order = __ATOMIC_RELAXED)
	{
		return __atomic_fetch_add(&raw, by, order);
	}
	[[gnu::always_inline]] inline T subtract(T by, int order = __ATOMIC_RELAXED)
	{
		return __atomic_fetch_sub(&raw, by, order);
	}
};

} // namespace tdx::emu
