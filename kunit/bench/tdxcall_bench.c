// SPDX-License-Identifier: GPL-2.0
/*
 * Times one leaf function in the kernel, and SHA-384 for comparison.  A line of
 * /sys/kernel/debug/tdxcall_bench says what was done, what it returned, and the median of what it
 * took, in ticks of the time-stamp counter; the first line, how many of them a millisecond has.
 */
#include <linux/debugfs.h>
#include <linux/module.h>
#include <linux/preempt.h>
#include <linux/seq_file.h>
#include <linux/sort.h>
#include <asm/asm.h>
#include <asm/msr.h>
#include <asm/tsc.h>
#include <crypto/hash.h>

#include <tdxcall/tdxcall.h>

#define ROUNDS		401
#define PER_ROUND	20

/* By default one that only reads. */
static unsigned long leaf = TDXCALL_TDH_SYS_RD;
module_param(leaf, ulong, 0600);
MODULE_PARM_DESC(leaf, "Leaf number and version (default: TDH.SYS.RD)");

static bool tdcall;
module_param(tdcall, bool, 0600);
MODULE_PARM_DESC(tdcall, "It is one of TDCALL, for use in a TD (default: SEAMCALL)");

static unsigned long rcx, rdx, r8, r9;
module_param(rcx, ulong, 0600);
module_param(rdx, ulong, 0600);
module_param(r8, ulong, 0600);
module_param(r9, ulong, 0600);
MODULE_PARM_DESC(rcx, "Operand in RCX; likewise rdx, r8 and r9 (default: 0)");

/*
 * SEAMCALL with nothing around it but what keeps a fault from being an oops: RAX is 6 if the
 * instruction raised #UD.
 */
static noinline u64 insn(void)
{
	register unsigned long in_r8 asm("r8") = r8;
	register unsigned long in_r9 asm("r9") = r9;
	unsigned long rax = leaf, in_rcx = rcx, in_rdx = rdx;

	asm volatile("1: .byte 0x66, 0x0f, 0x01, 0xcf\n"
		     "2:\n"
		     _ASM_EXTABLE_TYPE(1b, 2b, EX_TYPE_FAULT)
		     : "+a"(rax), "+c"(in_rcx), "+d"(in_rdx), "+r"(in_r8), "+r"(in_r9)
		     :
		     : "rbx", "rsi", "rdi", "r10", "r11", "r12", "r13", "r14", "r15", "memory",
		       "cc");
	return rax;
}

static noinline u64 call(void)
{
	const struct tdx_regs in = { .rcx = rcx, .rdx = rdx, .r8 = r8, .r9 = r9 };
	struct tdx_regs out;

	return tdcall ? tdxcall_tdcall(leaf, &in, &out) : tdxcall_seamcall(leaf, &in, &out);
}

/*
 * SHA-384 of as many bytes as one page of a TD adds to its measurement: a block for the page, and a
 * block and the content for each 256 bytes of it.
 */
#define HASHED_PER_PAGE	(128 + 16 * (128 + 256))

static struct crypto_shash *sha384;
static u8 hashed[HASHED_PER_PAGE];

static noinline u64 hash_page(void)
{
	SHASH_DESC_ON_STACK(desc, sha384);

	desc->tfm = sha384;
	return crypto_shash_init(desc) ?: crypto_shash_update(desc, hashed, sizeof(hashed));
}

static const struct {
	const char *name;
	u64 (*once)(void);
} cases[] = {
	{ "insn", insn },
	{ "call", call },
	{ "hash", hash_page },
};

static u64 samples[ARRAY_SIZE(cases)][ROUNDS];

static u64 measure(u64 (*once)(void))
{
	unsigned int i;
	u64 begin, ticks;

	preempt_disable();
	begin = rdtsc_ordered();
	for (i = 0; i < PER_ROUND; i++)
		once();
	ticks = rdtsc_ordered() - begin;
	preempt_enable();
	return ticks;
}

static int compare_u64(const void *a, const void *b)
{
	u64 x = *(const u64 *)a, y = *(const u64 *)b;

	return x < y ? -1 : x > y;
}

/* Alternating, so that all of them slow down together with the machine. */
static int bench_show(struct seq_file *file, void *unused)
{
	unsigned int round, i;

	seq_printf(file, "tsc 0x0 %u\n", tsc_khz);
	for (round = 0; round < ROUNDS; round++) {
		for (i = 0; i < ARRAY_SIZE(cases); i++)
			samples[i][round] = measure(cases[i].once);
		cond_resched();
	}
	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		sort(samples[i], ROUNDS, sizeof(samples[i][0]), compare_u64, NULL);
		seq_printf(file, "%s 0x%llx %llu\n", cases[i].name, cases[i].once(),
			   samples[i][ROUNDS / 2] / PER_ROUND);
	}
	return 0;
}
DEFINE_SHOW_ATTRIBUTE(bench);

static struct dentry *bench_file;

static int __init bench_init(void)
{
	sha384 = crypto_alloc_shash("sha384", 0, 0);
	if (IS_ERR(sha384))
		return PTR_ERR(sha384);
	bench_file = debugfs_create_file("tdxcall_bench", 0400, NULL, NULL, &bench_fops);
	return 0;
}

static void __exit bench_exit(void)
{
	debugfs_remove(bench_file);
	crypto_free_shash(sha384);
}

module_init(bench_init);
module_exit(bench_exit);

MODULE_DESCRIPTION("Times TDX calls");
MODULE_LICENSE("GPL");
/* MODULE_IMPORT_NS() of any kernel. */
MODULE_INFO(import_ns, "TDXCALL_CHANGES_PLATFORM");
