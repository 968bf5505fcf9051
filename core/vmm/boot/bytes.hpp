// SPDX-License-Identifier: GPL-2.0
//
// Words of structures that others lay down, in memory of any alignment.
#pragma once

#include "core/abi/page.hpp"

namespace tdx::boot {

constexpr u64 page_bytes = bytes_of(PageSize::Size4K);
constexpr u64 large_page_bytes = bytes_of(PageSize::Size2M);

CORE_INLINE u64 page_down(u64 bytes)
{
	return bytes & ~(page_bytes - 1);
}

CORE_INLINE u64 page_up(u64 bytes)
{
	return page_down(bytes + page_bytes - 1);
}

template <typename T>
CORE_ALWAYS_INLINE T get(void const *from, u64 offset)
{
	T value;
	__builtin_memcpy(&value, static_cast<u8 const *>(from) + offset, sizeof(value));
	return value;
}

template <typename T>
CORE_ALWAYS_INLINE void put(void *to, u64 offset, T value)
{
	__builtin_memcpy(static_cast<u8 *>(to) + offset, &value, sizeof(value));
}

} // namespace tdx::boot
