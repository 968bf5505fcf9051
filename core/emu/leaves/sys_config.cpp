// SPDX-License-Identifier: GPL-2.0
//
// TDH.SYS.CONFIG, TDH.SYS.KEY.CONFIG and TDH.SYS.TDMR.INIT: from INIT_DONE to usable memory.
#include "core/emu/env/contention.hpp"
#include "core/emu/env/pconfig.hpp"
#include "core/emu/page/memory.hpp"
#include "core/emu/page/pamt.hpp"
#include "core/emu/platform/keyid.hpp"
#include "core/emu/platform/tdmr_info.hpp"
#include "leaves.hpp"

namespace tdx::emu {

namespace {

constexpr u64 list_alignment = 512; // of the array of addresses, and of each TDMR_INFO

Status read_info(Emu const &emu, u64 array, u32 index, TdmrInfo &info)
{
	u64 address;

	TDX_TRY(read_shared(emu, array, index * 8, &address, sizeof(address), Reg::Rcx));
	TDX_TRY(check_shared(emu, address, list_alignment, Reg::Rcx));
	return read_shared(emu, address, 0, &info, sizeof(info), Reg::Rcx);
}

// A module that starts anew with SYS.CONFIG drops the TDs that an earlier one handed over.
void forget_handoff(Emu &emu)
{
	emu.handoff = {};
	emu.num_tdmrs = 0;
	zero(emu.tdmrs);
	zero(emu.keys);
	zero(emu.write_back);
}

} // namespace

HostOutcome sys_config(Call &call)
{
	auto &emu = call.emu;
	u64 const count{call.in.rdx};

	if (state_of(emu) != SysState::InitDone || !all_lps_initialised(emu))
		return Status::of(StatusCode::SysConfigNotPending);
	TDX_TRY(check_shared(emu, call.in.rcx, list_alignment, Reg::Rcx));
	if (!count || count > max_tdmrs)
		return invalid(Reg::Rdx);
	if (!private_keyid(emu, call.in.r8))
		return invalid(Reg::R8);

	if (emu.handoff.valid)
		forget_handoff(emu);
	// The KeyID stays reserved even if the rest fails.
	emu.keyid = static_cast<u16>(call.in.r8);
	emu.keys[emu.keyid].state = KeyState::Reserved;

	for (u32 i = 0; i < count; i++) {
		TdmrInfo info;
		TDX_TRY(read_info(emu, call.in.rcx, i, info));
		TDX_TRY(add_tdmr(emu, info, i));
	}
	emu.num_tdmrs = static_cast<u32>(count);
	emu.keyed_packages = 0;
	set_state(emu, SysState::ConfigDone);
	return success();
}

HostOutcome sys_key_config(Call &call)
{
	auto &emu = call.emu;
	u8 const package{static_cast<u8>(1u << call.lp.package)};

	if (state_of(emu) != SysState::ConfigDone)
		return Status::of(StatusCode::SysKeyConfigNotPending);
	if (emu.keyed_packages & package)
		return Status::of(StatusCode::KeyConfigured);
	TDX_TRY(pconfig(emu));
	emu.keyed_packages |= package;
	if (emu.keyed_packages == all_packages(emu))
		set_state(emu, SysState::Ready);
	return success();
}

HostOutcome sys_tdmr_init(Call &call)
{
	constexpr u64 block{bytes_of(PageSize::Size1G)};
	auto &emu = call.emu;
	u64 const base{call.in.rcx};
	u32 i{0};

	if (base % block || base >> max_pa_bits || base & emu.platform.keyid_mask)
		return invalid(Reg::Rcx);
	while (i < emu.num_tdmrs && emu.tdmrs[i].base != base)
		i++;
	if (i == emu.num_tdmrs)
		return invalid(Reg::Rcx);

	Tdmr &tdmr{emu.tdmrs[i]};
	HeldLock held;
	TDX_TRY(take(emu, held, tdmr.lock, Hold::Exclusive, OperandId::Rcx));
	if (tdmr.next_init == tdmr.base + tdmr.size)
		return Status::of(StatusCode::TdmrAlreadyInitialized);
	if (!pamt_init_next(tdmr))
		return out_of_range(Reg::Rcx);
	u64 const next{tdmr.next_init + u64{pamt_init_pages} * page_size};
	tdmr.next_init.store(next, Order::Release);
	call.out.rdx = page_of(next, block);
	return success();
}

} // namespace tdx::emu
