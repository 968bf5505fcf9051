// SPDX-License-Identifier: GPL-2.0
//
// TDG.MEM.PAGE.ACCEPT: a page that the host added while the TD runs is zeroed and becomes its own.
#include "core/emu/env/interrupt.hpp"
#include "core/emu/guest/guest_entry.hpp"

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
	u64 const page{value.address() & ~(bytes_of(size) - 1)};
	return owned_entry(emu, page, size, PageType::Reg, td.pa());
}

// True when all of the page is zero, false on an interrupt.  The address counts on by itself.
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

GuestOutcome page_accept(Emu &emu, Lp &lp, Td const &td, u64 page_info)
{
	u64 const gpa{gpa_of(page_info)};
	Status const shape{check_page_info(page_info, 0, 1)};
	if (!shape.ok())
		return answer(shape);
	if (!is_private_gpa(td, gpa))
		return answer(invalid(Reg::Rcx));

	u32 const level{static_cast<u32>(PageInfo::Level::get(page_info))};
	SeptWalk walk;
	if (!walk_sept(emu, td, 0, gpa, level, walk).ok())
		return ends(GuestEnd::Damaged);
	Septe value{walk.value};
	if (walk.level != level) {
		if (value.is(SeptFlag::GuestAccessibleLeaf))
			return answer(Status::of(StatusCode::PageAlreadyAccepted, walk.level));
		return violation(gpa, ExtendedExit::Accept, value, level, walk.level);
	}

	GuestSepte entry;
	Status const locked{entry.take(walk.entry)};
	if (!locked.ok())
		return answer(locked);
	value = entry.value();
	if (!value.is(SeptState::Free) && !value.leaf())
		return answer(Status::of(StatusCode::PageSizeMismatch, level));
	if (value.is(SeptFlag::GuestAccessibleLeaf))
		return answer(Status::of(StatusCode::PageAlreadyAccepted, level));
	if (!allows_guest(GuestLeaf::MemPageAccept, value))
		return violation(gpa, ExtendedExit::Accept, value, level, level);
	Aliases aliases;
	if (!owns(emu, td, value, level) ||
		!find_guest_aliases(emu, td, value, gpa, level, aliases))
		return ends(GuestEnd::Damaged);

	bool refused;
	bool const done{zero_parts(emu, lp, value, level, refused)};
	if (refused)
		return ends(GuestEnd::Damaged);
	if (!done) {
		entry.set(value);
		return ends(GuestEnd::Restart);
	}
	for (u64 *const alias : aliases.entry) {
		if (alias)
			Aliases::store(alias, Aliases::load(alias).unblocked());
	}
	Septe const open{value.raw | septe::rwx};
	entry.set(open.with_state(
		value.is(SeptState::Pending) ? SeptState::Mapped : SeptState::ExportedDirty));
	return answer(success());
}

} // namespace tdx::emu
