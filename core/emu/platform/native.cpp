// SPDX-License-Identifier: GPL-2.0
//
// CPUID and MSRs of an LP: the configuration's, or the built-in CPU's.
#include "core/base/host_cpu.h"
#include "core/emu/cpu/profile.hpp"
#include "state.hpp"
#include "tsc.hpp"

namespace tdx::emu {

constexpr u32 tsc_leaf = 0x15;

CpuidValue native_cpuid(Emu const &emu, Lp const &lp, u32 leaf, u32 subleaf)
{
	auto const &config = emu.config;

	if (!config.cpuid && leaf == tsc_leaf && config.tsc_frequency)
		return {1, config.tsc_frequency, static_cast<u32>(tsc_unit), 0};
	if (!config.cpuid)
		return profile_cpuid({lp.package, lp.index, emu.package_shift}, leaf, subleaf);

	struct host_cpuid answer {};
	config.cpuid(config.ctx, lp.number, leaf, subleaf == no_subleaf ? 0 : subleaf, &answer);
	return {answer.eax, answer.ebx, answer.ecx, answer.edx};
}

u64 native_msr(Emu const &emu, Lp const &lp, Msr msr)
{
	auto const &config = emu.config;

	if (!config.rdmsr)
		return profile_rdmsr(config, msr);
	return config.rdmsr(config.ctx, lp.number, static_cast<u32>(msr));
}

u64 sample_msr(Emu &emu, Lp const &lp, Msr msr)
{
	return emu.platform.msr[sample_index(msr)] = native_msr(emu, lp, msr);
}

Status compare_msr(Emu const &emu, Lp const &lp, Msr msr)
{
	if (native_msr(emu, lp, msr) == emu.platform.msr[sample_index(msr)])
		return success();
	return Status::of(StatusCode::InconsistentMsr, static_cast<u32>(msr));
}

} // namespace tdx::emu
