// SPDX-License-Identifier: GPL-2.0
//
// TDH.VP.CREATE, TDH.VP.ADDCX and TDH.VP.FLUSH: a vCPU's pages, and the end of its association with
// an LP.
#include "core/emu/platform/keyid.hpp"
#include "core/emu/run/translations.hpp"
#include "core/emu/vcpu/vcpu.hpp"
#include "leaves.hpp"

namespace tdx::emu {

namespace {

bool is_l2_msr_bitmap(u64 page)
{
	return page >= min_tdvps_pages && (page - min_tdvps_pages) % TdvpsPage::per_l2_vm != 0;
}

} // namespace

HostOutcome vp_create(Call &call)
{
	auto &emu = call.emu;
	Td td{emu};
	HeldPage page{emu};

	TDX_TRY(td.open(HostLeaf::VpCreate, call.in.rdx, Reg::Rdx, Hold::Shared));
	TDX_TRY(page.lock(call.in.rcx, Reg::Rcx, PageType::Nda, Hold::Exclusive));
	TDX_TRY(page.fill(0, Reg::Rcx));
	u8 *const root{static_cast<u8 *>(page.map())};
	if (!root)
		return out_of_range(Reg::Rcx);
	auto const put = [&](VcpuSlot slot, u64 value) {
		store_element(root + slot.offset, slot.bytes, value);
	};
	put(vcpu_field::num_tdvps_pages, 1);
	put(vcpu_field::tdvps_page_pa, with_keyid(emu, page.pa(), td.tdr().hkid));
	put(vcpu_field::assoc_lpid, no_lp);
	td.add_children(1);
	page.assign(PageType::Tdvpr, td.pa());
	return success();
}

HostOutcome vp_addcx(Call &call)
{
	auto &emu = call.emu;
	Vcpu vcpu{emu};
	HeldPage page{emu};

	TDX_TRY(vcpu.lock(call.in.rdx, Reg::Rdx, Hold::Exclusive));
	TDX_TRY(vcpu.td().open(HostLeaf::VpAddcx, Hold::Shared));
	if (vcpu.state() != VcpuState::Uninitialized)
		return Status::of(StatusCode::VcpuStateIncorrect);
	u64 const pages{vcpu.load(vcpu_field::num_tdvps_pages)};
	if (pages >= max_tdvps_pages)
		return Status::of(StatusCode::TdcxNumIncorrect);
	TDX_TRY(page.lock(call.in.rcx, Reg::Rcx, PageType::Nda, Hold::Exclusive));
	TDX_TRY(page.fill(is_l2_msr_bitmap(pages) ? 0xff : 0, Reg::Rcx));

	Td const &td{vcpu.td()};
	vcpu.store(vcpu_field::tdvps_page_pa, with_keyid(emu, page.pa(), td.tdr().hkid),
		static_cast<u32>(pages));
	vcpu.store(vcpu_field::num_tdvps_pages, pages + 1);
	td.add_children(1);
	page.assign(PageType::Tdcx, td.pa());
	return success();
}

HostOutcome vp_flush(Call &call)
{
	Vcpu vcpu{call.emu};

	TDX_TRY(vcpu.lock(call.in.rcx, Reg::Rcx, Hold::Exclusive));
	if (vcpu.td().tdr().lifecycle != Lifecycle::KeysConfigured)
		return Status::of(StatusCode::TdKeysNotConfigured);
	TDX_TRY(vcpu.td().map_whole_tdcs());
	TDX_TRY(vcpu.map_tdvps());
	if (vcpu.load(vcpu_field::assoc_lpid) != call.lp.number)
		return Status::of(StatusCode::VcpuNotAssociated);

	vcpu.store(vcpu_field::assoc_lpid, no_lp);
	vcpu.td().control().num_assoc_vcpus.subtract(1);
	flush_translations(call.emu, call.lp);
	return success();
}

} // namespace tdx::emu
