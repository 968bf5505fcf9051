// SPDX-License-Identifier: GPL-2.0
//
// Into a guest and out again: TDH.VP.ENTER, and TDG.VP.ENTER for an L2 VM.  All general-purpose and
// XMM registers pass, and what comes back is a guest's.
#include "abi/guest_leaves.hpp"
#include "abi/metadata_global.hpp"
#include "call.hpp"
#include "core.h"
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
	Status const status{insn == Insn::Seamcall
				    ? tdx_seamcall_xmm(leaf.value, &operands, &out, &xmm, &xmm)
				    : tdx_tdcall_xmm(leaf.value, &operands, &out, &xmm, &xmm)};
	host_fpu_end();
	return ends(insn, leaf.value, status);
}

using NoRbpMod = Bits<18>; // of TDX_FEATURES0

// The TDX module's word that RBP comes back from a guest as it went in.
bool keeps_rbp()
{
	constexpr u64 features = field_id(global_fields, "TDX_FEATURES0").raw;
	auto const field = typed::tdh_sys_rd(typed::FieldId{features});

	return field.status.ok() && NoRbpMod::get(field.value.value.raw);
}

} // namespace

} // namespace tdx

using namespace tdx;

u64 core_vp_enter(tdx_regs const *in, tdx_regs *out, tdx_xmm *xmm)
{
	if (host_unwinds_by_rbp() && !keeps_rbp()) {
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
