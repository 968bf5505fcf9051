// SPDX-License-Identifier: GPL-2.0
#include "sept.hpp"

#include "core/emu/env/contention.hpp"
#include "core/emu/td/epoch.hpp"

namespace tdx::emu {

namespace {

CORE_INLINE u32 index_at(u64 gpa, u32 level)
{
	return static_cast<u32>(gpa >> shift_of_level(level)) % septes;
}

u64 *root_of(Td const &td, u32 vm)
{
	return static_cast<u64 *>(
		vm ? td.tdcs(TdcsPage::L2SeptRoot, vm) : td.tdcs(TdcsPage::SeptRoot));
}

bool changed(u64 const *entry, Septe seen)
{
	u64 const now{atomic(*entry).load(Order::Acquire)};

	return (now & ~(septe::lock | septe::host_priority)) != seen.raw;
}

// The table was not found.  PAGE.PROMOTE may have removed it since the entry was read, and
// PAGE.DEMOTE may have added it again.
[[gnu::cold]] u64 *look_again(Emu &emu, Td const &td, u64 const *entry, Septe value)
{
	u64 *page{nullptr};

	for (u32 looks = 0; looks < 2 && !page && !changed(entry, value); looks++)
		page = static_cast<u64 *>(owned_page(emu, value.address(), PageType::Ept, td.pa()));
	return page;
}

} // namespace

Status walk_sept(Emu &emu, Td const &td, u32 vm, u64 gpa, u32 level, SeptWalk &to, WalkStop stop)
{
	u64 *page{root_of(td, vm)};
	u64 *parent{nullptr};
	u64 table{0};
	u32 const top{top_level(td)};
	if (!page || !top)
		return damaged();

	for (u32 at = top;; at--) {
		u64 *const entry{page + index_at(gpa, at)};
		// L1 and L2 entries have the same format in the bits that a walk uses.
		Septe const value{atomic(*entry).load(Order::Acquire) &
				  ~(septe::lock | septe::host_priority)};
		bool const stops{stop == WalkStop::Free ? L2Septe{value.raw}.is(L2SeptState::Free)
							: !value.present()};

		// A damaged entry of the lowest level may look like one for a table.
		if (at == level || stops || value.leaf() || !at) {
			to = {entry, value.raw, at, parent, table};
			return success();
		}
		parent = entry;
		table = value.address();
		page = static_cast<u64 *>(owned_page(emu, table, PageType::Ept, td.pa()));
		if (!page) [[unlikely]] {
			page = look_again(emu, td, entry, value);
			if (!page)
				return changed(entry, value) ? busy(Reg::Rcx) : damaged();
		}
	}
}

Status check_page_info(u64 page_info, u32 min_level, u32 max_level)
{
	u64 const level{PageInfo::Level::get(page_info)};
	u64 const gpa{gpa_of(page_info)};

	if (page_info != (gpa | level) || level < min_level || level > max_level)
		return invalid(Reg::Rcx);
	if (gpa % bytes_of_level(static_cast<u32>(level)))
		return invalid(Reg::Rcx);
	return success();
}

void report(Call &call, Septe entry, u32 level)
{
	call.out.rcx = entry.host_view();
	call.out.rdx = LevelState::State::put(level, entry.public_state());
}

void report_l2(Call &call, Td const &td, L2Septe entry, u32 level, u32 vm)
{
	call.out.rcx = entry.host_view(td.debug());
	call.out.rdx = LevelState::Vm::put(LevelState::State::put(level, entry.public_state()), vm);
}

// PAGE.PROMOTE may remove a table under the shared tree lock, between our walk and our entry lock.
bool Mapping::moved() const
{
	if (!walk.parent)
		return false;
	Septe const now{atomic(*walk.parent).load(Order::Acquire)};
	return !now.present() || now.leaf() || now.address() != walk.table;
}

Status Mapping::lock_entry()
{
	if (contended(call.emu, operand_id(Reg::Rcx)) || !held.take(walk.entry) || moved()) {
		report();
		return busy(Reg::Rcx);
	}
	walk.value = held.value().raw;
	return success();
}

Status Mapping::open(u32 min_level, u32 max_level, Hold tree_hold)
{
	u64 const info{call.in.rcx};
	u32 const wanted{static_cast<u32>(PageInfo::Level::get(info))};

	TDX_TRY(check_page_info(info, min_level, max_level));
	gpa_ = gpa_of(info);
	if (!is_private_gpa(td, gpa_))
		return invalid(Reg::Rcx);
	TDX_TRY(take(call.emu, tree, td.control().sept_lock, tree_hold, OperandId::SeptTree));
	TDX_TRY(walk_sept(call.emu, td, 0, gpa_, wanted, walk));
	if (level() != wanted) {
		report();
		return Status::of(StatusCode::EptWalkFailed, static_cast<u32>(Reg::Rcx));
	}
	return lock_entry();
}

Status Mapping::open_byte(u64 gpa, Hold tree_hold)
{
	TDX_TRY(take(call.emu, tree, td.control().sept_lock, tree_hold, OperandId::SeptTree));
	if (!is_private_gpa(td, gpa))
		return invalid(Reg::Rcx);
	gpa_ = gpa;
	TDX_TRY(walk_sept(call.emu, td, 0, gpa, 0, walk));
	if (!value().leaf() || !value().present()) {
		report();
		return Status::of(StatusCode::EptEntryNotPresent, static_cast<u32>(Reg::Rcx));
	}
	return lock_entry();
}

namespace {

// By leaf number.
struct SeptStates {
	u16 allowed[max_leaves];
};

consteval SeptStates find_sept_states()
{
	SeptStates states{};
	for (auto const &rule : host_sept_rules) {
		if (!states.allowed[rule.leaf.value])
			states.allowed[rule.leaf.value] = rule.allowed.bits;
	}
	return states;
}

constexpr SeptStates sept_states{find_sept_states()};

} // namespace

bool Mapping::allows(HostLeaf leaf) const
{
	return value().is_one_of(sept_states.allowed[static_cast<u64>(leaf)]);
}

Status Mapping::require(HostLeaf leaf) const
{
	if (allows(leaf))
		return success();
	report();
	return Status::of(StatusCode::EptEntryStateIncorrect, static_cast<u32>(Reg::Rcx));
}

Status Mapping::require_leaf(HostLeaf leaf) const
{
	if (value().leaf())
		return require(leaf);
	report();
	return Status::of(StatusCode::EptEntryStateIncorrect, static_cast<u32>(Reg::Rcx));
}

Status Mapping::check_blocked(u64 bepoch) const
{
	if (!value().is(SeptFlag::TlbTrackingRequired) || !needs_tracking(td))
		return success();
	if (!value().is(SeptFlag::AnyBlocked)) {
		report();
		return Status::of(StatusCode::GpaRangeNotBlocked, static_cast<u32>(Reg::Rcx));
	}
	return check_tracked(bepoch, operand_id(Reg::Rcx));
}

Status Mapping::check_tracked(u64 bepoch, OperandId operand) const
{
	if (!value().is(SeptFlag::TlbTrackingRequired) || !needs_tracking(td) ||
		is_tracked(td, bepoch))
		return success();
	return Status::of(StatusCode::TlbTrackingNotDone, static_cast<u32>(operand));
}

PamtEntry *Mapping::page_entry() const
{
	if (value().leaf() && level() >= page_sizes)
		return nullptr;
	return owned_entry(
		call.emu, page(), size(), value().leaf() ? PageType::Reg : PageType::Ept, td.pa());
}

Status Mapping::find_aliases(Aliases &to) const
{
	to = {};
	for (u32 vm = 1; vm <= l2_vms(td); vm++) {
		if (!value().aliased(vm))
			continue;
		SeptWalk alias;
		TDX_TRY(walk_sept(call.emu, td, vm, gpa_, level(), alias));
		if (alias.level != level())
			return damaged();
		to.entry[vm] = alias.entry;
	}
	return success();
}

} // namespace tdx::emu
