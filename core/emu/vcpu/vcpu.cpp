// SPDX-License-Identifier: GPL-2.0
#include "vcpu.hpp"

namespace tdx::emu {

Status Vcpu::lock(u64 pa, Reg operand, Hold hold)
{
	TDX_TRY(page.lock(pa, operand, PageType::Tdvpr, hold));
	TDX_TRY(td_.lock_owner(page.entry().owner(), Hold::Shared));
	tdvps[TdvpsPage::root] = page.map();
	return tdvps[TdvpsPage::root] ? success() : damaged();
}

void Vcpu::leave_held()
{
	page.leave_held();
	td_.leave_owner_held();
}

bool Vcpu::adopt(u64 pa, u64 tdr_pa)
{
	bool const held{page.adopt(pa, Hold::Shared)};
	bool const owned{td_.adopt_owner(tdr_pa)};

	if (!held || !owned || page.entry().type != PageType::Tdvpr ||
		page.entry().owner() != tdr_pa || !td_.map_whole_tdcs().ok())
		return false;
	tdvps[TdvpsPage::root] = page.map();
	return tdvps[TdvpsPage::root] && map_tdvps().ok();
}

Status Vcpu::map_tdvps()
{
	u32 const l2_vms{td_.control().num_l2_vms};
	u64 const pages{load(vcpu_field::num_tdvps_pages)};

	if (l2_vms > max_l2_vms || pages > max_tdvps_pages)
		return damaged();
	u32 const wanted{min_tdvps_pages + TdvpsPage::per_l2_vm * l2_vms};
	if (pages < wanted)
		return Status::of(StatusCode::TdcxNumIncorrect);
	for (u32 i = 1; i < wanted; i++) {
		u64 const pa{load(vcpu_field::tdvps_page_pa, i) & ~emu.platform.keyid_mask};
		tdvps[i] = owned_page(emu, pa, PageType::Tdcx, td_.pa());
		if (!tdvps[i])
			return damaged();
	}
	l2_vms_ = l2_vms;
	return success();
}

Status Vcpu::open(HostLeaf leaf, u64 pa, Reg operand, Hold hold)
{
	TDX_TRY(lock(pa, operand, hold));
	TDX_TRY(td_.open(leaf, Hold::Shared));
	return map_tdvps();
}

Status Vcpu::associate(Lp const &lp, bool disabled_too) const
{
	VcpuState const now{state()};
	if (now != VcpuState::Ready && !(now == VcpuState::Disabled && disabled_too))
		return Status::of(StatusCode::VcpuStateIncorrect);

	if (exchange(vcpu_field::assoc_lpid, no_lp, lp.number)) {
		td_.control().num_assoc_vcpus.add(1);
		for (u32 vm = 0; vm <= max_l2_vms; vm++)
			store(vcpu_field::lp_dependent_hpa_updated, 0, vm);
	} else if (load(vcpu_field::assoc_lpid) != lp.number) {
		return Status::of(StatusCode::VcpuAssociated);
	}
	store(vcpu_field::last_seamdb_index, seamdb_index);
	return success();
}

} // namespace tdx::emu
