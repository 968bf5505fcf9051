/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What Linux's TDX files, and ours in module/, ask of the kernel's headers, for user space.  Function
 * annotations and the exception table are those that our own asm has in this program.  What costs
 * something in the kernel costs the same here.
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

struct page;
phys_addr_t page_to_phys(struct page *page);
phys_addr_t virt_to_phys(void *address);

#define likely(condition)	__builtin_expect(!!(condition), 1)
#define unlikely(condition)	__builtin_expect(!!(condition), 0)
#define READ_ONCE(value)	(*(volatile typeof(value) *)&(value))
#define IS_ENABLED(option)	0
#define WARN_ON_ONCE(condition)	(void)(condition)
#define in_nmi()		0
#define might_sleep()		do { } while (0)
#define memset			__builtin_memset

/* A jump that is patched in when somebody wants it. */
#define DECLARE_STATIC_KEY_FALSE(name)	extern int name
static __always_inline bool static_branch_unlikely(int *key)
{
#ifdef BENCH_KEYS_ON
	asm goto(".byte 0xe9; .long %l0 - . - 4" : : : : set);
#else
	asm goto(".byte 0x0f, 0x1f, 0x44, 0x00, 0x00" : : : : set);
#endif
	return false;
set:
	return true;
}

#define DECLARE_PER_CPU(type, name)	extern type name
#define this_cpu_write(name, value)	\
	asm volatile("movb %b1, %0" : "=m" (name) : "qi" ((char)(value)))

/* Of a kernel that can tell whether it may be preempted. */
extern int bench_preempt_count;
void bench_schedule(void);

static __always_inline void preempt_disable(void)
{
	asm volatile("incl %0" : "+m" (bench_preempt_count) : : "memory");
}

static __always_inline void preempt_enable(void)
{
	bool zero;

	asm volatile("decl %0" : "+m" (bench_preempt_count), "=@ccz" (zero) : : "memory");
	if (unlikely(zero))
		bench_schedule();
}

/* A declaration, for what ends in a semicolon. */
#define EXPORT_SYMBOL_GPL(symbol)		struct bench_export
#define EXPORT_SYMBOL_IN_NS_GPL(symbol, ns)	struct bench_export
#define EXPORT_SYMBOL_FOR_TDXCALL_KUNIT(symbol)	struct bench_export

#endif
#endif
