// SPDX-License-Identifier: GPL-2.0
//
// TDH.PHYMEM.PAGE.*: reading a page's owner, and reclaiming pages.
#include "core/emu/env/contention.hpp"
#include "core/emu/host.h"
#include "core/emu/td/td.hpp"
#include "leaves.hpp"

namespace tdx::emu {

namespace {

// The page that covers @pa, of any size and type.
Status find_page(Emu &emu, PamtWalk &walk, u64 pa, Hold hold)
{
	TDX_TRY(check_private_address(emu, pa, page_size, Reg::Rcx));
	StatusCode const code{walk.walk(emu, pa, PageSize::Size4K, hold)};
	if (code == StatusCode::Success && contended(emu, OperandId::Rcx))
		return busy(Reg::Rcx);
	return code == StatusCode::Success ? success()
					   : Status::of(code, static_cast<u32>(Reg::Rcx));
}

void tell(tdx_regs &out, PamtWalk const &walk)
{
	out.rcx = static_cast<u64>(walk.entry().type.load());
	out.rdx = walk.entry().owner();
	out.r8 = static_cast<u64>(walk.size());
}

Status reclaim_tdr(Tdr const &tdr)
{
	if (tdr.lifecycle != Lifecycle::Teardown)
		return Status::of(StatusCode::LifecycleStateIncorrect);
	if (tdr.chldcnt)
		return Status::of(StatusCode::TdAssociatedPagesExist);
	return success();
}

Status reclaim_child(Emu &emu, PamtWalk const &walk)
{
	Td td{emu};

	TDX_TRY(td.lock_owner(walk.entry().owner(), Hold::Shared));
	if (td.tdr().lifecycle != Lifecycle::Teardown)
		return Status::of(StatusCode::LifecycleStateIncorrect);
	td.remove_children(bytes_of(walk.size()) / page_size);
	return success();
}

} // namespace

HostOutcome phymem_page_rdmd(Call &call)
{
	PamtWalk walk;

	TDX_TRY(find_page(call.emu, walk, call.in.rcx, Hold::Shared));
	PageType const type{walk.entry().type};
	tell(call.out, walk);
	if (type == PageType::Reg || type == PageType::Ept)
		call.out.r9 = walk.entry().bepoch;
	return success();
}

HostOutcome phymem_page_reclaim(Call &call)
{
	PamtWalk walk;
	u64 const pa{call.in.rcx};

	TDX_TRY(find_page(call.emu, walk, pa, Hold::Exclusive));
	PageType const type{walk.entry().type};
	if (type == PageType::Nda || type == PageType::Rsvd)
		return Status::of(
			StatusCode::PageMetadataIncorrect, static_cast<u32>(OperandId::Rcx));
	tell(call.out, walk);
	if (pa % bytes_of(walk.size()))
		return invalid(Reg::Rcx);

	if (type == PageType::Tdr) {
		auto const *const tdr = static_cast<Tdr const *>(host_page(pa));
		if (!tdr)
			return damaged();
		TDX_TRY(reclaim_tdr(*tdr));
	} else {
		TDX_TRY(reclaim_child(call.emu, walk));
	}
	walk.entry().type = PageType::Nda;
	return success();
}

// There are no caches to write back here: only the checks are made.
HostOutcome phymem_page_wbinvd(Call &call)
{
	HeldPage page{call.emu};

	return page.lock(
		call.in.rcx & ~call.emu.platform.keyid_mask, Reg::Rcx, PageType::Nda, Hold::Shared);
}

} // namespace tdx::emu
