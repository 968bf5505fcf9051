// SPDX-License-Identifier: GPL-2.0
//
// The LP's nested page tables: translations of one TD at one time, filled as the guest meets nested
// page faults.  They stand for the LP's TLB: whatever makes a CPU in SEAM drop its translations
// drops all of these, so that none outlives the entries that it came from.
#include "core/emu/host.h"
#include "core/emu/sept/sept.hpp"
#include "guest.hpp"

namespace tdx::emu {

namespace {

// Page-table entries.
constexpr u64 present = 1 << 0;
constexpr u64 writable = 1 << 1;
constexpr u64 user = 1 << 2; // nested walks are user accesses
constexpr u64 accessed = 1 << 5;
constexpr u64 dirty = 1 << 6;
constexpr u64 large = 1 << 7;
constexpr u64 no_execute = 1ULL << 63;
constexpr u64 table_bits = present | writable | user | accessed;
constexpr u64 address_mask = 0x000ffffffffff000;

u32 tables_of(Lp const &lp)
{
	return lp.area.pages - AreaPage::tables;
}

u64 *table(Lp const &lp, u32 index)
{
	return reinterpret_cast<u64 *>(area_page(lp.area, AreaPage::tables + index));
}

u64 *table_at(Lp const &lp, u64 pa)
{
	return table(lp, static_cast<u32>((pa - nested_root(lp)) >> page_shift));
}

bool is_table(u64 entry)
{
	return entry & present && !(entry & large);
}

// Null if the pool has no free table.
u64 *entry_for(Lp &lp, u32 levels, u64 gpa, u32 level)
{
	u64 *at{table(lp, 0)};

	for (u32 i = levels - 1; i > level; i--) {
		u64 &entry{at[gpa >> shift_of_level(i) & (septes - 1)]};
		if (!is_table(entry)) {
			Translations &pool{lp.translations};
			if (pool.used == tables_of(lp))
				return nullptr;
			u32 const fresh{pool.used++};
			__builtin_memset(table(lp, fresh), 0, page_size);
			// The TLB may hold the large page that was mapped here.
			if (entry & present)
				pool.changed = true;
			entry = area_pa(lp.area, AreaPage::tables + fresh) | table_bits;
		}
		at = table_at(lp, entry & address_mask);
	}
	return &at[gpa >> shift_of_level(level) & (septes - 1)];
}

} // namespace

u64 nested_root(Lp const &lp)
{
	return area_pa(lp.area, AreaPage::tables);
}

void flush_translations(Emu const &emu, Lp &lp)
{
	if (!emu.config.areas)
		return;
	lp.translations.tag = {};
	lp.translations.used = 1;
	lp.translations.changed = true;
	__builtin_memset(table(lp, 0), 0, page_size);
}

void use_translations(Guest const &guest)
{
	Vcpu const &vcpu{guest.vcpu()};
	Translations &translations{guest.lp.translations};
	TranslationTag const tag{vcpu.td().pa(), vcpu.load(vcpu_field::vcpu_epoch),
		vcpu.vmread(vmcs_slot(vmcs::SHARED_EPT_POINTER)),
		vcpu.vmread(vmcs_slot(vmcs::EPT_POINTER))};

	if (translations.used && translations.tag == tag)
		return;
	flush_translations(guest.emu, guest.lp);
	translations.tag = tag;
}

bool find_translation(Guest const &guest, u64 gpa, u64 &pa)
{
	u32 level{guest.emu.config.npt_levels};
	u64 entry{nested_root(guest.lp) | table_bits};

	if (gpa >> shift_of_level(level))
		return false;
	do {
		level--;
		u64 const *const at{table_at(guest.lp, entry & address_mask)};
		entry = at[gpa >> shift_of_level(level) & (septes - 1)];
	} while (level && is_table(entry));
	u64 const offset{bytes_of_level(level) - 1};
	pa = (entry & address_mask & ~offset) | (gpa & offset);
	return entry & present;
}

void map_page(Guest const &guest, u64 gpa, GuestPage const &page)
{
	Lp &lp{guest.lp};
	u32 const level{page.level < largest_level ? page.level : largest_level};
	u32 const levels{guest.emu.config.npt_levels};
	u64 const entry{page_of(page.pa & ~guest.emu.platform.keyid_mask, bytes_of_level(level)) |
			present | user | accessed | dirty |
			(page.granted & septe::write ? writable : 0) |
			(page.granted & septe::execute ? 0 : no_execute) | (level ? large : 0)};
	u64 *at{entry_for(lp, levels, gpa, level)};

	if (!at) {
		TranslationTag const tag{lp.translations.tag};
		flush_translations(guest.emu, lp);
		lp.translations.tag = tag;
		at = entry_for(lp, levels, gpa, level);
	}
	// The TLB may hold what was mapped here, by a page or a table.
	if (*at & present)
		lp.translations.changed = true;
	*at = entry;
}

} // namespace tdx::emu
