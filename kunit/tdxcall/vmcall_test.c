// SPDX-License-Identifier: GPL-2.0
/* Hypercalls: which registers the untrusted VMM sees, and which of its results are accepted. */
#include <tdxcall/tdxcall.h>
#include "kunit/callee.h"
#include "kunit/operands.h"
#include "kunit/suites.h"
#include "module/emu/tdxcall_emu.h"

#define TDG_VP_VMCALL		0x00

#define OPERAND_INVALID_RCX	0xc000010000000001
#define GHCI_RETRY		1
#define GHCI_INVALID_OPERAND	0x8000000000000000

#define VMCALL_CPUID		0x0000a
#define VMCALL_MAPGPA		0x10001

/* Registers by their encoding: what goes in, what comes back, and what the VMM may see of it. */
static const struct subfunction {
	const char *name;
	u64 number;
	u32 in;
	u32 out;
	u32 exposed;
} subfunctions[] = {
	{ "Instruction.CPUID", 0x0a, 0x3000, 0xf000, 0xfc00 },
	{ "Instruction.HLT", 0x0c, 0x1000, 0x0000, 0x1c00 },
	{ "Instruction.IO", 0x1e, 0xf000, 0x0800, 0xfc00 },
	{ "Instruction.RDMSR", 0x1f, 0x1000, 0x0800, 0x1c00 },
	{ "Instruction.WRMSR", 0x20, 0x3000, 0x0000, 0x3c00 },
	{ "VE.RequestMMIO", 0x30, 0xf000, 0x0800, 0xfc00 },
	{ "Instruction.WBINVD", 0x36, 0x1000, 0x0000, 0x1c00 },
	{ "Instruction.PCONFIG", 0x41, 0x1000, 0x0000, 0x1c00 },
	{ "GetTdVmCallInfo", 0x10000, 0x1000, 0x7800, 0x7c00 },
	{ "MapGPA", 0x10001, 0x3000, 0x0800, 0x3c00 },
	{ "GetQuote", 0x10002, 0x3000, 0x0000, 0x3c00 },
	{ "ReportFatalError", 0x10003, 0xf3cc, 0x0000, 0xffcc },
	{ "SetupEventNotifyInterrupt", 0x10004, 0x1000, 0x0000, 0x1c00 },
	{ "Service", 0x10005, 0xf000, 0x0000, 0xfc00 },
	{ "MigTD.WaitForRequest", 1ULL << 32 | 0x10006, 0xf000, 0x0000, 0xfc00 },
	{ "MigTD.ReportStatus", 2ULL << 32 | 0x10006, 0xf088, 0x0000, 0xfc88 },
	{ "MigTD.Send", 3ULL << 32 | 0x10006, 0xf008, 0x0000, 0xfc08 },
	{ "MigTD.Receive", 4ULL << 32 | 0x10006, 0xf008, 0x0000, 0xfc08 },
};

