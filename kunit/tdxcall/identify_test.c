// SPDX-License-Identifier: GPL-2.0
/* What tdxcall.ko concludes about the machine, in each state of the software TDX module. */
#include <linux/limits.h>
#include <linux/preempt.h>

#include <tdxcall/tdxcall.h>
#include "core/call/core.h"
#include "kunit/callee.h"
#include "kunit/operands.h"
#include "kunit/suites.h"
#include "module/emu/tdxcall_emu.h"
#include "module/tdxcall/internal.h"

static const struct tdxcall_emu_params defaults = {
	.keyid_start = 32, .keyids = 32, .no_rbp_mod = true, .loaded = true, .seam = true,
};

static struct core_identity *identify(struct kunit *test)
{
	struct core_identity *id = kunit_kzalloc(test, sizeof(*id), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, id);
	tdxcall_identify(id, UINT_MAX);
	return id;
}

static int identify_init(struct kunit *test)
{
	skip_in_td(test);
	return tdxcall_emu_reset(&defaults);
}

static void identify_without_tdx(struct kunit *test)
{
	struct callee callee = { .answer = CALLEE_FAULTS };
	struct core_identity *id;

	callee_serve(test, &callee);
	id = identify(test);
	KUNIT_EXPECT_EQ(test, id->machine.role, CORE_ROLE_NONE);
	KUNIT_EXPECT_STREQ(test, id->probe, "TDH.SYS.RD");
	KUNIT_EXPECT_EQ(test, id->probe_status, 0x8000ff0000000006);
	KUNIT_EXPECT_EQ(test, id->fields, 0);
	KUNIT_EXPECT_STREQ(test, core_probe_meaning(id),
			   "this CPU does not know the instruction");
}

static void identify_module_not_loaded(struct kunit *test)
{
	struct tdxcall_emu_params params = defaults;
	struct core_identity *id;

	params.loaded = false;
	KUNIT_ASSERT_EQ(test, tdxcall_emu_reset(&params), 0);
	id = identify(test);
	KUNIT_EXPECT_EQ(test, id->machine.role, CORE_ROLE_HOST);
	KUNIT_EXPECT_EQ(test, id->probe_status, 0x8000ff00ffff0000);
	KUNIT_EXPECT_STREQ(test, core_probe_meaning(id),
			   "SEAM is on, but no TDX module is loaded");
}

static void identify_seam_off(struct kunit *test)
{
	struct tdxcall_emu_params params = defaults;
	struct core_identity *id;

	params.seam = false;
	KUNIT_ASSERT_EQ(test, tdxcall_emu_reset(&params), 0);
	id = identify(test);
	KUNIT_EXPECT_EQ(test, id->machine.role, CORE_ROLE_NONE);
	KUNIT_EXPECT_EQ(test, id->probe_status, 0x8000ff000000000d);
	KUNIT_EXPECT_STREQ(test, core_probe_meaning(id),
			   "SEAM is off: the BIOS has not set aside its memory range");
}

static void identify_before_bring_up(struct kunit *test)
{
	struct core_identity *id = identify(test);

	KUNIT_EXPECT_EQ(test, id->machine.role, CORE_ROLE_HOST);
	KUNIT_EXPECT_EQ(test, id->probe_status, 0xc000050200000000);
	KUNIT_EXPECT_EQ(test, id->major.status, 0xc000050200000000);
	KUNIT_EXPECT_EQ(test, id->fields, 0);
}

static void identify_working_module(struct kunit *test)
{
	struct core_identity *id;

	migrate_disable();
	preempt_disable();
	KUNIT_EXPECT_EQ(test, core_sys_init(), 0);
	KUNIT_EXPECT_EQ(test, core_sys_lp_init(), 0);
	preempt_enable();
	id = identify(test);
	migrate_enable();

	KUNIT_EXPECT_EQ(test, id->machine.role, CORE_ROLE_HOST);
	KUNIT_EXPECT_EQ(test, id->probe_status, 0x00000c0b00000000);
	KUNIT_EXPECT_EQ(test, id->major.value, 1);
	KUNIT_EXPECT_EQ(test, id->minor.value, 5);
	KUNIT_EXPECT_EQ(test, id->vendor.value, 0x8086);
	/* A TDX 1.5.01 module has 65 platform fields, all of which the host may read. */
	KUNIT_EXPECT_EQ(test, id->fields, 65);
	KUNIT_EXPECT_EQ(test, id->fields_unknown, 0);
}

