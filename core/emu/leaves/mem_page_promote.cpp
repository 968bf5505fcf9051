// SPDX-License-Identifier: GPL-2.0
//
// TDH.MEM.PAGE.PROMOTE: merges 512 small pages, if they are contiguous and aligned, into a large
// one.
#include "core/emu/env/interrupt.hpp"
#include "core/emu/sept/sept_page.hpp"
#include "leaves.hpp"

namespace tdx::emu {

namespace {

Status unfit(Mapping const &mapping)
{
	mapping.report();
	return Status::of(StatusCode::EptInvalidPromoteConditions, static_cast<u32>(Reg::Rcx));
}

Status interrupted(Call &call)
{
	call.out.rcx = call.in.rcx;
	call.out.rdx = call.in.rdx;
	return Status::of(StatusCode::InterruptedRestartable);
}

// Locks of a table's entries.  In a table that is removed they stay locked, so that a walk that
// already reached it finds no usable entry.
class HeldSeptes {
	u64 *const entries;
	u32 locked{0};

public:
	CORE_ALWAYS_INLINE explicit HeldSeptes(u64 *table) : entries{table} {}
	HeldSeptes(HeldSeptes const &) = delete;
	HeldSeptes &operator=(HeldSeptes const &) = delete;
	CORE_ALWAYS_INLINE ~HeldSeptes()
	{
		while (locked)
			HeldSepte::unlock(&entries[--locked]);
	}
	CORE_ALWAYS_INLINE bool take_next()
	{
		if (!HeldSepte::try_lock(&entries[locked]))
			return false;
		locked++;
		return true;
	}
	CORE_ALWAYS_INLINE Septe value(u32 i) const
	{
		return {atomic(entries[i]).load() & ~(septe::lock | septe::host_priority)};
	}
	CORE_ALWAYS_INLINE void keep() { locked = 0; }
};

// All must be leaves in the same state, mapped or pending, of contiguous pages from an aligned
// address.
Status check_l1_parts(Mapping const &mapping, HeldSeptes &parts)
{
	u32 const level{mapping.level() - 1};
	u64 const part{bytes_of(PageSize{static_cast<u8>(level)})};
	u64 expected{0};

	for (u32 i = 0; i < septes; i++) {
		if (!parts.take_next()) {
			mapping.report();
			return busy(Reg::Rcx);
		}
		Septe const value{parts.value(i).without_progress(level)};
		if (!i) {
			if ((value.address() & ~(part - 1)) % (part * septes) ||
				!value.is(SeptFlag::MappedOrPending))
				return unfit(mapping);
			expected = value.raw;
		}
		if (value.raw != expected)
			return unfit(mapping);
		expected += part;
	}
	return success();
}

// All free, or all leaves with the same attributes.  Their addresses are those of the L1 entries.
Status check_l2_parts(Mapping const &mapping, u64 const *parts)
{
	u64 const first{atomic(parts[0]).load()};
	L2Septe const value{first};
	u64 const size{bytes_of(PageSize{static_cast<u8>(mapping.level())})};

	if (!value.is(L2SeptState::Free) && (!value.leaf() || value.address() % size))
		return unfit(mapping);
	for (u32 i = 1; i < septes; i++) {
		if ((atomic(parts[i]).load() ^ first) & ~septe::address)
			return unfit(mapping);
	}
	return success();
}

[[gnu::noinline]] Status promote(Call &call, Td const &td, Mapping &mapping)
{
	HeldTable table[trees]{};
	TDX_TRY(table[0].take(call, td, mapping.page()));
	TDX_TRY(mapping.check_blocked(table[0].pamt->bepoch));
	HeldSeptes parts{table[0].entries};
	TDX_TRY(check_l1_parts(mapping, parts));

	Aliases aliases;
	TDX_TRY(mapping.find_aliases(aliases));
	for (u32 vm = 1; vm < trees; vm++) {
		if (!aliases.entry[vm])
			continue;
		if (interrupt_pending(call.emu, call.lp))
			return interrupted(call);
		L2Septe const parent{Aliases::load(aliases.entry[vm])};
		if (parent.leaf() || parent.is(L2SeptState::Free))
			return damaged();
		TDX_TRY(table[vm].take(call, td, parent.address()));
		TDX_TRY(check_l2_parts(mapping, table[vm].entries));
	}
	if (interrupt_pending(call.emu, call.lp))
		return interrupted(call);

	Septe const large{parts.value(0)};
	PageSize const size{static_cast<u8>(mapping.level())};
	TDX_TRY(pamt_promote(
		call.emu, page_of(large.address(), bytes_of(size)), size, td.pa(), Reg::Rcx));

	for (u32 vm = 1; vm < trees; vm++) {
		if (!aliases.entry[vm])
			continue;
		Aliases::store(aliases.entry[vm], Aliases::load(table[vm].entries));
		table[vm].free(td);
	}
	parts.keep();
	mapping.set(large);
	table[0].free(td);

	give_back(call, table);
	return success();
}

} // namespace

HostOutcome mem_page_promote(Call &call)
{
	Td td{call.emu, TdcsUse::Memory};
	TDX_TRY(td.open(HostLeaf::MemPagePromote, call.in.rdx, Reg::Rdx, Hold::Shared));

	Mapping mapping{call, td};
	TDX_TRY(mapping.open(1, 2, Hold::Shared));
	TDX_TRY(mapping.require(HostLeaf::MemPagePromote));
	return promote(call, td, mapping);
}

} // namespace tdx::emu
