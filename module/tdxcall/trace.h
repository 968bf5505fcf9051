/* SPDX-License-Identifier: GPL-2.0 */
/* Tracepoints: each SEAMCALL and TDCALL by name, and how it ended in words. */
#undef TRACE_SYSTEM
#define TRACE_SYSTEM tdxcall

#if !defined(TDXCALL_TRACE_H) || defined(TRACE_HEADER_MULTI_READ)
#define TDXCALL_TRACE_H

#include <linux/string.h>
#include <linux/tracepoint.h>

#include "internal.h"

#define TDXCALL_TRACE_NAME	40
#define TDXCALL_TRACE_STATUS	96

TRACE_EVENT_FN(tdxcall_enter,
	       TP_PROTO(bool tdcall, u64 fn),
	       TP_ARGS(tdcall, fn),
	       TP_STRUCT__entry(__field(bool, tdcall)
				__field(u64, fn)
				__array(char, name, TDXCALL_TRACE_NAME)),
	       TP_fast_assign(__entry->tdcall = tdcall;
			      __entry->fn = fn;
			      strscpy(__entry->name, core_leaf_name(tdcall, fn),
				      TDXCALL_TRACE_NAME);),
	       TP_printk("%s %s fn=0x%llx", __entry->tdcall ? "TDCALL" : "SEAMCALL",
			 __entry->name, __entry->fn),
	       tdxcall_trace_begin, tdxcall_trace_end
);

TRACE_EVENT_FN(tdxcall_exit,
	       TP_PROTO(bool tdcall, u64 fn, u64 status),
	       TP_ARGS(tdcall, fn, status),
	       TP_STRUCT__entry(__field(bool, tdcall)
				__field(u64, fn)
				__field(u64, status)
				__array(char, name, TDXCALL_TRACE_NAME)
				__array(char, words, TDXCALL_TRACE_STATUS)),
	       TP_fast_assign(__entry->tdcall = tdcall;
			      __entry->fn = fn;
			      __entry->status = status;
			      strscpy(__entry->name, core_leaf_name(tdcall, fn),
				      TDXCALL_TRACE_NAME);
			      tdx_decode_status(status, tdxcall_kind(tdcall, fn), fn,
						__entry->words, TDXCALL_TRACE_STATUS);),
	       TP_printk("%s %s fn=0x%llx status=0x%llx %s",
			 __entry->tdcall ? "TDCALL" : "SEAMCALL", __entry->name,
			 __entry->fn, __entry->status, __entry->words),
	       tdxcall_trace_begin, tdxcall_trace_end
);

#endif

#undef TRACE_INCLUDE_PATH
#define TRACE_INCLUDE_PATH module/tdxcall
#undef TRACE_INCLUDE_FILE
#define TRACE_INCLUDE_FILE trace
#include <trace/define_trace.h>
