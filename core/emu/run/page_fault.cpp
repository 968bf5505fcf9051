// SPDX-License-Identifier: GPL-2.0
//
// Nested page faults: a translation that the LP has not yet, or what TDX makes of an access that
// the secure EPT or the host's shared EPT does not allow.
#include "core/emu/host.h"
#include "core/emu/page/memory.hpp"
#include "core/emu/vcpu/exception.hpp"
#include "guest.hpp"

namespace tdx::emu {

namespace {

constexpr u64 linear_address_valid = 1 << 7;
constexpr u64 final_address = 1 << 8;

u64 wanted_access(u64 error)
{
	if (svm::PageFault::Fetch::get(error))
		return septe::execute;
	return svm::PageFault::Write::get(error) ? septe::write : septe::read;
}

bool delivers_an_event(Vcpu const &vcpu)
{
	return Interruption::Valid::get(vcpu.vmread(vmcs_slot(vmcs::IDT_VECTORING_INFO_FIELD)));
}

// Can the CPU inject the #VE itself, without a TD exit?
bool can_take_ve(Vcpu const &vcpu)
{
	return !holds_ve_info(vcpu) && !delivers_an_event(vcpu);
}

emu_verdict violation(Guest &guest, emu_exit const &exit, bool is_private, bool convertible)
{
	guest.running.save_exit(exit);
	if (!is_private && convertible && can_take_ve(guest.vcpu())) {
		inject_ve(guest.vcpu(), violation_info(guest.vcpu(), exit));
		return EMU_ANSWERED;
	}
	return ept_violation(guest.emu, guest.running, exit, guest.regs);
}

emu_verdict misconfiguration(Guest &guest, u64 gpa)
{
	guest.running.save_exit({exit_reason::EPT_MISCONFIG, 0, gpa, 0, 0});
	return guest.running.exit(
		{StatusCode::Success, exit_reason::EPT_MISCONFIG, 0, 0, page_of(gpa), 0},
		guest.regs);
}

bool is_mappable(Guest const &guest, GuestPage const &page)
{
	return host_page(page_of(page.pa) & ~guest.emu.platform.keyid_mask) != nullptr;
}

// KeyIDs don't protect what lies around a shared page here: it is mapped large only if all of the
// range may be shared.
u32 level_of_shared(Guest const &guest, GuestPage const &page)
{
	u64 const bytes{bytes_of_level(largest_level)};
	u64 const base{page_of(page.pa & ~guest.emu.platform.keyid_mask, bytes)};

	if (page.level < largest_level || !check_shared(guest.emu, base, bytes, Reg::Rcx).ok())
		return 0;
	for (u64 at = 0; at < bytes; at += page_size) {
		if (!host_page(base + at))
			return 0;
	}
	return largest_level;
}

} // namespace

emu_verdict nested_page_fault(Guest &guest)
{
	Vcpu const &vcpu{guest.vcpu()};
	Td const &td{guest.td()};
	u64 const error{guest.vmcb().exit_info_1};
	u64 const gpa{guest.vmcb().exit_info_2};
	u64 const wanted{wanted_access(error)};
	bool const is_private{is_private_gpa(td, gpa)};
	bool const in_reach{!(gpa >> td.control().gpa_width())};
	GuestPage page{};
	GuestOutcome outcome{GuestEnd::Violation};

	if (in_reach) {
		// A walk of the guest's page tables is reported as a write (of A and D bits), but
		// it reads too.
		outcome = find_page(guest.emu, td, gpa, wanted | septe::read,
			vcpu.vmread(vmcs_slot(vmcs::SHARED_EPT_POINTER)), page);
		if (outcome.end == GuestEnd::Damaged)
			return guest.running.exit_dead(
				exit_reason::EPT_VIOLATION, 0, 0, guest.regs);
		if (outcome.end == GuestEnd::Misconfiguration ||
			(outcome.ok() && !is_mappable(guest, page)))
			return misconfiguration(guest, gpa);
		// Shared memory is never executable.
		if (!is_private)
			page.granted &= ~septe::execute;
		if (outcome.ok() && wanted & page.granted) {
			if (!is_private)
				page.level = level_of_shared(guest, page);
			map_page(guest, gpa, page);
			return EMU_ANSWERED;
		}
	}

	emu_exit exit{exit_reason::EPT_VIOLATION, wanted | page.granted << 3, gpa, 0, 0};
	if (find_linear_address(guest, gpa, wanted == septe::execute, exit.gla))
		exit.qualification |= linear_address_valid;
	else
		exit.gla = 0;
	if (svm::PageFault::FinalAddress::get(error))
		exit.qualification |= final_address;
	return violation(guest, exit, is_private, outcome.end == GuestEnd::Exception);
}

} // namespace tdx::emu
