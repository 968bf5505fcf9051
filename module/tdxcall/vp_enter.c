// SPDX-License-Identifier: GPL-2.0
/*
 * Running a guest: a TD, or an L2 VM of this TD.  Its exit changes more than general-purpose and
 * vector registers; state that Linux relies on is restored here.  From the instruction until then
 * nothing is traced or probed.
 */
#include <linux/context_tracking.h>
#include <linux/export.h>
#include <linux/instrumentation.h>
#include <linux/irqflags.h>
#include <linux/lockdep.h>
#include <linux/percpu.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/thread_info.h>
#include <linux/vtime.h>
#include <asm/cpufeature.h>
#include <asm/debugreg.h>
#include <asm/fpu/types.h>
#include <asm/fpu/xcr.h>
#include <asm/nospec-branch.h>
#include <asm/special_insns.h>

#include <tdxcall/tdxcall.h>
#include "asm/call.h"
#include "core/call/host.h"
#include "internal.h"
#include "module/shared/compat.h"

/* A bit for each MSR that a guest changes and this CPU has. */
static u32 present_msrs __ro_after_init;
static u32 fixed_msrs __ro_after_init;
static u32 l2_msrs __ro_after_init;

/* Values of the fixed MSRs on this CPU, once read. */
static DEFINE_PER_CPU(struct core_exit_msrs, fixed_values);
static DEFINE_PER_CPU(bool, fixed_known);

/* Values after a TD exit. */
#define DR6_AFTER_EXIT	DR6_RESERVED
#define DR7_AFTER_EXIT	0x400UL

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
	fixed_msrs = present_msrs & core_exit_msrs_fixed();
	l2_msrs = present_msrs & core_exit_msrs_l2();
}

/*
 * KVM leaves its guest's values in fixed MSRs until the CPU returns to user mode, and keeps track
 * of them, so they must stay.  Until then its user-return notifier is armed, whose flag moves from
 * task to task.
 */
static bool fixed_msrs_are_borrowed(void)
{
#ifdef CONFIG_USER_RETURN_NOTIFIER
	return test_thread_flag(TIF_USER_RETURN_NOTIFY);
#else
	return false;
#endif
}

static void save_msrs(u32 which, struct core_exit_msrs *to)
{
	if (fixed_msrs_are_borrowed()) {
		core_save_exit_msrs(which, to);
		return;
	}
	if (!__this_cpu_read(fixed_known)) {
		core_save_exit_msrs(fixed_msrs, this_cpu_ptr(&fixed_values));
		__this_cpu_write(fixed_known, true);
	}
	*to = *this_cpu_ptr(&fixed_values);
	core_save_exit_msrs(which & ~fixed_msrs, to);
}

static void save(u32 msrs, struct host_state *host)
{
	save_msrs(msrs, &host->msrs);
	if (boot_cpu_has(X86_FEATURE_OSXSAVE))
		host->xcr0 = xgetbv(XCR_XFEATURE_ENABLED_MASK);
	if (cpu_feature_enabled(X86_FEATURE_OSPKE))
		host->pkru = rdpkru();
	host->cr2 = native_read_cr2();
	host->dr[0] = read_debugreg(0);
	host->dr[1] = read_debugreg(1);
	host->dr[2] = read_debugreg(2);
	host->dr[3] = read_debugreg(3);
	host->dr6 = read_debugreg(6);
	host->dr7 = read_debugreg(7);
}

static __always_inline void restore_xstate(const struct host_state *host)
{
	if (boot_cpu_has(X86_FEATURE_OSXSAVE) &&
	    xgetbv(XCR_XFEATURE_ENABLED_MASK) != host->xcr0)
		xsetbv(XCR_XFEATURE_ENABLED_MASK, host->xcr0);
	if (cpu_feature_enabled(X86_FEATURE_OSPKE) && rdpkru() != host->pkru)
		wrpkru(host->pkru);
}

/*
 * DR7 last: a breakpoint must not be armed before its address is set.  What a TD exit leaves is
 * known, so nothing is read back.
 */
static __always_inline void restore_dr(const struct host_state *host)
{
	if (host->dr[0])
		native_set_debugreg(0, host->dr[0]);
	if (host->dr[1])
		native_set_debugreg(1, host->dr[1]);
	if (host->dr[2])
		native_set_debugreg(2, host->dr[2]);
	if (host->dr[3])
		native_set_debugreg(3, host->dr[3]);
	if (host->dr6 != DR6_AFTER_EXIT)
		native_set_debugreg(6, host->dr6);
	if (host->dr7 != DR7_AFTER_EXIT)
		native_set_debugreg(7, host->dr7);
}

/* An L2 VM may leave any values, even an armed DR7. */
static __always_inline void restore_dr_of_l1(const struct host_state *host)
{
	if (read_debugreg(7) != DR7_AFTER_EXIT)
		native_set_debugreg(7, DR7_AFTER_EXIT);
	native_set_debugreg(0, host->dr[0]);
	native_set_debugreg(1, host->dr[1]);
	native_set_debugreg(2, host->dr[2]);
	native_set_debugreg(3, host->dr[3]);
	native_set_debugreg(6, host->dr6);
	if (host->dr7 != DR7_AFTER_EXIT)
		native_set_debugreg(7, host->dr7);
}

