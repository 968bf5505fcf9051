// SPDX-License-Identifier: GPL-2.0
//
// The TDX module's locks: shared or exclusive, never waited for.  A contender gets a busy status.
#pragma once

#include "core/base/atomic.hpp"

namespace tdx::emu {

// How a call holds an object; None if a lock above already excludes others.
enum class Hold : u8 { None, Shared, Exclusive };

template <typename Word>
class ShareLockOf {
	Atomic<Word> word; // number of shared holders, or exclusive

public:
	static constexpr Word exclusive = static_cast<Word>(Word{1} << (sizeof(Word) * 8 - 1));

	CORE_ALWAYS_INLINE bool try_shared()
	{
		Word seen{word.load()};
		do {
			// A damaged count must not overflow into the exclusive mark.
			if (seen >= exclusive - 1)
				return false;
		} while (!word.replace_weak(seen, static_cast<Word>(seen + 1), Order::Acquire));
		return true;
	}

	CORE_ALWAYS_INLINE bool try_exclusive()
	{
		Word free{0};
		return word.replace(free, exclusive, Order::Acquire);
	}

	// From the only shared holder to exclusive.
	CORE_ALWAYS_INLINE bool try_promote()
	{
		Word one{1};
		return word.replace(one, exclusive, Order::Acquire);
	}

	CORE_ALWAYS_INLINE void release_shared() { word.subtract(1, Order::Release); }

	CORE_ALWAYS_INLINE void release_exclusive() { word.store(0, Order::Release); }

	// For inspection: number of shared holders, or the exclusive mark.
	CORE_ALWAYS_INLINE Word seen() const { return word.load(); }

	CORE_ALWAYS_INLINE bool try_hold(Hold hold)
	{
		switch (hold) {
		case Hold::None:
			return true;
		case Hold::Shared:
			return try_shared();
		case Hold::Exclusive:
			return try_exclusive();
		}
		return false;
	}

	CORE_ALWAYS_INLINE void release(Hold hold)
	{
		if (hold == Hold::Shared)
			release_shared();
		else if (hold == Hold::Exclusive)
			release_exclusive();
	}
};

using ShareLock = ShareLockOf<u32>;

// Holds a lock until the end of the scope.
template <typename Word>
class Held {
	ShareLockOf<Word> *lock{nullptr};
	Hold hold{Hold::None};

public:
	CORE_ALWAYS_INLINE Held() {}
	Held(Held const &) = delete;
	Held &operator=(Held const &) = delete;
	CORE_ALWAYS_INLINE ~Held() { release(); }

	CORE_ALWAYS_INLINE bool take(ShareLockOf<Word> &wanted, Hold how)
	{
		if (!wanted.try_hold(how))
			return false;
		lock = &wanted;
		hold = how;
		return true;
	}

	CORE_ALWAYS_INLINE void release()
	{
		if (lock)
			lock->release(hold);
		lock = nullptr;
	}

	// Stays held beyond the scope, until another holder adopts it.
	CORE_ALWAYS_INLINE void leave_held() { lock = nullptr; }
	CORE_ALWAYS_INLINE void adopt(ShareLockOf<Word> &left_held, Hold how)
	{
		lock = &left_held;
		hold = how;
	}
};

using HeldLock = Held<u32>;

} // namespace tdx::emu
