// SPDX-License-Identifier: GPL-2.0
/* The asm entries: what reaches the instruction, what comes back, what survives. */
#include <linux/compiler_types.h>
#include <linux/irqflags.h>
#include <asm/fpu/api.h>
#include <asm/processor-flags.h>

#include "kunit/callee.h"
#include "checked_call.h"
#include "kunit/suites.h"
#include "asm/call.h"
#include "module/emu/tdxcall_emu.h"

static const u8 seamcall_opcode[4] = { 0x66, 0x0f, 0x01, 0xcf };
static const u8 tdcall_opcode[4] = { 0x66, 0x0f, 0x01, 0xcc };

#define FN	0x00010022UL

/* How operands get to an entry, and which registers can carry them. */
enum kind {
	IN,	/* RCX, RDX, R8 and R9 as arguments, no results */
	SMALL,	/* the same, with results */
	WIDE,	/* a block, R10-R13 too */
	FULL,	/* all of the block */
	XMM,	/* XMM0-15 too */
};

static const struct entry {
	const char *name;
	void (*call)(struct checked_call *call);
	const u8 *opcode;
	enum kind kind;
} entries[] = {
	{ "seamcall_in", checked_seamcall_in, seamcall_opcode, IN },
	{ "seamcall_small", checked_seamcall_small, seamcall_opcode, SMALL },
	{ "seamcall_wide", checked_seamcall_wide, seamcall_opcode, WIDE },
	{ "seamcall_full", checked_seamcall_full, seamcall_opcode, FULL },
	{ "seamcall_xmm", checked_seamcall_xmm, seamcall_opcode, XMM },
	{ "tdcall_in", checked_tdcall_in, tdcall_opcode, IN },
	{ "tdcall_small", checked_tdcall_small, tdcall_opcode, SMALL },
	{ "tdcall_wide", checked_tdcall_wide, tdcall_opcode, WIDE },
	{ "tdcall_full", checked_tdcall_full, tdcall_opcode, FULL },
	{ "tdcall_xmm", checked_tdcall_xmm, tdcall_opcode, XMM },
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
	struct tdx_xmm xmm_in;
	struct tdx_xmm xmm_in_before;
	struct tdx_xmm xmm_out;
	struct tdx_xmm xmm_after;
	struct tdx_xmm xmm_answer;
	struct checked_call call;
	struct callee callee;
};

static void set_arguments(const struct entry *entry, struct trial *trial)
{
	u64 *args = trial->call.args;

	args[0] = FN;
	if (entry->kind == IN || entry->kind == SMALL) {
		args[1] = entry->kind == SMALL ? (u64)&trial->out_small : 0x0badc0de;
		args[2] = trial->in.rdx;
		args[3] = trial->in.rcx;
		args[4] = trial->in.r8;
		args[5] = trial->in.r9;
	} else {
		args[1] = (u64)&trial->in;
		args[2] = (u64)&trial->out;
		args[3] = (u64)&trial->xmm_in;
		args[4] = (u64)&trial->xmm_out;
	}
}

static void fill_trial(const struct entry *entry, struct trial *trial)
{
	fill_regs(&trial->in, 0x1111);
	fill_xmm(&trial->xmm_in, 0x3333);
	trial->in_before = trial->in;
	trial->xmm_in_before = trial->xmm_in;
	memset(&trial->out, 0x77, sizeof(trial->out));
	memset(&trial->out_small, 0x77, sizeof(trial->out_small));
	memset(&trial->xmm_out, 0x77, sizeof(trial->xmm_out));
	for (unsigned int i = 0; i < SAVED_REGS; i++)
		trial->call.saved[i] = 0x5afe000000000000 + i;
	trial->call.stack[0] = 0x57ac0000;
	trial->call.stack[1] = 0x57ac0001;
	set_arguments(entry, trial);

	fill_regs(&trial->callee.out, 0x2222);
	fill_xmm(&trial->xmm_answer, 0x4444);
	if (entry->kind == XMM)
		trial->callee.xmm = &trial->xmm_answer;
}

