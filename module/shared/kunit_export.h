/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What tdxcall_kunit.ko tests that nobody else may call.  Only test builds have these exports, and
 * they have a namespace of their own: whatever kernel it is for, a module that is meant for use
 * exposes none of them.
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
