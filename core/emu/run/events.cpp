// SPDX-License-Identifier: GPL-2.0
//
// Events that a vCPU takes with the next VMRUN: the exception of an exit before all others, then
// one whose delivery was interrupted, NMIs, interrupts.
#include "core/emu/cpu/cpu_state.hpp"
#include "core/emu/vcpu/exception.hpp"
#include "guest.hpp"

namespace tdx::emu {

namespace {

constexpr VmcsSlot entry_info{vmcs_slot(vmcs::VM_ENTRY_INTR_INFO_FIELD)};
constexpr VmcsSlot entry_error{vmcs_slot(vmcs::VM_ENTRY_EXCEPTION_ERROR_CODE)};
constexpr VmcsSlot vectoring_info{vmcs_slot(vmcs::IDT_VECTORING_INFO_FIELD)};
constexpr VmcsSlot vectoring_error{vmcs_slot(vmcs::IDT_VECTORING_ERROR_CODE)};
constexpr VmcsSlot interruptibility{vmcs_slot(vmcs::GUEST_INTERRUPTIBILITY_INFO)};

// INT n, INT3 and INTO are not injected again: RIP is still at the instruction, which is executed
// again.
bool is_an_instruction(u64 info)
{
	u64 const vector{Interruption::Vector::get(info)};

	return Interruption::Type::get(info) == Interruption::software_interrupt ||
	       (Interruption::Type::get(info) == Interruption::hardware_exception &&
		       (vector == vector_bp || vector == vector_of));
}

bool take_event(Vcpu const &vcpu, VmcsSlot info, VmcsSlot error, u64 &to)
{
	u64 const value{vcpu.vmread(info)};

	if (!Interruption::Valid::get(value))
		return false;
	vcpu.vmwrite(info, 0);
	to = svm::EventError::put(value & 0xffffffff, vcpu.vmread(error));
	return true;
}

bool take_single_step(Guest const &guest, u64 &to)
{
	constexpr VmcsSlot pending{vmcs_slot(vmcs::GUEST_PENDING_DBG_EXCEPTIONS)};
	Vcpu const &vcpu{guest.vcpu()};
	u64 const value{vcpu.vmread(pending)};

	if (!(value & pending_single_step))
		return false;
	vcpu.vmwrite(pending, value & ~pending_single_step);
	guest.vmcb().dr6 |= pending_single_step;
	to = Interruption::of(Interruption::hardware_exception, vector_db);
	return true;
}

bool nmi_can_be_taken(Vcpu const &vcpu)
{
	return !(vcpu.vmread(interruptibility) & (Blocking::by_nmi | Blocking::by_sti_or_mov_ss)) &&
	       !holds_ve_info(vcpu);
}

u64 take_nmi(Vcpu const &vcpu)
{
	vcpu.store(vcpu_field::pend_nmi, 0);
	vcpu.vmwrite(interruptibility, vcpu.vmread(interruptibility) | Blocking::by_nmi);
	return Interruption::of(Interruption::nmi, vector_nmi);
}

bool interrupts_are_open(Vcpu const &vcpu)
{
	return vcpu.vmread(vmcs_slot(vmcs::GUEST_RFLAGS)) & Rflags::iflag &&
	       !(vcpu.vmread(interruptibility) & Blocking::by_sti_or_mov_ss);
}

// Requests an exit as soon as the guest can take an interrupt (interrupt window).
void open_window(svm::Vmcb &vmcb)
{
	constexpr u64 highest_priority{15};

	vmcb.int_control =
		static_cast<u32>(svm::IgnoreTpr::mask | svm::VirtualIrq::mask |
				 svm::VirtualIrqPriority::put(vmcb.int_control, highest_priority));
}

} // namespace

void prepare_events(Guest const &guest)
{
	Vcpu const &vcpu{guest.vcpu()};
	svm::Vmcb &vmcb{guest.vmcb()};
	u64 injected{0};

	take_posted_interrupts(guest);
	vmcb.int_control = static_cast<u32>(
		svm::VirtualTpr::put(svm::VirtualIntrMasking::mask, virtual_tpr(vcpu)));
	vmcb.int_state = vcpu.vmread(interruptibility) & Blocking::by_sti_or_mov_ss ? 1 : 0;

	if (is_an_instruction(vcpu.vmread(vectoring_info)))
		vcpu.vmwrite(vectoring_info, 0);
	if (take_event(vcpu, entry_info, entry_error, injected))
		vcpu.vmwrite(vectoring_info, 0);
	else if (!take_event(vcpu, vectoring_info, vectoring_error, injected) &&
		 !take_single_step(guest, injected) && vcpu.load(vcpu_field::pend_nmi) &&
		 nmi_can_be_taken(vcpu))
		injected = take_nmi(vcpu);

	u32 const vector{next_interrupt(vcpu)};
	if (vector && !injected && interrupts_are_open(vcpu)) {
		accept_interrupt(vcpu, vector);
		injected = Interruption::of(Interruption::external, vector);
	} else if (vector) {
		open_window(vmcb);
	}
	vmcb.event = injected;
	if (vcpu.vmread(interruptibility) & Blocking::by_nmi)
		intercept(vmcb, svm::exit::IRET);
}

// An event whose delivery was cut short by an exit is injected again, unless the exit injects
// another.
void finish_events(Guest const &guest)
{
	Vcpu const &vcpu{guest.vcpu()};
	svm::Vmcb const &vmcb{guest.vmcb()};
	u64 info{vmcb.exit_int_info & 0xffffffff};

	// Some CPUs report an interrupt's vector with the type of an exception.
	if (Interruption::Vector::get(info) >= first_interrupt_vector &&
		Interruption::Type::get(info) == Interruption::hardware_exception)
		info = Interruption::Type::put(info, Interruption::external);
	vcpu.vmwrite(vectoring_info, info);
	vcpu.vmwrite(vectoring_error, vmcb.exit_int_info >> 32);
	set_virtual_tpr(vcpu, svm::VirtualTpr::get(vmcb.int_control) & 0xf);
}

void end_blocking_by_nmi(Guest const &guest)
{
	Vcpu const &vcpu{guest.vcpu()};

	vcpu.vmwrite(interruptibility, vcpu.vmread(interruptibility) & ~Blocking::by_nmi);
}

} // namespace tdx::emu
