/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Differences between kernels, under the newest kernel's names.  Decided by what the headers
 * define, or by a probe in Kbuild where they have no macro to test.
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

/* 6.16: rdmsrl() and the like were renamed to rdmsrq() and the like. */
#if defined(rdmsrl) && !defined(rdmsrq)
#define rdmsrq_safe	rdmsrl_safe
#define wrmsrq_safe	wrmsrl_safe
#endif

/* native_get_debugreg(), but volatile: the compiler must not merge or delay reads. */
#define read_debugreg(n)						\
	({								\
		unsigned long __value;					\
									\
		asm volatile("mov %%db" #n ", %0" : "=r" (__value));	\
		__value;						\
	})

/*
 * Export @symbol to modules that import the namespace @ns, an identifier.  6.13 turned all
 * namespaces into strings, which no macro tells.
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
static inline void hrtimer_setup(struct hrtimer *timer,
				 enum hrtimer_restart (*function)(struct hrtimer *),
				 clockid_t clock, enum hrtimer_mode mode)
{
	hrtimer_init(timer, clock, mode);
	timer->function = function;
}

static inline void hrtimer_setup_on_stack(struct hrtimer *timer,
					  enum hrtimer_restart (*function)(struct hrtimer *),
					  clockid_t clock, enum hrtimer_mode mode)
{
	hrtimer_init_on_stack(timer, clock, mode);
	timer->function = function;
}
#endif

/* 6.18: parameter generators get the test as an argument.  Include <kunit/test.h> before. */
#ifdef KUNIT_CASE_PARAM_WITH_INIT
#define KUNIT_GENERATOR(name, previous, description) \
	const void *name(struct kunit *test, const void *previous, char *description)
#else
#define KUNIT_GENERATOR(name, previous, description) \
	const void *name(const void *previous, char *description)
#endif

#endif
