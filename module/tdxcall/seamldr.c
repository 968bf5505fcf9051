// SPDX-License-Identifier: GPL-2.0
/*
 * Calls to the P-SEAMLDR, if allowed.  It takes one CPU at a time, and such a call may replace the
 * TDX module without the kernel's knowledge.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/export.h>
#include <linux/moduleparam.h>
#include <linux/preempt.h>
#include <linux/printk.h>
#include <linux/spinlock.h>

#include <tdxcall/tdxcall.h>
#include "core/call/host.h"
#include "internal.h"
#include "module/shared/compat.h"
#include "module/shared/kunit_export.h"

static bool seamldr;
module_param(seamldr, bool, 0444);
MODULE_PARM_DESC(seamldr,
		 "Let other modules call the P-SEAMLDR, which can update the TDX module (default: no)");

/*
 * A kernel with P-SEAMLDR code of its own has a lock that modules can't take, and its calls fail if
 * they find another CPU in the P-SEAMLDR.  So there no call of ours may be made.
 */
int tdxcall_seamldr_start(const struct core_identity *id)
{
	if (!READ_ONCE(seamldr) || !TDXCALL_LINUX_HAS_SEAMLDR || !id->machine.private_keyids)
		return 0;
	pr_err("seamldr=1 is not for this kernel: Linux itself calls the P-SEAMLDR here\n");
	return -EBUSY;
}
EXPORT_SYMBOL_FOR_TDXCALL_KUNIT(tdxcall_seamldr_start);

static DEFINE_RAW_SPINLOCK(seamldr_lock);
static unsigned long seamldr_flags;	/* flags of the lock's holder */

int host_seamldr_allowed(void)
{
	return READ_ONCE(seamldr);
}

void host_seamldr_lock(void)
	__acquires(&seamldr_lock)
{
	unsigned long flags;

	raw_spin_lock_irqsave(&seamldr_lock, flags);
	seamldr_flags = flags;
}

void host_seamldr_unlock(int vmcs_kept)
	__releases(&seamldr_lock)
{
	raw_spin_unlock_irqrestore(&seamldr_lock, seamldr_flags);
	if (!vmcs_kept)
		pr_err_ratelimited("the current VMCS was lost in a P-SEAMLDR call\n");
}

u64 tdxcall_seamldr(u64 fn, const struct tdx_regs *in, struct tdx_regs *out)
{
	u64 status;

	tdxcall_assert_context();
	if (tdxcall_is_barred())
		return tdxcall_not_made(out);
	preempt_disable();
	if (tdxcall_seamcall_begins())
		status = core_seamldr(fn, in, out);
	else
		status = tdxcall_refuse(out);
	preempt_enable();
	return status;
}
EXPORT_SYMBOL_IN_NS_GPL(tdxcall_seamldr, TDXCALL_CHANGES_PLATFORM);

#ifdef TDXCALL_TEST
/**
 * tdxcall_seamldr_allow() - as the parameter seamldr, for tests
 * @allow: let the calls be made
 *
 * Return: what it was.
 */
bool tdxcall_seamldr_allow(bool allow)
{
	bool before = seamldr;

	WRITE_ONCE(seamldr, allow);
	return before;
}
EXPORT_SYMBOL_FOR_TDXCALL_KUNIT(tdxcall_seamldr_allow);
#endif
