// SPDX-License-Identifier: GPL-2.0
#include "sept_page.hpp"

#include "core/emu/env/contention.hpp"
#include "core/emu/host.h"

namespace tdx::emu {

namespace {

Status refused(u32 vm)
{
	return out_of_range(page_operand(vm));
}

} // namespace

Status SeptPages::lock_free(u32 vm, u64 pa)
{
	TDX_TRY(page[vm].lock(pa, page_operand(vm), PageType::Nda, Hold::Exclusive));
	locked_ |= 1u << vm;
	return success();
}

Status SeptPages::fill(u32 vm, u64 entry) const
{
	return fill_page_words(pa(vm), entry) ? success() : refused(vm);
}

Status SeptPages::fill_split(u32 vm, u64 entry, u64 first_pa, u64 part) const
{
	constexpr u32 at_once = 16;
	u64 const common{entry & ~septe::address};
	u64 chunk[at_once];

	for (u32 i = 0; i < septes; i += at_once) {
		for (u32 j = 0; j < at_once; j++)
			chunk[j] = common | (first_pa + (i + j) * part);
		if (host_phys_write(pa(vm) + i * sizeof(u64), chunk, sizeof(chunk)))
			return refused(vm);
	}
	return success();
}

void SeptPages::assign(u32 vm, Td const &td) const
{
	page[vm].assign(PageType::Ept, td.pa());
	td.add_children(1);
}

Status HeldTable::take(Call &call, Td const &td, u64 at)
{
	pa = at;
	pamt = owned_entry(call.emu, at, PageSize::Size4K, PageType::Ept, td.pa());
	entries = static_cast<u64 *>(host_page(at));
	if (!pamt || !entries)
		return damaged();
	return emu::take(call.emu, lock, pamt->lock, Hold::Exclusive, operand_id(Reg::Rcx));
}

void HeldTable::free(Td const &td) const
{
	pamt->type = PageType::Nda;
	td.remove_children(1);
}

void give_back(Call &call, HeldTable const (&table)[trees])
{
	auto const page = [&](u32 vm) { return table[vm].pamt ? table[vm].pa : no_page; };

	call.out.rcx = table[0].pa;
	// Version 0 has no L2 VMs.
	if (call.version) {
		call.out.r9 = page(1);
		call.out.r10 = page(2);
		call.out.r11 = page(3);
	}
}

} // namespace tdx::emu
