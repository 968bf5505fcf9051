// SPDX-License-Identifier: GPL-2.0
//
// The platform, its KeyIDs, and how calls ended.
#include "files.hpp"
#include "view.hpp"

namespace tdx::emu {

namespace {

constexpr u32 leaf_width = 26;
constexpr u32 count_width = 10;

void pad(Text &text, u32 used, u32 width)
{
	for (; used < width; used++)
		text.add(' ');
}

void put_leaf_column(Text &text, char const *name)
{
	u32 const before{text.length()};
	text.add(name);
	pad(text, text.length() - before, leaf_width);
}

void put_column(Text &text, u64 count)
{
	char digits[24];
	Text number{digits, sizeof(digits)};
	number.decimal(count);
	text.add(' ');
	pad(text, number.length(), count_width);
	text.add(digits);
}

} // namespace

u32 platform_text(Emu &emu, emu_cursor &cursor, char *buf, u32 size)
{
	PlatformView const view{view_platform(emu)};
	Text text{buf, size};

	text.add("state: ").add(view.dead ? "dead" : view.state);
	text.add("\nlps: ").decimal(view.lps);
	text.add("\nlps_initialised: ").decimal(view.initialised_lps);
	text.add("\npackages: ").decimal(view.packages);
	text.add("\npackages_with_module_key: ").hex(view.keyed_packages);
	text.add("\nprivate_keyids: ").decimal(view.keyids).add(" from ").decimal(view.keyid_start);
	text.add("\nmodule_keyid: ").decimal(view.keyid);
	text.add("\ntdmrs: ").decimal(view.num_tdmrs);
	text.add("\nhandoff_data: ").add(view.handoff ? "yes" : "no");
	text.add("\nruns_vcpus: ").add(emu.config.areas ? "yes" : "no").add('\n');
	cursor.done = 1;
	return text.length();
}

u32 keyids_text(Emu &emu, emu_cursor &cursor, char *buf, u32 size)
{
	Text text{buf, size};

	for (u32 looks = 0; goes_on(cursor, text, looks); looks++) {
		u32 const keyid{emu.config.keyid_start + cursor.index};
		KeyView key;
		if (cursor.index >= emu.config.keyids || !view_key(emu, keyid, key)) {
			text.add("free: ").decimal(cursor.free_keyids).add('\n');
			cursor.done = 1;
			break;
		}
		cursor.index++;
		if (key.free) {
			cursor.free_keyids++;
			continue;
		}
		text.decimal(keyid).add(": ").add(key.state);
		if (key.unflushed)
			text.add(", caches to write back on packages ").hex(key.unflushed);
		text.add('\n');
	}
	return text.length();
}

// A row at once: it adds up the counts of all LPs.
u32 calls_text(Emu &emu, emu_cursor &cursor, char *buf, u32 size)
{
	Text text{buf, size};
	emu_calls_view view;

	if (!cursor.begun) {
		cursor.begun = 1;
		put_leaf_column(text, "leaf function");
		text.add("    success  with_info  retryable    refused\n");
		return text.length();
	}
	if (emu_view_calls(&emu, cursor.index, &view)) {
		cursor.done = 1;
		return 0;
	}
	cursor.index++;
	u64 sum{0};
	for (u64 const count : view.calls)
		sum += count;
	if (!sum)
		return 0;
	put_leaf_column(text, view.name ? view.name : "not modelled");
	for (u64 const count : view.calls)
		put_column(text, count);
	text.add('\n');
	return text.length();
}

} // namespace tdx::emu