/* A module that never comes to the end of its list must not keep the CPU. */
static void identify_endless_list(struct kunit *test)
{
	struct callee callee = { .answer = CALLEE_RETURNS };
	struct core_identity *id;

	callee.out.rdx = 0x0800000200000000;
	callee_serve(test, &callee);
	id = identify(test);
	KUNIT_EXPECT_EQ(test, id->fields, 1);
	KUNIT_EXPECT_LT(test, callee.calls, 5000);
}

/* What every exported call says in a VM that it might end. */
#define VM_AT_RISK	0x8000ff00ffff0004

static void unbar(void *unused)
{
	tdxcall_bar(false);
}

static void expect_not_made(struct kunit *test, u64 status, struct tdx_regs *out)
{
	const struct tdx_regs zero = {};

	KUNIT_EXPECT_EQ(test, status, VM_AT_RISK);
	expect_regs_eq(test, out, &zero);
	fill_regs(out, 7);
}

static void identify_vm_at_risk_gets_no_instruction(struct kunit *test)
{
	struct callee callee = { .answer = CALLEE_RETURNS };
	bool seamldr = tdxcall_seamldr_allow(true);
	const struct tdx_regs in = { .rcx = 1 };
	struct tdx_call *calls = kunit_kcalloc(test, 2, sizeof(*calls), GFP_KERNEL);
	struct tdx_vmcall_result vmcall;
	struct tdh_sys_rd_out read = { .value = 7 };
	struct tdx_xmm *xmm = kunit_kzalloc(test, sizeof(*xmm), GFP_KERNEL);
	struct tdx_regs out;

	KUNIT_ASSERT_NOT_NULL(test, calls);
	KUNIT_ASSERT_NOT_NULL(test, xmm);
	callee_serve(test, &callee);
	KUNIT_EXPECT_FALSE(test, tdxcall_bar(true));
	KUNIT_ASSERT_EQ(test, kunit_add_action_or_reset(test, unbar, NULL), 0);

	fill_regs(&out, 7);
	expect_not_made(test, tdxcall_seamcall(34, &in, &out), &out);
	expect_not_made(test, tdxcall_tdcall(1, &in, &out), &out);
	expect_not_made(test, tdxcall_vp_enter(&in, &out, xmm), &out);
	expect_not_made(test, tdxcall_l2_enter(&in, &out, xmm), &out);
	vmcall = tdxcall_vmcall(0xa, &in, &out);
	expect_not_made(test, vmcall.rax, &out);
	KUNIT_EXPECT_EQ(test, vmcall.r10, 0);
	vmcall = tdxcall_vmcall_raw(TDX_EXPOSE_R12, &in, &out, NULL);
	expect_not_made(test, vmcall.rax, &out);
	KUNIT_EXPECT_EQ(test, vmcall.r10, 0);
	expect_not_made(test, tdxcall_seamldr(TDXCALL_SEAMLDR_INFO, &in, &out), &out);
	KUNIT_EXPECT_EQ(test, tdxcall_tdh_sys_key_config(0), TDXCALL_VM_AT_RISK);
	KUNIT_EXPECT_EQ(test, tdxcall_tdh_sys_rd(0, FIELD(1), &read), TDXCALL_VM_AT_RISK);
	KUNIT_EXPECT_EQ(test, read.value, 0);

	calls[0].fn = 34;
	calls[1].fn = 34;
	fill_regs(&calls[0].out, 7);
	fill_regs(&calls[1].out, 8);
	KUNIT_EXPECT_EQ(test, tdxcall_seamcall_batch(calls, 2), 0);
	expect_not_made(test, calls[0].status, &calls[0].out);
	expect_not_made(test, calls[1].status, &calls[1].out);
	KUNIT_EXPECT_EQ(test, callee.calls, 0);

	KUNIT_EXPECT_TRUE(test, tdxcall_bar(false));
	KUNIT_EXPECT_EQ(test, tdxcall_seamcall(34, &in, &out), 0);
	KUNIT_EXPECT_EQ(test, callee.calls, 1);
	tdxcall_seamldr_allow(seamldr);
}

static struct kunit_case identify_cases[] = {
	KUNIT_CASE(identify_vm_at_risk_gets_no_instruction),
	KUNIT_CASE(identify_without_tdx),
	KUNIT_CASE(identify_module_not_loaded),
	KUNIT_CASE(identify_seam_off),
	KUNIT_CASE(identify_before_bring_up),
	KUNIT_CASE(identify_working_module),
	KUNIT_CASE(identify_endless_list),
	{}
};

struct kunit_suite identify_suite = {
	.name = "tdxcall_identify",
	.init = identify_init,
	.test_cases = identify_cases,
};