static __always_inline void restore(bool l2, const struct host_state *host)
{
	restore_xstate(host);
	if (l2)
		core_restore_l2_msrs(l2_msrs, &host->msrs);
	else
		core_restore_exit_msrs(present_msrs, &host->msrs);
	if (l2)
		restore_dr_of_l1(host);
	else
		restore_dr(host);
	if (native_read_cr2() != host->cr2)
		native_write_cr2(host->cr2);
}

/*
 * May RCU treat this CPU as idle while it runs a guest?  Not if the instruction is a #UD that
 * software handles: exception handlers need RCU.
 */
static __always_inline bool rcu_may_look_away(bool l2)
{
	if (l2)
		return cpu_feature_enabled(X86_FEATURE_TDX_GUEST);
#ifdef X86_FEATURE_TDX_HOST_PLATFORM
	return cpu_feature_enabled(X86_FEATURE_TDX_HOST_PLATFORM);
#else
	return false;
#endif
}

static noinstr u64 run(bool l2, u64 fn, const struct tdx_regs *in, struct tdx_regs *out,
		       struct tdx_xmm *xmm, const struct host_state *host)
{
	bool rcu_looks_away = rcu_may_look_away(l2);
	u64 status;

	if (rcu_looks_away)
		context_tracking_guest_enter();
	status = l2 ? tdx_tdcall_xmm(fn, in, out, xmm, xmm) :
		      tdx_seamcall_xmm(fn, in, out, xmm, xmm);
	restore(l2, host);
	if (rcu_looks_away)
		context_tracking_guest_exit();
	return status;
}

/* Makes this CPU clear its branch predictors before it returns to user mode (VMSCAPE). */
static void guard_user_mode(void)
{
#ifdef X86_FEATURE_IBPB_EXIT_TO_USER
	if (cpu_feature_enabled(X86_FEATURE_IBPB_EXIT_TO_USER))
		this_cpu_write(x86_ibpb_exit_to_user, true);
#endif
}

u64 host_run_guest(u32 tdcall, u64 fn, const struct tdx_regs *in, struct tdx_regs *out,
		   struct tdx_xmm *xmm)
{
	struct host_state host = {};
	u64 status;

	lockdep_assert_irqs_disabled();
	save(tdcall ? l2_msrs : present_msrs, &host);
	/* A quiescent state, as on return to user mode: no RCU-protected reference is held. */
	rcu_note_context_switch(false);
	status = run(tdcall, fn, in, out, xmm, &host);
	guard_user_mode();
	if (!tdcall)
		tdxcall_exit_event(status, out->r9);
	return status;
}

static unsigned long begin_guest_time(void)
{
	unsigned long flags;

	preempt_disable();
	local_irq_save(flags);
	vtime_account_guest_enter();
	return flags;
}

/*
 * Lets the tick that ended the run arrive here, if interrupts may be enabled, so that it is
 * accounted as guest time.
 */
static void end_guest_time(unsigned long flags)
{
	if (!irqs_disabled_flags(flags)) {
		local_irq_enable();
		nop();	/* STI blocks interrupts for one more instruction */
		local_irq_disable();
	}
	vtime_account_guest_exit();
	local_irq_restore(flags);
	preempt_enable();
}

static u64 enter(u64 (*core_enter)(const struct tdx_regs *in, struct tdx_regs *out,
				   struct tdx_xmm *xmm),
		 const struct tdx_regs *in, struct tdx_regs *out, struct tdx_xmm *xmm)
{
	unsigned long flags;
	u64 status;

	tdxcall_assert_context();
	if (tdxcall_is_barred())
		return tdxcall_not_made(out);
	/* An interrupt handler runs nobody's guest, and may hold RCU-protected references. */
	if (!in_task())
		return tdxcall_refuse(out);
	flags = begin_guest_time();
	status = core_enter(in, out, xmm);
	end_guest_time(flags);
	return status;
}

static u64 enter_td(const struct tdx_regs *in, struct tdx_regs *out, struct tdx_xmm *xmm)
{
	return tdxcall_seamcall_begins() ? core_vp_enter(in, out, xmm) : tdxcall_refuse(out);
}

u64 tdxcall_vp_enter(const struct tdx_regs *in, struct tdx_regs *out, struct tdx_xmm *xmm)
{
	return enter(enter_td, in, out, xmm);
}
EXPORT_SYMBOL_IN_NS_GPL(tdxcall_vp_enter, TDXCALL_CHANGES_TD);

u64 tdxcall_l2_enter(const struct tdx_regs *in, struct tdx_regs *out, struct tdx_xmm *xmm)
{
	return enter(core_l2_enter, in, out, xmm);
}
EXPORT_SYMBOL_GPL(tdxcall_l2_enter);
