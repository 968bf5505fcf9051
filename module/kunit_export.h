/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Symbols that only a KUnit module may use, in the namespace that Linux has for it.  Kernels
 * without KUnit get modules without these exports.
 */
#ifndef TDXCALL_KUNIT_EXPORT_H
#define TDXCALL_KUNIT_EXPORT_H

#include <linux/export.h>

#if IS_ENABLED(CONFIG_KUNIT)
#include <linux/version.h>
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 13, 0)
#define EXPORT_SYMBOL_FOR_TDXCALL_KUNIT(symbol) \
	EXPORT_SYMBOL_NS_GPL(symbol, "EXPORTED_FOR_KUNIT_TESTING")
#else
#define EXPORT_SYMBOL_FOR_TDXCALL_KUNIT(symbol) \
	EXPORT_SYMBOL_NS_GPL(symbol, EXPORTED_FOR_KUNIT_TESTING)
#endif
#else
#define EXPORT_SYMBOL_FOR_TDXCALL_KUNIT(symbol)
#endif

#endif
