// SPDX-License-Identifier: GPL-2.0
/* Typed calls: where each operand arrives, what comes back, and what is refused. */
#include <tdxcall/tdxcall.h>
#include "kunit/callee.h"
#include "kunit/operands.h"
#include "kunit/suites.h"

#define OPERAND_INVALID_RCX	0xc000010000000001
#define RND_NO_ENTROPY		0x8000020300000000

struct typed {
	struct tdx_regs seen;
	struct callee callee;
};

static struct typed *new_typed(struct kunit *test)
{
	struct typed *typed = kunit_kzalloc(test, sizeof(*typed), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, typed);
	fill_regs(&typed->callee.out, 0x4444);
	callee_serve(test, &typed->callee);
	return typed;
}

/*
 * Exactly one call has arrived since the last check: leaf function and version @fn, with @expected
 * in the registers of its operands.  A small call does not set the others.
 */
static void expect_call(struct kunit *test, struct typed *typed, u64 fn, struct tdx_regs expected)
{
	const struct tdx_regs *seen = &typed->seen;

	typed->seen = operands_of(&typed->callee.seen);
	KUNIT_EXPECT_EQ(test, typed->callee.calls, 1);
	KUNIT_EXPECT_EQ(test, typed->callee.seen.ax, fn);
	KUNIT_EXPECT_EQ(test, seen->rcx, expected.rcx);
	KUNIT_EXPECT_EQ(test, seen->rdx, expected.rdx);
	KUNIT_EXPECT_EQ(test, seen->r8, expected.r8);
	KUNIT_EXPECT_EQ(test, seen->r9, expected.r9);
	if (expected.r10 || expected.r11 || expected.r12 || expected.r13)
		expect_regs_eq(test, seen, &expected);
	typed->callee.calls = 0;
}

static void typed_passes_operands_of_four_registers(struct kunit *test)
{
	struct typed *typed = new_typed(test);

	tdxcall_tdh_mng_create(0, PAGE_AT(0x1234000), KEYID(0x21));
	expect_call(test, typed, 9, (struct tdx_regs) { .rcx = 0x1234000, .rdx = 0x21 });

	tdxcall_tdh_mng_addcx(0, PAGE_AT(0x5000), TDR(0x1000));
	expect_call(test, typed, 1, (struct tdx_regs) { .rcx = 0x5000, .rdx = 0x1000 });

	tdxcall_tdh_mem_page_add(0, GPA(0x7fff0000), 2, TDR(0x1000), PAGE_AT(0x2000),
				 BUFFER(0x3000), NULL);
	expect_call(test, typed, 2, (struct tdx_regs) {
		.rcx = 0x7fff0002, .rdx = 0x1000, .r8 = 0x2000, .r9 = 0x3000 });

	tdxcall_tdh_mem_page_aug(0, GPA(0x40200000), 1, TDR(0x1000), PAGE_AT(0x80200000), NULL);
	expect_call(test, typed, 6, (struct tdx_regs) {
		.rcx = 0x40200001, .rdx = 0x1000, .r8 = 0x80200000 });

	tdxcall_tdh_mng_wr(0, TDR(0x1000), FIELD(0x9110000300000010), 0x55, 0xff, NULL);
	expect_call(test, typed, 13, (struct tdx_regs) {
		.rcx = 0x1000, .rdx = 0x9110000300000010, .r8 = 0x55, .r9 = 0xff });

	tdxcall_tdh_sys_info(0, BUFFER(0x1400), 1024, BUFFER(0x2200), 32, NULL);
	expect_call(test, typed, 32, (struct tdx_regs) {
		.rcx = 0x1400, .rdx = 1024, .r8 = 0x2200, .r9 = 32 });

	tdxcall_tdh_sys_rd(0, FIELD(0x0800000100000004), NULL);
	expect_call(test, typed, 34, (struct tdx_regs) { .rdx = 0x0800000100000004 });

	/* The KeyID of a page stands above the address: one operand. */
	tdxcall_tdh_phymem_page_wbinvd(0, KEYED_PAGE(0x0008000000003000));
	expect_call(test, typed, 41, (struct tdx_regs) { .rcx = 0x0008000000003000 });

	/* HKID in 15:0 and DYNAMIC_PAMT in bit 16 of one register. */
	tdxcall_tdh_sys_config(0, 0, BUFFER(0x200), 3, KEYID(0x21), 1, 0);
	expect_call(test, typed, 45, (struct tdx_regs) {
		.rcx = 0x200, .rdx = 3, .r8 = 0x10021 });
}

