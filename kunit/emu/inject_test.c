// SPDX-License-Identifier: GPL-2.0
/* Fault injection of the software TDX module, as the call path meets it. */
#include <linux/irqflags.h>

#include <tdxcall/tdxcall.h>
#include "kunit/callee.h"
#include "kunit/operands.h"
#include "kunit/suites.h"
#include "module/emu/tdxcall_emu.h"
#include "module/tdxcall/internal.h"

#define TDH_SYS_INIT		0x21
#define TDH_SYS_RD		0x22
#define TDH_SYS_LP_INIT		0x23
#define TDG_VP_INFO		0x01

#define RND_NO_ENTROPY		0x8000020300000000
#define SYS_BUSY		0x8000020200000000
#define FIELD_VENDOR_ID		0x0800000200000000

static int inject_test_init(struct kunit *test)
{
	return tdxcall_emu_reset(NULL);
}

static void inject_test_exit(struct kunit *test)
{
	tdxcall_emu_inject_clear();
}

static u64 seamcall(u64 fn)
{
	const struct tdx_regs in = { .rdx = FIELD_VENDOR_ID };
	struct tdx_regs out;

	return tdxcall_seamcall(fn, &in, &out);
}

static void command(struct kunit *test, const char *text)
{
	KUNIT_ASSERT_EQ(test, tdxcall_emu_inject_command(text), 0);
}

static void inject_status(struct kunit *test)
{
	struct tdx_regs in = {}, out;

	command(test, "seamcall TDH.SYS.RD status 0xc000010000000002 RDX=0x77 R8=0x88 times 2");
	for (int i = 0; i < 2; i++) {
		KUNIT_EXPECT_EQ(test, tdxcall_seamcall(TDH_SYS_RD, &in, &out), 0xc000010000000002);
		KUNIT_EXPECT_EQ(test, out.rdx, 0x77);
		KUNIT_EXPECT_EQ(test, out.r8, 0x88);
	}
	/* SYS_LP_INIT_NOT_DONE: answered by the software TDX module again */
	KUNIT_EXPECT_EQ(test, seamcall(TDH_SYS_RD), 0xc000050200000000);
}

/* Each fault by either entry: TDH.SYS.RD uses the small one, TDH.SYS.INIT the full one. */
static void inject_faults(struct kunit *test)
{
	static const struct { const char *command; u64 result; } cases[] = {
		{ "seamcall any vmfailinvalid times 2", 0x8000ff00ffff0000 },
		{ "seamcall any gp times 2", 0x8000ff000000000d },
		{ "seamcall any ud times 2", 0x8000ff0000000006 },
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(cases); i++) {
		command(test, cases[i].command);
		KUNIT_EXPECT_EQ(test, seamcall(TDH_SYS_RD), cases[i].result);
		KUNIT_EXPECT_EQ(test, seamcall(TDH_SYS_INIT), cases[i].result);
	}
}

static void inject_faults_into_tdcall(struct kunit *test)
{
	struct tdx_regs in = {}, out;

	skip_in_td(test);
	command(test, "tdcall TDG.VP.INFO status 0 RCX=52 R9=7");
	KUNIT_EXPECT_EQ(test, tdxcall_tdcall(TDG_VP_INFO, &in, &out), 0);
	KUNIT_EXPECT_EQ(test, out.rcx, 52);
	KUNIT_EXPECT_EQ(test, out.r9, 7);
	KUNIT_EXPECT_EQ(test, tdxcall_tdcall(TDG_VP_INFO, &in, &out), 0x8000ff0000000006);
	command(test, "tdcall any gp");
	KUNIT_EXPECT_EQ(test, tdxcall_tdcall(TDG_VP_INFO, &in, &out), 0x8000ff000000000d);
}

static void inject_status_of_seamldr(struct kunit *test)
{
	bool before = tdxcall_seamldr_allow(true);

	command(test, "seamldr SEAMLDR.INFO status 0x8000000000030000 times 3");
	KUNIT_EXPECT_EQ(test, tdxcall_seamldr_info(0, BUFFER(0x1000)), 0xc000010000000000);
	command(test, "seamldr SEAMLDR.INFO status 0 always");
	KUNIT_EXPECT_EQ(test, tdxcall_seamldr_info(0, BUFFER(0x1000)), 0);
	tdxcall_seamldr_allow(before);
}

/* A call makes ten attempts to get a random number: the tenth works, or fails for good. */
static void inject_no_entropy(struct kunit *test)
{
	command(test, "no-entropy times 9");
	KUNIT_EXPECT_EQ(test, seamcall(TDH_SYS_INIT), 0);
	command(test, "no-entropy times 10");
	KUNIT_EXPECT_EQ(test, seamcall(TDH_SYS_LP_INIT), RND_NO_ENTROPY);
	KUNIT_EXPECT_EQ(test, seamcall(TDH_SYS_LP_INIT), 0);
}

