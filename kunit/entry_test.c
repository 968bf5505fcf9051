// SPDX-License-Identifier: GPL-2.0
/* The asm entries: what reaches the instruction, what comes back, what survives. */
#include "callee.h"
#include "checked_call.h"
#include "suites.h"
#include "../asm/call.h"

static const u8 seamcall_opcode[4] = { 0x66, 0x0f, 0x01, 0xcf };
static const u8 tdcall_opcode[4] = { 0x66, 0x0f, 0x01, 0xcc };

#define FN	0x00010022UL

static const struct entry {
	const char *name;
	void (*call)(struct checked_call *call);
	const u8 *opcode;
	bool small;
	bool vmfails;
} entries[] = {
	{ "seamcall_small", checked_seamcall_small, seamcall_opcode, .small = true,
	  .vmfails = true },
	{ "seamcall_full", checked_seamcall_full, seamcall_opcode, .vmfails = true },
	{ "tdcall_small", checked_tdcall_small, tdcall_opcode, .small = true },
	{ "tdcall_full", checked_tdcall_full, tdcall_opcode },
};

static void entry_name(const struct entry *entry, char *desc)
{
	strscpy(desc, entry->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(entry, entries, entry_name);

/* One call of an entry with operands that are all different. */
struct trial {
	struct tdx_regs in;
	struct tdx_regs in_before;
	struct tdx_regs out;
	struct tdx_regs_small out_small;
	struct checked_call call;
	struct callee callee;
};

static void make_call(struct kunit *test, const struct entry *entry, struct trial *trial)
{
	fill_regs(&trial->in, 0x1111);
	trial->in_before = trial->in;
	memset(&trial->out, 0x77, sizeof(trial->out));
	memset(&trial->out_small, 0x77, sizeof(trial->out_small));
	for (unsigned int i = 0; i < SAVED_REGS; i++)
		trial->call.saved[i] = 0x5afe000000000000 + i;
	trial->call.stack[0] = 0x57ac0000;
	trial->call.stack[1] = 0x57ac0001;

	trial->call.args[0] = FN;
	if (entry->small) {
		trial->call.args[1] = (u64)&trial->out_small;
		trial->call.args[2] = trial->in.rdx;
		trial->call.args[3] = trial->in.rcx;
		trial->call.args[4] = trial->in.r8;
		trial->call.args[5] = trial->in.r9;
	} else {
		trial->call.args[1] = (u64)&trial->in;
		trial->call.args[2] = (u64)&trial->out;
	}
	fill_regs(&trial->callee.out, 0x2222);
	callee_serve(test, &trial->callee);
	entry->call(&trial->call);
}

/* RBX and R12-R15 are operands of the full entries only; RBP of none, but a module may trash it. */
static struct trial *new_trial(struct kunit *test, const struct entry *entry,
			       enum callee_answer answer)
{
	struct trial *trial = kunit_kzalloc(test, sizeof(*trial), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, trial);
	trial->callee.answer = answer;
	trial->callee.status = 0x0000123400005678;
	trial->callee.trash_rbp = true;
	trial->callee.keep_saved = entry->small;
	return trial;
}

static void entry_passes_each_input_in_its_register(struct kunit *test)
{
	const struct entry *entry = test->param_value;
	struct trial *trial = new_trial(test, entry, CALLEE_RETURNS);
	struct tdx_regs seen;

	make_call(test, entry, trial);

	seen = regs_of(&trial->callee.seen);
	KUNIT_EXPECT_EQ(test, trial->callee.calls, 1);
	KUNIT_EXPECT_EQ(test, trial->callee.seen.ax, FN);
	KUNIT_EXPECT_EQ(test, memcmp((void *)trial->callee.seen.ip, entry->opcode, 4), 0);
	if (!entry->small) {
		expect_regs_eq(test, &seen, &trial->in_before);
		return;
	}
	KUNIT_EXPECT_EQ(test, seen.rcx, trial->in_before.rcx);
	KUNIT_EXPECT_EQ(test, seen.rdx, trial->in_before.rdx);
	KUNIT_EXPECT_EQ(test, seen.r8, trial->in_before.r8);
	KUNIT_EXPECT_EQ(test, seen.r9, trial->in_before.r9);
}

static void entry_leaks_no_pointer_to_callee(struct kunit *test)
{
	const struct entry *entry = test->param_value;
	struct trial *trial = new_trial(test, entry, CALLEE_RETURNS);

	if (!entry->small)
		kunit_skip(test, "every register is an operand");
	make_call(test, entry, trial);

	KUNIT_EXPECT_EQ(test, trial->callee.seen.si, 0);
	KUNIT_EXPECT_EQ(test, trial->callee.seen.di, 0);
	KUNIT_EXPECT_EQ(test, trial->callee.seen.r10, 0);
	KUNIT_EXPECT_EQ(test, trial->callee.seen.r11, 0);
}

static void entry_returns_each_output(struct kunit *test)
{
	const struct entry *entry = test->param_value;
	struct trial *trial = new_trial(test, entry, CALLEE_RETURNS);

	make_call(test, entry, trial);

	KUNIT_EXPECT_EQ(test, trial->call.result, trial->callee.status);
	if (!entry->small) {
		expect_regs_eq(test, &trial->out, &trial->callee.out);
		return;
	}
	KUNIT_EXPECT_EQ(test, trial->out_small.rcx, trial->callee.out.rcx);
	KUNIT_EXPECT_EQ(test, trial->out_small.rdx, trial->callee.out.rdx);
	KUNIT_EXPECT_EQ(test, trial->out_small.r8, trial->callee.out.r8);
	KUNIT_EXPECT_EQ(test, trial->out_small.r9, trial->callee.out.r9);
}

static void expect_caller_intact(struct kunit *test, const struct trial *trial)
{
	for (unsigned int i = 0; i < SAVED_REGS; i++)
		KUNIT_EXPECT_EQ_MSG(test, trial->call.saved_after[i], trial->call.saved[i],
				    "callee-saved register %u", i);
	KUNIT_EXPECT_EQ(test, trial->call.stack_after[0], trial->call.stack[0]);
	KUNIT_EXPECT_EQ(test, trial->call.stack_after[1], trial->call.stack[1]);
	KUNIT_EXPECT_EQ(test, memcmp(&trial->in, &trial->in_before, sizeof(trial->in)), 0);
}

static void entry_keeps_saved_registers_and_stack(struct kunit *test)
{
	const struct entry *entry = test->param_value;
	struct trial *trial = new_trial(test, entry, CALLEE_RETURNS);

	make_call(test, entry, trial);
	KUNIT_EXPECT_EQ(test, trial->callee.seen.bp, trial->call.saved[1]);
	expect_caller_intact(test, trial);
}

/* What a VMM chose stays in memory, where it takes a load to speculate with it. */
static void entry_leaves_no_output_in_a_register(struct kunit *test)
{
	const struct entry *entry = test->param_value;
	struct trial *trial = new_trial(test, entry, CALLEE_RETURNS);

	if (entry->small)
		kunit_skip(test, "its leaf functions return what the TDX module chose");
	make_call(test, entry, trial);
	for (unsigned int i = 0; i < ARRAY_SIZE(trial->call.volatile_after); i++)
		KUNIT_EXPECT_EQ(test, trial->call.volatile_after[i], 0);
}

static void expect_outputs_untouched(struct kunit *test, const struct trial *trial)
{
	KUNIT_EXPECT_PTR_EQ(test, memchr_inv(&trial->out, 0x77, sizeof(trial->out)), NULL);
	KUNIT_EXPECT_PTR_EQ(test, memchr_inv(&trial->out_small, 0x77, sizeof(trial->out_small)),
			    NULL);
}

static void entry_survives_ud(struct kunit *test)
{
	const struct entry *entry = test->param_value;
	struct trial *trial = new_trial(test, entry, CALLEE_FAULTS);

	make_call(test, entry, trial);
	KUNIT_EXPECT_EQ(test, trial->callee.calls, 1);
	KUNIT_EXPECT_EQ(test, trial->call.result, 0x8000ff0000000006);
	expect_outputs_untouched(test, trial);
	expect_caller_intact(test, trial);
}

static void entry_survives_ud_with_interrupts_off(struct kunit *test)
{
	const struct entry *entry = test->param_value;
	struct trial *trial = new_trial(test, entry, CALLEE_FAULTS);
	unsigned long flags;

	callee_serve(test, &trial->callee);
	trial->call.args[0] = FN;
	trial->call.args[1] = entry->small ? (u64)&trial->out_small : (u64)&trial->in;
	trial->call.args[2] = (u64)&trial->out;

	local_irq_save(flags);
	entry->call(&trial->call);
	KUNIT_EXPECT_TRUE(test, irqs_disabled());
	local_irq_restore(flags);
	KUNIT_EXPECT_EQ(test, trial->call.result, 0x8000ff0000000006);
}

static void entry_reports_vmfailinvalid(struct kunit *test)
{
	const struct entry *entry = test->param_value;
	struct trial *trial = new_trial(test, entry, CALLEE_VMFAILS);

	if (!entry->vmfails)
		kunit_skip(test, "TDCALL is no VMX instruction: CF means nothing after it");
	make_call(test, entry, trial);
	KUNIT_EXPECT_EQ(test, trial->call.result, 0x8000ff00ffff0000);
	expect_outputs_untouched(test, trial);
	expect_caller_intact(test, trial);
}

static struct kunit_case entry_cases[] = {
	KUNIT_CASE_PARAM(entry_passes_each_input_in_its_register, entry_gen_params),
	KUNIT_CASE_PARAM(entry_leaks_no_pointer_to_callee, entry_gen_params),
	KUNIT_CASE_PARAM(entry_returns_each_output, entry_gen_params),
	KUNIT_CASE_PARAM(entry_keeps_saved_registers_and_stack, entry_gen_params),
	KUNIT_CASE_PARAM(entry_leaves_no_output_in_a_register, entry_gen_params),
	KUNIT_CASE_PARAM(entry_survives_ud, entry_gen_params),
	KUNIT_CASE_PARAM(entry_survives_ud_with_interrupts_off, entry_gen_params),
	KUNIT_CASE_PARAM(entry_reports_vmfailinvalid, entry_gen_params),
	{}
};

struct kunit_suite entry_suite = {
	.name = "tdxcall_entry",
	.test_cases = entry_cases,
};
