// SPDX-License-Identifier: GPL-2.0
/*
 * Calls by hand: who may make them, what reaches the TDX module, and whose a page is afterwards.
 * The TDX module is played here, as what it says of a page decides.
 */
#include <linux/bitmap.h>
#include <linux/capability.h>
#include <linux/cred.h>
#include <linux/io.h>
#include <linux/mm.h>
#include <linux/panic.h>
#include <linux/string.h>

#include <tdxcall/codes.h>
#include "kunit/callee.h"
#include "kunit/suites.h"
#include "module/tdxcall/internal.h"
#include "module/tdxcall/raw.h"

#define TDH_PHYMEM_PAGE_RDMD	24
#define PT_NDA			0
#define PT_REG			3
#define PT_TDR			4

#define OPERAND_INVALID_RCX	0xc000010000000001
#define HKID_NOT_FREE		0xc000082000000000

struct raw_trial {
	struct callee callee;
	struct raw_file *file;
	u64 page_type;		/* what TDH.PHYMEM.PAGE.RDMD says of every page */
	u64 page_status;	/* and how it ends */
	u64 rcx;		/* what other calls return */
	struct pt_regs first;	/* what the first call saw */
};

static struct raw_trial *trial;

/* The first call is the one that is tested: the status of others is that of questions. */
static void answer(void)
{
	bool question = (u16)trial->callee.seen.ax == TDH_PHYMEM_PAGE_RDMD;

	if (trial->callee.calls == 1)
		trial->first = trial->callee.seen;
	trial->callee.out.rcx = question ? trial->page_type : trial->rcx;
	trial->callee.status = trial->page_status;
}

static int raw_init(struct kunit *test)
{
	trial = kunit_kzalloc(test, sizeof(*trial), GFP_KERNEL);
	if (!trial)
		return -ENOMEM;
	trial->callee.runs = answer;
	callee_serve(test, &trial->callee);
	trial->file = raw_open();
	return trial->file ? 0 : -ENOMEM;
}

/* With a TDX module that lets go of everything, so that no page is lost. */
static void raw_exit(struct kunit *test)
{
	if (!trial || !trial->file)
		return;
	trial->callee.answer = CALLEE_RETURNS;
	trial->callee.status = 0;
	trial->page_status = 0;
	trial->page_type = PT_NDA;
	WRITE_ONCE(trial->callee.calls, 0);
	raw_close(trial->file);
	tdxcall_platform_is_real(false);
	tdxcall_raw_allow_changes(false);
}

/* One write, whose first call ends in @status. */
static int submit(u64 status, const char *text)
{
	trial->callee.status = status;
	trial->callee.calls = 0;
	return raw_submit(trial->file, text, strlen(text));
}

static bool says(const char *words)
{
	return strnstr(trial->file->answer, words, trial->file->length);
}

static u64 pa_of(u16 buffer)
{
	return page_to_phys(trial->file->buffer[buffer].page);
}

static unsigned int given(u16 buffer)
{
	const struct raw_buffer *of = &trial->file->buffer[buffer];

	return bitmap_weight(of->given, of->count);
}

static void raw_makes_the_call_that_was_written(struct kunit *test)
{
	static const char line[] =
		"TDH.MEM.SEPT.ADD/1 GPA=0x40000000 LEVEL=2 rdx=buf0|1 SEPT_PAGE_PA=buf5+0x1000";

	KUNIT_ASSERT_EQ(test, submit(0, "buf0 = alloc 1\nbuf5 = alloc 2"), 0);
	trial->rcx = 0x1234;
	KUNIT_EXPECT_EQ(test, submit(0, line), 0);
	KUNIT_EXPECT_EQ(test, trial->first.ax, 0x10003);
	KUNIT_EXPECT_EQ(test, trial->first.cx, 0x40000002);
	KUNIT_EXPECT_EQ(test, trial->first.dx, pa_of(0) | 1);
	KUNIT_EXPECT_EQ(test, trial->first.r8, pa_of(5) + 0x1000);
	KUNIT_EXPECT_EQ(test, trial->first.r9, ~0UL);
	KUNIT_EXPECT_EQ(test, trial->first.r10, ~0UL);
	KUNIT_EXPECT_EQ(test, trial->first.r11, ~0UL);
	KUNIT_EXPECT_TRUE(test, says("status: TDX_SUCCESS"));
	KUNIT_EXPECT_TRUE(test, says("rcx: 0x1234\n"));
}

