// SPDX-License-Identifier: GPL-2.0
//
// Page tables that map the first 4 GiB at their own addresses, in 2 MiB pages.
#pragma once

#include "bytes.hpp"

namespace tdx::boot {

// In memory one after the other, each 4 KiB.  A CPU in five-level mode has CR3 at the first, one in
// four-level mode at the second.
enum class Table : unsigned {
	Pml5,
	Pml4,
	Pdpt,
	Directory,
};

constexpr u64 mapped_gib = 4;
constexpr u64 page_tables_bytes = (static_cast<u64>(Table::Directory) + mapped_gib) * page_bytes;

CORE_INLINE u64 table_gpa(u64 tables, Table table)
{
	return tables + static_cast<u64>(table) * page_bytes;
}

// Fills in page @index of them; @page is zero.
CORE_ALWAYS_INLINE void write_page_table(u64 tables, u64 index, u8 *page)
{
	constexpr u64 present_writable = 3;
	constexpr u64 large = 1 << 7;
	constexpr u64 entries = page_bytes / sizeof(u64);
	constexpr u64 first_directory = static_cast<u64>(Table::Directory);

	if (index < static_cast<u64>(Table::Pdpt)) {
		put<u64>(page, 0, (tables + (index + 1) * page_bytes) | present_writable);
	} else if (index == static_cast<u64>(Table::Pdpt)) {
		for (u64 i = 0; i < mapped_gib; i++)
			put<u64>(page, i * sizeof(u64),
				(tables + (first_directory + i) * page_bytes) | present_writable);
	} else {
		for (u64 i = 0; i < entries; i++)
			put<u64>(page, i * sizeof(u64),
				((index - first_directory) * entries + i) * large_page_bytes |
					present_writable | large);
	}
}

} // namespace tdx::boot
