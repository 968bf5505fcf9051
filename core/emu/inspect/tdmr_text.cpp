// SPDX-License-Identifier: GPL-2.0
//
// TDMRs with what their pages are used for, and locks: those of TDMRs, of pages, and all others.
#include "page_walk.hpp"

namespace tdx::emu {

namespace {

static_assert(EMU_PAGE_SIZES == page_sizes);

void put_tdmr(Text &text, TdmrView const &tdmr)
{
	text.add("tdmr: ").hex(tdmr.base).add(", ").hex(tdmr.size).add(" bytes, ");
	text.hex(tdmr.initialised).add(" initialised, ");
	text.decimal(tdmr.reserved_areas).add(" reserved areas\n");
	for (u32 level = page_sizes; level-- > 0;) {
		text.add("  pamt of level ").decimal(level).add(": ").hex(tdmr.pamt[level]);
		text.add(", ").hex(tdmr.pamt_size[level]).add(" bytes\n");
	}
}

void count_page(emu_cursor &cursor, PageView const &page)
{
	u32 const type{static_cast<u32>(page.type)};

	if (type < EMU_PAGE_TYPES && page_type_name(page.type))
		cursor.pages[type][static_cast<u32>(page.size)]++;
	else
		cursor.damaged_pages++;
}

// Of a TDMR that ends here.
void put_page_counts(Text &text, emu_cursor &cursor)
{
	for (auto const &info : page_types) {
		for (u32 level = 0; level < page_sizes; level++) {
			u64 &count{cursor.pages[static_cast<u32>(info.type)][level]};
			if (!count)
				continue;
			text.add("  ").add(info.name).add(' ').add(level_names[level]);
			text.add(": ").decimal(count).add('\n');
			count = 0;
		}
	}
	if (cursor.damaged_pages)
		text.add("  damaged: ").decimal(cursor.damaged_pages).add('\n');
	cursor.damaged_pages = 0;
}

void put_holders(Text &text, u32 lock)
{
	if (lock == held_exclusive)
		text.add(": exclusive\n");
	else
		text.add(": shared by ").decimal(lock).add('\n');
}

void put_lock(Text &text, u32 lock, char const *name)
{
	if (!lock)
		return;
	text.add(name);
	put_holders(text, lock);
}

void put_tdmr_lock(Text &text, TdmrView const &tdmr)
{
	if (!tdmr.lock)
		return;
	text.add("tdmr ").hex(tdmr.base);
	put_holders(text, tdmr.lock);
}

void put_page_lock(Text &text, u64 pa, PageView const &page)
{
	char const *const type{page_type_name(page.type)};

	if (!page.lock)
		return;
	text.add("page ").hex(pa).add(' ').add(type ? type : "damaged");
	put_holders(text, page.lock);
}

void put_td_locks(Emu &emu, Text &text, u64 tdr)
{
	TdView td;

	if (!view_td(emu, tdr, td) || !td.op_state)
		return;
	put_lock(text, td.op_state_lock, "  OP_STATE");
	put_lock(text, td.sept_lock, "  SEPT_TREE");
	put_lock(text, td.epoch_lock, "  TD_EPOCH");
	put_lock(text, td.rtmr_lock, "  RTMR");
}

} // namespace

u32 tdmrs_text(Emu &emu, emu_cursor &cursor, char *buf, u32 size)
{
	Text text{buf, size};
	PlaceView view;

	for (u32 looks = 0; goes_on(cursor, text, looks); looks++) {
		switch (next_place(emu, cursor, view)) {
		case Place::Tdmr:
			put_tdmr(text, view.tdmr);
			break;
		case Place::Page:
			count_page(cursor, view.page);
			break;
		case Place::TdmrEnd:
			put_page_counts(text, cursor);
			break;
		case Place::End:
			break;
		}
	}
	return text.length();
}

u32 locks_text(Emu &emu, emu_cursor &cursor, char *buf, u32 size)
{
	Text text{buf, size};
	PlaceView view;

	if (!cursor.begun) {
		PlatformView const platform{view_platform(emu)};
		put_lock(text, platform.lock, "SYS");
		put_lock(text, platform.kot_lock, "KOT");
		cursor.begun = 1;
	}
	for (u32 looks = 0; goes_on(cursor, text, looks); looks++) {
		Place const place{next_place(emu, cursor, view)};
		if (place == Place::Tdmr)
			put_tdmr_lock(text, view.tdmr);
		if (place != Place::Page)
			continue;
		put_page_lock(text, view.pa, view.page);
		if (view.page.type == PageType::Tdr)
			put_td_locks(emu, text, view.pa);
	}
	return text.length();
}

} // namespace tdx::emu
