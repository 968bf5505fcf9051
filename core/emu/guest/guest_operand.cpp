// SPDX-License-Identifier: GPL-2.0
//
// Operands of a guest's calls that lie in its memory: private, or shared through page tables of the
// host's.  The walk is the CPU's, so that what it meets ends the call as the CPU would.
#include "core/emu/host.h"
#include "core/emu/page/memory.hpp"
#include "guest_entry.hpp"

namespace tdx::emu {

namespace {

// Exit qualification: the access as far as it was not granted, then all that was granted.
u64 qualification_of(u64 wanted, u64 granted)
{
	return (wanted & ~granted) | granted << 3;
}

struct Step {
	u64 entry;
	u32 level;
	u64 granted; // by all entries down to this one
};

CORE_INLINE bool is_leaf(Step const &step)
{
	return !step.level || step.entry & septe::leaf;
}

CORE_INLINE bool refuses(Step const &step, u64 wanted)
{
	u64 const here{step.entry & septe::rwx};
	return !here || (here & wanted) != wanted;
}

bool walk_private(Emu &emu, Td const &td, u64 gpa, u64 wanted, Step &step)
{
	// Only the last entry restricts: the TDX module's tables grant everything.
	SeptWalk walk;
	if (!walk_sept(emu, td, 0, gpa, 0, walk).ok())
		return false;
	step = {walk.value, walk.level, walk.value & septe::rwx};
	if (refuses(step, wanted))
		return true;
	PageSize const size{static_cast<u8>(step.level)};
	return is_leaf(step) && step.level < page_sizes &&
	       owned_entry(emu, page_of(step.entry & septe::address, bytes_of(size)), size,
		       PageType::Reg, td.pa());
}

// An entry that is an EPT misconfiguration: reserved bits, an invalid memory type, or a table where
// no shared page may be.
bool malformed(Emu const &emu, Step const &step)
{
	u64 const here{step.entry & septe::rwx};
	if (!(here & septe::read) && here)
		return true;
	if (!here)
		return false;
	if (!is_leaf(step)) {
		u64 const reserved{step.level == 1 || step.level == 2 ? 0x78u : 0xf8u};
		return step.entry & reserved ||
		       !check_shared(emu, step.entry & septe::address, page_size, Reg::Rcx).ok();
	}
	u64 const size{bytes_of_level(step.level)};
	u64 const type{Bits<5, 3>::get(step.entry)};
	return step.level > 2 || step.entry & septe::address & (size - 1) || type == 2 ||
	       type == 3 || type == 7;
}

// False if the host's table can't be read, or TDCS has no valid number of levels.
bool walk_shared(Emu const &emu, Td const &td, u64 gpa, u64 wanted, u64 eptp, Step &step, bool &bad)
{
	u64 table{eptp & septe::address};

	u32 const top{top_level(td)};
	if (!top)
		return false;
	step = {0, top + 1, septe::rwx};
	do {
		step.level--;
		u64 const at{(table & ~emu.platform.keyid_mask) +
			     (gpa >> shift_of_level(step.level)) % septes * sizeof(u64)};
		if (host_phys_read(at, &step.entry, sizeof(step.entry)))
			return false;
		step.granted &= step.entry;
		bad = malformed(emu, step);
		table = step.entry & septe::address;
	} while (!bad && !refuses(step, wanted) && !is_leaf(step));
	return true;
}

u64 byte_of(Step const &step, u64 gpa)
{
	u64 const offset{bytes_of_level(step.level) - 1};
	return (step.entry & septe::address & ~offset) | (gpa & offset);
}

GuestOutcome private_refused(Td const &td, u64 gpa, Step const &step, u64 qualification)
{
	if (!Septe{step.entry}.is(SeptFlag::AnyPendingAndGuestAcceptable))
		return {GuestEnd::Violation, gpa, qualification};
	if (TdCtls::PendingVeDisable::get(td.control().td_ctls))
		return {GuestEnd::Violation, gpa, qualification,
			static_cast<u64>(ExtendedExit::Pending)};
	return {GuestEnd::Exception, gpa, qualification};
}

} // namespace

GuestOutcome find_page(
	Emu &emu, Td const &td, u64 gpa, u64 wanted, u64 shared_eptp, GuestPage &page)
{
	bool const is_private{is_private_gpa(td, gpa)};
	Step step{};

	page = {};
	if (is_private) {
		if (!walk_private(emu, td, gpa, wanted, step))
			return GuestEnd::Damaged;
		page = {byte_of(step, gpa), step.level, step.granted};
		if (refuses(step, wanted))
			return private_refused(
				td, gpa, step, qualification_of(wanted, step.granted));
		return success();
	}

	bool bad{false};
	// A table that is not in memory reads as all ones, which is an EPT misconfiguration.
	if (!walk_shared(emu, td, gpa, wanted, shared_eptp, step, bad) || bad)
		return {GuestEnd::Misconfiguration, gpa};
	page = {byte_of(step, gpa), step.level, step.granted & septe::rwx};
	if (refuses(step, wanted)) {
		bool const convertible{!(step.entry & septe::suppress_ve) &&
				       (!(step.entry & septe::rwx) || is_leaf(step))};
		return {convertible ? GuestEnd::Exception : GuestEnd::Violation, gpa,
			qualification_of(wanted, page.granted)};
	}
	if (!check_shared(emu, page_of(page.pa), page_size, Reg::Rcx).ok())
		return {GuestEnd::Misconfiguration, gpa};
	return success();
}

GuestOutcome find_operand(
	Emu &emu, Td const &td, u64 gpa, GuestAccess access, u64 shared_eptp, Reg operand, u64 &pa)
{
	u64 const wanted{access == GuestAccess::Write ? septe::read | septe::write : septe::read};
	GuestPage page;

	if (gpa >> td.control().gpa_width() || (!is_private_gpa(td, gpa) && !shared_eptp))
		return invalid(operand);
	GuestOutcome const outcome{find_page(emu, td, gpa, wanted, shared_eptp, page)};
	pa = page.pa & ~emu.platform.keyid_mask;
	return outcome;
}

} // namespace tdx::emu
