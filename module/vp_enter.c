// SPDX-License-Identifier: GPL-2.0
/*
 * Into a TD and out again.  A TD exit leaves more of the host changed than general-purpose and
 * vector registers; what Linux relies on is put back here, before anyone can notice.
 */
#include <linux/export.h>
#include <linux/irqflags.h>
#include <asm/cpufeature.h>
#include <asm/debugreg.h>
#include <asm/fpu/types.h>
#include <asm/fpu/xcr.h>
#include <asm/special_insns.h>

#include "internal.h"
#include "tdxcall.h"

/* A bit for each MSR that a TD exit changes and this CPU has. */
static u32 present_msrs __ro_after_init;

struct host_state {
	struct core_exit_msrs msrs;
	u64 xcr0;
	u32 pkru;
	unsigned long cr2;
	unsigned long dr[4];
	unsigned long dr6;
	unsigned long dr7;
};

void __init tdxcall_vp_enter_init(void)
{
	present_msrs = core_exit_msrs_present();
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
	core_save_exit_msrs(present_msrs, &host->msrs);
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

static void restore(const struct host_state *host)
{
	if (boot_cpu_has(X86_FEATURE_OSXSAVE) &&
	    xgetbv(XCR_XFEATURE_ENABLED_MASK) != host->xcr0)
		xsetbv(XCR_XFEATURE_ENABLED_MASK, host->xcr0);
	if (cpu_feature_enabled(X86_FEATURE_OSPKE) && rdpkru() != host->pkru)
		wrpkru(host->pkru);
	core_restore_exit_msrs(present_msrs, &host->msrs);
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
	if (tdxcall_is_barred())
		return tdxcall_not_made(out);
	local_irq_save(flags);
	if (tdxcall_seamcall_begins()) {
		save(&host);
		status = core_vp_enter(in, out, xmm);
		restore(&host);
	} else {
		status = tdxcall_refuse(out);
	}
	local_irq_restore(flags);
	return status;
}
EXPORT_SYMBOL_GPL(tdxcall_vp_enter);
