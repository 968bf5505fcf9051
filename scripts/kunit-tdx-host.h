/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Comes before every line of Linux's arch/x86/virt/vmx/tdx/tdx.c, and of other files of that name,
 * when scripts/kernel builds kunit-6.12.  That file stays as it is: the one thing that no emulated
 * CPU can tell it, how many KeyIDs are private, is told here.  The numbers are tdxcall_emu.ko's
 * defaults.
 */
#ifndef __DISABLE_EXPORTS	/* in the decompressor, which has headers of its own */

#include <asm/msr.h>
#include <asm/msr-index.h>

#define KEYID_START	32
#define KEYIDS		32

static inline int tdxcall_rdmsr_safe(u32 msr, u32 *low, u32 *high)
{
	if (msr != MSR_IA32_MKTME_KEYID_PARTITIONING)
		return rdmsr_safe(msr, low, high);
	*low = KEYID_START - 1;
	*high = KEYIDS;
	return 0;
}

#undef rdmsr_safe
#define rdmsr_safe(msr, low, high)	tdxcall_rdmsr_safe(msr, low, high)

#endif
