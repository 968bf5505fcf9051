// SPDX-License-Identifier: GPL-2.0
//
// Running a guest: TDH.VP.ENTER, and TDG.VP.ENTER for an L2 VM.  All general-purpose and XMM
// registers are passed, and come back with the guest's values.
#include "call.hpp"
#include "core.h"
#include "core/abi/leaves/guest_leaves.hpp"
#include "core/abi/metadata_td.hpp"
#include "core/abi/td_bits.hpp"
#include "host.h"
#include "leaves.h"

namespace tdx {

namespace {

Status enter(
	Insn insn, LeafNumber leaf, RegMask inputs, tdx_regs const &in, tdx_regs &out, tdx_xmm &xmm)
{
	tdx_regs operands;

	out = {};
	copy(operands, inputs, in);
	if (!open_section(insn, leaf.value))
		return {TDXCALL_REFUSED};
	u64 const begun{begins(insn, leaf.value, operands)};
	Status const status{
		host_run_guest(insn == Insn::Tdcall, leaf.value, &operands, &out, &xmm)};
	host_fpu_end();
	return ends(insn, leaf.value, begun, operands, out, status);
}

using TdvprPage = Bits<51, 12>; // of RCX

// Does this TD keep RBP?  Its CONFIG_FLAGS say so: the TDX module's feature bit only says that a TD
// can be configured that way.
bool keeps_rbp(u64 rcx)
{
	constexpr u64 config_flags = field_id(td_fields, "CONFIG_FLAGS").raw;
	tdh_phymem_page_rdmd_out page;
	tdh_mng_rd_out field;

	if (Status{core_tdh_phymem_page_rdmd(0, {rcx & TdvprPage::mask}, &page)}.error())
		return false;
	if (Status{core_tdh_mng_rd(0, 0, page.owner_tdr, {config_flags}, &field)}.error())
		return false;
	return ConfigFlags::NoRbpMod::get(field.value);
}

} // namespace

} // namespace tdx

using namespace tdx;

u64 core_vp_enter(tdx_regs const *in, tdx_regs *out, tdx_xmm *xmm)
{
	if (host_unwinds_by_rbp() && !keeps_rbp(in->rcx)) {
		*out = {};
		return TDXCALL_REFUSED;
	}
	return enter(Insn::Seamcall, HostLeaf::VpEnter, block_regs, *in, *out, *xmm).raw;
}

u64 core_l2_enter(tdx_regs const *in, tdx_regs *out, tdx_xmm *xmm)
{
	constexpr RegMask inputs = leaf_info(GuestLeaf::VpEnter).in;

	return enter(Insn::Tdcall, GuestLeaf::VpEnter, inputs, *in, *out, *xmm).raw;
}
