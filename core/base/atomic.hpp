// SPDX-License-Identifier: GPL-2.0
//
// Memory that may change at any time: by other CPUs, or by the host in pages that it donated.
#pragma once

#include "bits.hpp"

namespace tdx {

enum class Order : int {
	Relaxed = __ATOMIC_RELAXED,
	Acquire = __ATOMIC_ACQUIRE,
	Release = __ATOMIC_RELEASE,
	Full = __ATOMIC_SEQ_CST,
};

// Each use in the source is exactly one access: the compiler neither repeats nor merges it.
template <typename T>
class Atomic {
	T raw;

public:
	Atomic() = default;
	Atomic(Atomic const &) = delete;
	Atomic &operator=(Atomic const &) = delete;

	CORE_ALWAYS_INLINE operator T() const { return load(); }
	CORE_ALWAYS_INLINE Atomic &operator=(T value)
	{
		store(value);
		return *this;
	}

	CORE_ALWAYS_INLINE T load(Order order = Order::Relaxed) const
	{
		T value;
		__atomic_load(&raw, &value, static_cast<int>(order));
		return value;
	}
	CORE_ALWAYS_INLINE void store(T value, Order order = Order::Relaxed)
	{
		__atomic_store(&raw, &value, static_cast<int>(order));
	}

	// These return the value before the change.
	CORE_ALWAYS_INLINE T add(T by, Order order = Order::Relaxed)
	{
		return __atomic_fetch_add(&raw, by, static_cast<int>(order));
	}
	CORE_ALWAYS_INLINE T subtract(T by, Order order = Order::Relaxed)
	{
		return __atomic_fetch_sub(&raw, by, static_cast<int>(order));
	}
	CORE_ALWAYS_INLINE T set_bits(T bits, Order order = Order::Relaxed)
	{
		return __atomic_fetch_or(&raw, bits, static_cast<int>(order));
	}
	CORE_ALWAYS_INLINE T clear_bits(T bits, Order order = Order::Relaxed)
	{
		return __atomic_fetch_and(&raw, static_cast<T>(~bits), static_cast<int>(order));
	}
	CORE_ALWAYS_INLINE T exchange(T value, Order order)
	{
		return __atomic_exchange_n(&raw, value, static_cast<int>(order));
	}

	// Compare and exchange: on failure @seen gets the current value.  The weak form may fail
	// spuriously.
	CORE_ALWAYS_INLINE bool replace(T &seen, T to, Order order = Order::Relaxed)
	{
		return __atomic_compare_exchange_n(
			&raw, &seen, to, false, static_cast<int>(order), __ATOMIC_RELAXED);
	}
	CORE_ALWAYS_INLINE bool replace_weak(T &seen, T to, Order order = Order::Relaxed)
	{
		return __atomic_compare_exchange_n(
			&raw, &seen, to, true, static_cast<int>(order), __ATOMIC_RELAXED);
	}
};

// Atomic access to a word that is declared as plain memory.
template <typename T>
CORE_ALWAYS_INLINE Atomic<T> &atomic(T &word)
{
	return reinterpret_cast<Atomic<T> &>(word);
}

template <typename T>
CORE_ALWAYS_INLINE Atomic<T> const &atomic(T const &word)
{
	return reinterpret_cast<Atomic<T> const &>(word);
}

// For structures with atomic members, while nobody else can access them.
template <typename T>
CORE_ALWAYS_INLINE void zero(T &what)
{
	__builtin_memset(static_cast<void *>(&what), 0, sizeof(what));
}

} // namespace tdx
