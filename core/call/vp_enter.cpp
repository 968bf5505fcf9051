// SPDX-License-Identifier: GPL-2.0
//
// Into a guest and out again: TDH.VP.ENTER, and TDG.VP.ENTER for an L2 VM.  All general-purpose and
// XMM registers pass, and what comes back is a guest's.
#include "call.hpp"
#include "core.h"
#include "core/abi/leaves/guest_leaves.hpp"
#include "core/abi/metadata_td.hpp"
#include "core/abi/td_bits.hpp"
#include "host.h"
#include "typed_host.hpp"

namespace tdx {

namespace {

Status enter(
	Insn insn, LeafNumber leaf, RegMask inputs, tdx_regs const &in, tdx_regs &out, tdx_xmm &xmm)
{
	tdx_regs operands;

	out = {};
	copy(operands, inputs, in);
	if (host_fpu_begin())
		return {TDX_SW_REFUSED};
	begins(insn, leaf.value);
	Status const status{
		host_run_guest(insn == Insn::Tdcall, leaf.value, &operands, &out, &xmm)};
	host_fpu_end();
	return ends(insn, leaf.value, status);
}

using TdvprPage = Bits<51, 12>; // of RCX

// Does RBP come back from this TD as it went in?  Its own configuration says so: the TDX module's
// feature bit only says that a TD can be configured that way.
bool keeps_rbp(u64 rcx)
{
	constexpr u64 config_flags = field_id(td_fields, "CONFIG_FLAGS").raw;
	auto const page = typed::tdh_phymem_page_rdmd(typed::PagePa{rcx & TdvprPage::mask});
	if (!page.status.ok())
		return false;
	auto const field = typed::tdh_mng_rd(
		typed::LeafVersion{0}, page.value.owner_tdr_pa, typed::FieldId{config_flags});

	return field.status.ok() && ConfigFlags::NoRbpMod::get(field.value.value.raw);
}

} // namespace

} // namespace tdx

using namespace tdx;

u64 core_vp_enter(tdx_regs const *in, tdx_regs *out, tdx_xmm *xmm)
{
	if (host_unwinds_by_rbp() && !keeps_rbp(in->rcx)) {
		*out = {};
		return TDX_SW_REFUSED;
	}
	return enter(Insn::Seamcall, HostLeaf::VpEnter, block_regs, *in, *out, *xmm).raw;
}

u64 core_l2_enter(tdx_regs const *in, tdx_regs *out, tdx_xmm *xmm)
{
	constexpr RegMask inputs = leaf_info(GuestLeaf::VpEnter).in;

	return enter(Insn::Tdcall, GuestLeaf::VpEnter, inputs, *in, *out, *xmm).raw;
}
