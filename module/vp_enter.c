// SPDX-License-Identifier: GPL-2.0
/*
 * Into a TD and out again.  A TD exit leaves more of the host changed than general-purpose and
 * vector registers; what Linux relies on is put back here, before anyone can notice.
 */
#include <linux/build_bug.h>
#include <linux/export.h>
#include <linux/irqflags.h>
#include <asm/cpufeature.h>
#include <asm/debugreg.h>
#include <asm/fpu/types.h>
#include <asm/fpu/xcr.h>
#include <asm/msr.h>
#include <asm/special_insns.h>

#include "internal.h"
#include "kunit_export.h"
#include "tdxcall.h"

/* Linux 6.1 has no name for it. */
#define UARCH_MISC_CTL	0x00001b01

/* IA32_XSS comes before XCR0's components are used again, so the order counts for nothing. */
static const u32 lost_msrs[] = {
	MSR_STAR, MSR_LSTAR, MSR_SYSCALL_MASK, MSR_KERNEL_GS_BASE, MSR_TSC_AUX,
	MSR_IA32_XSS, MSR_IA32_XFD, MSR_IA32_XFD_ERR,
	MSR_IA32_DEBUGCTLMSR, MSR_IA32_UMWAIT_CONTROL, MSR_IA32_TSX_CTRL, UARCH_MISC_CTL,
};

/* Those of them that this CPU has. */
static unsigned long present_msrs __ro_after_init;
static_assert(ARRAY_SIZE(lost_msrs) <= BITS_PER_LONG);

struct host_state {
	u64 msr[ARRAY_SIZE(lost_msrs)];
	u64 xcr0;
	u32 pkru;
	unsigned long cr2;
	unsigned long dr[4];
	unsigned long dr6;
	unsigned long dr7;
};

void __init tdxcall_vp_enter_init(void)
{
	u64 value;

	for (unsigned int i = 0; i < ARRAY_SIZE(lost_msrs); i++)
		if (!rdmsrl_safe(lost_msrs[i], &value))
			present_msrs |= BIT(i);
}

/* Zero, and never asked for again, where the CPU turns out to refuse. */
static u64 read_msr(u32 msr)
{
	u64 value;

	return rdmsrl_safe(msr, &value) ? 0 : value;
}

static void read_dr(unsigned long dr[4])
{
	dr[0] = native_get_debugreg(0);
	dr[1] = native_get_debugreg(1);
	dr[2] = native_get_debugreg(2);
	dr[3] = native_get_debugreg(3);
}

static void save(struct host_state *host)
{
	unsigned int i;

	for_each_set_bit(i, &present_msrs, ARRAY_SIZE(lost_msrs))
		host->msr[i] = read_msr(lost_msrs[i]);
	if (boot_cpu_has(X86_FEATURE_OSXSAVE))
		host->xcr0 = xgetbv(XCR_XFEATURE_ENABLED_MASK);
	if (cpu_feature_enabled(X86_FEATURE_OSPKE))
		host->pkru = rdpkru();
	host->cr2 = native_read_cr2();
	read_dr(host->dr);
	host->dr6 = native_get_debugreg(6);
	host->dr7 = native_get_debugreg(7);
}

/* DR7 last: a breakpoint must not be armed before its address and length are there. */
static void restore_dr(const struct host_state *host)
{
	unsigned long dr[4];

	read_dr(dr);
	if (dr[0] != host->dr[0])
		native_set_debugreg(0, host->dr[0]);
	if (dr[1] != host->dr[1])
		native_set_debugreg(1, host->dr[1]);
	if (dr[2] != host->dr[2])
		native_set_debugreg(2, host->dr[2]);
	if (dr[3] != host->dr[3])
		native_set_debugreg(3, host->dr[3]);
	if (native_get_debugreg(6) != host->dr6)
		native_set_debugreg(6, host->dr6);
	if (native_get_debugreg(7) != host->dr7)
		native_set_debugreg(7, host->dr7);
}

/* Reading is cheaper than writing, and most of it is mostly as it was. */
static void restore(const struct host_state *host)
{
	unsigned int i;

	if (boot_cpu_has(X86_FEATURE_OSXSAVE) &&
	    xgetbv(XCR_XFEATURE_ENABLED_MASK) != host->xcr0)
		xsetbv(XCR_XFEATURE_ENABLED_MASK, host->xcr0);
	if (cpu_feature_enabled(X86_FEATURE_OSPKE) && rdpkru() != host->pkru)
		wrpkru(host->pkru);
	for_each_set_bit(i, &present_msrs, ARRAY_SIZE(lost_msrs))
		if (read_msr(lost_msrs[i]) != host->msr[i])
			wrmsrl_safe(lost_msrs[i], host->msr[i]);
	restore_dr(host);
	if (native_read_cr2() != host->cr2)
		native_write_cr2(host->cr2);
}

u64 tdxcall_vp_enter(const struct tdx_regs *in, struct tdx_regs *out, struct tdx_xmm *xmm)
{
	struct host_state host = {};
	unsigned long flags;
	u64 status;

	tdxcall_assert_context();
	local_irq_save(flags);
	save(&host);
	status = core_vp_enter(in, out, xmm);
	restore(&host);
	local_irq_restore(flags);
	return status;
}
EXPORT_SYMBOL_GPL(tdxcall_vp_enter);

/* The MSRs put back; 0 when @index is beyond the last. */
u32 tdxcall_vp_enter_msr(unsigned int index)
{
	return index < ARRAY_SIZE(lost_msrs) ? lost_msrs[index] : 0;
}
EXPORT_SYMBOL_FOR_TDXCALL_KUNIT(tdxcall_vp_enter_msr);
