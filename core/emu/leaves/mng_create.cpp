// SPDX-License-Identifier: GPL-2.0
//
// TDH.MNG.CREATE, TDH.MNG.KEY.CONFIG and TDH.MNG.ADDCX: a TD's root page, its key, its control
// pages.
#include "core/emu/env/contention.hpp"
#include "core/emu/env/entropy.hpp"
#include "core/emu/env/pconfig.hpp"
#include "core/emu/platform/keyid.hpp"
#include "core/emu/sept/sept_entry.hpp"
#include "core/emu/td/td.hpp"
#include "leaves.hpp"

namespace tdx::emu {

namespace {

Status draw_words(Emu &emu, u64 *words, u32 count)
{
	for (u32 i = 0; i < count; i++)
		TDX_TRY(draw_random(emu, words[i]));
	return success();
}

// Initialises a new TDCS page; some do not start as zero.
Status fill_tdcs_page(HeldPage const &page, u32 index)
{
	switch (TdcsPage{index}) {
	case TdcsPage::MsrBitmaps:
		return page.fill(0xff, Reg::Rcx);
	case TdcsPage::SeptRoot:
		if (fill_page_words(page.pa(), Septe::free().raw))
			return success();
		return out_of_range(Reg::Rcx);
	default:
		return page.fill(0, Reg::Rcx);
	}
}

} // namespace

HostOutcome mng_create(Call &call)
{
	auto &emu = call.emu;
	HeldPage page{emu};
	HeldLock kot;
	u64 uuid[4];

	if (!private_keyid(emu, call.in.rdx))
		return invalid(Reg::Rdx);
	TDX_TRY(page.lock(call.in.rcx, Reg::Rcx, PageType::Nda, Hold::Exclusive));
	TDX_TRY(take(emu, kot, emu.kot_lock, Hold::Exclusive, OperandId::Kot));
	Key &key{emu.keys[call.in.rdx]};
	if (key.state != KeyState::Free)
		return Status::of(StatusCode::HkidNotFree);
	TDX_TRY(page.fill(0, Reg::Rcx));
	TDX_TRY(draw_words(emu, uuid, 4));

	auto *const tdr = static_cast<Tdr *>(page.map());
	if (!tdr)
		return out_of_range(Reg::Rcx);
	for (u32 i = 0; i < 4; i++)
		tdr->uuid[i] = uuid[i];
	tdr->hkid = static_cast<u16>(call.in.rdx);
	tdr->seamdb_index = seamdb_index;
	tdr->lifecycle = Lifecycle::HkidAssigned;
	key.state = KeyState::Assigned;
	page.assign(PageType::Tdr, 0);
	return success();
}

HostOutcome mng_key_config(Call &call)
{
	auto &emu = call.emu;
	Td td{emu};
	u64 const package{1ULL << call.lp.package};

	TDX_TRY(td.lock(call.in.rcx, Reg::Rcx, Hold::Exclusive));
	if (td.tdr().fatal)
		return damaged();
	if (td.tdr().lifecycle != Lifecycle::HkidAssigned)
		return Status::of(StatusCode::LifecycleStateIncorrect);
	u64 const keyed{td.tdr().keyed_packages};
	if (keyed & package)
		return Status::of(StatusCode::KeyConfigured);
	TDX_TRY(pconfig(emu));

	td.tdr().keyed_packages = keyed | package;
	if ((keyed | package) == all_packages(emu))
		td.tdr().lifecycle = Lifecycle::KeysConfigured;
	return success();
}

HostOutcome mng_addcx(Call &call)
{
	auto &emu = call.emu;
	Td td{emu};
	HeldPage page{emu};

	TDX_TRY(td.lock(call.in.rdx, Reg::Rdx, Hold::Exclusive));
	TDX_TRY(td.check_keys());
	Tdr &tdr{td.tdr()};
	u32 const index{tdr.num_tdcx};
	if (index >= max_tdcs_pages)
		return Status::of(StatusCode::TdcxNumIncorrect);
	TDX_TRY(page.lock(call.in.rcx, Reg::Rcx, PageType::Nda, Hold::Exclusive));

	// The page's content is overwritten even if one of the last checks fails.
	TDX_TRY(fill_tdcs_page(page, index));
	if (index + 1 == min_tdcs_pages) {
		u64 key[4]; // of the next migration session
		TDX_TRY(draw_words(emu, key, 4));
		TDX_TRY(td.map_tdcs(0));
		if (!td.tdcs(TdcsPage::Control))
			return damaged();
		for (u32 i = 0; i < 4; i++)
			td.control().mig_enc_key[i] = key[i];
	} else if (index + 1 > min_tdcs_pages) {
		TDX_TRY(td.map_whole_tdcs());
		TDX_TRY(td.check_op_state(HostLeaf::MngAddcx));
	}

	tdr.tdcx_pa[index] = with_keyid(emu, page.pa(), tdr.hkid);
	tdr.num_tdcx = index + 1;
	td.add_children(1);
	page.assign(PageType::Tdcx, td.pa());
	return success();
}

} // namespace tdx::emu
