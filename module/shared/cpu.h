/* SPDX-License-Identifier: GPL-2.0 */
/* CPUID, MSRs and SERIALIZE as core/base/host_cpu.h wants them, for both modules. */
#ifndef TDXCALL_CPU_H
#define TDXCALL_CPU_H

#include <linux/types.h>
#include <asm/asm.h>

#include "compat.h"
#include "core/base/host_cpu.h"

static inline void cpu_cpuid(u32 leaf, u32 subleaf, struct host_cpuid *out)
{
	/* For a leaf above its highest one a CPU returns another leaf's data. */
	if (cpuid_eax(leaf & 0xffff0000) < leaf) {
		*out = (struct host_cpuid) {};
		return;
	}
	cpuid_count(leaf, subleaf, &out->eax, &out->ebx, &out->ecx, &out->edx);
}

static inline int cpu_rdmsr(u32 msr, u64 *value)
{
	u64 raw = 0;
	int err = rdmsrq_safe(msr, &raw);

	*value = err ? 0 : raw;
	return err ? -1 : 0;
}

/* As bytes, because the oldest binutils that builds Linux doesn't know the mnemonic. */
static inline int cpu_executes_serialize(void)
{
	unsigned long trap = 0;

	asm volatile("1:	.byte 0x0f, 0x01, 0xe8\n"
		     "2:\n"
		     _ASM_EXTABLE_FAULT(1b, 2b)
		     : "+a" (trap) : : "memory");
	return !trap;
}

#endif
