/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Symbols that only a KUnit module may use, in the namespace that Linux has for it.  Kernels
 * without KUnit get modules without these exports.
 */
#ifndef TDXCALL_KUNIT_EXPORT_H
#define TDXCALL_KUNIT_EXPORT_H

#include "compat.h"

#if IS_ENABLED(CONFIG_KUNIT)
#define EXPORT_SYMBOL_FOR_TDXCALL_KUNIT(symbol) \
	EXPORT_SYMBOL_IN_NS_GPL(symbol, EXPORTED_FOR_KUNIT_TESTING)
#else
#define EXPORT_SYMBOL_FOR_TDXCALL_KUNIT(symbol)
#endif

#endif
