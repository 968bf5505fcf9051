/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Host services about this CPU, for both modules: module/shared/cpu.h in the kernel,
 * kunit/user/host/host.cpp in user space.  They may be called with interrupts off and do not sleep.
 */
#ifndef TDXCALL_CORE_BASE_HOST_CPU_H
#define TDXCALL_CORE_BASE_HOST_CPU_H

#include <tdxcall/types.h>

#ifdef __cplusplus
extern "C" {
#endif

struct host_cpuid {
	u32 eax;
	u32 ebx;
	u32 ecx;
	u32 edx;
};

/* CPUID of this CPU; all zero for a leaf above the CPU's highest. */
void host_cpuid(u32 leaf, u32 subleaf, struct host_cpuid *out);

/* Reads an MSR of this CPU; 0, or -1 when the CPU refuses it (then @value is 0). */
int host_rdmsr(u32 msr, u64 *value);

/* Does SERIALIZE execute on this CPU?  A hypervisor cannot change that, whatever CPUID shows. */
int host_executes_serialize(void);

/* Does the user allow TDX calls in a VM (CORE_ROLE_VM), at the risk that they end it? */
int host_risks_vm(void);

#ifdef __cplusplus
}
#endif

#endif
