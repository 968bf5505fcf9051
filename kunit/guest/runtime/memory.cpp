// SPDX-License-Identifier: GPL-2.0
#include "memory.hpp"
#include "test.hpp"

namespace guest {

namespace {

constexpr u32 entries = 512;
constexpr u32 gib = 4;

struct alignas(page_bytes) Table {
	u64 entry[entries];
};

struct Window {
	Table pdpt;
	Table directory[gib];
};

Window shared, user;
Table page_pdpt, page_directory, pages;
constexpr u64 page_window = 3ULL << 40;
u32 pages_mapped;
u64 allocated;

u64 entry_to(Table const &table)
{
	return reinterpret_cast<u64>(&table) | pte_present | pte_write | pte_user;
}

u64 &top_entry(u64 linear)
{
	u64 cr3;

	asm volatile("movq %%cr3, %0" : "=r"(cr3));
	return reinterpret_cast<u64 *>(cr3 & ~(page_bytes - 1))[linear >> 39 & (entries - 1)];
}

void map_window(Window &window, u64 linear, u64 bits)
{
	for (u32 i = 0; i < gib; i++) {
		window.pdpt.entry[i] = entry_to(window.directory[i]);
		for (u32 j = 0; j < entries; j++)
			window.directory[i].entry[j] = (u64{i} * entries + j) * large_page_bytes |
						       bits | pte_present | pte_write | pte_large;
	}
	top_entry(linear) = entry_to(window.pdpt);
}

} // namespace

void map_windows()
{
	map_window(shared, shared_window, shared_bit);
	map_window(user, user_window, pte_user);
	page_directory.entry[0] = entry_to(pages);
	page_pdpt.entry[0] = entry_to(page_directory);
	top_entry(page_window) = entry_to(page_pdpt);
}

u64 map_page(u64 pte)
{
	u32 const index{pages_mapped++ % entries};
	u64 const linear{page_window + index * page_bytes};

	pages.entry[index] = pte;
	asm volatile("invlpg (%0)" : : "r"(linear) : "memory");
	return linear;
}

u64 allocate(u64 bytes, u64 alignment)
{
	if (!allocated)
		allocated = free_begin();
	allocated = (allocated + alignment - 1) & ~(alignment - 1);
	u64 const place{allocated};
	allocated += bytes;
	expect("there is memory", allocated <= free_end());
	return place;
}

} // namespace guest
