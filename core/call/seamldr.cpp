// SPDX-License-Identifier: GPL-2.0
#include "seamldr.hpp"

#include "asm/call.h"
#include "asm/vmcs.h"
#include "call.hpp"
#include "core.h"
#include "core/abi/leaves/seamldr_leaves.hpp"
#include "core/abi/results.hpp"
#include "host.h"
#include "patience.hpp"

namespace tdx {

namespace {

consteval unsigned leaves_with_more_than_rcx()
{
	unsigned count{0};
	for (auto const &leaf : seamldr_leaves.leaf)
		count += !leaf.in.within(mask_of(Reg::Rcx)) || !(leaf.out | leaf.err_out).empty();
	return count;
}
static_assert(!leaves_with_more_than_rcx());

// Saves the current VMCS over a call.
class KeptVmcs {
	u64 pa{TDX_NO_VMCS};

public:
	KeptVmcs() { (void)tdx_vmptrst(&pa); }
	KeptVmcs(KeptVmcs const &) = delete;
	KeptVmcs &operator=(KeptVmcs const &) = delete;

	// False when it is lost.
	bool put_back() const { return pa == TDX_NO_VMCS || !tdx_vmptrld(&pa); }
};

Status call_once(u64 fn, u64 rcx)
{
	tdx_regs const none{};
	tdx_regs in{};
	tdx_regs_small unused;

	in.rcx = rcx;
	host_seamldr_lock();
	KeptVmcs const vmcs;
	u64 const begun{begins(Insn::Seamcall, fn, in)};
	Status const status{tdx_seamcall_small(fn, &unused, 0, rcx, 0, 0)};
	bool const kept{vmcs.put_back()};
	host_seamldr_unlock(kept);
	return ends(Insn::Seamcall, fn, begun, in, none, status);
}

Retry reason_to_retry(Status status)
{
	switch (SeamldrStatus{status.raw}) {
	case SeamldrStatus::Einterrupt:
		return Retry::Restart;
	case SeamldrStatus::Enoentropy:
		return Retry::Entropy;
	default:
		return Retry::None;
	}
}

} // namespace

Status seamldr(u64 fn, CallFlags flags, u64 rcx)
{
	Patience patience{flags, Insn::Seamcall, fn};

	if (!host_seamldr_allowed() || !flags.valid())
		return {TDXCALL_REFUSED};
	for (;;) {
		Status const status{call_once(fn, rcx)};
		Retry const reason{reason_to_retry(status)};

		if (reason == Retry::None || !patience.lasts(reason, reason == Retry::Restart))
			return status;
	}
}

} // namespace tdx

using namespace tdx;

u64 core_seamldr(u64 fn, tdx_regs const *in, tdx_regs *out)
{
	CallFlags const flags{CallFlags::of(fn)};

	*out = {};
	fn = CallFlags::strip(fn);
	return find_leaf(seamldr_leaves, fn) ? seamldr(fn, flags, in->rcx).raw : TDXCALL_REFUSED;
}
