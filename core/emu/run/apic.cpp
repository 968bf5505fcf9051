// SPDX-License-Identifier: GPL-2.0
//
// The virtual local APIC of a vCPU, as far as the CPU itself serves it in a TD: priorities, end of
// interrupt, self-IPIs and posted interrupts.  The rest is the VMM's.
#include "core/base/atomic.hpp"
#include "core/emu/cpu/vmx_controls.hpp"
#include "core/emu/host.h"
#include "core/emu/page/memory.hpp"
#include "guest.hpp"

namespace tdx::emu {

namespace {

// Offsets in the virtual-APIC page.
constexpr u32 tpr_at = 0x80;
constexpr u32 ppr_at = 0xa0;
constexpr u32 eoi_at = 0xb0;
constexpr u32 isr_at = 0x100;
constexpr u32 irr_at = 0x200;
constexpr u32 self_ipi_at = 0x3f0;

constexpr u32 first_msr = 0x800;
constexpr u32 vectors_per_register = 32;
constexpr u32 registers = 8;

// Fields of GUEST_INTR_STATUS in the VMCS.
using Rvi = Bits<7, 0>;
using Svi = Bits<15, 8>;

// Atomic: the page is donated memory, which the host may damage.
Atomic<u32> &apic(Vcpu const &vcpu, u32 offset)
{
	return atomic(*reinterpret_cast<u32 *>(
		static_cast<u8 *>(vcpu.tdvps_page(TdvpsPage::vapic)) + offset));
}

Atomic<u32> &vector_word(Vcpu const &vcpu, u32 base, u32 vector)
{
	return apic(vcpu, base + 0x10 * (vector / vectors_per_register));
}

u32 vector_bit(u32 vector)
{
	return 1u << vector % vectors_per_register;
}

u32 highest_vector(Vcpu const &vcpu, u32 base)
{
	for (u32 i = registers; i--;) {
		u32 const word{apic(vcpu, base + 0x10 * i)};
		if (word)
			return i * vectors_per_register + 31u -
			       static_cast<u32>(__builtin_clz(word));
	}
	return 0;
}

constexpr u32 class_of(u32 vector)
{
	return vector & 0xf0;
}

u32 processor_priority(Vcpu const &vcpu)
{
	u32 const tpr{apic(vcpu, tpr_at) & 0xff};
	u32 const in_service{class_of(highest_vector(vcpu, isr_at))};

	return class_of(tpr) >= in_service ? tpr : in_service;
}

// Updates RVI and SVI, which the CPU keeps in the VMCS.
void note_status(Vcpu const &vcpu)
{
	u64 const status{
		Svi::put(Rvi::put(0, highest_vector(vcpu, irr_at)), highest_vector(vcpu, isr_at))};

	apic(vcpu, ppr_at) = processor_priority(vcpu);
	vcpu.vmwrite(vmcs_slot(vmcs::GUEST_INTR_STATUS), status);
}

void end_of_interrupt(Vcpu const &vcpu)
{
	u32 const vector{highest_vector(vcpu, isr_at)};

	vector_word(vcpu, isr_at, vector).clear_bits(vector_bit(vector));
	note_status(vcpu);
}

void request(Vcpu const &vcpu, u32 vector)
{
	vector_word(vcpu, irr_at, vector).set_bits(vector_bit(vector));
	note_status(vcpu);
}

} // namespace

u64 read_apic(Vcpu const &vcpu, u32 msr)
{
	return apic(vcpu, (msr - first_msr) << 4);
}

ApicWrite write_apic(Vcpu const &vcpu, u32 msr, u64 value)
{
	constexpr u64 vector_mask{0xff};
	constexpr u32 first_legal_vector{16};

	switch ((msr - first_msr) << 4) {
	case tpr_at:
		if (value & ~vector_mask)
			return ApicWrite::Refused;
		apic(vcpu, tpr_at) = static_cast<u32>(value);
		note_status(vcpu);
		return ApicWrite::Done;
	case eoi_at:
		if (value)
			return ApicWrite::Refused;
		end_of_interrupt(vcpu);
		return ApicWrite::Done;
	case self_ipi_at:
		if (value & ~vector_mask)
			return ApicWrite::Refused;
		apic(vcpu, self_ipi_at) = static_cast<u32>(value);
		if (value < first_legal_vector)
			return ApicWrite::Exits;
		request(vcpu, static_cast<u32>(value));
		return ApicWrite::Done;
	default:
		return ApicWrite::Refused;
	}
}

void take_posted_interrupts(Guest const &guest)
{
	using ProcessPosted = Bits<7>; // of the pin-based controls
	constexpr u32 on_at{32};       // byte with the bit "outstanding notification"
	constexpr u8 on{1};
	Vcpu const &vcpu{guest.vcpu()};
	u64 const address{vcpu.vmread(vmcs_slot(vmcs::POSTED_INTR_DESC_ADDR))};

	if (!ProcessPosted::get(vcpu.vmread(vmcs_slot(vmcs::PIN_BASED_VM_EXEC_CONTROL))) ||
		!check_shared(guest.emu, page_of(address), page_size, Reg::Rcx).ok())
		return;
	auto *const page =
		static_cast<u8 *>(host_page(page_of(address) & ~guest.emu.platform.keyid_mask));
	if (!page)
		return;
	u8 *const descriptor{page + (address & (page_size - 1) & ~63ULL)};
	// The sender sets request bits first, then ON.
	if (!(atomic(descriptor[on_at]).clear_bits(on, Order::Acquire) & on))
		return;
	auto *const posted = reinterpret_cast<u32 *>(descriptor);
	for (u32 i = 0; i < registers; i++) {
		u32 const vectors{atomic(posted[i]).exchange(0, Order::Acquire)};
		if (vectors)
			apic(vcpu, irr_at + 0x10 * i).set_bits(vectors);
	}
	note_status(vcpu);
}

u32 next_interrupt(Vcpu const &vcpu)
{
	u32 const vector{highest_vector(vcpu, irr_at)};

	return class_of(vector) > class_of(processor_priority(vcpu)) ? vector : 0;
}

void accept_interrupt(Vcpu const &vcpu, u32 vector)
{
	vector_word(vcpu, irr_at, vector).clear_bits(vector_bit(vector));
	vector_word(vcpu, isr_at, vector).set_bits(vector_bit(vector));
	note_status(vcpu);
}

u32 virtual_tpr(Vcpu const &vcpu)
{
	return apic(vcpu, tpr_at) >> 4 & 0xf;
}

void set_virtual_tpr(Vcpu const &vcpu, u32 tpr)
{
	if (virtual_tpr(vcpu) == tpr)
		return;
	apic(vcpu, tpr_at) = tpr << 4;
	note_status(vcpu);
}

} // namespace tdx::emu
