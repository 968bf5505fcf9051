// SPDX-License-Identifier: GPL-2.0
/*
 * The random numbers of the software TDX module.  The #UD handler may stand in for an instruction
 * that was executed with interrupts off and raw spinlocks held, where the kernel's own generator
 * may not be asked: it takes locks that sleep on PREEMPT_RT.  So that one gives a key at load, and
 * numbers are SipHash of a counter under the key: no lock, no stock that runs out.
 */
#include <linux/random.h>

#include "random.h"
#include "module/shared/kunit_export.h"

/**
 * tdxcall_emu_random_seed() - make a generator ready
 * @random: which
 *
 * Context: process; nobody draws from it meanwhile.
 */
void tdxcall_emu_random_seed(struct tdxcall_emu_random *random)
{
	get_random_bytes(&random->key, sizeof(random->key));
	atomic64_set(&random->drawn, 0);
}
EXPORT_SYMBOL_FOR_TDXCALL_KUNIT(tdxcall_emu_random_seed);

/**
 * tdxcall_emu_random_draw() - the next number of a generator
 * @random: which
 *
 * Context: any.
 * Return: a number that who doesn't know the key can't tell from a random one.
 */
u64 tdxcall_emu_random_draw(struct tdxcall_emu_random *random)
{
	return siphash_1u64(atomic64_inc_return(&random->drawn), &random->key);
}
EXPORT_SYMBOL_FOR_TDXCALL_KUNIT(tdxcall_emu_random_draw);
