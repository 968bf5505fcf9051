// SPDX-License-Identifier: GPL-2.0
//
// The VMX capabilities that a TD's VMCS, and that of an L2 VM in a TD, need.
#include "checks.hpp"
#include "core/emu/cpu/vmx_controls.hpp"

namespace tdx::emu {

namespace {

constexpr u64 cr0_pe_pg = 0x80000001; // unrestricted guests may clear them
constexpr u64 max_vmcs_size = 2048;
constexpr u64 min_cr3_targets = 4;
constexpr u64 ept_vpid_needed = 0x10106334041;

// Does the CPU support a word of controls?  Bits that it fixes at 1 must be wanted as 1, bits that
// it fixes at 0 as 0, and none of them may be variable.
bool possible(u64 allowed0, u64 allowed1, Controls const &wanted)
{
	return !(allowed0 & ~(wanted.initial | wanted.unknown)) && !(~allowed1 & wanted.initial) &&
	       !((allowed0 | ~allowed1) & wanted.variable);
}

Status check_controls(Emu &emu, u64 capability, Controls const &row)
{
	// 64 allowed-1 bits; no control is fixed at 1.
	if (row.msr == Msr::VmxProcbasedCtls3)
		return possible(0, capability, row) ? success() : incorrect_msr(row.msr);

	u64 const allowed0{VmxAllowed0::get(capability)};
	u64 const allowed1{VmxAllowed1::get(capability)};
	if (allowed0 & ~allowed1)
		return die(emu);

	Controls wanted{row};
	if (row.msr == Msr::VmxProcbasedCtls2) {
		wanted.initial = EnableUserWait::put(wanted.initial, emu.platform.waitpkg);
		if (!EnclvExiting::get(allowed1))
			wanted.initial = EnclvExiting::put(wanted.initial, 0);
	}
	return possible(allowed0, allowed1, wanted) ? success() : incorrect_msr(row.msr);
}

bool good_vmx_basic(u64 msr)
{
	return VmxBasicVmcsSize::get(msr) <= max_vmcs_size && VmxBasicIoInfo::get(msr) &&
	       VmxBasicTrueControls::get(msr);
}

bool good_vmx_misc(u64 msr)
{
	return VmxMiscUnrestrictedGuest::get(msr) && VmxMiscHlt::get(msr) &&
	       VmxMiscShutdown::get(msr) && VmxMiscPtInVmx::get(msr) &&
	       VmxMiscCr3Targets::get(msr) >= min_cr3_targets && VmxMiscVmwriteAny::get(msr);
}

// A TD's initial CR0 and CR4 must fit the bits that the CPU fixes at 1 or 0 in VMX operation.
Status check_control_registers(Call &call)
{
	auto &emu = call.emu;

	u64 const cr0_fixed0{sample_msr(emu, call.lp, Msr::VmxCr0Fixed0)};
	if (cr0_fixed0 & ~cr0_pe_pg & ~td_cr0)
		return incorrect_msr(Msr::VmxCr0Fixed0);
	if (~sample_msr(emu, call.lp, Msr::VmxCr0Fixed1) & td_cr0)
		return incorrect_msr(Msr::VmxCr0Fixed1);
	if (sample_msr(emu, call.lp, Msr::VmxCr4Fixed0) & ~td_cr4)
		return incorrect_msr(Msr::VmxCr4Fixed0);
	if (~sample_msr(emu, call.lp, Msr::VmxCr4Fixed1) & td_cr4)
		return incorrect_msr(Msr::VmxCr4Fixed1);
	return success();
}

// Uses the sampled capabilities.  CR4 is not checked again: an L2 VM starts with the same value as
// its TD, and which bits it may change depends on the TD.
Status check_l2(Emu &emu)
{
	auto const sampled = [&](Msr msr) { return emu.platform.msr[sample_index(msr)]; };

	for (auto const &row : l2_controls) {
		Status const status{check_controls(emu, sampled(row.msr), row)};
		if (!status.ok() || emu.dead)
			return status;
	}
	Controls const cr0{Msr::VmxCr0Fixed0, td_cr0, l2_cr0_variable, 0};
	if (!possible(sampled(Msr::VmxCr0Fixed0) & ~cr0_pe_pg, sampled(Msr::VmxCr0Fixed1), cr0))
		return incorrect_msr(Msr::VmxCr0Fixed0);
	return success();
}

} // namespace

Status check_vmx(Call &call)
{
	auto &emu = call.emu;

	if (!good_vmx_basic(sample_msr(emu, call.lp, Msr::VmxBasic)))
		return incorrect_msr(Msr::VmxBasic);
	for (auto const &row : td_controls) {
		u64 const capability{sample_msr(emu, call.lp, row.msr)};
		Status const status{check_controls(emu, capability, row)};
		if (!status.ok() || emu.dead)
			return status;
	}
	if (!good_vmx_misc(sample_msr(emu, call.lp, Msr::VmxMisc)))
		return incorrect_msr(Msr::VmxMisc);
	if (~sample_msr(emu, call.lp, Msr::VmxEptVpidCap) & ept_vpid_needed)
		return incorrect_msr(Msr::VmxEptVpidCap);
	Status const status{check_control_registers(call)};
	return status.ok() ? check_l2(emu) : status;
}

} // namespace tdx::emu
