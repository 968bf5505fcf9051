// SPDX-License-Identifier: GPL-2.0
/*
 * The exported typed calls.  They add Linux's part to core's: a call stays on its CPU, none is made
 * where it might end a VM or once the machine goes down, and those that change a TD or the platform
 * are in a symbol namespace.
 */
#include <linux/export.h>
#include <linux/preempt.h>
#include <linux/string.h>

#include <tdxcall/tdxcall.h>
#include "core/call/leaves.h"
#include "internal.h"
#include "module/shared/compat.h"

#define CLEAR_OUT			do { if (out) memset(out, 0, sizeof(*out)); } while (0)
#define CLEAR_NO_OUT			do { } while (0)

#define STATUS_OF_u64(status)		(status)
#define STATUS_OF_vmcall(status)	((struct tdx_vmcall_result) { .rax = (status) })

/*
 * Only SEAMCALLs leave private memory in the caches, and only they end when the machine goes down.
 */
#define SEAMCALL_BEGINS			tdxcall_seamcall_begins()
#define TDCALL_BEGINS			true

#define TYPED_CALL(space, status_of, begins, name, out_kind, count, ...)			\
LEAF_PROTOTYPE(tdxcall_, space, name, out_kind, count, ##__VA_ARGS__)				\
{												\
	LEAF_##space##_STATUS ended;								\
												\
	tdxcall_assert_context();								\
	if (tdxcall_is_barred()) {								\
		CLEAR_##out_kind;								\
		return status_of(TDXCALL_VM_AT_RISK);						\
	}											\
	preempt_disable();									\
	if (begins) {										\
		ended = core_##name(how LEAF_ARGS##count(__VA_ARGS__) LEAF_##out_kind##_ARG);	\
	} else {										\
		CLEAR_##out_kind;								\
		ended = status_of(TDXCALL_REFUSED);						\
	}											\
	preempt_enable();									\
	return ended;										\
}

#define LEAF_HOST_READS(name, ...)								\
	TYPED_CALL(HOST_READS, STATUS_OF_u64, SEAMCALL_BEGINS, name, __VA_ARGS__)		\
	EXPORT_SYMBOL_GPL(tdxcall_##name)
#define LEAF_HOST_TD(name, ...)									\
	TYPED_CALL(HOST_TD, STATUS_OF_u64, SEAMCALL_BEGINS, name, __VA_ARGS__)			\
	EXPORT_SYMBOL_IN_NS_GPL(tdxcall_##name, TDXCALL_CHANGES_TD)
#define LEAF_HOST_PLATFORM(name, ...)								\
	TYPED_CALL(HOST_PLATFORM, STATUS_OF_u64, SEAMCALL_BEGINS, name, __VA_ARGS__)		\
	EXPORT_SYMBOL_IN_NS_GPL(tdxcall_##name, TDXCALL_CHANGES_PLATFORM)
#define LEAF_SEAMLDR_READS(name, ...)								\
	TYPED_CALL(SEAMLDR_READS, STATUS_OF_u64, SEAMCALL_BEGINS, name, __VA_ARGS__)		\
	EXPORT_SYMBOL_GPL(tdxcall_##name)
#define LEAF_SEAMLDR_PLATFORM(name, ...)							\
	TYPED_CALL(SEAMLDR_PLATFORM, STATUS_OF_u64, SEAMCALL_BEGINS, name, __VA_ARGS__)		\
	EXPORT_SYMBOL_IN_NS_GPL(tdxcall_##name, TDXCALL_CHANGES_PLATFORM)
#define LEAF_GUEST(name, ...)									\
	TYPED_CALL(GUEST, STATUS_OF_u64, TDCALL_BEGINS, name, __VA_ARGS__)			\
	EXPORT_SYMBOL_GPL(tdxcall_##name)
#define LEAF_VMCALL(name, ...)									\
	TYPED_CALL(VMCALL, STATUS_OF_vmcall, TDCALL_BEGINS, name, __VA_ARGS__)			\
	EXPORT_SYMBOL_GPL(tdxcall_##name)

#define LEAF(space, name, leaf, ...)	LEAF_##space(name, __VA_ARGS__);
#include "core/call/leaf_list.h"
