// SPDX-License-Identifier: GPL-2.0
//
// What an LP needs to run vCPUs: a control block, permission maps, and a pool of pages for nested
// page tables.  Its owner allocates it once, so that no call ever lacks memory.
#pragma once

#include "core/abi/page.hpp"
#include "core/emu/emu.h"
#include "vmcb.hpp"

namespace tdx::emu {

// Pages of an area, in their order.
struct AreaPage {
	static constexpr u32 vmcb = 0;
	static constexpr u32 xsave = 1; // two pages, as the image may be larger than one
	static constexpr u32 msrpm = 3; // two pages
	static constexpr u32 iopm = 5;  // three, and one for the bits beyond port 0xffff
	static constexpr u32 tables = 9;
};
static_assert(EMU_MIN_AREA_PAGES > AreaPage::tables + 5);

CORE_ALWAYS_INLINE u8 *area_page(emu_area const &area, u32 page)
{
	return static_cast<u8 *>(area.va) + u64{page} * page_size;
}
CORE_ALWAYS_INLINE u64 area_pa(emu_area const &area, u32 page)
{
	return area.pa + u64{page} * page_size;
}
CORE_ALWAYS_INLINE svm::Vmcb &vmcb_of(emu_area const &area)
{
	return *reinterpret_cast<svm::Vmcb *>(area_page(area, AreaPage::vmcb));
}

} // namespace tdx::emu
