// SPDX-License-Identifier: GPL-2.0
//
// TDs, their vCPUs and their secure EPTs.
#include "core/emu/vcpu/vcpu.hpp"
#include "page_walk.hpp"

namespace tdx::emu {

namespace {

// The bytes in the order of memory.
void put_hash(Text &text, u64 const (&hash)[hash_words])
{
	for (u64 const word : hash) {
		for (u32 nibble = 0; nibble < 16; nibble++)
			text.add("0123456789abcdef"[word >> 4 * (nibble ^ 1) & 15]);
	}
}

void put_td(Text &text, TdView const &td)
{
	text.add("  keyid: ").decimal(td.hkid);
	text.add(", packages with its key: ").hex(td.keyed_packages);
	text.add("\n  lifecycle: ").add(td.lifecycle).add(td.fatal ? ", fatal" : "");
	text.add("\n  tdcs_pages: ").decimal(td.tdcs_pages);
	text.add("\n  children: ").decimal(td.chldcnt).add('\n');
	if (!td.op_state)
		return;
	text.add("  op_state: ").add(td.op_state);
	text.add("\n  attributes: ").hex(td.attributes);
	text.add("\n  xfam: ").hex(td.xfam);
	text.add("\n  vcpus: ").decimal(td.vcpus).add(" of ").decimal(td.max_vcpus);
	text.add(", ").decimal(td.associated_vcpus).add(" associated");
	text.add("\n  l2_vms: ").decimal(td.l2_vms);
	text.add("\n  epoch: ").decimal(td.epoch);
	text.add("\n  mrtd: ");
	put_hash(text, td.mrtd);
	text.add('\n');
}

// Writes the run that ends here, if there is one.
void put_run(Text &text, emu_sept_run &run)
{
	if (run.entries) {
		text.add("  gpa ").hex(run.gpa).add(" level ").decimal(run.level);
		text.add(' ').add(run.state).add(run.locked ? " locked" : "");
		text.add(": ").decimal(run.entries).add(", first page ").hex(run.pa).add('\n');
	}
	run = {};
}

// Free entries make no run.
void put_entry(Text &text, emu_sept_run &run, SeptView const &entry)
{
	if (run.entries && !entry.free && entry.state == run.state && entry.level == run.level &&
		entry.locked == static_cast<bool>(run.locked)) {
		run.entries++;
		return;
	}
	put_run(text, run);
	if (!entry.free)
		run = {entry.state, entry.gpa, entry.pa, 1, entry.level, entry.locked};
}

void put_tree(Emu &emu, emu_cursor &cursor, Text &text)
{
	SeptView entry;

	for (u32 looks = 0; cursor.in_tree && goes_on(cursor, text, looks); looks++) {
		if (!view_sept(emu, cursor.tdr, cursor.gpa, entry)) {
			put_run(text, cursor.run);
			cursor.in_tree = 0;
			return;
		}
		put_entry(text, cursor.run, entry);
		cursor.gpa = entry.gpa + entry.bytes;
	}
}

} // namespace

u32 tds_text(Emu &emu, emu_cursor &cursor, char *buf, u32 size)
{
	Text text{buf, size};
	PlaceView place;
	TdView td;

	if (find_page(emu, cursor, PageType::Tdr, place) && view_td(emu, place.pa, td)) {
		text.add("td: ").hex(place.pa).add('\n');
		put_td(text, td);
	}
	return text.length();
}

u32 vcpus_text(Emu &emu, emu_cursor &cursor, char *buf, u32 size)
{
	Text text{buf, size};
	PlaceView place;
	VcpuView vcpu;

	if (!find_page(emu, cursor, PageType::Tdvpr, place) || !view_vcpu(emu, place.pa, vcpu))
		return 0;
	text.add("vcpu: ").hex(place.pa).add("\n  td: ").hex(place.page.owner);
	text.add("\n  state: ").add(vcpu.state);
	text.add("\n  index: ").decimal(vcpu.index);
	text.add("\n  tdvps_pages: ").decimal(vcpu.pages).add('\n');
	if (vcpu.lp != no_lp)
		text.add("  associated with LP: ").decimal(vcpu.lp).add('\n');
	return text.length();
}

u32 sept_text(Emu &emu, emu_cursor &cursor, char *buf, u32 size)
{
	Text text{buf, size};
	PlaceView place;

	if (cursor.in_tree) {
		put_tree(emu, cursor, text);
	} else if (find_page(emu, cursor, PageType::Tdr, place)) {
		text.add("td: ").hex(place.pa).add('\n');
		cursor.in_tree = 1;
		cursor.tdr = place.pa;
		cursor.gpa = 0;
	}
	return text.length();
}

} // namespace tdx::emu
