/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What differs between kernels, under the newest kernel's names.  What the headers define decides;
 * where they have no macro to ask, a probe in Kbuild does.
 */
#ifndef TDXCALL_COMPAT_H
#define TDXCALL_COMPAT_H

#include <linux/export.h>
#include <linux/hrtimer.h>
#include <linux/module.h>
#include <linux/stringify.h>
#include <linux/version.h>
#include <asm/msr.h>
#include <asm/processor.h>

/* 7.2: processor.h no longer brings cpuid_eax() and the like. */
#ifdef TDXCALL_HAS_CPUID_API
#include <asm/cpuid/api.h>
#endif

/* 6.16: rdmsrq() and its kind are the names of rdmsrl() and its kind. */
#if defined(rdmsrl) && !defined(rdmsrq)
#define rdmsrq_safe	rdmsrl_safe
#define wrmsrq_safe	wrmsrl_safe
#endif

/* native_get_debugreg() without leave to the compiler to merge two reads, or to read later. */
#define read_debugreg(n)						\
	({								\
		unsigned long __value;					\
									\
		asm volatile("mov %%db" #n ", %0" : "=r" (__value));	\
		__value;						\
	})

/*
 * Export @symbol to modules that import the namespace @ns, an identifier.  6.13 turned all
 * namespaces into strings at once, and left no macro that would tell.
 */
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 13, 0)
#define EXPORT_SYMBOL_IN_NS_GPL(symbol, ns)	EXPORT_SYMBOL_NS_GPL(symbol, __stringify(ns))
#else
#define EXPORT_SYMBOL_IN_NS_GPL(symbol, ns)	EXPORT_SYMBOL_NS_GPL(symbol, ns)
#endif
#define IMPORT_NS(ns)				MODULE_INFO(import_ns, __stringify(ns))

/* 7.2: Linux itself calls the P-SEAMLDR. */
#if defined(TDXCALL_HAS_SEAMLDR) && IS_ENABLED(CONFIG_INTEL_TDX_HOST)
#define TDXCALL_LINUX_HAS_SEAMLDR	true
#else
#define TDXCALL_LINUX_HAS_SEAMLDR	false
#endif

/* 6.13 */
#ifndef TDXCALL_HAS_HRTIMER_SETUP
static inline void hrtimer_setup_on_stack(struct hrtimer *timer,
					  enum hrtimer_restart (*function)(struct hrtimer *),
					  clockid_t clock, enum hrtimer_mode mode)
{
	hrtimer_init_on_stack(timer, clock, mode);
	timer->function = function;
}
#endif

/* 6.18: generators of parameters are told the test.  Include <kunit/test.h> before. */
#ifdef KUNIT_CASE_PARAM_WITH_INIT
#define KUNIT_GENERATOR(name, previous, description) \
	const void *name(struct kunit *test, const void *previous, char *description)
#else
#define KUNIT_GENERATOR(name, previous, description) \
	const void *name(const void *previous, char *description)
#endif

#endif