static void typed_passes_operands_of_more_registers(struct kunit *test)
{
	struct typed *typed = new_typed(test);

	tdxcall_tdh_servtd_bind(0, TDR(0x1000), TDR(0x2000), 5, 0, 0x77, NULL);
	expect_call(test, typed, 48, (struct tdx_regs) {
		.rcx = 0x1000, .rdx = 0x2000, .r8 = 5, .r10 = 0x77 });

	tdxcall_tdh_mem_page_demote(0, GPA(0x40000000), 1, TDR(0x1000), 1, PAGE_AT(0x2000),
				    PAGE_AT(~0ULL), PAGE_AT(0x4000), PAGE_AT(0x5000),
				    PAGE_AT(0x6000), PAGE_AT(0x7000), NULL);
	expect_call(test, typed, 15, (struct tdx_regs) {
		.rcx = 0x40000001, .rdx = 0x1001, .r8 = 0x2000, .r9 = ~0ULL, .r10 = 0x4000,
		.r11 = 0x5000, .r12 = 0x6000, .r13 = 0x7000 });
}

static void typed_passes_version(struct kunit *test)
{
	struct typed *typed = new_typed(test);

	tdxcall_tdh_mng_rd(0, 0, TDR(0x1000), FIELD(0x77), NULL);
	expect_call(test, typed, 0x0000b, (struct tdx_regs) { .rcx = 0x1000, .rdx = 0x77 });
	tdxcall_tdh_mng_rd(0, 1, TDR(0x1000), FIELD(0x77), NULL);
	expect_call(test, typed, 0x1000b, (struct tdx_regs) { .rcx = 0x1000, .rdx = 0x77 });

	tdxcall_tdh_mem_sept_add(0, 1, GPA(0x80000000), 1, TDR(0x1000), 1, PAGE_AT(0x2000),
				 PAGE_AT(0x3000), PAGE_AT(0x4000), PAGE_AT(0x5000), NULL);
	expect_call(test, typed, 0x10003, (struct tdx_regs) {
		.rcx = 0x80000001, .rdx = 0x1001, .r8 = 0x2000, .r9 = 0x3000, .r10 = 0x4000,
		.r11 = 0x5000 });
}

static void typed_passes_operands_of_guest(struct kunit *test)
{
	struct typed *typed = new_typed(test);

	tdxcall_tdg_mem_page_accept(0, GPA(0x200000), 1);
	expect_call(test, typed, 6, (struct tdx_regs) { .rcx = 0x200001 });

	/* RCX must be zero and is not an argument. */
	tdxcall_tdg_vm_wr(0, FIELD(0x9110000300000010), 0x55, 0xff, NULL);
	expect_call(test, typed, 8, (struct tdx_regs) {
		.rdx = 0x9110000300000010, .r8 = 0x55, .r9 = 0xff });

	tdxcall_tdg_mr_report(0, GUEST_BUFFER(0x400), GUEST_BUFFER(0x800), 0);
	expect_call(test, typed, 4, (struct tdx_regs) { .rcx = 0x400, .rdx = 0x800 });
}

static void typed_returns_results(struct kunit *test)
{
	struct typed *typed = new_typed(test);
	struct tdx_regs *answer = &typed->callee.out;
	struct tdh_sys_rd_out read = { .value = ~0ULL, .next_field_id = { ~0ULL } };
	struct tdg_vp_info_out info;
	struct tdh_mem_rd_out memory;

	KUNIT_EXPECT_EQ(test, tdxcall_tdh_sys_rd(0, FIELD(1), &read), 0);
	KUNIT_EXPECT_EQ(test, read.next_field_id.id, answer->rdx);
	KUNIT_EXPECT_EQ(test, read.value, answer->r8);

	/* R8: NUM_VCPUS in 31:0, MAX_VCPUS in 63:32; R10: bit 0. */
	answer->r8 = 0x4000000081;
	answer->r10 = 0xa1;
	KUNIT_EXPECT_EQ(test, tdxcall_tdg_vp_info(0, &info), 0);
	KUNIT_EXPECT_EQ(test, info.attributes, answer->rdx);
	KUNIT_EXPECT_EQ(test, info.num_vcpus, 0x81);
	KUNIT_EXPECT_EQ(test, info.max_vcpus, 0x40);
	KUNIT_EXPECT_EQ(test, info.vcpu_index, answer->r9);
	KUNIT_EXPECT_EQ(test, info.sys_rd_available, 1);

	KUNIT_EXPECT_EQ(test, tdxcall_tdh_mem_rd(0, GPA(0x1000), TDR(0x2000), &memory), 0);
	KUNIT_EXPECT_EQ(test, memory.data, answer->r8);
	KUNIT_EXPECT_EQ(test, memory.sept_entry.entry, 0);
	KUNIT_EXPECT_EQ(test, memory.level_state.info, 0);

	typed->callee.status = OPERAND_INVALID_RCX;
	KUNIT_EXPECT_EQ(test, tdxcall_tdh_mem_rd(0, GPA(0x1000), TDR(0x2000), &memory),
			OPERAND_INVALID_RCX);
	KUNIT_EXPECT_EQ(test, memory.data, 0);
	KUNIT_EXPECT_EQ(test, memory.sept_entry.entry, answer->rcx);
	KUNIT_EXPECT_EQ(test, memory.level_state.info, answer->rdx);
}

