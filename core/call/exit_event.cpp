// SPDX-License-Identifier: GPL-2.0
//
// What ended the run of a TD.  The CPU has acknowledged such an interrupt, and blocks NMIs after
// one: neither is pending any more.
#include "core.h"
#include "core/abi/completion_status.hpp"
#include "core/abi/vm_exit.hpp"

namespace tdx {

namespace {

// Other statuses mean that the call entered no TD, that the guest asked for the exit (then R9 may
// be the guest's), or that the CPU's local APIC is off.
bool is_vm_exit(Status status)
{
	switch (status.code()) {
	case Status::Code::Success:
	case Status::Code::NonRecoverableVcpu:
	case Status::Code::NonRecoverableTd:
	case Status::Code::NonRecoverableTdNonAccessible:
	case Status::Code::NonRecoverableTdCorruptedMd:
		return true;
	default:
		return false;
	}
}

core_event exception_or_nmi(u64 r9)
{
	if (Interruption::Type::get(r9) == Interruption::nmi)
		return CORE_EVENT_NMI;
	// Others are the guest's own exceptions, in a debug TD.
	if (Interruption::Type::get(r9) == Interruption::hardware_exception &&
		Interruption::Vector::get(r9) == vector_machine_check)
		return CORE_EVENT_MACHINE_CHECK;
	return CORE_EVENT_NONE;
}

core_event interrupt(u64 r9, u8 &vector)
{
	vector = static_cast<u8>(Interruption::Vector::get(r9));
	if (Interruption::Type::get(r9) != Interruption::external ||
		vector < first_interrupt_vector)
		return CORE_EVENT_NONE;
	return CORE_EVENT_INTERRUPT;
}

} // namespace

} // namespace tdx

using namespace tdx;

core_event core_exit_event(u64 raw, u64 r9, u8 *vector)
{
	Status const status{raw};

	*vector = 0;
	if (!is_vm_exit(status))
		return CORE_EVENT_NONE;
	u64 const reason{VmExitReason::Basic::get(status.detail())};
	if (reason == exit_reason::MCE_DURING_VMENTRY)
		return CORE_EVENT_MACHINE_CHECK;
	// A TDX module that does not acknowledge interrupts leaves them pending, and R9 not valid.
	if (!Interruption::Valid::get(r9))
		return CORE_EVENT_NONE;
	if (reason == exit_reason::EXCEPTION_NMI)
		return exception_or_nmi(r9);
	return reason == exit_reason::EXTERNAL_INTERRUPT ? interrupt(r9, *vector) : CORE_EVENT_NONE;
}

static_assert(CORE_EXIT_TDCALL == exit_reason::TDCALL);

int core_exit_reason(u64 raw)
{
	Status const status{raw};

	return is_vm_exit(status) ? static_cast<int>(VmExitReason::Basic::get(status.detail()))
				  : -1;
}

int core_is_software_status(u64 raw)
{
	return Status{raw}.software();
}
