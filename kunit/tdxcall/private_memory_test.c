// SPDX-License-Identifier: GPL-2.0
/*
 * Memory that goes to the TDX module and comes back: its lines in the caches, before pages change
 * hands and before another kernel runs.
 */
#include <linux/cpu.h>
#include <linux/gfp.h>
#include <linux/mm.h>
#include <linux/reboot.h>
#include <linux/smp.h>
#include <linux/string.h>

#include <tdxcall/tdxcall.h>
#include "kunit/callee.h"
#include "kunit/operands.h"
#include "kunit/suites.h"
#include "kunit/watch.h"
#include "module/tdxcall/internal.h"

#define PAGES	3

/* No CPU is marked at the start, and calls can be made again at the end. */
static int private_memory_init(struct kunit *test)
{
	int cpu;

	for_each_possible_cpu(cpu)
		WRITE_ONCE(*tdxcall_cache_dirty_on(cpu), false);
	return only_on_hosts(test);
}

static void private_memory_exit(struct kunit *test)
{
	WRITE_ONCE(tdxcall_seamcalls_ended, false);
}

static void call_sys_rd(void *status)
{
	const struct tdx_regs in = {};
	struct tdx_regs out;

	*(u64 *)status = tdxcall_seamcall(TDXCALL_TDH_SYS_RD, &in, &out);
}

/* Only the CPU that made a call writes its caches back, and only once. */
static void private_memory_is_written_back(struct kunit *test)
{
	u64 status;

	KUNIT_ASSERT_TRUE(test, cpu_online(1));
	smp_call_function_single(1, call_sys_rd, &status, 1);
	KUNIT_EXPECT_FALSE(test, *tdxcall_cache_dirty_on(0));
	KUNIT_EXPECT_TRUE(test, *tdxcall_cache_dirty_on(1));

	KUNIT_EXPECT_EQ(test, tdxcall_end_seamcalls(), 1);
	KUNIT_EXPECT_FALSE(test, *tdxcall_cache_dirty_on(1));
	KUNIT_EXPECT_EQ(test, tdxcall_end_seamcalls(), 0);
}

/* The same for every export. */
static void private_memory_mark_of_each_call(struct kunit *test)
{
	struct tdx_call *call = kunit_kzalloc(test, sizeof(*call), GFP_KERNEL);
	const struct tdx_regs in = {};
	struct tdx_xmm xmm = {};
	struct tdx_regs out;

	KUNIT_ASSERT_NOT_NULL(test, call);
	for (unsigned int i = 0; i < 4; i++) {
		unsigned int cpu = get_cpu();

		*tdxcall_cache_dirty_on(cpu) = false;
		put_cpu();
		call->fn = TDXCALL_TDH_SYS_RD;
		switch (i) {
		case 0:
			tdxcall_tdh_mem_track(TDXCALL_ONCE, TDR(0));
			break;
		case 1:
			tdxcall_seamcall_batch(call, 1);
			break;
		case 2:
			tdxcall_vp_enter(&in, &out, &xmm);
			break;
		case 3:
			tdxcall_seamldr(TDXCALL_SEAMLDR_INFO, &in, &out);
			break;
		}
		KUNIT_EXPECT_EQ_MSG(test, tdxcall_end_seamcalls(), 1, "call %u", i);
		WRITE_ONCE(tdxcall_seamcalls_ended, false);
	}
}

/* A hypercall is made all the same, though its retries check whether calls have ended. */
static void private_memory_no_mark_of_hypercalls(struct kunit *test)
{
	struct callee *callee = kunit_kzalloc(test, sizeof(*callee), GFP_KERNEL);
	struct tdx_vmcall_result result;

	KUNIT_ASSERT_NOT_NULL(test, callee);
	callee->out.r10 = TDXCALL_VMM_RETRY;
	callee_serve(test, callee);
	result = tdxcall_tdg_vp_vmcall_getquote(0, GUEST_BUFFER(0), 0x1000);
	KUNIT_EXPECT_TRUE(test, tdx_vmcall_wants_retry(result));
	KUNIT_EXPECT_GT(test, callee->calls, 1);
	KUNIT_EXPECT_EQ(test, tdxcall_end_seamcalls(), 0);
}

