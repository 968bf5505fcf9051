// SPDX-License-Identifier: GPL-2.0
//
// TDH.MEM.PAGE.DEMOTE: splits a large page into 512 small ones, in the tree of each VM that maps
// it.
#include "core/emu/env/interrupt.hpp"
#include "core/emu/sept/sept_page.hpp"
#include "leaves.hpp"

namespace tdx::emu {

namespace {

constexpr u32 min_level = 1;
constexpr u32 max_level = 2;

Status interrupted(Call &call)
{
	call.out.rcx = call.in.rcx;
	call.out.rdx = call.in.rdx;
	return Status::of(StatusCode::InterruptedRestartable);
}

// The pages for L2 trees, R9 to R11, and what is returned there.
struct L2Pages {
	u64 raw[trees];
};

// With @sparse only VMs that map the large page get a table.
bool gets_table(L2Pages const &given, Septe large, u32 vm, bool sparse)
{
	return given.raw[vm] != no_page && (!sparse || large.aliased(vm));
}

Status lock_l2_page(L2Pages &given, Septe large, u32 vm, bool sparse, SeptPages &pages)
{
	if (gets_table(given, large, vm, sparse))
		return pages.lock_free(vm, given.raw[vm] & ~page_unused);
	if (given.raw[vm] == no_page && large.aliased(vm))
		return Status::of(
			StatusCode::L2SeptPageNotProvided, static_cast<u32>(page_operand(vm)));
	given.raw[vm] |= page_unused;
	return success();
}

// Fills the new table of an L2 VM.  @small has the attributes of the new L1 entries.
Status prepare_l2_table(Call &call, Td const &td, Mapping const &mapping, Septe small, u32 vm,
	SeptPages const &pages, Aliases &parents)
{
	SeptWalk walk;
	TDX_TRY(walk_sept(call.emu, td, vm, mapping.gpa(), mapping.level(), walk));
	L2Septe const large{walk.value};
	if (walk.level != mapping.level()) {
		report_l2(call, td, large, walk.level, vm);
		return Status::of(StatusCode::L2SeptWalkFailed, l2_detail(vm, walk.level));
	}
	parents.entry[vm] = walk.entry;
	if (!small.aliased(vm))
		return pages.fill(vm, L2Septe::free().raw);
	// Aliases stay blocked while the page is pending.
	L2Septe const part{small.is(SeptFlag::AnyPending) ? large : large.unblocked()};
	return pages.fill_split(vm, part.raw, mapping.page(), bytes_of(mapping.size()) / septes);
}

[[gnu::noinline]] Status demote(Call &call, Td const &td, Mapping &mapping, bool sparse)
{
	SeptPages pages{call.emu};
	Septe const large{mapping.value()};
	L2Pages given{{0, call.in.r9, call.in.r10, call.in.r11}};
	TDX_TRY(pages.lock_free(0, call.in.r8));
	for (u32 vm = 1; vm <= l2_vms(td); vm++)
		TDX_TRY(lock_l2_page(given, large, vm, sparse, pages));

	Septe const small{large.unblocked().without_progress(mapping.level())};
	TDX_TRY(pages.fill_split(0, small.raw, mapping.page(), bytes_of(mapping.size()) / septes));
	Aliases parents{};
	for (u32 vm = 1; vm < trees; vm++) {
		if (!pages.has(vm))
			continue;
		if (interrupt_pending(call.emu, call.lp))
			return interrupted(call);
		TDX_TRY(prepare_l2_table(call, td, mapping, small, vm, pages, parents));
	}
	if (interrupt_pending(call.emu, call.lp))
		return interrupted(call);
	TDX_TRY(pamt_demote(call.emu, mapping.page(), mapping.size(), td.pa(), Reg::Rcx));

	Septe parent{Septe::table(pages.pa(0))};
	pages.assign(0, td);
	for (u32 vm = 1; vm < trees; vm++) {
		if (!pages.has(vm))
			continue;
		Aliases::store(parents.entry[vm], L2Septe::table(pages.pa(vm)));
		parent = parent.with_alias(vm);
		pages.assign(vm, td);
	}
	mapping.set(parent);
	call.out.r9 = given.raw[1];
	call.out.r10 = given.raw[2];
	call.out.r11 = given.raw[3];
	return success();
}

} // namespace

HostOutcome mem_page_demote(Call &call)
{
	FlaggedTdr const tdr{call.in.rdx};
	if (!tdr.valid())
		return invalid(Reg::Rdx);
	Td td{call.emu, TdcsUse::Memory};
	TDX_TRY(td.open(HostLeaf::MemPageDemote, tdr.pa(), Reg::Rdx, Hold::Shared));

	Mapping mapping{call, td};
	TDX_TRY(mapping.open(min_level, max_level, Hold::Shared));
	TDX_TRY(mapping.require(HostLeaf::MemPageDemote));
	PamtEntry const *const page{mapping.page_entry()};
	if (!page)
		return damaged();
	TDX_TRY(mapping.check_blocked(page->bepoch));
	return demote(call, td, mapping, tdr.flag());
}

} // namespace tdx::emu
