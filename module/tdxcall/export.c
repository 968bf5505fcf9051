// SPDX-License-Identifier: GPL-2.0
/*
 * The exported calls: each stays on its CPU, and none is made in a VM that it might end.
 */
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/preempt.h>

#include <tdxcall/tdxcall.h>
#include "asm/call.h"
#include "asm/vmcs.h"
#include "core/call/core.h"
#include "internal.h"
#include "module/shared/kunit_export.h"

u64 tdxcall_make_seamcall(u64 fn, const struct tdx_regs *in, struct tdx_regs *out)
{
	u64 status;

	tdxcall_assert_context();
	if (tdxcall_is_barred())
		return tdxcall_not_made(out);
	preempt_disable();
	if (tdxcall_seamcall_begins())
		status = core_seamcall(fn, in, out);
	else
		status = tdxcall_refuse(out);
	preempt_enable();
	return status;
}

/*
 * The number may come from a user.  So on a real TDX platform a state-changing leaf function is
 * allowed only with a module parameter.
 */
static bool may_be_made(u64 fn)
{
	return core_seamcall_reads(fn) || tdxcall_may_change_by_number();
}

u64 tdxcall_seamcall(u64 fn, const struct tdx_regs *in, struct tdx_regs *out)
{
	if (may_be_made(fn))
		return tdxcall_make_seamcall(fn, in, out);
	*out = (struct tdx_regs) {};
	return TDXCALL_CHANGES_STATE;
}
EXPORT_SYMBOL_IN_NS_GPL(tdxcall_seamcall, TDXCALL_CHANGES_PLATFORM);

u32 tdxcall_seamcall_batch(struct tdx_call *calls, u32 count)
{
	u32 done = 0;

	might_sleep();
	if (tdxcall_is_barred()) {
		for (u32 i = 0; i < count; i++)
			calls[i].status = tdxcall_not_made(&calls[i].out);
		return 0;
	}
	for (u32 i = 0; i < count; i++) {
		if (may_be_made(calls[i].fn))
			continue;
		for (u32 j = 0; j < count; j++) {
			calls[j].status = TDXCALL_CHANGES_STATE;
			calls[j].out = (struct tdx_regs) {};
		}
		return 0;
	}
	preempt_disable();
	if (tdxcall_seamcall_begins())
		done = core_seamcall_batch(calls, count);
	else
		for (u32 i = 0; i < count; i++)
			calls[i].status = tdxcall_refuse(&calls[i].out);
	preempt_enable();
	return done;
}
EXPORT_SYMBOL_IN_NS_GPL(tdxcall_seamcall_batch, TDXCALL_CHANGES_PLATFORM);

u64 tdxcall_tdcall(u64 fn, const struct tdx_regs *in, struct tdx_regs *out)
{
	u64 status;

	tdxcall_assert_context();
	if (tdxcall_is_barred())
		return tdxcall_not_made(out);
	preempt_disable();
	status = core_tdcall(fn, in, out);
	preempt_enable();
	return status;
}
EXPORT_SYMBOL_GPL(tdxcall_tdcall);

struct tdx_vmcall_result tdxcall_vmcall(u64 number, const struct tdx_regs *in,
					struct tdx_regs *out)
{
	struct tdx_vmcall_result result;

	tdxcall_assert_context();
	if (tdxcall_is_barred())
		return (struct tdx_vmcall_result) { .rax = tdxcall_not_made(out) };
	preempt_disable();
	result = core_vmcall(number, in, out);
	preempt_enable();
	return result;
}
EXPORT_SYMBOL_GPL(tdxcall_vmcall);

struct tdx_vmcall_result tdxcall_vmcall_raw(u32 exposed, const struct tdx_regs *in,
					    struct tdx_regs *out, struct tdx_xmm *xmm)
{
	struct tdx_vmcall_result result;

	tdxcall_assert_context();
	if (tdxcall_is_barred())
		return (struct tdx_vmcall_result) { .rax = tdxcall_not_made(out) };
	preempt_disable();
	result = core_vmcall_raw(exposed, in, out, xmm);
	preempt_enable();
	return result;
}
EXPORT_SYMBOL_GPL(tdxcall_vmcall_raw);

/* KUnit tests these entries inside this module. */
EXPORT_SYMBOL_FOR_TDXCALL_KUNIT(tdx_seamcall_in);
EXPORT_SYMBOL_FOR_TDXCALL_KUNIT(tdx_seamcall_small);
EXPORT_SYMBOL_FOR_TDXCALL_KUNIT(tdx_seamcall_wide);
EXPORT_SYMBOL_FOR_TDXCALL_KUNIT(tdx_seamcall_full);
EXPORT_SYMBOL_FOR_TDXCALL_KUNIT(tdx_seamcall_xmm);
EXPORT_SYMBOL_FOR_TDXCALL_KUNIT(tdx_tdcall_in);
EXPORT_SYMBOL_FOR_TDXCALL_KUNIT(tdx_tdcall_small);
EXPORT_SYMBOL_FOR_TDXCALL_KUNIT(tdx_tdcall_wide);
EXPORT_SYMBOL_FOR_TDXCALL_KUNIT(tdx_tdcall_full);
EXPORT_SYMBOL_FOR_TDXCALL_KUNIT(tdx_tdcall_xmm);
EXPORT_SYMBOL_FOR_TDXCALL_KUNIT(core_exit_msr);
EXPORT_SYMBOL_FOR_TDXCALL_KUNIT(tdx_vmptrst);
EXPORT_SYMBOL_FOR_TDXCALL_KUNIT(tdx_vmptrld);
EXPORT_SYMBOL_FOR_TDXCALL_KUNIT(core_sys_init);
EXPORT_SYMBOL_FOR_TDXCALL_KUNIT(core_sys_lp_init);
EXPORT_SYMBOL_FOR_TDXCALL_KUNIT(core_probe);
EXPORT_SYMBOL_FOR_TDXCALL_KUNIT(core_probe_meaning);
EXPORT_SYMBOL_FOR_TDXCALL_KUNIT(core_probe_advice);
EXPORT_SYMBOL_FOR_TDXCALL_KUNIT(core_seamcall_leaf);
EXPORT_SYMBOL_FOR_TDXCALL_KUNIT(core_tdcall_leaf);