static void typed_takes_no_results(struct kunit *test)
{
	struct typed *typed = new_typed(test);

	typed->callee.status = OPERAND_INVALID_RCX;
	KUNIT_EXPECT_EQ(test, tdxcall_tdh_mem_page_remove(0, GPA(0x1000), 0, TDR(0x2000), NULL),
			OPERAND_INVALID_RCX);
	KUNIT_EXPECT_EQ(test, typed->callee.calls, 1);
	KUNIT_EXPECT_EQ(test, tdxcall_tdg_vp_info(0, NULL), OPERAND_INVALID_RCX);
	KUNIT_EXPECT_EQ(test, typed->callee.calls, 2);
	KUNIT_EXPECT_EQ(test, tdxcall_tdh_mng_create(0, PAGE_AT(0x1000), KEYID(0x10000)),
			TDXCALL_REFUSED);
	KUNIT_EXPECT_EQ(test, typed->callee.calls, 2);
}

static void typed_retries_no_entropy(struct kunit *test)
{
	struct typed *typed = new_typed(test);

	typed->callee.failures = 2;
	typed->callee.failure = RND_NO_ENTROPY;
	KUNIT_EXPECT_EQ(test, tdxcall_tdh_mng_create(0, PAGE_AT(0x1000), KEYID(0x21)), 0);
	KUNIT_EXPECT_EQ(test, typed->callee.calls, 3);
}

/* An operand that is too large for its bits must neither be cut nor change its neighbour. */
static void typed_refuses_operands_that_do_not_fit(struct kunit *test)
{
	struct typed *typed = new_typed(test);
	struct tdh_mng_rd_out read = { .value = ~0ULL, .next_field_id = { ~0ULL } };

	KUNIT_EXPECT_EQ(test, tdxcall_tdh_mng_create(0, PAGE_AT(0x1000), KEYID(0x10000)),
			TDXCALL_REFUSED);
	KUNIT_EXPECT_EQ(test, tdxcall_tdh_mem_page_aug(0, GPA(0x1001), 0, TDR(0x1000),
						       PAGE_AT(0x2000), NULL), TDXCALL_REFUSED);
	KUNIT_EXPECT_EQ(test, tdxcall_tdh_mem_page_aug(0, GPA(1ULL << 52), 0, TDR(0x1000),
						       PAGE_AT(0x2000), NULL), TDXCALL_REFUSED);
	KUNIT_EXPECT_EQ(test, tdxcall_tdh_mem_page_aug(0, GPA(0x1000), 8, TDR(0x1000),
						       PAGE_AT(0x2000), NULL), TDXCALL_REFUSED);
	KUNIT_EXPECT_EQ(test, tdxcall_tdh_sys_config(0, 0, BUFFER(0x200), 3, KEYID(0x21), 2, 0),
			TDXCALL_REFUSED);
	KUNIT_EXPECT_EQ(test, tdxcall_tdg_mem_page_accept(0, GPA(0x800), 0), TDXCALL_REFUSED);
	KUNIT_EXPECT_EQ(test, tdxcall_tdh_mng_rd(0, 0x100, TDR(0x1000), FIELD(0x77), &read),
			TDXCALL_REFUSED);
	KUNIT_EXPECT_EQ(test, read.next_field_id.id, 0);
	KUNIT_EXPECT_EQ(test, read.value, 0);
	KUNIT_EXPECT_EQ(test, typed->callee.calls, 0);
}

static struct kunit_case typed_cases[] = {
	KUNIT_CASE(typed_passes_operands_of_four_registers),
	KUNIT_CASE(typed_passes_operands_of_more_registers),
	KUNIT_CASE(typed_passes_version),
	KUNIT_CASE(typed_passes_operands_of_guest),
	KUNIT_CASE(typed_returns_results),
	KUNIT_CASE(typed_takes_no_results),
	KUNIT_CASE(typed_retries_no_entropy),
	KUNIT_CASE(typed_refuses_operands_that_do_not_fit),
	{}
};

struct kunit_suite typed_suite = {
	.name = "tdxcall_typed",
	.test_cases = typed_cases,
};