static void call_entry(const struct entry *entry, struct trial *trial)
{
	kernel_fpu_begin();
	entry->call(&trial->call);
	store_xmm(&trial->xmm_after);
	kernel_fpu_end();
}

static void make_call(struct kunit *test, const struct entry *entry, struct trial *trial)
{
	fill_trial(entry, trial);
	callee_serve(test, &trial->callee);
	call_entry(entry, trial);
}

/* The callee changes registers that a TDX module keeps. */
static struct trial *new_trial(struct kunit *test, const struct entry *entry,
			       enum callee_answer answer)
{
	struct trial *trial = kunit_kzalloc(test, sizeof(*trial), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, trial);
	trial->callee.answer = answer;
	trial->callee.status = 0x0000123400005678;
	trial->callee.trash_rbp = true;
	trial->callee.trash_flags = true;
	return trial;
}

/* Registers that go to a guest or VMM, which sees all of them; a frame pointer has to stay. */
static unsigned long rbp_passed(const struct entry *entry, const struct trial *trial)
{
	bool hidden = entry->kind == XMM ||
		      (entry->kind == FULL && entry->opcode == tdcall_opcode);

	return hidden && !IS_ENABLED(CONFIG_FRAME_POINTER) ? 0 : trial->call.saved[1];
}

/* The registers of @all that the entry can carry, zero in the other ones. */
static struct tdx_regs carried(const struct entry *entry, const struct tdx_regs *all)
{
	struct tdx_regs some = {
		.rcx = all->rcx, .rdx = all->rdx, .r8 = all->r8, .r9 = all->r9,
	};

	if (entry->kind == FULL || entry->kind == XMM)
		return *all;
	if (entry->kind == WIDE) {
		some.r10 = all->r10;
		some.r11 = all->r11;
		some.r12 = all->r12;
		some.r13 = all->r13;
	}
	return some;
}

/*
 * All registers at the instruction.  With a short entry, registers that cost nothing to zero are
 * zero, and those without an operand are the caller's.  With a long entry all are operands.
 */
static struct tdx_regs expected_at_insn(const struct entry *entry, const struct trial *trial)
{
	struct tdx_regs regs = carried(entry, &trial->in_before);

	if (entry->kind == FULL || entry->kind == XMM)
		return regs;
	regs.rbx = trial->call.saved[0];
	regs.r14 = trial->call.saved[4];
	regs.r15 = trial->call.saved[5];
	if (entry->kind == WIDE)
		return regs;
	regs.r12 = trial->call.saved[2];
	regs.r13 = trial->call.saved[3];
	if (entry->kind == SMALL)
		regs.rsi = trial->call.args[1];
	return regs;
}

static void entry_passes_each_input_in_its_register(struct kunit *test)
{
	const struct entry *entry = test->param_value;
	struct trial *trial = new_trial(test, entry, CALLEE_RETURNS);
	struct tdx_regs expected, seen;

	make_call(test, entry, trial);

	seen = regs_of(&trial->callee.seen);
	expected = expected_at_insn(entry, trial);
	KUNIT_EXPECT_EQ(test, trial->callee.calls, 1);
	KUNIT_EXPECT_EQ(test, trial->callee.seen.ax, FN);
	KUNIT_EXPECT_EQ(test, memcmp((void *)trial->callee.seen.ip, entry->opcode, 4), 0);
	expect_regs_eq(test, &seen, &expected);
	if (entry->kind == XMM)
		KUNIT_EXPECT_EQ(test, memcmp(&trial->callee.xmm_seen, &trial->xmm_in_before,
					     sizeof(trial->xmm_in)), 0);
}

