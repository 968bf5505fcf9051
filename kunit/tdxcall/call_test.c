// SPDX-License-Identifier: GPL-2.0
/* The call layer: which registers pass, what is tried again, and what is refused. */
#include <asm/fpu/api.h>

#include <tdxcall/tdxcall.h>
#include "kunit/callee.h"
#include "kunit/suites.h"

/* From the TDX module ABI. */
#define TDH_VP_ENTER		0x00
#define TDH_MEM_PAGE_ADD	0x02
#define TDH_MR_FINALIZE		0x11
#define TDH_PHYMEM_PAGE_RDMD	0x18
#define TDH_SYS_RD		0x22
#define TDH_EXPORT_MEM		0x44
#define TDG_VP_VMCALL		0x00
#define TDG_VP_INFO		0x01
#define TDG_VP_ENTER		0x19
#define TDG_SYS_RD		0x0b
#define NO_SUCH_LEAF		0xfff0

#define SUCCESS			0x0000000000000000
#define OPERAND_INVALID_RCX	0xc000010000000001

struct call {
	struct tdx_regs in;
	struct tdx_regs out;
	struct callee callee;
};

static struct call *new_call(struct kunit *test)
{
	struct call *call = kunit_kzalloc(test, sizeof(*call), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, call);
	fill_regs(&call->in, 0x3333);
	fill_regs(&call->callee.out, 0x4444);
	memset(&call->out, 0x77, sizeof(call->out));
	callee_serve(test, &call->callee);
	return call;
}

static void call_passes_only_operands(struct kunit *test)
{
	struct call *call = new_call(test);
	struct tdx_regs expected = {};
	struct tdx_regs seen;

	tdxcall_seamcall(TDH_SYS_RD, &call->in, &call->out);
	seen = operands_of(&call->callee.seen);
	KUNIT_EXPECT_EQ(test, call->callee.seen.ax, TDH_SYS_RD);
	KUNIT_EXPECT_EQ(test, seen.rdx, call->in.rdx);
	KUNIT_EXPECT_EQ(test, seen.rcx, 0);
	KUNIT_EXPECT_EQ(test, seen.r8, 0);
	KUNIT_EXPECT_EQ(test, seen.r9, 0);

	/* RCX alone, with results up to R11: through the large block. */
	tdxcall_seamcall(TDH_PHYMEM_PAGE_RDMD, &call->in, &call->out);
	seen = operands_of(&call->callee.seen);
	expected.rcx = call->in.rcx;
	expect_regs_eq(test, &seen, &expected);
}

static void call_returns_only_outputs(struct kunit *test)
{
	struct call *call = new_call(test);
	struct tdx_regs expected = {
		.rdx = call->callee.out.rdx,
		.r8 = call->callee.out.r8,
	};

	KUNIT_EXPECT_EQ(test, tdxcall_seamcall(TDH_SYS_RD, &call->in, &call->out), SUCCESS);
	expect_regs_eq(test, &call->out, &expected);

	expected = (struct tdx_regs) {
		.rcx = call->callee.out.rcx,
		.rdx = call->callee.out.rdx,
		.r8 = call->callee.out.r8,
		.r9 = call->callee.out.r9,
		.r10 = call->callee.out.r10,
		.r11 = call->callee.out.r11,
	};
	KUNIT_EXPECT_EQ(test, tdxcall_seamcall(TDH_PHYMEM_PAGE_RDMD, &call->in, &call->out),
			SUCCESS);
	expect_regs_eq(test, &call->out, &expected);
}

static void call_returns_error_outputs(struct kunit *test)
{
	struct call *call = new_call(test);

	call->callee.status = OPERAND_INVALID_RCX;
	KUNIT_EXPECT_EQ(test, tdxcall_seamcall(TDH_MEM_PAGE_ADD, &call->in, &call->out),
			OPERAND_INVALID_RCX);
	KUNIT_EXPECT_EQ(test, call->out.rcx, call->callee.out.rcx);
	KUNIT_EXPECT_EQ(test, call->out.rdx, call->callee.out.rdx);
	KUNIT_EXPECT_EQ(test, call->out.r8, 0);
	KUNIT_EXPECT_EQ(test, call->out.r9, 0);
}

static void call_keeps_inputs(struct kunit *test)
{
	struct call *call = new_call(test);
	struct tdx_regs before = call->in;

	tdxcall_seamcall(TDH_PHYMEM_PAGE_RDMD, &call->in, &call->out);
	tdxcall_seamcall(NO_SUCH_LEAF, &call->in, &call->out);
	expect_regs_eq(test, &call->in, &before);
}

static void call_of_unknown_leaf_passes_everything(struct kunit *test)
{
	struct call *call = new_call(test);
	struct tdx_regs seen;

	tdxcall_seamcall(NO_SUCH_LEAF, &call->in, &call->out);
	seen = operands_of(&call->callee.seen);
	expect_regs_eq(test, &seen, &call->in);
	expect_regs_eq(test, &call->out, &call->callee.out);
}

