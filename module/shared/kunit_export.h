/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Exports for tdxcall_kunit.ko alone.  Only test builds have them, in a namespace of their own: a
 * module built for use exports none of them, whatever the kernel.
 */
#ifndef TDXCALL_KUNIT_EXPORT_H
#define TDXCALL_KUNIT_EXPORT_H

#include "compat.h"

#ifdef TDXCALL_TEST
#define EXPORT_SYMBOL_FOR_TDXCALL_KUNIT(symbol) \
	EXPORT_SYMBOL_IN_NS_GPL(symbol, TDXCALL_KUNIT)
#else
#define EXPORT_SYMBOL_FOR_TDXCALL_KUNIT(symbol)
#endif

#endif
