// SPDX-License-Identifier: GPL-2.0
#include "hypercall.hpp"
#include "end.hpp"

namespace tdx::vmm {

namespace {

// The sub-functions of a migration TD share their R11; the table tells them apart by the operation
// in R12.
u64 number_of(tdx_regs const &in)
{
	constexpr u64 migtd = static_cast<u64>(VmcallLeaf::MigTdSend) & 0xffffffff;

	return in.r11 == migtd ? in.r11 | (in.r12 & 0xffff) << 32 : in.r11;
}

// A vCPU that halts with interrupts blocked waits for another vCPU to write to memory, and looks
// from time to time.  If all vCPUs halt so, and each has looked since the last other event, none is
// left that could write.
bool nothing_will_happen(Td &td, Vcpu &vcpu)
{
	constexpr u32 looks{16};
	bool all{true};

	vcpu.blocked.store(1, Order::Full);
	u32 const halts{td.quiet_halts.add(1, Order::Full)};
	for (u32 i = 0; i < td.config.vcpus; i++)
		all = all && td.vcpu(i).blocked.load(Order::Full);
	return all && halts >= looks * td.config.vcpus;
}

GhciStatus halt(Hypercall const &call)
{
	using Blocked = Bits<0>;

	call.verdict.next = VMM_HALT;
	if (Blocked::get(call.in.r12)) {
		call.verdict.blocked = 1;
		if (nothing_will_happen(call.td, call.vcpu))
			end(call.td, call.verdict, [](Text &text) {
				text.add("every vCPU halts with interrupts blocked");
			});
	}
	return GhciStatus::Success;
}

// Reports which optional sub-functions there are: none.
GhciStatus get_info(Hypercall const &call)
{
	if (call.in.r12)
		return GhciStatus::InvalidOperand;
	call.out.r11 = call.out.r12 = call.out.r13 = call.out.r14 = 0;
	return GhciStatus::Success;
}

// The GHCI status for a sub-function that this VMM lacks: SUBFUNC_UNSUPPORTED if the GHCI allows it
// here.
GhciStatus unsupported(LeafInfo const &row)
{
	return has(row.results, GhciResults::SubfuncUnsupported) ? GhciStatus::SubfuncUnsupported
								 : GhciStatus::InvalidOperand;
}

GhciStatus answer(LeafInfo const &row, Hypercall const &call)
{
	switch (static_cast<VmcallLeaf>(row.leaf.value)) {
	case VmcallLeaf::Cpuid:
		return cpuid(call);
	case VmcallLeaf::Hlt:
		return halt(call);
	case VmcallLeaf::Io:
		return io(call);
	case VmcallLeaf::Rdmsr:
		return rdmsr(call);
	case VmcallLeaf::Wrmsr:
		return wrmsr(call);
	case VmcallLeaf::RequestMmio:
		return mmio(call);
	case VmcallLeaf::Wbinvd:
		// Nothing to do: no device reads the TD's memory past the caches.
		return GhciStatus::Success;
	case VmcallLeaf::GetTdVmCallInfo:
		return get_info(call);
	case VmcallLeaf::MapGpa:
		return map_gpa(call);
	case VmcallLeaf::GetQuote:
		return get_quote(call);
	case VmcallLeaf::ReportFatalError:
		return report_fatal_error(call);
	case VmcallLeaf::SetupEventNotifyInterrupt:
		return setup_event_notify(call);
	default:
		return unsupported(row);
	}
}

} // namespace

void hypercall(Td &td, Vcpu &vcpu, tdx_regs const &exit, tdx_regs &entry, vmm_verdict &verdict)
{
	// R10 other than 0: a vendor's hypercall, of which this VMM has none.
	LeafInfo const *const row{
		exit.r10 || exit.r11 >> 32 ? nullptr : find_leaf(vmcalls, number_of(exit))};
	u64 const rcx{entry.rcx};

	vcpu.hypercalls[row ? row - vmcalls.leaf : hypercall_counts - 1].add(1);
	if (!row || row->leaf.value != static_cast<u64>(VmcallLeaf::Hlt) || !exit.r12)
		td.quiet_halts = 0;
	entry = exit;
	entry.rcx = rcx;
	Hypercall const call{td, vcpu, exit, entry, verdict};
	entry.r10 = static_cast<u64>(row ? answer(*row, call) : GhciStatus::InvalidOperand);
}

} // namespace tdx::vmm

void vmm_goes_on(vmm_td *td, u32 vcpu)
{
	if (vcpu < td->config.vcpus)
		td->vcpu(vcpu).blocked.store(0, tdx::Order::Full);
}
