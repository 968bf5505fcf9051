// SPDX-License-Identifier: GPL-2.0
//
// TDH.MNG.VPFLUSHDONE, TDH.MNG.KEY.FREEID and TDH.MNG.KEY.RECLAIMID: freeing a TD's KeyID.
#include "core/emu/env/contention.hpp"
#include "core/emu/platform/keyid.hpp"
#include "core/emu/td/td.hpp"
#include "leaves.hpp"

namespace tdx::emu {

namespace {

// The KOT entry of the TD's KeyID, which is read from donated memory; null if it is not valid.
Key *key_of(Emu &emu, Td const &td)
{
	u16 const keyid{td.tdr().hkid};
	return private_keyid(emu, keyid) ? &emu.keys[keyid] : nullptr;
}

} // namespace

HostOutcome mng_vpflushdone(Call &call)
{
	auto &emu = call.emu;
	Td td{emu};
	HeldLock kot;

	TDX_TRY(td.lock(call.in.rcx, Reg::Rcx, Hold::Exclusive));
	TDX_TRY(take(emu, kot, emu.kot_lock, Hold::Exclusive, OperandId::Kot));
	Tdr &tdr{td.tdr()};
	Lifecycle const lifecycle{tdr.lifecycle};
	if (lifecycle != Lifecycle::HkidAssigned && lifecycle != Lifecycle::KeysConfigured)
		return Status::of(StatusCode::LifecycleStateIncorrect);
	Key *const key{key_of(emu, td)};
	if (!key || key->state != KeyState::Assigned)
		return damaged();
	if (tdr.num_tdcx >= min_tdcs_pages) {
		TDX_TRY(td.map_whole_tdcs());
		if (td.control().state() != OpState::Uninitialized && td.control().num_assoc_vcpus)
			return Status::of(StatusCode::FlushvpNotDone);
	}

	key->unflushed = all_packages(emu);
	key->state = KeyState::Flushed;
	tdr.lifecycle = Lifecycle::Blocked;
	return success();
}

HostOutcome mng_key_freeid(Call &call)
{
	auto &emu = call.emu;
	Td td{emu};
	HeldLock kot;

	TDX_TRY(td.lock(call.in.rcx, Reg::Rcx, Hold::Exclusive));
	if (td.tdr().lifecycle != Lifecycle::Blocked)
		return Status::of(StatusCode::LifecycleStateIncorrect);
	TDX_TRY(take(emu, kot, emu.kot_lock, Hold::Exclusive, OperandId::Kot));
	Key *const key{key_of(emu, td)};
	if (!key || key->state != KeyState::Flushed)
		return damaged();
	if (key->unflushed)
		return Status::of(StatusCode::WbcacheNotComplete);

	key->state = KeyState::Free;
	td.tdr().lifecycle = Lifecycle::Teardown;
	return success();
}

// Does nothing in TDX 1.5.
HostOutcome mng_key_reclaimid(Call &)
{
	return success();
}

} // namespace tdx::emu
