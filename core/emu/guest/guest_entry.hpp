// SPDX-License-Identifier: GPL-2.0
//
// Secure-EPT entries from the guest's side.
#pragma once

#include "guest_memory.hpp"

namespace tdx::emu {

// An entry's lock, for which a guest stands back when the host waits.
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

// A TD exit by the EPT violation of a write, with what was asked for and what was met.
GuestOutcome violation(u64 gpa, ExtendedExit type, Septe met, u32 asked_level, u32 met_level);
// The same about an entry of an L2 VM.
GuestOutcome l2_violation(u64 gpa, L2Septe met, u32 level, u32 vm);

// The entries that go with an L1 entry in the L2 trees, where the guest may reach blocked tables;
// false when there is none though there should be.
bool find_guest_aliases(Emu &emu, Td const &td, Septe value, u64 gpa, u32 level, Aliases &to);

} // namespace tdx::emu
