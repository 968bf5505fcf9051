/* SPDX-License-Identifier: GPL-2.0 */
/* Random numbers that can be drawn in any context, with a raw spinlock held and in NMI too. */
#ifndef TDXCALL_EMU_RANDOM_H
#define TDXCALL_EMU_RANDOM_H

#include <linux/atomic.h>
#include <linux/siphash.h>

struct tdxcall_emu_random {
	siphash_key_t key;
	atomic64_t drawn;
};

void tdxcall_emu_random_seed(struct tdxcall_emu_random *random);
u64 tdxcall_emu_random_draw(struct tdxcall_emu_random *random);

#endif
