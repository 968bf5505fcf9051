// SPDX-License-Identifier: GPL-2.0
#include "guest_entry.hpp"

namespace tdx::emu {

namespace {

// Exit qualification of an EPT violation.
constexpr u64 write_access = 1 << 1;
using Permissions = Bits<5, 3>;
using UserExecute = Bits<6>;

// Extended exit qualification.
using Type = Bits<3, 0>;
using AskedLevel = Bits<34, 32>;
using MetLevel = Bits<37, 35>;
using MetState = Bits<45, 38>;
using MetLeaf = Bits<46>;
using Vm = Bits<53, 52>;

} // namespace

GuestOutcome violation(u64 gpa, ExtendedExit type, Septe met, u32 asked_level, u32 met_level)
{
	u64 extended{Type::put(0, static_cast<u64>(type))};
	extended = AskedLevel::put(extended, asked_level);
	extended = MetLevel::put(extended, met_level);
	extended = MetState::put(extended, met.public_state());
	extended = MetLeaf::put(extended, met.leaf());
	return {GuestEnd::Violation, gpa, Permissions::put(write_access, met.raw & septe::rwx),
		extended};
}

GuestOutcome l2_violation(u64 gpa, L2Septe met, u32 level, u32 vm)
{
	u64 extended{Type::put(0, static_cast<u64>(ExtendedExit::GpaDetails))};
	extended = MetLevel::put(extended, level);
	extended = Vm::put(extended, vm);
	u64 const qualification{Permissions::put(write_access, met.raw & septe::rwx)};
	return {GuestEnd::Violation, gpa,
		UserExecute::put(qualification, (met.raw & septe::execute_user) != 0), extended};
}

bool find_guest_aliases(Emu &emu, Td const &td, Septe value, u64 gpa, u32 level, Aliases &to)
{
	to = {};
	for (u32 vm = 1; vm <= l2_vms(td); vm++) {
		if (!value.aliased(vm))
			continue;
		SeptWalk alias;
		if (!walk_sept(emu, td, vm, gpa, level, alias, WalkStop::Free).ok() ||
			alias.level != level)
			return false;
		to.entry[vm] = alias.entry;
	}
	return true;
}

} // namespace tdx::emu