/* Words of the block that the entry does not carry keep their values. */
static void entry_returns_each_output(struct kunit *test)
{
	const struct entry *entry = test->param_value;
	struct trial *trial = new_trial(test, entry, CALLEE_RETURNS);
	struct tdx_regs expected, out;

	make_call(test, entry, trial);

	KUNIT_EXPECT_EQ(test, trial->call.result, trial->callee.status);
	expected = carried(entry, &trial->callee.out);
	switch (entry->kind) {
	case IN:
		KUNIT_EXPECT_PTR_EQ(test, memchr_inv(&trial->out_small, 0x77,
						     sizeof(trial->out_small)), NULL);
		break;
	case SMALL:
		KUNIT_EXPECT_EQ(test, trial->out_small.rcx, expected.rcx);
		KUNIT_EXPECT_EQ(test, trial->out_small.rdx, expected.rdx);
		KUNIT_EXPECT_EQ(test, trial->out_small.r8, expected.r8);
		KUNIT_EXPECT_EQ(test, trial->out_small.r9, expected.r9);
		break;
	default:
		out = carried(entry, &trial->out);
		expect_regs_eq(test, &out, &expected);
	}
	if (entry->kind == XMM)
		KUNIT_EXPECT_EQ(test, memcmp(&trial->xmm_out, &trial->xmm_answer,
					     sizeof(trial->xmm_out)), 0);
	else
		KUNIT_EXPECT_PTR_EQ(test, memchr_inv(&trial->xmm_out, 0x77,
						     sizeof(trial->xmm_out)), NULL);
}

static void expect_caller_intact(struct kunit *test, const struct trial *trial)
{
	for (unsigned int i = 0; i < SAVED_REGS; i++)
		KUNIT_EXPECT_EQ_MSG(test, trial->call.saved_after[i], trial->call.saved[i],
				    "callee-saved register %u", i);
	KUNIT_EXPECT_EQ(test, trial->call.stack_after[0], trial->call.stack[0]);
	KUNIT_EXPECT_EQ(test, trial->call.stack_after[1], trial->call.stack[1]);
	KUNIT_EXPECT_EQ(test, trial->call.flags_after & X86_EFLAGS_DF, 0);
	KUNIT_EXPECT_EQ(test, memcmp(&trial->in, &trial->in_before, sizeof(trial->in)), 0);
	KUNIT_EXPECT_EQ(test, memcmp(&trial->xmm_in, &trial->xmm_in_before,
				     sizeof(trial->xmm_in)), 0);
}

static void entry_keeps_saved_registers_and_stack(struct kunit *test)
{
	const struct entry *entry = test->param_value;
	struct trial *trial = new_trial(test, entry, CALLEE_RETURNS);

	make_call(test, entry, trial);
	KUNIT_EXPECT_EQ(test, trial->callee.seen.bp, rbp_passed(entry, trial));
	expect_caller_intact(test, trial);
}

/* A VMM's values stay in memory: no register has one that could steer speculation. */
static void entry_leaves_no_output_in_a_register(struct kunit *test)
{
	const struct entry *entry = test->param_value;
	struct trial *trial = new_trial(test, entry, CALLEE_RETURNS);

	make_call(test, entry, trial);
	for (unsigned int i = 0; i < ARRAY_SIZE(trial->call.volatile_after); i++)
		KUNIT_EXPECT_EQ(test, trial->call.volatile_after[i], 0);
	if (entry->kind == XMM)
		KUNIT_EXPECT_PTR_EQ(test, memchr_inv(&trial->xmm_after, 0,
						     sizeof(trial->xmm_after)), NULL);
}

static void expect_outputs_untouched(struct kunit *test, const struct trial *trial)
{
	KUNIT_EXPECT_PTR_EQ(test, memchr_inv(&trial->out, 0x77, sizeof(trial->out)), NULL);
	KUNIT_EXPECT_PTR_EQ(test, memchr_inv(&trial->out_small, 0x77, sizeof(trial->out_small)),
			    NULL);
	KUNIT_EXPECT_PTR_EQ(test, memchr_inv(&trial->xmm_out, 0x77, sizeof(trial->xmm_out)), NULL);
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
	set_arguments(entry, trial);

	local_irq_save(flags);
	kernel_fpu_begin();
	entry->call(&trial->call);
	KUNIT_EXPECT_TRUE(test, irqs_disabled());
	kernel_fpu_end();
	local_irq_restore(flags);
	KUNIT_EXPECT_EQ(test, trial->call.result, 0x8000ff0000000006);
}