static void raw_changes_nothing_real(struct kunit *test)
{
	tdxcall_platform_is_real(true);
	KUNIT_ASSERT_EQ(test, submit(0, "buf0 = alloc 1"), 0);
	KUNIT_EXPECT_EQ(test, submit(0, "TDH.SYS.RD"), 0);
	KUNIT_EXPECT_EQ(test, trial->callee.calls, 1);
	KUNIT_EXPECT_EQ(test, submit(0, "TDH.MNG.CREATE rcx=buf0 HKID=1"), -EPERM);
	KUNIT_EXPECT_EQ(test, submit(0, "TDH.VP.RD rcx=buf0 rdx=0"), -EPERM);
	KUNIT_EXPECT_TRUE(test, says("raw_changes=1"));
	KUNIT_EXPECT_EQ(test, trial->callee.calls, 0);
	KUNIT_EXPECT_EQ(test, given(0), 0);
}

static void raw_taints_when_it_changes(struct kunit *test)
{
	tdxcall_platform_is_real(true);
	tdxcall_raw_allow_changes(true);
	KUNIT_EXPECT_EQ(test, submit(0, "buf0 = alloc 1\nTDH.MNG.CREATE rcx=buf0 HKID=1"), 0);
	KUNIT_EXPECT_GE(test, trial->callee.calls, 1);
	KUNIT_EXPECT_EQ(test, (u16)trial->first.ax, 9);
	KUNIT_EXPECT_TRUE(test, test_taint(TAINT_CPU_OUT_OF_SPEC));
	/* What may never be made is not, whatever the parameter. */
	KUNIT_EXPECT_EQ(test, submit(0, "TDH.SYS.SHUTDOWN"), -EPERM);
	KUNIT_EXPECT_EQ(test, trial->callee.calls, 0);
}

/* At each call: a file may be handed to somebody with less. */
static void raw_needs_the_capability(struct kunit *test)
{
	const struct cred *before;
	struct cred *less = prepare_creds();
	int err;

	KUNIT_ASSERT_NOT_NULL(test, less);
	cap_lower(less->cap_effective, CAP_SYS_RAWIO);
	before = override_creds(less);
	err = submit(0, "TDH.SYS.RD");
	revert_creds(before);
	put_cred(less);
	KUNIT_EXPECT_EQ(test, err, -EPERM);
	KUNIT_EXPECT_TRUE(test, says("CAP_SYS_RAWIO"));
	KUNIT_EXPECT_EQ(test, trial->callee.calls, 0);
	KUNIT_EXPECT_EQ(test, submit(0, "TDH.SYS.RD"), 0);
}

static void raw_keeps_off_a_given_page(struct kunit *test)
{
	trial->page_type = PT_TDR;
	KUNIT_ASSERT_EQ(test, submit(0, "buf0 = alloc 2\nTDH.MNG.CREATE rcx=buf0 HKID=1"), 0);
	KUNIT_EXPECT_EQ(test, given(0), 1);
	KUNIT_EXPECT_EQ(test, submit(0, "read buf0+0xfff 1"), -EBUSY);
	KUNIT_EXPECT_EQ(test, submit(0, "write buf0+0xfff 0000"), -EBUSY);
	KUNIT_EXPECT_EQ(test, submit(0, "set buf0 1"), -EBUSY);
	KUNIT_EXPECT_EQ(test, submit(0, "free buf0"), -EBUSY);
	KUNIT_EXPECT_EQ(test, submit(0, "TDH.MNG.INIT rcx=buf0 rdx=buf0"), -EBUSY);
	KUNIT_EXPECT_EQ(test, trial->callee.calls, 0);
	KUNIT_EXPECT_EQ(test, submit(0, "read buf0+0x1000 1"), 0);

	trial->page_type = PT_NDA;
	KUNIT_EXPECT_EQ(test, submit(0, "TDH.PHYMEM.PAGE.RECLAIM rcx=buf0\nfree buf0"), 0);
}

/* It may have begun to write to the page: what was in it is of no use. */
static void raw_has_what_was_not_taken(struct kunit *test)
{
	KUNIT_ASSERT_EQ(test, submit(0, "buf0 = alloc 1\nset buf0 0x55"), 0);
	KUNIT_EXPECT_EQ(test, submit(HKID_NOT_FREE, "TDH.MNG.CREATE rcx=buf0 HKID=1"), 0);
	KUNIT_EXPECT_EQ(test, given(0), 0);
	KUNIT_EXPECT_EQ(test, *(u64 *)page_address(trial->file->buffer[0].page), 0);
	KUNIT_EXPECT_EQ(test, trial->callee.seen.cx, pa_of(0));
}

/* Neither the call's failure nor that of the question says that the page was left alone. */
static void raw_keeps_off_in_doubt(struct kunit *test)
{
	trial->page_status = OPERAND_INVALID_RCX;
	KUNIT_ASSERT_EQ(test, submit(0, "buf0 = alloc 1"), 0);
	KUNIT_EXPECT_EQ(test, submit(OPERAND_INVALID_RCX, "TDH.MNG.CREATE rcx=buf0 HKID=1"), 0);
	KUNIT_EXPECT_EQ(test, given(0), 1);
	KUNIT_EXPECT_EQ(test, submit(0, "free buf0"), -EBUSY);
}

