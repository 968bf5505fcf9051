// SPDX-License-Identifier: GPL-2.0
//
// TLB tracking: a TD's epoch, and the number of running vCPUs by the epoch in which they entered.
// A page blocked in an epoch is in no TLB any more once no vCPU runs that entered in that epoch or
// earlier.
#pragma once

#include "td.hpp"

namespace tdx::emu {

// Tracking is needed only while vCPUs may run.
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
	constexpr u64 migration = 1ULL << 63; // a migration epoch, not a TLB epoch
	TdControl &control{td.control()};

	if (bepoch & migration)
		return false;
	// Read the epoch first: if it advances before the count is read, the count is of newer
	// vCPUs only, and the result at worst too strict.
	u64 const epoch{control.epoch.load(Order::Acquire)};
	if (bepoch == epoch - 1)
		return !control.epoch_refs[bepoch & 1].load(Order::Acquire);
	return bepoch < epoch - 1;
}

} // namespace tdx::emu
