// SPDX-License-Identifier: GPL-2.0
#include "metadata.hpp"

namespace tdx::emu {

u64 load_element(void const *at, u32 bytes)
{
	switch (bytes) {
	case 1:
		return __atomic_load_n(static_cast<u8 const *>(at), __ATOMIC_RELAXED);
	case 2:
		return __atomic_load_n(static_cast<u16 const *>(at), __ATOMIC_RELAXED);
	case 4:
		return __atomic_load_n(static_cast<u32 const *>(at), __ATOMIC_RELAXED);
	default:
		return __atomic_load_n(static_cast<u64 const *>(at), __ATOMIC_RELAXED);
	}
}

void store_element(void *at, u32 bytes, u64 value)
{
	switch (bytes) {
	case 1:
		return __atomic_store_n(
			static_cast<u8 *>(at), static_cast<u8>(value), __ATOMIC_RELAXED);
	case 2:
		return __atomic_store_n(
			static_cast<u16 *>(at), static_cast<u16>(value), __ATOMIC_RELAXED);
	case 4:
		return __atomic_store_n(
			static_cast<u32 *>(at), static_cast<u32>(value), __ATOMIC_RELAXED);
	default:
		return __atomic_store_n(static_cast<u64 *>(at), value, __ATOMIC_RELAXED);
	}
}

namespace {

template <typename Word>
[[gnu::always_inline]] inline bool exchange(void *at, u64 from, u64 to)
{
	Word expected{static_cast<Word>(from)};

	return __atomic_compare_exchange_n(static_cast<Word *>(at), &expected,
		static_cast<Word>(to), false, __ATOMIC_RELAXED, __ATOMIC_RELAXED);
}

} // namespace

bool exchange_element(void *at, u32 bytes, u64 from, u64 to)
{
	switch (bytes) {
	case 1:
		return exchange<u8>(at, from, to);
	case 2:
		return exchange<u16>(at, from, to);
	case 4:
		return exchange<u32>(at, from, to);
	default:
		return exchange<u64>(at, from, to);
	}
}

Status FieldWrite::check(u64 old) const
{
	if (!allowed)
		return Status::of(StatusCode::MetadataFieldNotWritable);
	if ((old ^ value) & mask & ~allowed)
		return Status::of(StatusCode::MetadataFieldValueNotValid);
	return success();
}

} // namespace tdx::emu
