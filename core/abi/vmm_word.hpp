// SPDX-License-Identifier: GPL-2.0
//
// How a hypercall ended.  The TDX module's status and the VMM's are different types, so that they
// can't be confused: the VMM is not trusted and may return anything.
#pragma once

#include "completion_status.hpp"
#include "results.hpp"

namespace tdx {

// R10, as a whole: no bit of it has a meaning by itself.
struct [[nodiscard]] VmmWord {
	u64 raw;

	CORE_INLINE bool ok() const { return is(GhciStatus::Success); }
	CORE_INLINE bool is(GhciStatus wanted) const { return raw == static_cast<u64>(wanted); }
	CORE_INLINE bool operator==(VmmWord const &) const = default;
};

struct [[nodiscard]] VmcallResult {
	Status module; // of the TDX module, or a software code
	VmmWord vmm;   // valid only if the VMM ran

	// The VMM did not run: the TDX module or tdxcall refused the call.
	CORE_INLINE static VmcallResult not_run(Status why) { return {why, {}}; }

	CORE_INLINE bool ran() const { return !module.raw; }
	CORE_INLINE bool ok() const { return ran() && vmm.ok(); }
	// The VMM ran and did not report success.
	CORE_INLINE bool refused_by_vmm() const { return ran() && !vmm.ok(); }

	CORE_INLINE tdx_vmcall_result words() const { return {module.raw, vmm.raw}; }
};

} // namespace tdx