static void subfunction_name(const struct subfunction *one, char *desc)
{
	strscpy(desc, one->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(subfunction, subfunctions, subfunction_name);

/* Offsets into struct tdx_regs by encoding; RAX, RSP and RBP are not in it. */
#define NOT_IN_BLOCK	0xff
static const u8 offset_of[16] = {
	NOT_IN_BLOCK, offsetof(struct tdx_regs, rcx), offsetof(struct tdx_regs, rdx),
	offsetof(struct tdx_regs, rbx), NOT_IN_BLOCK, NOT_IN_BLOCK, offsetof(struct tdx_regs, rsi),
	offsetof(struct tdx_regs, rdi), offsetof(struct tdx_regs, r8),
	offsetof(struct tdx_regs, r9),
	offsetof(struct tdx_regs, r10), offsetof(struct tdx_regs, r11),
	offsetof(struct tdx_regs, r12), offsetof(struct tdx_regs, r13),
	offsetof(struct tdx_regs, r14), offsetof(struct tdx_regs, r15),
};

static struct tdx_regs only(const struct tdx_regs *from, u32 mask)
{
	struct tdx_regs some = {};

	for (unsigned int i = 0; i < ARRAY_SIZE(offset_of); i++)
		if (mask & BIT(i))
			*(u64 *)((u8 *)&some + offset_of[i]) =
				*(const u64 *)((const u8 *)from + offset_of[i]);
	return some;
}

static void expect_result(struct kunit *test, struct tdx_vmcall_result result, u64 rax, u64 r10)
{
	KUNIT_EXPECT_EQ(test, result.rax, rax);
	KUNIT_EXPECT_EQ(test, result.r10, r10);
	KUNIT_EXPECT_EQ(test, tdx_vmcall_ran(result), !rax);
	KUNIT_EXPECT_EQ(test, tdx_vmcall_ok(result), !rax && !r10);
	KUNIT_EXPECT_EQ(test, tdx_vmcall_wants_retry(result), !rax && r10 == GHCI_RETRY);
}

struct vmcall {
	struct tdx_regs in;
	struct tdx_regs out;
	struct callee callee;
};

/* The VMM returns garbage in every register, exposed or not. */
static struct vmcall *new_vmcall(struct kunit *test, u64 r10)
{
	struct vmcall *vmcall = kunit_kzalloc(test, sizeof(*vmcall), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, vmcall);
	fill_regs(&vmcall->in, 0x3333);
	fill_regs(&vmcall->callee.out, 0x4444);
	vmcall->callee.out.r10 = r10;
	vmcall->callee.trash_rbp = true;
	memset(&vmcall->out, 0x77, sizeof(vmcall->out));
	callee_serve(test, &vmcall->callee);
	return vmcall;
}

static void vmcall_exposes_only_operands(struct kunit *test)
{
	const struct subfunction *one = test->param_value;
	struct vmcall *vmcall = new_vmcall(test, 0);
	struct tdx_regs expected = only(&vmcall->in, one->in);
	struct tdx_regs seen;

	expected.rcx = one->exposed;
	expected.r10 = 0;
	expected.r11 = lower_32_bits(one->number);
	if (one->number >> 32)
		expected.r12 = (expected.r12 & ~0xffffULL) | one->number >> 32;

	expect_result(test, tdxcall_vmcall(one->number, &vmcall->in, &vmcall->out), 0, 0);
	seen = regs_of(&vmcall->callee.seen);
	KUNIT_EXPECT_EQ(test, vmcall->callee.calls, 1);
	KUNIT_EXPECT_EQ(test, vmcall->callee.seen.ax, TDG_VP_VMCALL);
	expect_regs_eq(test, &seen, &expected);
}

static void vmcall_returns_only_results(struct kunit *test)
{
	const struct subfunction *one = test->param_value;
	struct vmcall *vmcall = new_vmcall(test, 0);
	/* R11 of MapGPA is where it stopped, if it did not finish. */
	u32 out = one->number == VMCALL_MAPGPA ? 0 : one->out;
	struct tdx_regs expected = only(&vmcall->callee.out, out | BIT(10));

	expect_result(test, tdxcall_vmcall(one->number, &vmcall->in, &vmcall->out), 0, 0);
	expect_regs_eq(test, &vmcall->out, &expected);
}

/* The TDX module's refusal, and no TDX module at all: the VMM did not run. */
static void vmcall_reports_failure_of_call(struct kunit *test)
{
	const struct subfunction *one = test->param_value;
	struct vmcall *vmcall = new_vmcall(test, TDXCALL_REFUSED);
	static const struct tdx_regs zero;

	vmcall->callee.status = OPERAND_INVALID_RCX;
	expect_result(test, tdxcall_vmcall(one->number, &vmcall->in, &vmcall->out),
		      OPERAND_INVALID_RCX, 0);
	expect_regs_eq(test, &vmcall->out, &zero);

	fill_regs(&vmcall->out, 0x5555);
	vmcall->callee.answer = CALLEE_FAULTS;
	expect_result(test, tdxcall_vmcall(one->number, &vmcall->in, &vmcall->out),
		      0x8000ff0000000006, 0);
	expect_regs_eq(test, &vmcall->out, &zero);
	KUNIT_EXPECT_EQ(test, vmcall->callee.calls, 2);
}

/*
 * Any other value of R10 is not success, nor a status of anybody else, and the other registers are
 * not results.
 */
static void vmcall_believes_no_vmm(struct kunit *test)
{
	static const u64 words[] = {
		1, 2, BIT_ULL(62), BIT_ULL(63) - 1, BIT_ULL(63), GHCI_INVALID_OPERAND | 1,
		OPERAND_INVALID_RCX, TDXCALL_SW_UD, TDXCALL_REFUSED, TDXCALL_BAD_ANSWER,
		TDXCALL_NOT_MADE, ~0ULL,
	};
	struct vmcall *vmcall = new_vmcall(test, 0);
	struct tdg_vp_vmcall_mapgpa_out mapped;
	struct tdx_regs expected = {};

	for (unsigned int i = 0; i < ARRAY_SIZE(words); i++) {
		vmcall->callee.out.r10 = words[i];
		expect_result(test, tdxcall_vmcall(VMCALL_CPUID, &vmcall->in, &vmcall->out), 0,
			      words[i]);
		expected.r10 = words[i];
		expect_regs_eq(test, &vmcall->out, &expected);
		expect_result(test, tdxcall_tdg_vp_vmcall_instruction_hlt(0, 1), 0,
			      words[i]);
		KUNIT_EXPECT_EQ(test, vmcall->callee.calls, 2 * (i + 1));
	}
	/* MapGPA returns where it stopped, if it did not finish. */
	vmcall->callee.out.r10 = GHCI_INVALID_OPERAND;
	expect_result(test, tdxcall_tdg_vp_vmcall_mapgpa(0, GPA(0x1000), 0x4000, &mapped), 0,
		      GHCI_INVALID_OPERAND);
	KUNIT_EXPECT_EQ(test, mapped.first_gpa_not_done.gpa, vmcall->callee.out.r11);
}

static void vmcall_refuses_unknown_subfunction(struct kunit *test)
{
	static const u64 numbers[] = {
		0, 0x12345, 0x10006, 5ULL << 32 | 0x10006, 1ULL << 32 | 0x0a, ~0ULL,
	};
	static const struct tdx_regs zero;
	struct vmcall *vmcall = new_vmcall(test, 0);

	for (unsigned int i = 0; i < ARRAY_SIZE(numbers); i++) {
		fill_regs(&vmcall->out, 0x5555);
		expect_result(test, tdxcall_vmcall(numbers[i], &vmcall->in, &vmcall->out),
			      TDXCALL_REFUSED, 0);
		expect_regs_eq(test, &vmcall->out, &zero);
	}
	KUNIT_EXPECT_EQ(test, vmcall->callee.calls, 0);
}

/* A vendor's hypercall: R10 is not 0, and everything is passed as the caller says. */
static void vmcall_raw_passes_what_it_is_told(struct kunit *test)
{
	struct vmcall *vmcall = new_vmcall(test, 0x99);
	struct tdx_regs expected, seen;
	static const struct {
		u32 exposed;
		u32 mask;
	} cases[] = {
		{ 0, 0x0c00 },
		{ TDX_EXPOSE_R12, 0x1c00 },
		{ TDX_EXPOSE_RDX | TDX_EXPOSE_R8, 0x0d04 },
		{ TDX_EXPOSE_RBX | TDX_EXPOSE_RSI | TDX_EXPOSE_RDI | TDX_EXPOSE_R9, 0x0ec8 },
		{ 0xffcc, 0xffcc },
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(cases); i++) {
		expect_result(test, tdxcall_vmcall_raw(cases[i].exposed, &vmcall->in,
						       &vmcall->out, NULL), 0, 0x99);
		seen = regs_of(&vmcall->callee.seen);
		expected = only(&vmcall->in, cases[i].mask);
		expected.rcx = cases[i].mask;
		expect_regs_eq(test, &seen, &expected);
		expected = only(&vmcall->callee.out, cases[i].mask);
		expect_regs_eq(test, &vmcall->out, &expected);
	}
}

static void vmcall_raw_reports_failure(struct kunit *test)
{
	struct vmcall *vmcall = new_vmcall(test, 0);
	static const struct tdx_regs zero;

	vmcall->callee.status = OPERAND_INVALID_RCX;
	expect_result(test, tdxcall_vmcall_raw(0, &vmcall->in, &vmcall->out, NULL),
		      OPERAND_INVALID_RCX, 0);
	expect_regs_eq(test, &vmcall->out, &zero);
	vmcall->callee.answer = CALLEE_FAULTS;
	expect_result(test, tdxcall_vmcall_raw(0, &vmcall->in, &vmcall->out, NULL),
		      TDXCALL_SW_UD, 0);
}

/* RAX, RCX, RSP and RBP, and XMM registers where there are none. */
static void vmcall_raw_refuses_other_registers(struct kunit *test)
{
	static const u32 bad[] = { BIT(0), BIT(1), BIT(4), BIT(5), BIT(16), BIT(31), 0xffff };
	struct vmcall *vmcall = new_vmcall(test, 0);

	for (unsigned int i = 0; i < ARRAY_SIZE(bad); i++)
		expect_result(test, tdxcall_vmcall_raw(bad[i], &vmcall->in, &vmcall->out, NULL),
			      TDXCALL_REFUSED, 0);
	KUNIT_EXPECT_EQ(test, vmcall->callee.calls, 0);
}

/* Exposed ones go in and come back; a user program's are kept, and the VMM sees no others. */
static void vmcall_raw_passes_xmm(struct kunit *test)
{
	static const u32 exposed = TDX_EXPOSE_XMM(0) | TDX_EXPOSE_XMM(7) | TDX_EXPOSE_XMM(15);
	struct vmcall *vmcall = new_vmcall(test, 0);
	struct tdx_xmm *xmm = kunit_kcalloc(test, 3, sizeof(*xmm), GFP_KERNEL);
	struct tdx_xmm *given = xmm + 1, *answer = xmm + 2;
	const struct tdx_xmm *expected;

	KUNIT_ASSERT_NOT_NULL(test, xmm);
	fill_xmm(given, 0x3333);
	fill_xmm(answer, 0x4444);
	*xmm = *given;
	vmcall->callee.xmm = answer;
	expect_result(test, tdxcall_vmcall_raw(exposed, &vmcall->in, &vmcall->out, xmm), 0, 0);
	KUNIT_EXPECT_EQ(test, vmcall->callee.seen.cx, 0x80810c00);
	KUNIT_EXPECT_FALSE(test, vmcall->callee.fpu_usable);
	KUNIT_EXPECT_TRUE(test, irq_fpu_usable());
	for (unsigned int i = 0; i < ARRAY_SIZE(xmm->xmm); i++) {
		bool shown = exposed >> (16 + i) & 1;

		KUNIT_EXPECT_EQ(test, vmcall->callee.xmm_seen.xmm[i][0],
				shown ? given->xmm[i][0] : 0);
		KUNIT_EXPECT_EQ(test, vmcall->callee.xmm_seen.xmm[i][1],
				shown ? given->xmm[i][1] : 0);
		expected = shown ? answer : given;
		KUNIT_EXPECT_EQ(test, xmm->xmm[i][0], expected->xmm[i][0]);
		KUNIT_EXPECT_EQ(test, xmm->xmm[i][1], expected->xmm[i][1]);
	}

	/* Where the FPU is in use the call is not made. */
	vmcall->callee.calls = 0;
	kernel_fpu_begin();
	expect_result(test, tdxcall_vmcall_raw(exposed, &vmcall->in, &vmcall->out, xmm),
		      TDXCALL_REFUSED, 0);
	kernel_fpu_end();
	KUNIT_EXPECT_EQ(test, vmcall->callee.calls, 0);
}

/* TDG.VP.ENTER: two operands go in, every register comes back, and XMM0-15 pass both ways. */
static void l2_enter_passes_xmm(struct kunit *test)
{
	struct vmcall *vmcall = new_vmcall(test, 0);
	struct tdx_xmm *xmm = kunit_kcalloc(test, 3, sizeof(*xmm), GFP_KERNEL);
	struct tdx_xmm *given = xmm + 1, *answer = xmm + 2;
	struct tdx_regs seen, expected;

	KUNIT_ASSERT_NOT_NULL(test, xmm);
	fill_xmm(given, 0x3333);
	fill_xmm(answer, 0x4444);
	*xmm = *given;
	vmcall->callee.xmm = answer;
	KUNIT_EXPECT_EQ(test, tdxcall_l2_enter(&vmcall->in, &vmcall->out, xmm), 0);
	KUNIT_EXPECT_EQ(test, vmcall->callee.seen.ax, 25);
	KUNIT_EXPECT_FALSE(test, vmcall->callee.fpu_usable);
	seen = regs_of(&vmcall->callee.seen);
	expected = (struct tdx_regs) { .rcx = vmcall->in.rcx, .rdx = vmcall->in.rdx };
	expect_regs_eq(test, &seen, &expected);
	expect_regs_eq(test, &vmcall->out, &vmcall->callee.out);
	KUNIT_EXPECT_MEMEQ(test, &vmcall->callee.xmm_seen, given, sizeof(*given));
	KUNIT_EXPECT_MEMEQ(test, xmm, answer, sizeof(*answer));

	vmcall->callee.answer = CALLEE_FAULTS;
	KUNIT_EXPECT_EQ(test, tdxcall_l2_enter(&vmcall->in, &vmcall->out, xmm), TDXCALL_SW_UD);
	KUNIT_EXPECT_MEMEQ(test, xmm, answer, sizeof(*answer));
}

/* Operands by name, and the operation that is part of a migration TD's sub-function. */
static void vmcall_types_operands(struct kunit *test)
{
	struct vmcall *vmcall = new_vmcall(test, 0);

	tdxcall_tdg_vp_vmcall_instruction_wrmsr(0, 0x1b, 0xfee00000);
	KUNIT_EXPECT_EQ(test, vmcall->callee.seen.r11, 0x20);
	KUNIT_EXPECT_EQ(test, vmcall->callee.seen.r12, 0x1b);
	KUNIT_EXPECT_EQ(test, vmcall->callee.seen.r13, 0xfee00000);
	KUNIT_EXPECT_EQ(test, vmcall->callee.seen.cx, 0x3c00);

	tdxcall_tdg_vp_vmcall_migtd_send(0, 0x30, 1, 7, 4096, GUEST_BUFFER(0x5000));
	KUNIT_EXPECT_EQ(test, vmcall->callee.seen.r12, 0x10003);
	KUNIT_EXPECT_EQ(test, vmcall->callee.seen.bx, 0x30);
	KUNIT_EXPECT_EQ(test, vmcall->callee.seen.r13, 7);
	KUNIT_EXPECT_EQ(test, vmcall->callee.seen.r14, 4096);
	KUNIT_EXPECT_EQ(test, vmcall->callee.seen.r15, 0x5000);
}

static void vmm_answers(struct kunit *test, const char *command)
{
	KUNIT_ASSERT_EQ(test, tdxcall_emu_inject_command(command), 0);
}

/* RETRY is followed from the software TDX module's answers to here. */
static void vmcall_follows_retry(struct kunit *test)
{
	struct tdg_vp_vmcall_mapgpa_out out;

	skip_in_td(test);
	vmm_answers(test, "tdcall TDG.VP.VMCALL status 0 R10=1 R11=0x3000");
	vmm_answers(test, "tdcall TDG.VP.VMCALL status 0 R10=0");
	expect_result(test, tdxcall_tdg_vp_vmcall_mapgpa(0, GPA(0x1000), 0x4000, &out), 0, 0);

	vmm_answers(test, "tdcall TDG.VP.VMCALL status 0 R10=1 R11=0x3000 times 100");
	expect_result(test, tdxcall_tdg_vp_vmcall_mapgpa(0, GPA(0x1000), 0x4000, &out), 0,
		      GHCI_RETRY);
	KUNIT_EXPECT_EQ(test, out.first_gpa_not_done.gpa, 0x3000);
	expect_result(test, tdxcall_tdg_vp_vmcall_mapgpa(0, GPA(0x4000), 0x4000, &out),
		      TDXCALL_BAD_ANSWER, 0);
	tdxcall_emu_inject_clear();
}

static struct kunit_case vmcall_cases[] = {
	KUNIT_CASE_PARAM(vmcall_exposes_only_operands, subfunction_gen_params),
	KUNIT_CASE_PARAM(vmcall_returns_only_results, subfunction_gen_params),
	KUNIT_CASE_PARAM(vmcall_reports_failure_of_call, subfunction_gen_params),
	KUNIT_CASE(vmcall_believes_no_vmm),
	KUNIT_CASE(vmcall_refuses_unknown_subfunction),
	KUNIT_CASE(vmcall_raw_passes_what_it_is_told),
	KUNIT_CASE(vmcall_raw_reports_failure),
	KUNIT_CASE(vmcall_raw_refuses_other_registers),
	KUNIT_CASE(vmcall_raw_passes_xmm),
	KUNIT_CASE(l2_enter_passes_xmm),
	KUNIT_CASE(vmcall_types_operands),
	KUNIT_CASE(vmcall_follows_retry),
	{}
};

struct kunit_suite vmcall_suite = {
	.name = "tdxcall_vmcall",
	.test_cases = vmcall_cases,
};
