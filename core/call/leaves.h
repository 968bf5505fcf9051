/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The typed calls inside core/: core_NAME() has the operands and results of tdxcall_NAME() in the
 * public header.  The caller makes sure that the CPU stays the same and that the call may be made.
 */
#ifndef TDXCALL_CORE_LEAVES_H
#define TDXCALL_CORE_LEAVES_H

#include <tdxcall/leaves.h>

/* Operands of a line of leaf_list.h, as parameters and as arguments. */
#define LEAF_PARAMS0()
#define LEAF_PARAMS1(t, a)		, t a
#define LEAF_PARAMS2(t, a, ...)		, t a LEAF_PARAMS1(__VA_ARGS__)
#define LEAF_PARAMS3(t, a, ...)		, t a LEAF_PARAMS2(__VA_ARGS__)
#define LEAF_PARAMS4(t, a, ...)		, t a LEAF_PARAMS3(__VA_ARGS__)
#define LEAF_PARAMS5(t, a, ...)		, t a LEAF_PARAMS4(__VA_ARGS__)
#define LEAF_PARAMS6(t, a, ...)		, t a LEAF_PARAMS5(__VA_ARGS__)
#define LEAF_PARAMS7(t, a, ...)		, t a LEAF_PARAMS6(__VA_ARGS__)
#define LEAF_PARAMS8(t, a, ...)		, t a LEAF_PARAMS7(__VA_ARGS__)
#define LEAF_PARAMS9(t, a, ...)		, t a LEAF_PARAMS8(__VA_ARGS__)
#define LEAF_PARAMS10(t, a, ...)	, t a LEAF_PARAMS9(__VA_ARGS__)
#define LEAF_PARAMS11(t, a, ...)	, t a LEAF_PARAMS10(__VA_ARGS__)
#define LEAF_PARAMS12(t, a, ...)	, t a LEAF_PARAMS11(__VA_ARGS__)
#define LEAF_PARAMS13(t, a, ...)	, t a LEAF_PARAMS12(__VA_ARGS__)
#define LEAF_PARAMS14(t, a, ...)	, t a LEAF_PARAMS13(__VA_ARGS__)

#define LEAF_ARGS0()
#define LEAF_ARGS1(t, a)		, a
#define LEAF_ARGS2(t, a, ...)		, a LEAF_ARGS1(__VA_ARGS__)
#define LEAF_ARGS3(t, a, ...)		, a LEAF_ARGS2(__VA_ARGS__)
#define LEAF_ARGS4(t, a, ...)		, a LEAF_ARGS3(__VA_ARGS__)
#define LEAF_ARGS5(t, a, ...)		, a LEAF_ARGS4(__VA_ARGS__)
#define LEAF_ARGS6(t, a, ...)		, a LEAF_ARGS5(__VA_ARGS__)
#define LEAF_ARGS7(t, a, ...)		, a LEAF_ARGS6(__VA_ARGS__)
#define LEAF_ARGS8(t, a, ...)		, a LEAF_ARGS7(__VA_ARGS__)
#define LEAF_ARGS9(t, a, ...)		, a LEAF_ARGS8(__VA_ARGS__)
#define LEAF_ARGS10(t, a, ...)		, a LEAF_ARGS9(__VA_ARGS__)
#define LEAF_ARGS11(t, a, ...)		, a LEAF_ARGS10(__VA_ARGS__)
#define LEAF_ARGS12(t, a, ...)		, a LEAF_ARGS11(__VA_ARGS__)
#define LEAF_ARGS13(t, a, ...)		, a LEAF_ARGS12(__VA_ARGS__)
#define LEAF_ARGS14(t, a, ...)		, a LEAF_ARGS13(__VA_ARGS__)

/* Where results go, for those that have any. */
#define LEAF_OUT_PARAM(name)		, struct name##_out *out
#define LEAF_NO_OUT_PARAM(name)
#define LEAF_OUT_ARG			, out
#define LEAF_NO_OUT_ARG

/* What each kind of call returns. */
#define LEAF_HOST_READS_STATUS		u64
#define LEAF_HOST_TD_STATUS		u64
#define LEAF_HOST_PLATFORM_STATUS	u64
#define LEAF_GUEST_STATUS		u64
#define LEAF_SEAMLDR_READS_STATUS	u64
#define LEAF_SEAMLDR_PLATFORM_STATUS	u64
#define LEAF_VMCALL_STATUS		struct tdx_vmcall_result

#define LEAF_PROTOTYPE(prefix, space, name, out, count, ...)				\
	LEAF_##space##_STATUS prefix##name(u64 how LEAF_PARAMS##count(__VA_ARGS__)	\
					   LEAF_##out##_PARAM(name))

#ifdef __cplusplus
extern "C" {
#endif

#define LEAF(space, name, leaf, out, count, ...)	\
	LEAF_PROTOTYPE(core_, space, name, out, count, ##__VA_ARGS__);
#include "leaf_list.h"
#undef LEAF

#ifdef __cplusplus
}
#endif

#endif
