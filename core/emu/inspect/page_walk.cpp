// SPDX-License-Identifier: GPL-2.0
#include "page_walk.hpp"

namespace tdx::emu {

Place next_place(Emu &emu, emu_cursor &cursor, PlaceView &view)
{
	if (!view_tdmr(emu, cursor.index, view.tdmr)) {
		cursor.done = 1;
		return Place::End;
	}
	if (!cursor.in_tdmr) {
		cursor.in_tdmr = 1;
		cursor.pa = view.tdmr.base;
		return Place::Tdmr;
	}
	view.pa = cursor.pa;
	if (cursor.pa < view.tdmr.base + view.tdmr.initialised &&
		view_page(emu, cursor.pa, view.page)) {
		cursor.pa += view.page.bytes;
		return Place::Page;
	}
	cursor.in_tdmr = 0;
	cursor.index++;
	return Place::TdmrEnd;
}

bool find_page(Emu &emu, emu_cursor &cursor, PageType type, PlaceView &view)
{
	for (u32 looks = 0; looks < looks_at_once && !cursor.done; looks++) {
		if (next_place(emu, cursor, view) == Place::Page && view.page.type == type)
			return true;
	}
	return false;
}

} // namespace tdx::emu
