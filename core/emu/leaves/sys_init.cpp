// SPDX-License-Identifier: GPL-2.0
//
// TDH.SYS.INIT: once for the platform, before anything else.
#include "core/emu/env/entropy.hpp"
#include "core/emu/platform/checks.hpp"
#include "leaves.hpp"

namespace tdx::emu {

namespace {

// Bits of IA32_ARCH_CAPABILITIES: the CPU must not have the vulnerabilities of older ones.
constexpr u64 capabilities_needed = 1ULL << 0 |  // RDCL_NO
				    1ULL << 1 |  // IRBS_ALL
				    1ULL << 3 |  // SKIP_L1DFL_VMENTRY
				    1ULL << 5 |  // MDS_NO
				    1ULL << 6 |  // IF_PSCHANGE_MC_NO
				    1ULL << 8 |  // TAA_NO
				    1ULL << 10 | // MISC_PACKAGE_CTLS
				    1ULL << 11 | // ENERGY_FILTERING_CTL
				    1ULL << 12 | // DOITM
				    1ULL << 13 | // SBDR_SSDP_NO
				    1ULL << 14 | // FBSDP_NO
				    1ULL << 15 | // PSDP_NO
				    1ULL << 21;  // XAPIC_DISABLE_STATUS
constexpr u64 capabilities_refused = 1ULL << 2;  // RSBA

constexpr u64 legacy_xapic_disabled = 1;

Status check_msrs(Call &call)
{
	auto &emu = call.emu;

	sample_msr(emu, call.lp, Msr::CoreCapabilities);
	u64 const capabilities{sample_msr(emu, call.lp, Msr::ArchCapabilities)};
	if ((capabilities & (capabilities_needed | capabilities_refused)) != capabilities_needed)
		return incorrect_msr(Msr::ArchCapabilities);
	if (sample_msr(emu, call.lp, Msr::XapicDisableStatus) != legacy_xapic_disabled)
		return incorrect_msr(Msr::XapicDisableStatus);
	if (!MiscPackageEnergyFiltering::get(sample_msr(emu, call.lp, Msr::MiscPackageCtls)))
		return incorrect_msr(Msr::MiscPackageCtls);
	if (!PerfFullWidthWrite::get(sample_msr(emu, call.lp, Msr::PerfCapabilities)))
		return incorrect_msr(Msr::PerfCapabilities);
	sample_msr(emu, call.lp, Msr::TscAdjust);
	return success();
}

} // namespace

// SEAM capabilities and the loader's handoff data are not checked: here they always fit.
HostOutcome sys_init(Call &call)
{
	auto &emu = call.emu;

	if (call.in.rcx)
		return invalid(Reg::Rcx);
	if (state_of(emu) != SysState::Pending)
		return Status::of(StatusCode::SysInitNotPending);

	TDX_TRY(check_msrs(call));
	TDX_TRY(check_cpuid(call));
	if (!emu.dead)
		TDX_TRY(check_vmx(call));
	if (!emu.dead)
		TDX_TRY(check_encryption(call));
	TDX_TRY(check_cmrs(emu));
	TDX_TRY(check_smrrs(call));
	if (emu.dead)
		return success();

	u64 stack_canary;
	TDX_TRY(draw_random(emu, stack_canary));

	set_state(emu, SysState::InitDone);
	return success();
}

} // namespace tdx::emu
