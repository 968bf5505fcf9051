// SPDX-License-Identifier: GPL-2.0
//
// TDH.SYS.CONFIG, TDH.SYS.KEY.CONFIG and TDH.SYS.TDMR.INIT: from INIT_DONE to usable memory.
#include "core/emu/env/contention.hpp"
#include "core/emu/env/pconfig.hpp"
#include "core/emu/page/memory.hpp"
#include "core/emu/page/pamt.hpp"
#include "core/emu/platform/keyid.hpp"
#include "core/emu/platform/tdmr_info.hpp"

namespace tdx::model {

namespace {

constexpr u64 list_alignment = 512; // of the array of addresses, and of each TDMR_INFO

Status read_info(Module const &module, u64 array, u32 index, TdmrInfo &info)
{
	u64 address;

	TDX_TRY(read_shared(module, array, index * 8, &address, sizeof(address), Reg::Rcx));
	TDX_TRY(check_shared(module, address, list_alignment, Reg::Rcx));
	return read_shared(module, address, 0, &info, sizeof(info), Reg::Rcx);
}

// A platform that is configured anew has none of the TDs that a module before handed over.
void forget_handoff(Module &module)
{
	module.handoff = {};
	module.num_tdmrs = 0;
	for (Tdmr &tdmr : module.tdmrs)
		tdmr = {};
	for (Key &key : module.keys)
		key = {};
	for (CacheWriteBack &run : module.write_back)
		run = {};
}

} // namespace

Status sys_config(Call &call)
{
	auto &module = call.module;
	u64 const count{call.in.rdx};

	if (state_of(module) != SysState::InitDone || !all_lps_initialised(module))
		return Status::of(StatusCode::SysConfigNotPending);
	TDX_TRY(check_shared(module, call.in.rcx, list_alignment, Reg::Rcx));
	if (!count || count > max_tdmrs)
		return invalid(Reg::Rdx);
	if (!private_keyid(module, call.in.r8))
		return invalid(Reg::R8);

	if (module.handoff.valid)
		forget_handoff(module);
	// The KeyID stays reserved even if the rest fails.
	module.keyid = static_cast<u16>(call.in.r8);
	module.keys[module.keyid].state = KeyState::Reserved;

	for (u32 i = 0; i < count; i++) {
		TdmrInfo info;
		TDX_TRY(read_info(module, call.in.rcx, i, info));
		TDX_TRY(add_tdmr(module, info, i));
	}
	module.num_tdmrs = static_cast<u32>(count);
	module.keyed_packages = 0;
	set_state(module, SysState::ConfigDone);
	return success();
}

Status sys_key_config(Call &call)
{
	auto &module = call.module;
	u8 const package{static_cast<u8>(1u << call.lp.package)};

	if (state_of(module) != SysState::ConfigDone)
		return Status::of(StatusCode::SysKeyConfigNotPending);
	if (module.keyed_packages & package)
		return Status::of(StatusCode::KeyConfigured);
	TDX_TRY(pconfig(module));
	module.keyed_packages |= package;
	if (module.keyed_packages == all_packages(module))
		set_state(module, SysState::Ready);
	return success();
}

Status sys_tdmr_init(Call &call)
{
	constexpr u64 block{1ULL << 30};
	auto &module = call.module;
	u64 const base{call.in.rcx};
	u32 i{0};

	if (base % block || base >> max_pa_bits || base & module.platform.keyid_mask)
		return invalid(Reg::Rcx);
	while (i < module.num_tdmrs && module.tdmrs[i].base != base)
		i++;
	if (i == module.num_tdmrs)
		return invalid(Reg::Rcx);

	Tdmr &tdmr{module.tdmrs[i]};
	HeldLock held;
	TDX_TRY(take(module, held, tdmr.lock, Hold::Exclusive, OperandId::Rcx));
	if (tdmr.next_init == tdmr.base + tdmr.size)
		return Status::of(StatusCode::TdmrAlreadyInitialized);
	if (!pamt_init_next(tdmr))
		return Status::of(
			StatusCode::OperandAddrRangeError, static_cast<u32>(OperandId::Rcx));
	u64 const next{tdmr.next_init + u64{pamt_init_pages} * 4096};
	__atomic_store_n(&tdmr.next_init, next, __ATOMIC_RELEASE);
	call.out.rdx = next & ~(block - 1);
	return success();
}

} // namespace tdx::model
