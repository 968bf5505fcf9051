// SPDX-License-Identifier: GPL-2.0
#include "td.hpp"

#include "core/emu/env/contention.hpp"
#include "core/emu/host.h"

namespace tdx::emu {

namespace {

// Operation states that each leaf function allows, by number; without rules for a second TD.
struct StatesByLeaf {
	u16 allowed[max_leaves];
};

consteval StatesByLeaf find_op_states()
{
	StatesByLeaf states{};
	for (auto const &rule : host_op_state_rules) {
		if (!rule.second_td && !states.allowed[rule.leaf.value])
			states.allowed[rule.leaf.value] = rule.allowed.bits;
	}
	return states;
}

constexpr StatesByLeaf op_states{find_op_states()};

bool allows(OpState state, HostLeaf leaf)
{
	return state <= OpState::FailedImport &&
	       op_states.allowed[static_cast<u64>(leaf)] & OpStates{state}.bits;
}

} // namespace

Status Td::lock(u64 pa, Reg operand, Hold hold)
{
	TDX_TRY(page.lock(pa, operand, PageType::Tdr, hold));
	tdr_pa = pa;
	tdr_ = static_cast<Tdr *>(page.map());
	return tdr_ ? success() : damaged();
}

Status Td::lock_owner(u64 pa, Hold hold)
{
	PamtEntry *const entry{pamt_entry(emu, pa, PageSize::Size4K)};
	if (!entry || entry->type != PageType::Tdr)
		return damaged();
	TDX_TRY(take(emu, owner, entry->lock, hold, OperandId::Tdr));
	tdr_pa = pa;
	tdr_ = static_cast<Tdr *>(host_page(pa));
	return tdr_ ? success() : damaged();
}

bool Td::look(u64 pa)
{
	PamtEntry const *const entry{pamt_entry(emu, pa, PageSize::Size4K)};
	if (pa % page_size || !entry || entry->type != PageType::Tdr)
		return false;
	tdr_pa = pa;
	tdr_ = static_cast<Tdr *>(host_page(pa));
	if (tdr_)
		static_cast<void>(map_tdcs(0));
	return tdr_;
}

bool Td::adopt_owner(u64 pa)
{
	PamtEntry *const entry{pamt_entry(emu, pa, PageSize::Size4K)};
	if (!entry)
		return false;
	owner.adopt(entry->lock, Hold::Shared);
	tdr_pa = pa;
	tdr_ = entry->type == PageType::Tdr ? static_cast<Tdr *>(host_page(pa)) : nullptr;
	return tdr_;
}

Status Td::map_tdcs(u32 at_least)
{
	u32 const pages{tdr_->num_tdcx};

	if (pages < at_least)
		return Status::of(StatusCode::TdcsNotAllocated);
	if (pages > max_tdcs_pages)
		return damaged();
	for (u32 left = used & tdcs_bit(TdcsPage::Control, pages); left; left &= left - 1) {
		u32 const i{static_cast<u32>(__builtin_ctz(left))};

		tdcs_[i] = owned_page(
			emu, tdr_->tdcx_pa[i] & ~emu.platform.keyid_mask, PageType::Tdcx, tdr_pa);
		if (!tdcs_[i])
			return damaged();
		mapped |= 1u << i;
	}
	return success();
}

Status Td::check_keys() const
{
	if (tdr_->fatal)
		return damaged();
	if (tdr_->lifecycle != Lifecycle::KeysConfigured)
		return Status::of(StatusCode::TdKeysNotConfigured);
	return success();
}

Status Td::open_any_state()
{
	TDX_TRY(check_keys());
	return map_whole_tdcs();
}

Status Td::open(HostLeaf leaf, u64 pa, Reg operand, Hold hold)
{
	TDX_TRY(lock(pa, operand, hold));
	return open(leaf, hold == Hold::Shared ? Hold::Shared : Hold::None);
}

Status Td::open(HostLeaf leaf, Hold op_state_hold)
{
	TDX_TRY(open_any_state());
	TDX_TRY(take(emu, op_state, control().op_state_lock, op_state_hold, OperandId::OpState));
	return check_op_state(leaf);
}

Status Td::check_op_state(HostLeaf leaf) const
{
	if (!allows(control().state(), leaf))
		return Status::of(StatusCode::OpStateIncorrect);
	return success();
}

} // namespace tdx::emu