/* As on the way into a guest: neither traced nor probed, with interrupts off. */
static noinstr void call_from_noinstr(const struct entry *entry, struct checked_call *call)
{
	entry->call(call);
}

static void entry_survives_ud_in_noinstr_code(struct kunit *test)
{
	const struct entry *entry = test->param_value;
	struct trial *trial = new_trial(test, entry, CALLEE_FAULTS);
	unsigned long flags;

	fill_trial(entry, trial);
	callee_serve(test, &trial->callee);
	local_irq_save(flags);
	kernel_fpu_begin();
	call_from_noinstr(entry, &trial->call);
	kernel_fpu_end();
	local_irq_restore(flags);
	KUNIT_EXPECT_EQ(test, trial->callee.calls, 1);
	KUNIT_EXPECT_EQ(test, trial->call.result, 0x8000ff0000000006);
	expect_caller_intact(test, trial);
}

/* From the software TDX module, with interrupts on and off. */
static void entry_survives_gp(struct kunit *test)
{
	const struct entry *entry = test->param_value;
	struct trial *trial = new_trial(test, entry, CALLEE_FAULTS);
	const char *rule = entry->opcode == tdcall_opcode ? "tdcall any gp times 2" :
							     "seamcall any gp times 2";
	unsigned long flags;

	if (entry->opcode == tdcall_opcode)
		skip_in_td(test);
	KUNIT_ASSERT_EQ(test, tdxcall_emu_inject_command(rule), 0);
	fill_trial(entry, trial);
	call_entry(entry, trial);
	KUNIT_EXPECT_EQ(test, trial->call.result, 0x8000ff000000000d);
	expect_outputs_untouched(test, trial);
	expect_caller_intact(test, trial);

	fill_trial(entry, trial);
	local_irq_save(flags);
	call_entry(entry, trial);
	KUNIT_EXPECT_TRUE(test, irqs_disabled());
	local_irq_restore(flags);
	KUNIT_EXPECT_EQ(test, trial->call.result, 0x8000ff000000000d);
	expect_outputs_untouched(test, trial);
	expect_caller_intact(test, trial);
	tdxcall_emu_inject_clear();
}

static void entry_reports_vmfailinvalid(struct kunit *test)
{
	const struct entry *entry = test->param_value;
	struct trial *trial = new_trial(test, entry, CALLEE_VMFAILS);

	if (entry->opcode == tdcall_opcode)
		kunit_skip(test, "TDCALL is no VMX instruction: CF means nothing after it");
	make_call(test, entry, trial);
	KUNIT_EXPECT_EQ(test, trial->call.result, 0x8000ff00ffff0000);
	expect_outputs_untouched(test, trial);
	expect_caller_intact(test, trial);
}

static struct kunit_case entry_cases[] = {
	KUNIT_CASE_PARAM(entry_passes_each_input_in_its_register, entry_gen_params),
	KUNIT_CASE_PARAM(entry_returns_each_output, entry_gen_params),
	KUNIT_CASE_PARAM(entry_keeps_saved_registers_and_stack, entry_gen_params),
	KUNIT_CASE_PARAM(entry_leaves_no_output_in_a_register, entry_gen_params),
	KUNIT_CASE_PARAM(entry_survives_ud, entry_gen_params),
	KUNIT_CASE_PARAM(entry_survives_ud_with_interrupts_off, entry_gen_params),
	KUNIT_CASE_PARAM(entry_survives_ud_in_noinstr_code, entry_gen_params),
	KUNIT_CASE_PARAM(entry_survives_gp, entry_gen_params),
	KUNIT_CASE_PARAM(entry_reports_vmfailinvalid, entry_gen_params),
	{}
};

struct kunit_suite entry_suite = {
	.name = "tdxcall_entry",
	.test_cases = entry_cases,
};
