// SPDX-License-Identifier: GPL-2.0
//
// MSRs that the TDX module leaves to the VMM.  Those that nobody here knows read 0, and writes to
// them are lost: Linux probes many, and a refusal is a #GP to it.
#include "apic_access.hpp"
#include "hypercall.hpp"

namespace tdx::vmm {

namespace {

constexpr u64 apic_enabled = 0xfee00c00; // as x2APIC
constexpr u64 boot_processor = 1 << 8;

struct Msr {
	u32 number;
	u64 value;
};

// MSRs that read as a constant and can't be written.
constexpr Msr constant_msrs[] = {
	{0x3a, 1},          // IA32_FEATURE_CONTROL: locked, nothing is on
	{0x8b, 1ULL << 32}, // IA32_BIOS_SIGN_ID: some microcode
	{0xfe, 0x508},      // IA32_MTRRCAP; IA32_MTRR_DEF_TYPE reads 0: off
};

bool is_x2apic(u32 number)
{
	return number >= msr::x2apic_first && number <= msr::x2apic_last;
}

u64 read_constant(u32 number)
{
	for (Msr const &one : constant_msrs)
		if (one.number == number)
			return one.value;
	return 0;
}

} // namespace

GhciStatus rdmsr(Hypercall const &call)
{
	u32 const number{static_cast<u32>(call.in.r12)};
	u64 value{0};

	if (number != call.in.r12)
		return GhciStatus::InvalidOperand;
	if (is_x2apic(number) || number == msr::tsc_deadline) {
		if (!apic_read(call.td, call.vcpu, number, value))
			return GhciStatus::InvalidOperand;
	} else if (number == msr::apic_base) {
		value = apic_enabled | (call.vcpu.index ? 0 : boot_processor);
	} else {
		value = read_constant(number);
	}
	call.out.r11 = value;
	return GhciStatus::Success;
}

GhciStatus wrmsr(Hypercall const &call)
{
	u32 const number{static_cast<u32>(call.in.r12)};

	if (number != call.in.r12)
		return GhciStatus::InvalidOperand;
	if ((is_x2apic(number) || number == msr::tsc_deadline) &&
		!apic_write(call.td, call.vcpu, number, call.in.r13))
		return GhciStatus::InvalidOperand;
	return GhciStatus::Success;
}

} // namespace tdx::vmm
