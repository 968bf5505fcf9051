// SPDX-License-Identifier: GPL-2.0
//
// Pages of private memory: ADD with content, AUG for the guest to accept, RELOCATE, REMOVE.
#include "core/emu/env/contention.hpp"
#include "core/emu/page/memory.hpp"
#include "core/emu/sept/sept.hpp"
#include "core/emu/td/epoch.hpp"
#include "core/emu/td/measurement.hpp"
#include "leaves.hpp"

namespace tdx::emu {

namespace {

CORE_INLINE u64 small_pages(u32 level)
{
	return 1ULL << (9 * level);
}

Status copy_content(HeldPage const &to, u64 from, Reg operand)
{
	if (!copy_page(to.pa(), from))
		return out_of_range(operand);
	return success();
}

// Gives a page to the TD; no TLB has it yet.
CORE_ALWAYS_INLINE void own(Td const &td, HeldPage const &page)
{
	page.assign(PageType::Reg, td.pa());
	page.entry().bepoch = 0;
}

// Locks the PAMT entry of the page that this mapping loses.  Errors name the mapping's operand,
// RCX.
Status lock_mapped_page(Call &call, Mapping const &mapping, Held<u16> &lock, PamtEntry *&entry)
{
	entry = mapping.page_entry();
	if (!entry)
		return damaged();
	return take(call.emu, lock, entry->lock, Hold::Exclusive, operand_id(Reg::Rcx));
}

} // namespace

HostOutcome mem_page_add(Call &call)
{
	Td td{call.emu, TdcsUse::Memory};
	TDX_TRY(td.open(HostLeaf::MemPageAdd, call.in.rdx, Reg::Rdx, Hold::Exclusive));

	Mapping mapping{call, td};
	TDX_TRY(mapping.open(0, 0, Hold::None));
	TDX_TRY(mapping.require(HostLeaf::MemPageAdd));

	u64 const source{call.in.r9};
	TDX_TRY(check_shared(call.emu, source, page_size, Reg::R9));
	HeldPage page{call.emu};
	TDX_TRY(page.lock(call.in.r8, Reg::R8, PageType::Nda, Hold::Exclusive));
	TDX_TRY(copy_content(page, source & ~call.emu.platform.keyid_mask, Reg::R9));
	TDX_TRY(measure_page_add(td, mapping.gpa()));

	mapping.set(Septe::page(page.pa(), SeptState::Mapped));
	td.add_children(1);
	own(td, page);
	return success();
}

HostOutcome mem_page_aug(Call &call)
{
	Td td{call.emu, TdcsUse::Memory};
	TDX_TRY(td.open(HostLeaf::MemPageAug, call.in.rdx, Reg::Rdx, Hold::Shared));

	Mapping mapping{call, td};
	TDX_TRY(mapping.open(0, 1, Hold::Shared));
	TDX_TRY(mapping.require(HostLeaf::MemPageAug));

	HeldPage page{call.emu};
	TDX_TRY(page.lock_free_range(
		call.in.r8, Reg::R8, PageSize{static_cast<u8>(mapping.level())}));

	mapping.set(Septe::page(page.pa(), SeptState::Pending));
	td.add_children(small_pages(mapping.level()));
	own(td, page);
	return success();
}

HostOutcome mem_page_relocate(Call &call)
{
	Td td{call.emu, TdcsUse::Memory};
	TDX_TRY(td.open(HostLeaf::MemPageRelocate, call.in.rdx, Reg::Rdx, Hold::Shared));

	Mapping mapping{call, td};
	TDX_TRY(mapping.open(0, 0, Hold::Shared));
	TDX_TRY(mapping.require_leaf(HostLeaf::MemPageRelocate));

	u64 const old_page{mapping.page()};
	if (call.in.r8 == old_page)
		return invalid(Reg::R8);
	Held<u16> old_lock;
	PamtEntry *old_entry;
	TDX_TRY(lock_mapped_page(call, mapping, old_lock, old_entry));
	TDX_TRY(mapping.check_blocked(old_entry->bepoch));

	HeldPage page{call.emu};
	TDX_TRY(page.lock(call.in.r8, Reg::R8, PageType::Nda, Hold::Exclusive));
	Aliases aliases;
	TDX_TRY(mapping.find_aliases(aliases));
	bool const pending{mapping.value().is(SeptFlag::AnyPending)};
	if (!pending)
		TDX_TRY(copy_content(page, old_page, Reg::R8));

	own(td, page);
	for (u64 *const alias : aliases.entry) {
		if (!alias)
			continue;
		L2Septe const moved{Aliases::load(alias).with_address(page.pa())};
		// Aliases stay blocked while the page is pending.
		Aliases::store(alias, pending ? moved : moved.unblocked());
	}
	mapping.set(mapping.value().with_address(page.pa()).unblocked());
	old_entry->type = PageType::Nda;
	call.out.rcx = old_page;
	return success();
}

HostOutcome mem_page_remove(Call &call)
{
	Td td{call.emu, TdcsUse::Memory};
	TDX_TRY(td.open(HostLeaf::MemPageRemove, call.in.rdx, Reg::Rdx, Hold::Shared));

	Mapping mapping{call, td};
	TDX_TRY(mapping.open(0, 2, Hold::Shared));
	TDX_TRY(mapping.require_leaf(HostLeaf::MemPageRemove));

	u64 const old_page{mapping.page()};
	Held<u16> lock;
	PamtEntry *entry;
	TDX_TRY(lock_mapped_page(call, mapping, lock, entry));
	TDX_TRY(mapping.check_blocked(entry->bepoch));
	Aliases aliases;
	TDX_TRY(mapping.find_aliases(aliases));

	for (u64 *const alias : aliases.entry) {
		if (alias)
			Aliases::store(alias, L2Septe::free());
	}
	mapping.set(import_in_progress(td) ? Septe::removed() : Septe::free());
	td.remove_children(small_pages(mapping.level()));
	entry->type = PageType::Nda;
	call.out.rcx = old_page;
	return success();
}

} // namespace tdx::emu
