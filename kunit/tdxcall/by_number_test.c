// SPDX-License-Identifier: GPL-2.0
/*
 * Calls by number on a TDX platform that is somebody's: they read, and change nothing.  And calls
 * to a P-SEAMLDR that Linux calls itself.
 */
#include <tdxcall/tdxcall.h>
#include "kunit/callee.h"
#include "kunit/operands.h"
#include "kunit/suites.h"
#include "module/shared/compat.h"
#include "module/tdxcall/internal.h"

#define NO_SUCH_LEAF	511

static int by_number_init(struct kunit *test)
{
	tdxcall_platform_is_real(true);
	return 0;
}

static void by_number_exit(struct kunit *test)
{
	tdxcall_platform_is_real(false);
}

struct by_number {
	struct tdx_regs in;
	struct tdx_regs out;
	struct tdx_call batch[3];
	struct callee callee;
};

static struct by_number *by_number_new(struct kunit *test)
{
	struct by_number *trial = kunit_kzalloc(test, sizeof(*trial), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, trial);
	callee_serve(test, &trial->callee);
	return trial;
}

static void by_number_refuses(struct kunit *test, struct by_number *trial, u64 fn)
{
	static const struct tdx_regs zero;

	memset(&trial->out, 0x77, sizeof(trial->out));
	KUNIT_EXPECT_EQ_MSG(test, tdxcall_seamcall(fn, &trial->in, &trial->out),
			    0x8000ff00ffff0005, "0x%llx", fn);
	expect_regs_eq(test, &trial->out, &zero);
	KUNIT_EXPECT_EQ_MSG(test, trial->callee.calls, 0, "0x%llx", fn);
}

static void by_number_changes_nothing_real(struct kunit *test)
{
	struct by_number *trial = by_number_new(test);

	by_number_refuses(test, trial, TDXCALL_TDH_SYS_SHUTDOWN);
	by_number_refuses(test, trial, TDXCALL_TDH_SYS_DISABLE);
	by_number_refuses(test, trial, TDXCALL_TDH_SYS_CONFIG);
	by_number_refuses(test, trial, TDXCALL_TDH_MNG_KEY_FREEID);
	by_number_refuses(test, trial,
			  TDXCALL_TDH_MEM_SEPT_ADD | 1ULL << TDXCALL_LEAF_VERSION_SHIFT);
	by_number_refuses(test, trial, TDXCALL_TDH_VP_RD);
	by_number_refuses(test, trial, NO_SUCH_LEAF);
	by_number_refuses(test, trial, 0xffff);
}

static void by_number_reads(struct kunit *test)
{
	struct by_number *trial = by_number_new(test);

	KUNIT_EXPECT_EQ(test, tdxcall_seamcall(TDXCALL_TDH_SYS_RD, &trial->in, &trial->out), 0);
	KUNIT_EXPECT_EQ(test, tdxcall_seamcall(TDXCALL_TDH_PHYMEM_PAGE_RDMD, &trial->in,
					       &trial->out), 0);
	KUNIT_EXPECT_EQ(test, trial->callee.calls, 2);
}

/* A function of that name cannot be called by accident. */
static void by_number_is_not_by_name(struct kunit *test)
{
	struct by_number *trial = by_number_new(test);

	KUNIT_EXPECT_EQ(test, tdxcall_tdh_mng_create(0, PAGE_AT(0), KEYID(0)), 0);
	KUNIT_EXPECT_EQ(test, trial->callee.calls, 1);
}

/* A call that is not allowed is found before the first call is made. */
static void by_number_batch_is_all_or_nothing(struct kunit *test)
{
	struct by_number *trial = by_number_new(test);

	trial->batch[0].fn = TDXCALL_TDH_SYS_RD;
	trial->batch[1].fn = TDXCALL_TDH_SYS_RD;
	trial->batch[2].fn = TDXCALL_TDH_MEM_TRACK;
	KUNIT_EXPECT_EQ(test, tdxcall_seamcall_batch(trial->batch, 3), 0);
	KUNIT_EXPECT_EQ(test, trial->batch[0].status, 0x8000ff00ffff0005);
	KUNIT_EXPECT_EQ(test, trial->callee.calls, 0);
	KUNIT_EXPECT_EQ(test, tdxcall_seamcall_batch(trial->batch, 2), 2);
	KUNIT_EXPECT_EQ(test, trial->callee.calls, 2);
}

static void by_number_may_all_in_software(struct kunit *test)
{
	struct by_number *trial = by_number_new(test);

	tdxcall_platform_is_real(false);
	KUNIT_EXPECT_EQ(test, tdxcall_seamcall(TDXCALL_TDH_SYS_SHUTDOWN, &trial->in, &trial->out),
			0);
	KUNIT_EXPECT_EQ(test, tdxcall_seamcall(NO_SUCH_LEAF, &trial->in, &trial->out), 0);
	KUNIT_EXPECT_EQ(test, trial->callee.calls, 2);
}

/* Refused where Linux has P-SEAMLDR code and the platform is real, and nowhere else. */
static void by_number_leaves_linux_its_seamldr(struct kunit *test)
{
	struct core_identity real = { .machine.private_keyids = 32 }, software = {};

	tdxcall_seamldr_allow(true);
	KUNIT_EXPECT_EQ(test, tdxcall_seamldr_start(&real),
			TDXCALL_LINUX_HAS_SEAMLDR ? -EBUSY : 0);
	KUNIT_EXPECT_EQ(test, tdxcall_seamldr_start(&software), 0);
	tdxcall_seamldr_allow(false);
	KUNIT_EXPECT_EQ(test, tdxcall_seamldr_start(&real), 0);
}

static struct kunit_case by_number_test_cases[] = {
	KUNIT_CASE(by_number_changes_nothing_real),
	KUNIT_CASE(by_number_reads),
	KUNIT_CASE(by_number_is_not_by_name),
	KUNIT_CASE(by_number_batch_is_all_or_nothing),
	KUNIT_CASE(by_number_may_all_in_software),
	KUNIT_CASE(by_number_leaves_linux_its_seamldr),
	{}
};

struct kunit_suite by_number_suite = {
	.name = "tdxcall_by_number",
	.init = by_number_init,
	.exit = by_number_exit,
	.test_cases = by_number_test_cases,
};
