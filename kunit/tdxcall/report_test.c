// SPDX-License-Identifier: GPL-2.0
/* The TDREPORT of debugfs: what the TDX module is given, and what is made of its answer. */
#include <linux/io.h>
#include <linux/mm.h>
#include <linux/string.h>

#include "core/call/core.h"
#include "kunit/callee.h"
#include "kunit/suites.h"
#include "module/tdxcall/internal.h"

#define TDG_MR_REPORT		4
#define OPERAND_INVALID_RCX	0xc000010000000001

struct report_trial {
	struct callee callee;
	u8 data[CORE_REPORT_DATA_BYTES];
	u8 report[CORE_REPORT_BYTES];
	u8 data_seen[CORE_REPORT_DATA_BYTES];
};

/* Where the TDX module, which the test plays, writes. */
static struct report_trial *trial;

/* As TDG.MR.REPORT: the report has the data at byte 128, and other bytes elsewhere. */
static void write_report(void)
{
	u8 *report = phys_to_virt(trial->callee.seen.cx);

	memcpy(trial->data_seen, phys_to_virt(trial->callee.seen.dx), sizeof(trial->data_seen));
	memset(report, 0x5a, CORE_REPORT_BYTES);
	memcpy(report + 128, trial->data_seen, sizeof(trial->data_seen));
}

static int report_init(struct kunit *test)
{
	trial = kunit_kzalloc(test, sizeof(*trial), GFP_KERNEL);
	if (!trial)
		return -ENOMEM;
	trial->callee.runs = write_report;
	for (unsigned int i = 0; i < sizeof(trial->data); i++)
		trial->data[i] = i + 1;
	callee_serve(test, &trial->callee);
	return 0;
}

static void report_is_what_the_module_wrote(struct kunit *test)
{
	u8 *expected = kunit_kzalloc(test, CORE_REPORT_BYTES, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, expected);
	memset(expected, 0x5a, CORE_REPORT_BYTES);
	memcpy(expected + 128, trial->data, sizeof(trial->data));

	KUNIT_EXPECT_EQ(test, tdxcall_make_report(trial->data, trial->report), 0);
	KUNIT_EXPECT_EQ(test, trial->callee.calls, 1);
	KUNIT_EXPECT_EQ(test, trial->callee.seen.ax, TDG_MR_REPORT);
	KUNIT_EXPECT_MEMEQ(test, trial->data_seen, trial->data, sizeof(trial->data));
	KUNIT_EXPECT_MEMEQ(test, trial->report, expected, CORE_REPORT_BYTES);
}

/* Aligned as TDG.MR.REPORT demands, in memory of Linux, and with the only sub-type. */
static void report_buffers_suit_the_module(struct kunit *test)
{
	const struct pt_regs *seen = &trial->callee.seen;

	KUNIT_EXPECT_EQ(test, tdxcall_make_report(trial->data, trial->report), 0);
	KUNIT_EXPECT_EQ(test, seen->cx % 1024, 0);
	KUNIT_EXPECT_EQ(test, seen->dx % 64, 0);
	KUNIT_EXPECT_EQ(test, seen->r8, 0);
	KUNIT_EXPECT_TRUE(test, pfn_valid(PHYS_PFN(seen->cx)));
	KUNIT_EXPECT_TRUE(test, pfn_valid(PHYS_PFN(seen->dx)));
	/* The two buffers overlap neither each other nor anybody else's page. */
	KUNIT_EXPECT_TRUE(test, seen->dx >= seen->cx + 1024 || seen->dx + 64 <= seen->cx);
	KUNIT_EXPECT_EQ(test, PHYS_PFN(seen->dx), PHYS_PFN(seen->dx + 63));
}

static void report_of_a_failure_is_none(struct kunit *test)
{
	u8 before = 0xa5;

	memset(trial->report, before, sizeof(trial->report));
	trial->callee.status = OPERAND_INVALID_RCX;
	KUNIT_EXPECT_EQ(test, tdxcall_make_report(trial->data, trial->report), -EIO);
	KUNIT_EXPECT_PTR_EQ(test, memchr_inv(trial->report, before, sizeof(trial->report)), NULL);

	trial->callee.answer = CALLEE_FAULTS;
	KUNIT_EXPECT_EQ(test, tdxcall_make_report(trial->data, trial->report), -EIO);
	KUNIT_EXPECT_PTR_EQ(test, memchr_inv(trial->report, before, sizeof(trial->report)), NULL);
}

static struct kunit_case report_cases[] = {
	KUNIT_CASE(report_is_what_the_module_wrote),
	KUNIT_CASE(report_buffers_suit_the_module),
	KUNIT_CASE(report_of_a_failure_is_none),
	{}
};

struct kunit_suite report_suite = {
	.name = "tdxcall_report",
	.init = report_init,
	.test_cases = report_cases,
};