/* A TDX module that is not READY, and one that is not there, have looked at no operand. */
static void raw_keeps_what_nobody_looked_at(struct kunit *test)
{
	trial->page_status = TDXCALL_STATUS_SYS_NOT_READY;
	KUNIT_ASSERT_EQ(test, submit(0, "buf0 = alloc 1\nbuf1 = alloc 1"), 0);
	KUNIT_EXPECT_EQ(test, submit(TDXCALL_STATUS_SYS_NOT_READY,
				     "TDH.MNG.CREATE rcx=buf0 HKID=1"), 0);
	KUNIT_EXPECT_EQ(test, given(0), 0);

	trial->callee.answer = CALLEE_FAULTS;
	KUNIT_EXPECT_EQ(test, submit(0, "TDH.MNG.CREATE rcx=buf0 HKID=1"), 0);
	KUNIT_EXPECT_TRUE(test, says("TDX_SEAMCALL_UD"));
	KUNIT_EXPECT_EQ(test, given(0), 0);
	trial->callee.answer = CALLEE_RETURNS;

	/* One that is shut down has what it had. */
	trial->page_type = PT_TDR;
	trial->page_status = 0;
	KUNIT_EXPECT_EQ(test, submit(0, "TDH.MNG.CREATE rcx=buf1 HKID=1"), 0);
	KUNIT_EXPECT_EQ(test, given(1), 1);
	trial->page_status = TDXCALL_STATUS_SYS_SHUTDOWN;
	KUNIT_EXPECT_EQ(test, submit(TDXCALL_STATUS_SYS_SHUTDOWN,
				     "TDH.PHYMEM.PAGE.RECLAIM rcx=buf1"), 0);
	KUNIT_EXPECT_EQ(test, given(1), 1);
}

static void raw_large_page_goes_and_comes_as_one(struct kunit *test)
{
	trial->page_type = PT_REG;
	KUNIT_ASSERT_EQ(test, submit(0, "buf0 = alloc 512\nbuf1 = alloc 1"), 0);
	KUNIT_EXPECT_EQ(test, pa_of(0) % SZ_2M, 0);
	KUNIT_EXPECT_EQ(test, submit(0, "TDH.MEM.PAGE.AUG LEVEL=1 rdx=buf1 r8=buf1"), -EFAULT);
	KUNIT_EXPECT_EQ(test, submit(0, "TDH.MEM.PAGE.AUG LEVEL=1 rdx=buf1 r8=buf0"), 0);
	KUNIT_EXPECT_EQ(test, given(0), 512);

	/* It is named by the result alone. */
	trial->page_type = PT_NDA;
	trial->rcx = pa_of(0);
	KUNIT_EXPECT_EQ(test, submit(0, "TDH.MEM.PAGE.REMOVE LEVEL=1 rdx=buf1"), 0);
	KUNIT_EXPECT_EQ(test, given(0), 0);
	KUNIT_EXPECT_TRUE(test, says(" buf0+0x0\n"));
}

/* Reads name pages, and change nothing of whose they are. */
static void raw_reading_takes_no_page(struct kunit *test)
{
	trial->page_type = PT_TDR;
	KUNIT_EXPECT_EQ(test, submit(0, "buf0 = alloc 1\nTDH.MNG.RD rcx=buf0 rdx=0"), 0);
	KUNIT_EXPECT_EQ(test, trial->callee.calls, 1);
	KUNIT_EXPECT_EQ(test, given(0), 0);
}

static void raw_stops_when_killed(struct kunit *test)
{
	set_killed(true);
	KUNIT_EXPECT_EQ(test, submit(0, "TDH.SYS.RD"), -EINTR);
	set_killed(false);
	KUNIT_EXPECT_EQ(test, trial->callee.calls, 0);
}

static struct kunit_case raw_cases[] = {
	KUNIT_CASE(raw_makes_the_call_that_was_written),
	KUNIT_CASE(raw_changes_nothing_real),
	KUNIT_CASE(raw_taints_when_it_changes),
	KUNIT_CASE(raw_needs_the_capability),
	KUNIT_CASE(raw_keeps_off_a_given_page),
	KUNIT_CASE(raw_has_what_was_not_taken),
	KUNIT_CASE(raw_keeps_off_in_doubt),
	KUNIT_CASE(raw_keeps_what_nobody_looked_at),
	KUNIT_CASE(raw_large_page_goes_and_comes_as_one),
	KUNIT_CASE(raw_reading_takes_no_page),
	KUNIT_CASE(raw_stops_when_killed),
	{}
};

struct kunit_suite raw_suite = {
	.name = "tdxcall_raw",
	.init = raw_init,
	.exit = raw_exit,
	.test_cases = raw_cases,
};
