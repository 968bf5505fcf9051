// SPDX-License-Identifier: GPL-2.0
//
// TDH.MEM.SEPT.ADD: version 0 adds a page to the TD's own tree, version 1 to the trees of its L2
// VMs as well.
#include "core/emu/env/interrupt.hpp"
#include "core/emu/sept/sept_page.hpp"
#include "leaves.hpp"

namespace tdx::emu {

namespace {

struct Request {
	bool allow_existing;
	u64 page[trees];     // all ones: none
	u64 returned[trees]; // returned address: all ones once the page is used
};

Request request_of(Call const &call)
{
	tdx_regs const &in{call.in};
	Request request{FlaggedTdr{in.rdx}.flag(), {in.r8, no_page, no_page, no_page}, {}};

	if (call.version) {
		request.page[1] = in.r9;
		request.page[2] = in.r10;
		request.page[3] = in.r11;
	}
	for (u32 vm = 0; vm < trees; vm++) {
		if (request.page[vm] != no_page)
			request.page[vm] &= ~page_unused;
		request.returned[vm] = request.page[vm];
	}
	return request;
}

Status check_l1_page(Call &call, Mapping const &mapping, Request &request, SeptPages &pages)
{
	bool const given{request.page[0] != no_page};

	if (!given && !call.version)
		return invalid(Reg::R8);
	if (given && mapping.value().is(SeptState::Free))
		return pages.lock_free(0, request.page[0]);
	if (given && request.allow_existing) {
		request.returned[0] |= page_unused;
		return success();
	}
	if (!given && mapping.value().is(SeptState::NlMapped))
		return success();
	mapping.report();
	return Status::of(StatusCode::EptEntryStateIncorrect, static_cast<u32>(Reg::Rcx));
}

Status check_l2_page(Call &call, Td const &td, Mapping const &mapping, u32 vm, Request &request,
	SeptPages &pages, Aliases &parents)
{
	if (request.page[vm] == no_page)
		return success();
	if (vm > l2_vms(td))
		return invalid(page_operand(vm));

	SeptWalk walk;
	TDX_TRY(walk_sept(call.emu, td, vm, mapping.gpa(), mapping.level(), walk));
	L2Septe const parent{walk.value};
	if (walk.level != mapping.level()) {
		report_l2(call, td, parent, walk.level, vm);
		return Status::of(StatusCode::L2SeptWalkFailed, l2_detail(vm, walk.level));
	}
	parents.entry[vm] = walk.entry;
	if (parent.is(L2SeptState::Free))
		return pages.lock_free(vm, request.page[vm]);
	if (request.allow_existing) {
		request.returned[vm] |= page_unused;
		return success();
	}
	report_l2(call, td, parent, walk.level, vm);
	return Status::of(StatusCode::L2SeptEntryNotFree, l2_detail(vm, walk.level));
}

// Adds one page after the other; each is added completely or not at all.
Status add_pages(Call &call, Td const &td, Mapping &mapping, Request &request,
	SeptPages const &pages, Aliases const &parents)
{
	bool added{false};

	for (u32 vm = 0; vm < trees; vm++) {
		if (!pages.has(vm))
			continue;
		if (added && interrupt_pending(call.emu, call.lp)) {
			call.out.rcx = call.in.rcx;
			call.out.rdx = call.in.rdx;
			return Status::of(StatusCode::InterruptedResumable);
		}
		TDX_TRY(pages.fill(vm, vm ? L2Septe::free().raw : Septe::free().raw));
		pages.assign(vm, td);
		pages.entry(vm).bepoch = 0;
		if (vm) {
			mapping.set(mapping.value().with_alias(vm));
			Aliases::store(parents.entry[vm], L2Septe::table(pages.pa(vm)));
		} else {
			mapping.set(Septe::table(pages.pa(vm)));
		}
		request.returned[vm] = no_page;
		added = true;
	}
	return success();
}

// Not inlined, to keep each stack frame below the limit.
[[gnu::noinline]] Status add_to_trees(Call &call, Td const &td, Mapping &mapping, Request &request)
{
	SeptPages pages{call.emu};
	Aliases parents{};
	TDX_TRY(check_l1_page(call, mapping, request, pages));
	for (u32 vm = 1; vm < trees; vm++)
		TDX_TRY(check_l2_page(call, td, mapping, vm, request, pages, parents));
	return add_pages(call, td, mapping, request, pages, parents);
}

Status add(Call &call, Request &request)
{
	FlaggedTdr const tdr{call.in.rdx};
	if (!tdr.valid())
		return invalid(Reg::Rdx);
	Td td{call.emu, TdcsUse::Memory};
	TDX_TRY(td.open(HostLeaf::MemSeptAdd, tdr.pa(), Reg::Rdx, Hold::Shared));

	Mapping mapping{call, td};
	TDX_TRY(mapping.open(1, top_level(td), Hold::Shared));
	TDX_TRY(mapping.require(HostLeaf::MemSeptAdd));
	return add_to_trees(call, td, mapping, request);
}

} // namespace

HostOutcome mem_sept_add(Call &call)
{
	Request request{request_of(call)};
	Status const status{add(call, request)};

	if (call.version) {
		call.out.r8 = request.returned[0];
		call.out.r9 = request.returned[1];
		call.out.r10 = request.returned[2];
		call.out.r11 = request.returned[3];
	}
	return status;
}

} // namespace tdx::emu
