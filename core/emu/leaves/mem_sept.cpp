// SPDX-License-Identifier: GPL-2.0
//
// TDH.MEM.SEPT.RD and TDH.MEM.SEPT.REMOVE: the host reads SEPT entries, and takes SEPT pages back.
#include "core/emu/sept/sept_page.hpp"
#include "leaves.hpp"

namespace tdx::emu {

namespace {

// 16 bits for each VM; the TD itself has none.
u64 l2_attributes(Mapping const &mapping, Aliases const &aliases)
{
	u64 attributes{0};

	for (u32 vm = 1; vm < trees; vm++) {
		if (!aliases.entry[vm])
			continue;
		u64 const own{Aliases::load(aliases.entry[vm])
				      .attributes(mapping.value().is(SeptFlag::AnyBlockedw))};
		attributes |= own << (16 * vm);
	}
	return attributes;
}

Status check_free(Mapping const &mapping, u64 const *entries)
{
	for (u32 i = 0; i < septes; i++) {
		Septe const entry{atomic(entries[i]).load()};
		if (!entry.is(SeptState::Free)) {
			mapping.report();
			return Status::of(StatusCode::EptPageNotFree, static_cast<u32>(Reg::Rcx));
		}
	}
	return success();
}

} // namespace

HostOutcome mem_sept_rd(Call &call)
{
	constexpr u64 read_l2_attributes = 1;

	bool const l2{(call.in.rdx & read_l2_attributes) != 0};
	Td td{call.emu, TdcsUse::Memory};
	TDX_TRY(td.open(
		HostLeaf::MemSeptRd, call.in.rdx & ~read_l2_attributes, Reg::Rdx, Hold::Shared));
	if (l2 && !td.debug())
		return invalid(Reg::Rdx);

	Mapping mapping{call, td};
	TDX_TRY(mapping.open(0, top_level(td), Hold::Shared));
	if (l2) {
		Aliases aliases;
		TDX_TRY(mapping.find_aliases(aliases));
		call.out.r8 = l2_attributes(mapping, aliases);
	}
	mapping.report();
	return success();
}

namespace {

[[gnu::noinline]] Status remove_from_trees(Call &call, Td const &td, Mapping &mapping)
{
	HeldTable table[trees]{};
	TDX_TRY(table[0].take(call, td, mapping.page()));
	TDX_TRY(mapping.check_blocked(table[0].pamt->bepoch));
	TDX_TRY(check_free(mapping, table[0].entries));
	Aliases aliases;
	TDX_TRY(mapping.find_aliases(aliases));
	for (u32 vm = 1; vm < trees; vm++) {
		if (aliases.entry[vm])
			TDX_TRY(table[vm].take(
				call, td, Aliases::load(aliases.entry[vm]).address()));
	}

	for (u32 vm = 1; vm < trees; vm++) {
		if (!aliases.entry[vm])
			continue;
		Aliases::store(aliases.entry[vm], L2Septe::free());
		table[vm].free(td);
	}
	mapping.set(Septe::free());
	table[0].free(td);

	give_back(call, table);
	return success();
}

} // namespace

HostOutcome mem_sept_remove(Call &call)
{
	Td td{call.emu, TdcsUse::Memory};
	TDX_TRY(td.open(HostLeaf::MemSeptRemove, call.in.rdx, Reg::Rdx, Hold::Shared));

	Mapping mapping{call, td};
	TDX_TRY(mapping.open(1, top_level(td), Hold::Exclusive));
	TDX_TRY(mapping.require(HostLeaf::MemSeptRemove));
	return remove_from_trees(call, td, mapping);
}

} // namespace tdx::emu
