// SPDX-License-Identifier: GPL-2.0
//
// Secure-EPT entries from the guest's side.
#pragma once

#include "guest_memory.hpp"

namespace tdx::emu {

// A SEPT entry's lock, taken for a guest: if the host waits for the entry (HOST_PRIORITY), the
// guest does not get it.
class GuestSepte {
	u64 *entry{nullptr};

public:
	CORE_ALWAYS_INLINE GuestSepte() {}
	GuestSepte(GuestSepte const &) = delete;
	GuestSepte &operator=(GuestSepte const &) = delete;
	CORE_ALWAYS_INLINE ~GuestSepte()
	{
		if (entry)
			HeldSepte::unlock(entry);
	}

	CORE_ALWAYS_INLINE Status take(u64 *at)
	{
		u64 const had{atomic(*at).set_bits(septe::lock, Order::Acquire)};
		if (had & septe::lock)
			return busy(Reg::Rcx);
		entry = at;
		if (had & septe::host_priority)
			return Status::of(
				StatusCode::OperandBusyHostPriority, static_cast<u32>(Reg::Rcx));
		return success();
	}
	CORE_ALWAYS_INLINE Septe value() const
	{
		return {atomic(*entry).load() & ~(septe::lock | septe::host_priority)};
	}
	CORE_ALWAYS_INLINE void set(Septe to) const
	{
		atomic(*entry).store(to.raw | septe::lock, Order::Release);
	}
};

CORE_INLINE bool allows_guest(GuestLeaf leaf, Septe value)
{
	for (auto const &rule : guest_sept_rules) {
		if (rule.leaf == leaf)
			return value.is_one_of(rule.allowed.bits);
	}
	return false;
}

// TD exit for an EPT violation on a write, with an extended exit qualification: level asked for,
// and level and state of the entry found.
GuestOutcome violation(u64 gpa, ExtendedExit type, Septe met, u32 asked_level, u32 met_level);
// The same for an entry of an L2 VM.
GuestOutcome l2_violation(u64 gpa, L2Septe met, u32 level, u32 vm);

// L2 entries that alias an L1 entry.  A guest's walk may go through blocked tables.  False if a VM
// lacks one that the L1 entry promises.
bool find_guest_aliases(Emu &emu, Td const &td, Septe value, u64 gpa, u32 level, Aliases &to);

} // namespace tdx::emu
