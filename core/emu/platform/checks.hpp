// SPDX-License-Identifier: GPL-2.0
//
// The checks that TDH.SYS.INIT makes of a platform, and TDH.SYS.LP.INIT of each further LP.
#pragma once

#include "call.hpp"

namespace tdx::emu {

CORE_INLINE Status incorrect_msr(Msr msr)
{
	return Status::of(StatusCode::IncorrectMsrValue, static_cast<u32>(msr));
}

// Of IA32_MISC_ENABLE: CPUID must not be cut short.
CORE_INLINE Status check_cpuid_limit(u64 misc_enable)
{
	return Status::of(MiscEnableLimitCpuid::get(misc_enable) ? StatusCode::LimitCpuidMaxvalSet
								 : StatusCode::Success);
}

// check_cpuid.cpp
Status check_cpuid(Call &call);
Status compare_cpuid(Call &call);

// check_vmx.cpp
Status check_vmx(Call &call);

// check_memory.cpp: encryption, convertible memory, system-management memory
Status check_encryption(Call &call);
Status check_cmrs(Emu const &emu);
Status check_smrrs(Call &call);

} // namespace tdx::emu