static void call_passes_version(struct kunit *test)
{
	struct call *call = new_call(test);

	tdxcall_seamcall(TDH_SYS_RD | 1 << TDXCALL_LEAF_VERSION_SHIFT, &call->in, &call->out);
	KUNIT_EXPECT_EQ(test, call->callee.seen.ax, 0x10022);
}

static void call_zeroes_outputs_when_no_module_ran(struct kunit *test)
{
	static const struct tdx_regs zero;
	struct call *call = new_call(test);

	call->callee.answer = CALLEE_FAULTS;
	KUNIT_EXPECT_EQ(test, tdxcall_seamcall(TDH_SYS_RD, &call->in, &call->out),
			0x8000ff0000000006);
	expect_regs_eq(test, &call->out, &zero);

	fill_regs(&call->out, 0x5555);
	KUNIT_EXPECT_EQ(test, tdxcall_tdcall(TDG_SYS_RD, &call->in, &call->out),
			0x8000ff0000000006);
	expect_regs_eq(test, &call->out, &zero);

	call->callee.answer = CALLEE_VMFAILS;
	fill_regs(&call->out, 0x5555);
	KUNIT_EXPECT_EQ(test, tdxcall_seamcall(NO_SUCH_LEAF, &call->in, &call->out),
			0x8000ff00ffff0000);
	expect_regs_eq(test, &call->out, &zero);
}

static void call_warning_is_success(struct kunit *test)
{
	struct call *call = new_call(test);
	u64 status;

	call->callee.status = 0x00000b0a00000000; /* PAGE_ALREADY_ACCEPTED */
	status = tdxcall_tdcall(TDG_VP_INFO, &call->in, &call->out);
	KUNIT_EXPECT_EQ(test, status, 0x00000b0a00000000);
	KUNIT_EXPECT_FALSE(test, status & TDXCALL_ERROR);
	KUNIT_EXPECT_EQ(test, call->out.rcx, call->callee.out.rcx);
}

/* Leaf functions that carry vector registers, and calls that the P-SEAMLDR would get. */
static void call_refuses_what_would_do_harm(struct kunit *test)
{
	static const u64 refused[] = {
		TDH_VP_ENTER, BIT_ULL(63) | TDH_SYS_RD,
	};
	static const struct tdx_regs zero;
	struct call *call = new_call(test);

	for (unsigned int i = 0; i < ARRAY_SIZE(refused); i++) {
		fill_regs(&call->out, 0x5555);
		KUNIT_EXPECT_EQ(test, tdxcall_seamcall(refused[i], &call->in, &call->out),
				TDXCALL_REFUSED);
		expect_regs_eq(test, &call->out, &zero);
	}
	KUNIT_EXPECT_EQ(test, tdxcall_tdcall(TDG_VP_VMCALL, &call->in, &call->out),
			TDXCALL_REFUSED);
	KUNIT_EXPECT_EQ(test, tdxcall_tdcall(TDG_VP_ENTER, &call->in, &call->out),
			TDXCALL_REFUSED);
	KUNIT_EXPECT_EQ(test, call->callee.calls, 0);
}

/* Such a leaf function may lose XMM registers: no section of the FPU may be open, and one is. */
static void call_keeps_vector_registers(struct kunit *test)
{
	struct call *call = new_call(test);

	KUNIT_EXPECT_EQ(test, tdxcall_seamcall(TDH_EXPORT_MEM, &call->in, &call->out), SUCCESS);
	KUNIT_EXPECT_FALSE(test, call->callee.fpu_usable);
	tdxcall_seamcall(NO_SUCH_LEAF, &call->in, &call->out);
	KUNIT_EXPECT_FALSE(test, call->callee.fpu_usable);
	tdxcall_seamcall(TDH_SYS_RD, &call->in, &call->out);
	KUNIT_EXPECT_TRUE(test, call->callee.fpu_usable);
	KUNIT_EXPECT_EQ(test, call->callee.calls, 3);

	kernel_fpu_begin();
	KUNIT_EXPECT_EQ(test, tdxcall_seamcall(TDH_EXPORT_MEM, &call->in, &call->out),
			TDXCALL_REFUSED);
	KUNIT_EXPECT_EQ(test, tdxcall_seamcall(TDH_SYS_RD, &call->in, &call->out), SUCCESS);
	kernel_fpu_end();
	KUNIT_EXPECT_EQ(test, call->callee.calls, 4);
}

static struct kunit_case call_cases[] = {
	KUNIT_CASE(call_passes_only_operands),
	KUNIT_CASE(call_returns_only_outputs),
	KUNIT_CASE(call_returns_error_outputs),
	KUNIT_CASE(call_keeps_inputs),
	KUNIT_CASE(call_of_unknown_leaf_passes_everything),
	KUNIT_CASE(call_passes_version),
	KUNIT_CASE(call_zeroes_outputs_when_no_module_ran),
	KUNIT_CASE(call_warning_is_success),
	KUNIT_CASE(call_refuses_what_would_do_harm),
	KUNIT_CASE(call_keeps_vector_registers),
	{}
};

struct kunit_suite call_suite = {
	.name = "tdxcall_call",
	.test_cases = call_cases,
};