static void inject_busy_module(struct kunit *test)
{
	command(test, "busy SYS always");
	KUNIT_EXPECT_EQ(test, seamcall(TDH_SYS_INIT), SYS_BUSY);
	tdxcall_emu_inject_clear();
	KUNIT_EXPECT_EQ(test, seamcall(TDH_SYS_INIT), 0);
}

static void inject_rule_of_c(struct kunit *test)
{
	struct emu_fault fault = {
		.kind = EMU_FAULT_ANSWER, .subject = TDH_SYS_RD, .skip = 1, .times = 1,
		.status = 0x1234,
	};

	KUNIT_EXPECT_EQ(test, tdxcall_emu_inject(&fault), 0);
	KUNIT_EXPECT_EQ(test, seamcall(TDH_SYS_RD), 0xc000050200000000);
	KUNIT_EXPECT_EQ(test, seamcall(TDH_SYS_RD), 0x1234);
	fault.times = 0;
	KUNIT_EXPECT_EQ(test, tdxcall_emu_inject(&fault), -EINVAL);
	KUNIT_EXPECT_EQ(test, tdxcall_emu_inject_command("seamcall nonsense"), -EINVAL);
}

/* A new software TDX module has no rules. */
static void inject_ends_with_reset(struct kunit *test)
{
	command(test, "seamcall any ud always");
	KUNIT_EXPECT_EQ(test, seamcall(TDH_SYS_INIT), 0x8000ff0000000006);
	KUNIT_ASSERT_EQ(test, tdxcall_emu_reset(NULL), 0);
	KUNIT_EXPECT_EQ(test, seamcall(TDH_SYS_INIT), 0);
}

/*
 * A failure that goes away, injected by the leaf function's name into one that is retried after it.
 */
static const struct passing {
	const char *leaf;
	u16 number;
	const char *status;
	u64 value;
} passing[] = {
	{ "TDH.MNG.CREATE", 9, "TDX_RND_NO_ENTROPY", RND_NO_ENTROPY },
	{ "TDH.MNG.CREATE", 9, "TDX_OPERAND_BUSY", 0x8000020000000000 },
	{ "TDH.SYS.CONFIG", 45, "TDX_SYS_BUSY", SYS_BUSY },
	{ "TDH.MEM.TRACK", 38, "TDX_PREVIOUS_TLB_EPOCH_BUSY", 0x8000020100000000 },
	{ "TDH.MNG.KEY.CONFIG", 8, "TDX_KEY_GENERATION_FAILED", 0x8000080000000000 },
	{ "TDH.EXPORT.MEM", 68, "TDX_INTERRUPTED_RESUMABLE", 0x8000000300000000 },
	{ "TDH.MEM.PAGE.DEMOTE", 15, "TDX_INTERRUPTED_RESTARTABLE", 0x8000000400000000 },
};

static void passing_name(const struct passing *one, char *desc)
{
	strscpy(desc, one->status, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(passing, passing, passing_name);

static void inject_what_passes(struct kunit *test)
{
	const struct passing *one = test->param_value;
	const struct tdx_regs in = {};
	struct tdx_regs out;
	unsigned long flags;
	char text[100];
	u64 status;

	snprintf(text, sizeof(text), "seamcall %s status %s times 3", one->leaf, one->status);
	command(test, text);
	snprintf(text, sizeof(text), "seamcall %s status TDX_SUCCESS", one->leaf);
	command(test, text);
	KUNIT_EXPECT_EQ(test, tdxcall_seamcall(one->number, &in, &out), 0);

	snprintf(text, sizeof(text), "seamcall %s status %s always", one->leaf, one->status);
	command(test, text);
	/* Gives up soon, as nobody else can run. */
	local_irq_save(flags);
	status = tdxcall_seamcall(one->number, &in, &out);
	local_irq_restore(flags);
	KUNIT_EXPECT_EQ(test, status, one->value);
}

static struct kunit_case inject_cases[] = {
	KUNIT_CASE(inject_status),
	KUNIT_CASE(inject_faults),
	KUNIT_CASE(inject_faults_into_tdcall),
	KUNIT_CASE(inject_status_of_seamldr),
	KUNIT_CASE(inject_no_entropy),
	KUNIT_CASE(inject_busy_module),
	KUNIT_CASE_PARAM(inject_what_passes, passing_gen_params),
	KUNIT_CASE(inject_rule_of_c),
	KUNIT_CASE(inject_ends_with_reset),
	{}
};

struct kunit_suite inject_suite = {
	.name = "tdxcall_inject",
	.init = inject_test_init,
	.exit = inject_test_exit,
	.test_cases = inject_cases,
};
