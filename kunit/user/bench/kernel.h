/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What Linux's TDX files ask of the kernel's other headers, for user space.  Function annotations
 * and the exception table are those that our own asm has in this program.
 */
#ifndef TDXCALL_BENCH_KERNEL_H
#define TDXCALL_BENCH_KERNEL_H

#define GENMASK_ULL(high, low)	((_UL(1) << ((high) - (low) + 1)) - 1 << (low))
#define _BITUL(bit)		(_UL(1) << (bit))
#define BIT(bit)		_BITUL(bit)
#define BIT_ULL(bit)		_BITUL(bit)

#define X86_TRAP_UD		6
#define X86_TRAP_GP		13

#ifdef __ASSEMBLY__

#define _UL(value)		value
#define FRAME_BEGIN
#define FRAME_END
#include "asm_env.h"

#else

#include <stdbool.h>

#include <tdxcall/types.h>

#define _UL(value)		value##UL
#define __always_inline		inline __attribute__((always_inline))
#define __noreturn		__attribute__((noreturn))
#define __init
#define noinstr

#define ENODEV			19
#define RDRAND_RETRY_LOOPS	10

struct pt_regs;
struct mce;
typedef u64 phys_addr_t;

enum pg_level { PG_LEVEL_NONE, PG_LEVEL_4K, PG_LEVEL_2M, PG_LEVEL_1G };

#define IS_ALIGNED(value, to)	(!((value) & ((to) - 1)))

static inline unsigned long page_level_size(enum pg_level level)
{
	return 4096UL << 9 * (level - PG_LEVEL_4K);
}

#endif
#endif
