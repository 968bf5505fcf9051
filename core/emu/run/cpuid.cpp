// SPDX-License-Identifier: GPL-2.0
//
// CPUID of a TD: values from its TDCS, those that follow the vCPU's state, or a #VE.
#include "core/base/host_cpu.h"
#include "core/emu/cpu/cpuid_table.hpp"
#include "core/emu/vcpu/exception.hpp"
#include "guest.hpp"

namespace tdx::emu {

namespace {

constexpr u32 cpuid_bytes = 2;
constexpr u32 num_rows = sizeof(cpuid_rows) / sizeof(cpuid_rows[0]);

constexpr u32 last_leaf = 0x23;
constexpr u32 first_hypervisor_leaf = 0x40000000;
constexpr u32 last_hypervisor_leaf = 0x4fffffff;
constexpr u32 first_extended_leaf = 0x80000000;
constexpr u32 last_extended_leaf = 0x80000008;

// A leaf above its range's limit reads as the highest leaf below it, as on a CPU.
u32 replaced(u32 leaf)
{
	if (leaf >= first_hypervisor_leaf && leaf <= last_hypervisor_leaf)
		return leaf;
	if (leaf > last_leaf && leaf < first_extended_leaf)
		return last_leaf;
	return leaf > last_extended_leaf ? last_leaf : leaf;
}

u32 row_of(u32 leaf, u32 subleaf)
{
	for (u32 i = 0; i < num_rows; i++) {
		if (cpuid_rows[i].leaf == leaf &&
			(cpuid_rows[i].subleaf == no_subleaf || cpuid_rows[i].subleaf == subleaf))
			return i;
	}
	return num_rows;
}

// Features that are instructions, and that a TD gets on every TDX platform or if its host allows
// them.  On a CPU that lacks one they raise #UD, so a TD that runs here does not see the feature.
struct MustExecute {
	u32 leaf;
	u32 subleaf;
	CpuidValue bits;
};

template <typename... Bit>
consteval u32 bits(Bit... bit)
{
	return (... | (1u << bit));
}

// The other features of leaf 7 need no instruction, or theirs is answered with a #VE (PCONFIG).
constexpr MustExecute must_execute[] = {
	{0x1, 0, {0, 0, bits(12, 17, 28, 29), 0}}, // FMA PCID AVX F16C
	{0x7, 0,
		{0, bits(3, 4, 5, 8, 9, 10, 11, 16, 17, 18, 19, 21, 26, 27, 28, 29, 30, 31),
			bits(1, 2, 5, 6, 8, 9, 10, 11, 12, 14, 22, 25, 27, 28),
			bits(2, 3, 4, 8, 14, 16, 22, 23, 24, 25)}},
	{0x7, 1, {bits(4, 5, 8, 10, 11, 12), 0, 0, 0}},
	{0xd, 1, {bits(1, 3), 0, 0, 0}}, // XSAVEC XSAVES
};

void hide_what_cannot_execute(u32 leaf, u32 subleaf, CpuidValue &value)
{
	for (auto const &row : must_execute) {
		if (row.leaf != leaf || (leaf != 1 && row.subleaf != subleaf))
			continue;
		struct host_cpuid cpu {};
		host_cpuid(leaf, subleaf, &cpu);
		value.eax &= ~(row.bits.eax & ~cpu.eax);
		value.ebx &= ~(row.bits.ebx & ~cpu.ebx);
		value.ecx &= ~(row.bits.ecx & ~cpu.ecx);
		value.edx &= ~(row.bits.edx & ~cpu.edx);
	}
}

template <typename Field>
void put(u32 &word, u64 value)
{
	word = static_cast<u32>(Field::put(word, value));
}

// Size of the XSAVE area, standard format, for the user components in @xcr0.
u32 xsave_bytes(u64 xcr0)
{
	constexpr u32 legacy_and_header{576};
	u32 bytes{legacy_and_header};

	for (u32 i = 2; i < num_xbuff_offsets; i++) {
		if (!(xcr0 >> i & 1))
			continue;
		struct host_cpuid component {};
		host_cpuid(0xd, i, &component);
		if (component.eax + component.ebx > bytes)
			bytes = component.eax + component.ebx;
	}
	return bytes;
}

// The same in the compacted format, which has supervisor components too.
u32 compacted_xsave_bytes(u64 components)
{
	constexpr u32 legacy_and_header{576};
	constexpr u32 aligned{2};
	constexpr u32 alignment{64};
	u32 bytes{legacy_and_header};

	for (u32 i = 2; i < num_xbuff_offsets; i++) {
		if (!(components >> i & 1))
			continue;
		struct host_cpuid component {};
		host_cpuid(0xd, i, &component);
		if (component.ecx & aligned)
			bytes = (bytes + alignment - 1) & ~(alignment - 1);
		bytes += component.eax;
	}
	return bytes;
}

bool tsx_is_off(Vcpu const &vcpu)
{
	using HidesTsx = Bits<1>;
	return vcpu.td().control().cpu & TdCpu::tsx &&
	       HidesTsx::get(vcpu.load(vcpu_field::tsx_ctrl));
}

void follow_the_state(Vcpu const &vcpu, u32 leaf, u32 subleaf, CpuidValue &value)
{
	constexpr u32 tsx{1u << 4 | 1u << 11}; // HLE, RTM
	using ApicId = Bits<31, 24>;
	using Osxsave = Bits<27>;
	using Ospke = Bits<4>;
	using SyscallIn64Bit = Bits<11>;
	using Cr4Osxsave = Bits<18>;
	using Cr4Pke = Bits<22>;
	u64 const cr4{vcpu.vmread(vmcs_slot(vmcs::GUEST_CR4))};

	switch (leaf) {
	case 0x1:
		put<ApicId>(value.ebx, vcpu.load(vcpu_field::vcpu_index));
		put<Osxsave>(value.ecx, Cr4Osxsave::get(cr4));
		break;
	case 0x7:
		if (!subleaf)
			put<Ospke>(value.ecx, Cr4Pke::get(cr4));
		if (!subleaf && tsx_is_off(vcpu))
			value.ebx &= ~tsx;
		break;
	case 0xd:
		if (!subleaf)
			value.ebx = xsave_bytes(vcpu.load(vcpu_field::xcr0));
		else if (subleaf == 1)
			value.ebx = compacted_xsave_bytes(
				vcpu.load(vcpu_field::xcr0) | vcpu.load(vcpu_field::xss));
		if (!subleaf)
			value.ecx = xsave_bytes(vcpu.td().control().xfam & Xfam::user);
		else if (subleaf > 1 && value.eax) {
			struct host_cpuid component {};
			host_cpuid(leaf, subleaf, &component);
			value = {component.eax, component.ebx, component.ecx, component.edx};
		}
		break;
	case 0x80000001:
		put<SyscallIn64Bit>(value.edx, in_64_bit_mode(vcpu));
		break;
	default:
		break;
	}
}

// The guest asked for a #VE by TDG.VP.CPUIDVE.SET, for all leaves or for this row.
bool wants_ve(Vcpu const &vcpu, u32 row)
{
	bool const user{privilege_level(vcpu) != 0};

	return vcpu.load(user ? vcpu_field::cpuid_user_ve : vcpu_field::cpuid_supervisor_ve) ||
	       vcpu.load(vcpu_field::cpuid_control, row) >> (user ? 1 : 0) & 1;
}

} // namespace

emu_verdict cpuid_exit(Guest &guest)
{
	Vcpu const &vcpu{guest.vcpu()};
	u32 const leaf{replaced(static_cast<u32>(guest.regs.rax))};
	u32 const subleaf{static_cast<u32>(guest.regs.gpr.rcx)};
	u32 const row{row_of(leaf, subleaf)};
	TdCpuid const &cpuid{vcpu.td().cpuid()};

	if (row == num_rows || cpuid_rows[row].faults || !cpuid.valid[row] || wants_ve(vcpu, row)) {
		inject_ve(vcpu, {.reason = exit_reason::CPUID, .length = cpuid_bytes});
		return EMU_ANSWERED;
	}
	CpuidValue value{cpuid.value[row]};
	follow_the_state(vcpu, leaf, subleaf, value);
	hide_what_cannot_execute(leaf, subleaf, value);
	guest.regs.rax = value.eax;
	guest.regs.gpr.rbx = value.ebx;
	guest.regs.gpr.rcx = value.ecx;
	guest.regs.gpr.rdx = value.edx;
	advance(vcpu, cpuid_bytes);
	return EMU_ANSWERED;
}

} // namespace tdx::emu
