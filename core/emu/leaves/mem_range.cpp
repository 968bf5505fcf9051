// SPDX-License-Identifier: GPL-2.0
//
// Blocking of ranges of private memory, and TLB tracking.
#include "core/emu/env/contention.hpp"
#include "core/emu/sept/sept.hpp"
#include "core/emu/td/epoch.hpp"
#include "leaves.hpp"

namespace tdx::emu {

HostOutcome mem_range_block(Call &call)
{
	Td td{call.emu, TdcsUse::Memory};
	TDX_TRY(td.open(HostLeaf::MemRangeBlock, call.in.rdx, Reg::Rdx, Hold::Shared));

	Mapping mapping{call, td};
	TDX_TRY(mapping.open(0, top_level(td), Hold::Exclusive));
	Septe const old{mapping.value()};
	if (old.is(SeptFlag::AnyBlocked)) {
		mapping.report();
		return Status::of(StatusCode::GpaRangeAlreadyBlocked, static_cast<u32>(Reg::Rcx));
	}
	TDX_TRY(mapping.require(HostLeaf::MemRangeBlock));

	PamtEntry *const page{mapping.page_entry()};
	if (!page)
		return damaged();
	Aliases aliases;
	TDX_TRY(mapping.find_aliases(aliases));

	// L1 first: when a blocked alias causes an EPT violation, the range is already seen as
	// blocked.
	mapping.set(old.blocked(mapping.level()));
	for (u64 *const alias : aliases.entry) {
		if (alias)
			Aliases::store(
				alias, Aliases::load(alias).blocked(old.is(SeptFlag::AnyBlockedw)));
	}
	page->bepoch = td.control().epoch.load(Order::Acquire);
	return success();
}

HostOutcome mem_range_unblock(Call &call)
{
	Td td{call.emu, TdcsUse::Memory};
	TDX_TRY(td.open(HostLeaf::MemRangeUnblock, call.in.rdx, Reg::Rdx, Hold::Shared));

	Mapping mapping{call, td};
	TDX_TRY(mapping.open(0, top_level(td), Hold::Exclusive));
	TDX_TRY(mapping.require(HostLeaf::MemRangeUnblock));
	Septe const old{mapping.value()};
	PamtEntry const *const page{mapping.page_entry()};
	if (!page)
		return damaged();
	TDX_TRY(mapping.check_tracked(page->bepoch, OperandId::SeptTree));
	Aliases aliases;
	TDX_TRY(mapping.find_aliases(aliases));

	// L1 last, as above.  An alias stays blocked while its page is pending.
	for (u64 *const alias : aliases.entry) {
		if (alias && !old.is(SeptFlag::AnyPending))
			Aliases::store(alias, Aliases::load(alias).unblocked());
	}
	mapping.set(old.unblocked());
	return success();
}

HostOutcome mem_track(Call &call)
{
	Td td{call.emu, TdcsUse::Memory};
	TDX_TRY(td.open(HostLeaf::MemTrack, call.in.rcx, Reg::Rcx, Hold::Shared));

	TdControl &control{td.control()};
	HeldLock epoch;
	TDX_TRY(take(call.emu, epoch, control.epoch_lock, Hold::Exclusive, OperandId::TdEpoch));
	// The counter for the next epoch is still in use while vCPUs of the previous epoch run.
	u64 const now{control.epoch};
	if (control.epoch_refs[(now + 1) & 1].load(Order::Acquire))
		return Status::of(StatusCode::PreviousTlbEpochBusy);
	control.epoch.store(now + 1, Order::Release);
	return success();
}

} // namespace tdx::emu
