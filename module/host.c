// SPDX-License-Identifier: GPL-2.0
/* Host services of core/ in tdxcall.ko. */
#include "cpu.h"

void host_cpuid(u32 leaf, u32 subleaf, struct host_cpuid *out)
{
	cpu_cpuid(leaf, subleaf, out);
}

int host_rdmsr(u32 msr, u64 *value)
{
	return cpu_rdmsr(msr, value);
}
