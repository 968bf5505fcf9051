// SPDX-License-Identifier: GPL-2.0
//
// How a hypercall ended.  The TDX module's word and the VMM's are two types, so that nobody takes
// one for the other: the VMM is not trusted, and may say anything.
#pragma once

#include "completion_status.hpp"
#include "results.hpp"

namespace tdx {

// R10.  No bit of it has a meaning of its own.
struct [[nodiscard]] VmmWord {
	u64 raw;

	CORE_INLINE bool ok() const { return is(GhciStatus::Success); }
	CORE_INLINE bool is(GhciStatus wanted) const { return raw == static_cast<u64>(wanted); }
	CORE_INLINE bool operator==(VmmWord const &) const = default;
};

struct [[nodiscard]] VmcallResult {
	Status module; // of the TDX module, or a software code
	VmmWord vmm;   // counts when the VMM ran

	// The VMM did not run: the TDX module or tdxcall had something to say.
	CORE_INLINE static VmcallResult not_run(Status why) { return {why, {}}; }

	CORE_INLINE bool ran() const { return !module.raw; }
	CORE_INLINE bool ok() const { return ran() && vmm.ok(); }
	// The VMM ran, and has not done all that it was asked for.
	CORE_INLINE bool refused_by_vmm() const { return ran() && !vmm.ok(); }

	CORE_INLINE tdx_vmcall_result words() const { return {module.raw, vmm.raw}; }
};

} // namespace tdx
