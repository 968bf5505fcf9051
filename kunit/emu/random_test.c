// SPDX-License-Identifier: GPL-2.0
/*
 * Random numbers of the software TDX module: what they are, and that they can be had where no
 * sleeping lock may be taken.
 */
#include <linux/gfp.h>
#include <linux/io.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/sort.h>
#include <linux/spinlock.h>

#include <tdxcall/tdxcall.h>
#include "kunit/operands.h"
#include "kunit/suites.h"
#include "module/vmm/td/td.h"
#include "module/emu/random.h"
#include "module/emu/tdxcall_emu.h"

#define NUMBERS	4096

static int compare(const void *a, const void *b)
{
	const u64 *left = a, *right = b;

	return *left < *right ? -1 : *left > *right;
}

/*
 * Two generators stand for the module loaded twice: neither repeats its own numbers or the other's.
 */
static void numbers_do_not_repeat(struct kunit *test)
{
	struct tdxcall_emu_random first, second;
	unsigned int ones = 0;
	u64 *numbers;

	numbers = kunit_kcalloc(test, 2 * NUMBERS, sizeof(*numbers), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, numbers);
	tdxcall_emu_random_seed(&first);
	tdxcall_emu_random_seed(&second);
	for (unsigned int i = 0; i < NUMBERS; i++) {
		numbers[2 * i] = tdxcall_emu_random_draw(&first);
		numbers[2 * i + 1] = tdxcall_emu_random_draw(&second);
		ones += hweight64(numbers[2 * i]);
	}
	sort(numbers, 2 * NUMBERS, sizeof(*numbers), compare, NULL);
	for (unsigned int i = 1; i < 2 * NUMBERS; i++)
		KUNIT_ASSERT_NE(test, numbers[i - 1], numbers[i]);
	/* Of 262,144 bits half are set; 256 are one standard deviation. */
	KUNIT_EXPECT_GT(test, ones, NUMBERS * 32 - 10 * 256);
	KUNIT_EXPECT_LT(test, ones, NUMBERS * 32 + 10 * 256);
}

/*
 * TDH.MNG.CREATE draws the TD's UUID.  A caller may hold a raw spinlock: lockdep of a kernel with
 * PROVE_RAW_LOCK_NESTING tells of every lock in the #UD handler that sleeps on PREEMPT_RT.
 */
static void can_be_drawn_under_a_raw_spinlock(struct kunit *test)
{
	static DEFINE_RAW_SPINLOCK(lock);
	static struct td_platform platform;
	unsigned long page, flags;
	u64 status;

	platform = (struct td_platform) { .keyid_start = 32, .keyids = 32 };
	KUNIT_ASSERT_EQ(test, tdxcall_emu_reset(NULL), 0);
	KUNIT_ASSERT_EQ(test, td_platform_start(&platform), 0);
	page = __get_free_page(GFP_KERNEL);
	KUNIT_EXPECT_NE(test, page, 0);
	if (page) {
		raw_spin_lock_irqsave(&lock, flags);
		status = tdxcall_tdh_mng_create(0, PAGE_AT(virt_to_phys((void *)page)), KEYID(33));
		raw_spin_unlock_irqrestore(&lock, flags);
		KUNIT_EXPECT_EQ(test, status, 0);
	}
	if (!tdxcall_emu_reset(NULL)) {
		td_platform_free(&platform);
		free_page(page);
	}
}

static struct kunit_case random_cases[] = {
	KUNIT_CASE(numbers_do_not_repeat),
	KUNIT_CASE(can_be_drawn_under_a_raw_spinlock),
	{}
};

struct kunit_suite random_suite = {
	.name = "tdxcall_random",
	.test_cases = random_cases,
};
