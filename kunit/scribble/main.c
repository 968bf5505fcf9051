// SPDX-License-Identifier: GPL-2.0
/*
 * tdxcall_scribble.ko: a host that writes into pages which it has given to a TD, for as long as
 * loading it takes.  For test machines, see kunit/guest/scribble.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/io.h>
#include <linux/jiffies.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/prandom.h>
#include <linux/sched.h>

#define MAX_PAGES	512
#define WORDS		(PAGE_SIZE / sizeof(u64))

static unsigned long long pages[MAX_PAGES];
static unsigned int num_pages;
module_param_array(pages, ullong, &num_pages, 0);
MODULE_PARM_DESC(pages, "Physical addresses of pages of 4 KiB");

static unsigned int milliseconds = 100;
module_param(milliseconds, uint, 0);
MODULE_PARM_DESC(milliseconds, "How long (default: 100)");

static unsigned long long seed = 1;
module_param(seed, ullong, 0);
MODULE_PARM_DESC(seed, "Of the random numbers (default: 1)");

/* Kinds of damage: overwriting, a single bit, and numbers that look like others. */
static u64 damaged(struct rnd_state *random, u64 word)
{
	u64 value = (u64)prandom_u32_state(random) << 32 | prandom_u32_state(random);

	switch (prandom_u32_state(random) % 4) {
	case 0:
		return value;
	case 1:
		return word ^ BIT_ULL(value % 64);
	case 2:
		return value % 4 ? value % 512 : 0;
	default:
		return pages[value % num_pages] | (value >> 32 & 0xfff);
	}
}

static int __init scribble_init(void)
{
	unsigned long end = jiffies + msecs_to_jiffies(milliseconds);
	struct rnd_state random;
	unsigned long written = 0;

	for (unsigned int i = 0; i < num_pages; i++) {
		if (!PAGE_ALIGNED(pages[i]) || !pfn_valid(PHYS_PFN(pages[i]))) {
			pr_err("0x%llx is no page of memory\n", pages[i]);
			return -EINVAL;
		}
	}
	if (!num_pages)
		return -EINVAL;
	prandom_seed_state(&random, seed);
	do {
		u64 *words = phys_to_virt(pages[prandom_u32_state(&random) % num_pages]);
		u64 *word = &words[prandom_u32_state(&random) % WORDS];

		WRITE_ONCE(*word, damaged(&random, READ_ONCE(*word)));
		written++;
		cond_resched();
	} while (time_before(jiffies, end));
	pr_info("%lu words of %u pages written\n", written, num_pages);
	return 0;
}

static void __exit scribble_exit(void)
{
}

module_init(scribble_init);
module_exit(scribble_exit);

MODULE_DESCRIPTION("Damages memory that the host has given away");
MODULE_LICENSE("GPL");
