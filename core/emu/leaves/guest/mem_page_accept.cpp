// SPDX-License-Identifier: GPL-2.0
//
// TDG.MEM.PAGE.ACCEPT: a page that the host added while the TD runs is zeroed and becomes its own.
#include "core/emu/env/interrupt.hpp"
#include "core/emu/guest/guest_entry.hpp"
#include "guest_leaves.hpp"

namespace tdx::emu {

namespace {

constexpr u64 last_part = septes - 1;

CORE_INLINE u64 parts_done(Septe value)
{
	return Bits<20, 12>::get(value.raw);
}

bool owns(Emu &emu, Td const &td, Septe value, u32 level)
{
	PageSize const size{static_cast<u8>(level)};
	u64 const page{page_of(value.address(), bytes_of(size))};
	return owned_entry(emu, page, size, PageType::Reg, td.pa());
}

// True once the whole page is zeroed, false on an interrupt.  @value advances as it goes.
bool zero_parts(Emu &emu, Lp &lp, Septe &value, u32 level, bool &refused)
{
	for (;;) {
		refused = !fill_page(value.address(), 0);
		if (refused)
			return false;
		if (!level)
			return true;
		if (parts_done(value) == last_part) {
			value.raw &= ~septe::accepted;
			return true;
		}
		value.raw += page_size;
		if (interrupt_pending(emu, lp))
			return false;
	}
}

} // namespace

GuestOutcome mem_page_accept(GuestCall &call)
{
	Emu &emu{call.emu};
	Td const &td{call.td};
	u64 const page_info{call.in.rcx};
	u64 const gpa{gpa_of(page_info)};
	TDX_TRY(check_page_info(page_info, 0, 1));
	if (!is_private_gpa(td, gpa))
		return invalid(Reg::Rcx);

	u32 const level{static_cast<u32>(PageInfo::Level::get(page_info))};
	SeptWalk walk;
	if (!walk_sept(emu, td, 0, gpa, level, walk).ok())
		return GuestEnd::Damaged;
	Septe value{walk.value};
	if (walk.level != level) {
		if (value.is(SeptFlag::GuestAccessibleLeaf))
			return Status::of(StatusCode::PageAlreadyAccepted, walk.level);
		return violation(gpa, ExtendedExit::Accept, value, level, walk.level);
	}

	GuestSepte entry;
	TDX_TRY(entry.take(walk.entry));
	value = entry.value();
	if (!value.is(SeptState::Free) && !value.leaf())
		return Status::of(StatusCode::PageSizeMismatch, level);
	if (value.is(SeptFlag::GuestAccessibleLeaf))
		return Status::of(StatusCode::PageAlreadyAccepted, level);
	if (!allows_guest(GuestLeaf::MemPageAccept, value))
		return violation(gpa, ExtendedExit::Accept, value, level, level);
	Aliases aliases;
	if (!owns(emu, td, value, level) ||
		!find_guest_aliases(emu, td, value, gpa, level, aliases))
		return GuestEnd::Damaged;

	bool refused;
	bool const done{zero_parts(emu, call.lp, value, level, refused)};
	if (refused)
		return GuestEnd::Damaged;
	if (!done) {
		entry.set(value);
		return GuestEnd::Restart;
	}
	for (u64 *const alias : aliases.entry) {
		if (alias)
			Aliases::store(alias, Aliases::load(alias).unblocked());
	}
	Septe const open{value.raw | septe::rwx};
	entry.set(open.with_state(
		value.is(SeptState::Pending) ? SeptState::Mapped : SeptState::ExportedDirty));
	return success();
}

} // namespace tdx::emu
