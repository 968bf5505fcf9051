// SPDX-License-Identifier: GPL-2.0
//
// From page to page of the TDMRs, as a file's cursor remembers it.
#pragma once

#include "files.hpp"
#include "view.hpp"

namespace tdx::emu {

enum class Place : u8 {
	Tdmr, // before its first page
	Page,
	TdmrEnd, // behind its last initialised page
	End,     // there is no further TDMR; the file is done
};

struct PlaceView {
	TdmrView tdmr;
	u64 pa;        // of a page
	PageView page; // a page's only
};

// To the next place.
Place next_place(Emu &emu, emu_cursor &cursor, PlaceView &view);

// To the next page of @type.  False when the piece has looked often enough, or at the end.
bool find_page(Emu &emu, emu_cursor &cursor, PageType type, PlaceView &view);

} // namespace tdx::emu
