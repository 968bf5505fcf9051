// SPDX-License-Identifier: GPL-2.0
//
// TD exits.
#include "core/abi/software.hpp"
#include "core/abi/status.hpp"
#include "end.hpp"
#include "ept_violation.hpp"
#include "hypercall.hpp"

namespace tdx::vmm {

namespace {

char const *status_name(Status status)
{
	for (SoftwareInfo const &row : software_rows)
		if (row.status == status)
			return row.name;
	for (StatusInfo const &row : status_rows)
		if (status.is(row.code))
			return row.name;
	return "unknown status";
}

void end_by_status(Td &td, Status status, vmm_verdict &verdict)
{
	end(td, verdict, [&](Text &text) {
		text.add("TDH.VP.ENTER: ").add(status_name(status)).add(" ").hex(status.raw, 16);
		// Exit reason of an entry that the TDX module began.
		if (status.ok() && *vmm_exit_name(status.detail() & 0xffff))
			text.add(", ").add(vmm_exit_name(status.detail() & 0xffff));
	});
}

void end_by_exit(Td &td, u32 reason, tdx_regs const &exit, vmm_verdict &verdict)
{
	end(td, verdict, [&](Text &text) {
		char const *const name{vmm_exit_name(reason)};
		text.add("TD exit that the VMM has no answer to: ")
			.add(name && *name ? name : "unknown")
			.add(", reason ")
			.decimal(reason)
			.add(", qualification ")
			.hex(exit.rcx);
	});
}

void vm_exit(
	Td &td, Vcpu &vcpu, u32 reason, tdx_regs const &exit, tdx_regs &entry, vmm_verdict &verdict)
{
	switch (reason) {
	case exit_reason::TDCALL:
		return hypercall(td, vcpu, exit, entry, verdict);
	case exit_reason::EPT_VIOLATION:
		return ept_violation(td, exit, verdict);
	case exit_reason::EXCEPTION_NMI:
		// The guest's own exceptions exit only in a debug TD whose host asked for that.  An
		// NMI that is still pending has no interruption information.
		if (Interruption::Type::get(exit.r9) == Interruption::nmi ||
			!Interruption::Valid::get(exit.r9))
			return;
		break;
	// Host events, which the caller of TDH.VP.ENTER has already handled.
	case exit_reason::EXTERNAL_INTERRUPT:
	case exit_reason::INIT_SIGNAL:
	case exit_reason::IO_SMI:
	case exit_reason::OTHER_SMI:
	case exit_reason::BUS_LOCK:
	case exit_reason::INSTRUCTION_TIMEOUT:
		return;
	default:
		break;
	}
	end_by_exit(td, reason, exit, verdict);
}

// The vCPU was not entered and may be later.  The registers for the guest stay as they are: it
// still waits for them.
bool may_pass(Status status)
{
	return status.recoverable() && !status.software() &&
	       !status.is(Status::Code::VcpuAssociated);
}

void count(Vcpu &vcpu, Status status, u32 reason)
{
	constexpr u32 failed = exit_counts - 1;

	vcpu.exits[status.ok() && reason < failed ? reason : failed].add(1);
}

} // namespace

} // namespace tdx::vmm

void vmm_exit(vmm_td *td, u32 vcpu, u64 status, tdx_regs const *exit, tdx_regs *entry,
	vmm_verdict *verdict)
{
	using namespace tdx;
	using namespace tdx::vmm;

	Status const ended{status};
	u32 const reason{static_cast<u32>(VmExitReason::Basic::get(ended.detail()))};

	*verdict = {};
	if (vcpu >= td->config.vcpus) {
		verdict->next = VMM_END;
		return;
	}
	Vcpu &self{td->vcpu(vcpu)};
	count(self, ended, reason);
	if (vmm_reason(td))
		verdict->next = VMM_END;
	else if (ended.is(Status::Code::Success) &&
		 !VmExitReason::EntryFailure::get(ended.detail()))
		vm_exit(*td, self, reason, *exit, *entry, *verdict);
	else if (!may_pass(ended))
		end_by_status(*td, ended, *verdict);
}
