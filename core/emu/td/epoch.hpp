// SPDX-License-Identifier: GPL-2.0
//
// TLB tracking: a TD's epoch, and the vCPUs that run since then or before.  What was blocked in an
// epoch is in no TLB any more when no vCPU runs that entered in that epoch or earlier.
#pragma once

#include "td.hpp"

namespace tdx::emu {

// Only where vCPUs may run.
CORE_ALWAYS_INLINE bool needs_tracking(Td const &td)
{
	for (auto const &info : op_states) {
		if (info.state == td.control().state())
			return info.tlb_tracking_required;
	}
	return true;
}

CORE_ALWAYS_INLINE bool import_in_progress(Td const &td)
{
	for (auto const &info : op_states) {
		if (info.state == td.control().state())
			return info.import_in_progress;
	}
	return false;
}

CORE_ALWAYS_INLINE bool is_tracked(Td const &td, u64 bepoch)
{
	constexpr u64 migration = 1ULL << 63; // another kind of epoch
	TdControl &control{td.control()};

	if (bepoch & migration)
		return false;
	// The epoch comes first: should it go on before the count is read, that is of newer vCPUs,
	// which hold nothing that was blocked.
	u64 const epoch{control.epoch.load(Order::Acquire)};
	if (bepoch == epoch - 1)
		return !control.epoch_refs[bepoch & 1].load(Order::Acquire);
	return bepoch < epoch - 1;
}

} // namespace tdx::emu
