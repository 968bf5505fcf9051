// SPDX-License-Identifier: GPL-2.0
//
// Memory of a flat program beside its own: page tables map the first 4 GiB, and what is here.
#pragma once

#include "core/base/bits.hpp"

namespace guest {

constexpr u64 page_bytes = 0x1000;
constexpr u64 large_page_bytes = 0x200000;
constexpr u64 shared_bit = 1ULL << 47; // of GPAs, by a width of 48

// Of page-table entries.
enum Pte : u64 {
	pte_present = 1 << 0,
	pte_write = 1 << 1,
	pte_user = 1 << 2,
	pte_large = 1 << 7,
	pte_no_execute = 1ULL << 63,
};

// The first 4 GiB once more: as shared memory, and for ring 3.
constexpr u64 shared_window = 1ULL << 40;
constexpr u64 user_window = 2ULL << 40;

void map_windows();

// Maps a page with an entry of the caller's choice; returns its linear address.
u64 map_page(u64 pte);

// Allocates zeroed memory, which is not freed.
u64 allocate(u64 bytes, u64 alignment = page_bytes);

template <typename T = u64>
T volatile *at(u64 address)
{
	return reinterpret_cast<T volatile *>(address);
}

template <typename T = u64>
T volatile *shared_at(u64 gpa)
{
	return at<T>(shared_window + gpa);
}

} // namespace guest
