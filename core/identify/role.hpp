// SPDX-License-Identifier: GPL-2.0
//
// The role of this machine: TDX host, TD guest, a VM that a TDX call might end, or none of them.
// Taken from CPUID, and where that is not enough from an MSR and an instruction.
#pragma once

#include "core/base/bits.hpp"
#include "core/base/host_cpu.h"
#include "core/call/core.h"

namespace tdx {

namespace {

// A signature of twelve letters, from EBX, EDX, ECX or EBX, ECX, EDX.
struct Signature {
	u32 word[3];
	bool operator==(Signature const &) const = default;
};

consteval u32 letters(char const *at)
{
	u32 word{0};
	for (unsigned i = 4; i--;)
		word = word << 8 | static_cast<unsigned char>(at[i]);
	return word;
}

consteval Signature signature(char const (&text)[13])
{
	return {{letters(text), letters(text + 4), letters(text + 8)}};
}

constexpr u32 cpuid_vendor = 0;
constexpr u32 cpuid_version = 1;
// The TDX module answers this CPUID leaf in a TD.
constexpr u32 cpuid_tdx = 0x21;
constexpr u32 cpuid_hypervisor = 0x40000000;

using HypervisorPresent = Bits<31>; // ECX of cpuid_version

constexpr Signature intel = signature("GenuineIntel");
constexpr Signature td = signature("IntelTDX    ");
// QEMU's emulation: no instruction exits to a hypervisor.
constexpr Signature tcg = signature("TCGTCGTCGTCG");

// IA32_MKTME_KEYID_PARTITIONING: 31:0 shared KeyIDs, 63:32 private KeyIDs.
constexpr u32 msr_keyid_partitioning = 0x87;

struct host_cpuid cpuid(u32 leaf)
{
	struct host_cpuid regs {};
	host_cpuid(leaf, 0, &regs);
	return regs;
}

bool in_td()
{
	auto const regs = cpuid(cpuid_tdx);
	return Signature{{regs.ebx, regs.edx, regs.ecx}} == td;
}

bool on_intel()
{
	auto const regs = cpuid(cpuid_vendor);
	return Signature{{regs.ebx, regs.edx, regs.ecx}} == intel;
}

u32 private_keyids()
{
	u64 raw = 0;
	if (host_rdmsr(msr_keyid_partitioning, &raw))
		return 0;
	return static_cast<u32>(Bits<63, 32>::get(raw));
}

struct CpuModel {
	u16 family;
	u16 model;
	bool operator==(CpuModel const &) const = default;
};

// CPU models that have SEAM.  All variants of a model count: what a hypervisor shows does not tell
// them apart.
constexpr CpuModel with_seam[] = {
	{6, 0x8f}, // Sapphire Rapids
	{6, 0xcf}, // Emerald Rapids
	{6, 0xad}, // Granite Rapids
	{6, 0xae}, // Granite Rapids D
	{6, 0xaf}, // Sierra Forest
	{6, 0xdd}, // Clearwater Forest
	{19, 1},   // Diamond Rapids
};

// EAX of cpuid_version: the extended family counts when the family is 15, the extended model when
// it is 6 or 15.
CORE_INLINE CpuModel model_of(u32 eax)
{
	u16 const base{static_cast<u16>(Bits<11, 8>::get(eax))};
	u16 family{base};
	u16 model{static_cast<u16>(Bits<7, 4>::get(eax))};

	if (base == 15)
		family = static_cast<u16>(family + Bits<27, 20>::get(eax));
	if (base == 6 || base == 15)
		model = static_cast<u16>(model | Bits<19, 16>::get(eax) << 4);
	return {family, model};
}

CORE_INLINE bool has_seam(CpuModel wanted)
{
	bool found{false};

	for (CpuModel const &model : with_seam)
		found = found || model == wanted;
	return found;
}

// In VMX non-root operation, SEAMCALL and TDCALL exit to the hypervisor on a CPU with SEAM,
// whatever CPUID shows, and raise #UD on any other.  A hypervisor may show an older model than the
// real one, but it can't hide SERIALIZE or make it exit: a CPU without it is older than SEAM.
char const *why_calls_may_exit(struct host_cpuid const &version)
{
	if (has_seam(model_of(version.eax)))
		return "a VM on a CPU model with SEAM: its hypervisor decides what becomes of it "
		       "at a "
		       "SEAMCALL or TDCALL";
	if (host_executes_serialize())
		return "a VM on a CPU that may have SEAM, as it executes SERIALIZE: its hypervisor "
		       "decides what becomes of it at a SEAMCALL or TDCALL";
	return nullptr;
}

void name_hypervisor(core_machine &machine, struct host_cpuid const &regs)
{
	u32 const words[3]{regs.ebx, regs.ecx, regs.edx};
	bool const silent{!words[0]};

	for (unsigned i = 0; i < 12; i++) {
		auto const letter = static_cast<char>(words[i / 4] >> i % 4 * 8);
		machine.hypervisor[i] = silent ? "no signature"[i] : letter;
	}
}

core_machine look_at_machine()
{
	core_machine machine{};

	// What follows reads an MSR, which can raise #VE in a TD.
	if (in_td()) {
		machine.role = CORE_ROLE_GUEST;
		machine.reason = "CPUID leaf 0x21 has the signature of a TD";
		return machine;
	}

	machine.private_keyids = private_keyids();
	if (machine.private_keyids) {
		machine.role = CORE_ROLE_HOST;
		machine.reason = "IA32_MKTME_KEYID_PARTITIONING reports private KeyIDs";
		return machine;
	}

	machine.reason = "no private KeyIDs, no TD signature in CPUID leaf 0x21";
	auto const version = cpuid(cpuid_version);
	if (!HypervisorPresent::get(version.ecx))
		return machine;
	auto const regs = cpuid(cpuid_hypervisor);
	name_hypervisor(machine, regs);
	if (Signature{{regs.ebx, regs.ecx, regs.edx}} == tcg || !on_intel())
		return machine;
	if (char const *const why = why_calls_may_exit(version); why && !host_risks_vm()) {
		machine.role = CORE_ROLE_VM;
		machine.reason = why;
	}
	return machine;
}

} // namespace

} // namespace tdx
