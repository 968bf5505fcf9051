// SPDX-License-Identifier: GPL-2.0
//
// The TDX module's locks: shared or exclusive, never waited for.  A contender gets a busy status.
#pragma once

#include <tdxcall/types.h>

namespace tdx::emu {

// How a call holds what it works on; None where a lock above already keeps others away.
enum class Hold : u8 { None, Shared, Exclusive };

template <typename Word>
class ShareLockOf {
	Word word; // number of shared holders, or exclusive

public:
	static constexpr Word exclusive = static_cast<Word>(Word{1} << (sizeof(Word) * 8 - 1));

	[[gnu::always_inline]] inline bool try_shared()
	{
		Word seen{__atomic_load_n(&word, __ATOMIC_RELAXED)};
		do {
			// A damaged count must not overflow into the exclusive mark.
			if (seen >= exclusive - 1)
				return false;
		} while (!__atomic_compare_exchange_n(&word, &seen, static_cast<Word>(seen + 1),
			true, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED));
		return true;
	}

	[[gnu::always_inline]] inline bool try_exclusive()
	{
		Word free{0};
		return __atomic_compare_exchange_n(
			&word, &free, exclusive, false, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED);
	}

	// From the only shared holder to exclusive.
	[[gnu::always_inline]] inline bool try_promote()
	{
		Word one{1};
		return __atomic_compare_exchange_n(
			&word, &one, exclusive, false, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED);
	}

	[[gnu::always_inline]] inline void release_shared()
	{
		__atomic_fetch_sub(&word, Word{1}, __ATOMIC_RELEASE);
	}

	[[gnu::always_inline]] inline void release_exclusive()
	{
		__atomic_store_n(&word, Word{0}, __ATOMIC_RELEASE);
	}

	// For who only looks: number of shared holders, or the exclusive mark.
	[[gnu::always_inline]] inline Word seen() const
	{
		return __atomic_load_n(&word, __ATOMIC_RELAXED);
	}

	[[gnu::always_inline]] inline bool try_hold(Hold hold)
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

	[[gnu::always_inline]] inline void release(Hold hold)
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
	[[gnu::always_inline]] inline Held() {}
	Held(Held const &) = delete;
	Held &operator=(Held const &) = delete;
	[[gnu::always_inline]] inline ~Held() { release(); }

	[[gnu::always_inline]] inline bool take(ShareLockOf<Word> &wanted, Hold how)
	{
		if (!wanted.try_hold(how))
			return false;
		lock = &wanted;
		hold = how;
		return true;
	}

	[[gnu::always_inline]] inline void release()
	{
		if (lock)
			lock->release(hold);
		lock = nullptr;
	}

	// Stays held beyond the scope, until another holder adopts it.
	[[gnu::always_inline]] inline void leave_held() { lock = nullptr; }
	[[gnu::always_inline]] inline void adopt(ShareLockOf<Word> &left_held, Hold how)
	{
		lock = &left_held;
		hold = how;
	}
};

using HeldLock = Held<u32>;

} // namespace tdx::emu
