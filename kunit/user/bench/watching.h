/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What module/tdxcall/watch.c and stats.c ask of the kernel's headers beside kernel.h: this program
 * has one CPU, and tracepoints that nobody has enabled.  A file that is compiled with BENCH_KEYS_ON
 * finds its static keys on.
 */
#ifndef TDXCALL_BENCH_WATCHING_H
#define TDXCALL_BENCH_WATCHING_H

#include "kernel.h"

typedef signed long long s64;
typedef s64 ktime_t;

#define U16_MAX			0xffff
#define U32_MAX			0xffffffffU
#define WRITE_ONCE(to, value)	(*(volatile typeof(to) *)&(to) = (value))
#define max_t(type, a, b)	((type)(a) > (type)(b) ? (type)(a) : (type)(b))
#define clamp(value, low, high)	\
	((value) < (low) ? (low) : (value) > (high) ? (high) : (value))
#define cmpxchg(at, old, new)	__sync_val_compare_and_swap(at, old, new)
#define fls64(value)		((value) ? 64 - __builtin_clzll(value) : 0)
#define rdtsc()			__builtin_ia32_rdtsc()
#define hash_64(value, bits)	((u32)((value) * 0x61c8864680b583ebULL >> (64 - (bits))))
#define array_index_nospec(index, size)	(index)

#define module_param(name, type, mode)	struct bench_export
#define MODULE_PARM_DESC(name, text)	struct bench_export

struct mutex { int unused; };
#define DEFINE_MUTEX(name)	struct mutex name
static inline void mutex_lock(struct mutex *mutex) {}
static inline void mutex_unlock(struct mutex *mutex) {}

#define DEFINE_STATIC_KEY_FALSE(name)	int name

#define DEFINE_PER_CPU(type, name)	typeof(type) name
#define per_cpu(name, cpu)		(name)
#define for_each_possible_cpu(cpu)	for ((cpu) = 0; (cpu) < 1; (cpu)++)
#define this_cpu_ptr(at)		(at)
#define __this_cpu_read(name)		(name)
#define this_cpu_inc(name)		((name)++)

typedef struct { long value; } local_t;

static __always_inline void local_add(long by, local_t *local)
{
	asm("addq %1, %0" : "+m" (local->value) : "er" (by));
}

static __always_inline void local_inc(local_t *local)
{
	asm("incq %0" : "+m" (local->value));
}

#define local_read(local)	READ_ONCE((local)->value)

static __always_inline long local_cmpxchg(local_t *local, long old, long new)
{
	asm("cmpxchgq %2, %1" : "+a" (old), "+m" (local->value) : "r" (new));
	return old;
}

/* A tracepoint is a static key. */
extern int bench_tracepoint;
void bench_traced(void);

#define TP_PROTO(...)		__VA_ARGS__
#define TRACE_EVENT_FN(name, proto, ...)				\
static inline void trace_##name(proto)					\
{									\
	if (static_branch_unlikely(&bench_tracepoint))			\
		bench_traced();						\
}									\
									\
static inline bool trace_##name##_enabled(void)				\
{									\
	return static_branch_unlikely(&bench_tracepoint);		\
}									\
struct bench_export

#define DEFINE_EVENT_FN(class, name, proto, ...)	TRACE_EVENT_FN(name, TP_PROTO(proto))
#define DECLARE_EVENT_CLASS(...)			struct bench_export

#endif