static void private_memory_no_call_afterwards(struct kunit *test)
{
	struct tdx_call *call = kunit_kzalloc(test, sizeof(*call), GFP_KERNEL);
	struct callee *callee = kunit_kzalloc(test, sizeof(*callee), GFP_KERNEL);
	static const struct tdx_regs in, zero;
	struct tdx_xmm xmm = {};
	struct tdx_regs out;

	KUNIT_ASSERT_NOT_NULL(test, call);
	KUNIT_ASSERT_NOT_NULL(test, callee);
	callee_serve(test, callee);
	tdxcall_end_seamcalls();

	memset(&out, 0x77, sizeof(out));
	KUNIT_EXPECT_EQ(test, tdxcall_seamcall(TDXCALL_TDH_SYS_RD, &in, &out), TDXCALL_REFUSED);
	expect_regs_eq(test, &out, &zero);
	KUNIT_EXPECT_EQ(test, tdxcall_tdh_mem_track(TDXCALL_ONCE, TDR(0)), TDXCALL_REFUSED);
	call->fn = TDXCALL_TDH_SYS_RD;
	KUNIT_EXPECT_EQ(test, tdxcall_seamcall_batch(call, 1), 0);
	KUNIT_EXPECT_EQ(test, call->status, TDXCALL_REFUSED);
	memset(&out, 0x77, sizeof(out));
	KUNIT_EXPECT_EQ(test, tdxcall_vp_enter(&in, &out, &xmm), TDXCALL_REFUSED);
	expect_regs_eq(test, &out, &zero);
	tdxcall_seamldr_allow(true);
	KUNIT_EXPECT_EQ(test, tdxcall_seamldr(TDXCALL_SEAMLDR_INFO, &in, &out), TDXCALL_REFUSED);
	tdxcall_seamldr_allow(false);
	KUNIT_EXPECT_EQ(test, callee->calls, 0);
}

static struct page *pages_of(struct kunit *test, u8 content)
{
	struct page *page = alloc_pages(GFP_KERNEL, 2);

	KUNIT_ASSERT_NOT_NULL(test, page);
	memset(page_address(page), content, 4 * PAGE_SIZE);
	return page;
}

static bool all_bytes_are(struct page *page, unsigned long first, unsigned long end, u8 content)
{
	return !memchr_inv(page_address(page) + first * PAGE_SIZE, content,
			   (end - first) * PAGE_SIZE);
}

static void private_memory_flush_keeps_content(struct kunit *test)
{
	struct watch *watch = watch_begin(test, "clflush_cache_range");
	struct page *page = pages_of(test, 0x5a);

	tdxcall_flush_pages(page, PAGES);
	watch_end(watch);
	KUNIT_EXPECT_EQ(test, watch->calls, 1);
	KUNIT_EXPECT_EQ(test, watch->first, (unsigned long)page_address(page));
	KUNIT_EXPECT_EQ(test, watch->second, PAGES * PAGE_SIZE);
	KUNIT_EXPECT_TRUE(test, all_bytes_are(page, 0, 4, 0x5a));
	__free_pages(page, 2);
}

static void private_memory_clear_stays_in_range(struct kunit *test)
{
	struct page *page = pages_of(test, 0x5a);

	tdxcall_clear_pages(page, PAGES);
	KUNIT_EXPECT_TRUE(test, all_bytes_are(page, 0, PAGES, 0));
	KUNIT_EXPECT_TRUE(test, all_bytes_are(page, PAGES, 4, 0x5a));
	__free_pages(page, 2);
}

static struct kunit_case private_memory_test_cases[] = {
	KUNIT_CASE(private_memory_is_written_back),
	KUNIT_CASE(private_memory_mark_of_each_call),
	KUNIT_CASE(private_memory_no_mark_of_hypercalls),
	KUNIT_CASE(private_memory_no_call_afterwards),
	KUNIT_CASE(private_memory_flush_keeps_content),
	KUNIT_CASE(private_memory_clear_stays_in_range),
	{}
};

struct kunit_suite private_memory_suite = {
	.name = "tdxcall_private_memory",
	.init = private_memory_init,
	.exit = private_memory_exit,
	.test_cases = private_memory_test_cases,
};
