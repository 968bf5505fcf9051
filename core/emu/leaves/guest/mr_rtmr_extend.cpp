// SPDX-License-Identifier: GPL-2.0
//
// TDG.MR.RTMR.EXTEND: RTMR := SHA-384(RTMR || 48 bytes of the guest's memory).
#include "core/emu/env/contention.hpp"
#include "core/emu/host.h"
#include "guest_leaves.hpp"

namespace tdx::emu {

namespace {

struct Extension {
	alignas(8) u8 hash_state[HOST_SHA384_STATE_BYTES];
	u8 bytes[hash_words * 8];
};

} // namespace

GuestOutcome mr_rtmr_extend(GuestCall &call)
{
	constexpr u64 alignment{64};
	Emu &emu{call.emu};
	TdControl &control{call.td.control()};
	auto &extension = scratch<Extension>(call.lp);
	constexpr u32 bytes{sizeof(extension.bytes)};
	u64 const gpa{call.in.rcx};
	u64 const index{call.in.rdx};
	HeldLock lock;
	u64 pa;

	if (gpa % alignment)
		return invalid(Reg::Rcx);
	TDX_TRY(find_operand(emu, call.td, gpa, GuestAccess::Read, 0, Reg::Rcx, pa));
	if (host_phys_read(pa, extension.bytes, bytes))
		return GuestEnd::Damaged;
	if (index >= num_rtmrs)
		return invalid(Reg::Rdx);
	TDX_TRY(take(emu, lock, control.rtmr_lock, Hold::Exclusive, OperandId::Rtmr));
	if (host_sha384_begin(extension.hash_state) ||
		host_sha384_update(
			extension.hash_state, control.rtmr[index], bytes, extension.bytes, bytes) ||
		host_sha384_end(extension.hash_state, control.rtmr[index]))
		return GuestEnd::Damaged;
	return success();
}

} // namespace tdx::emu
