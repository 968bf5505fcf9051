/* SPDX-License-Identifier: GPL-2.0 */
/* The entries, declared in call.h. */
#include "call_macro.h"

	.text

SYM_FUNC_START(tdx_seamcall_small)
	TDX_CALL_SMALL SEAMCALL
SYM_FUNC_END(tdx_seamcall_small)

SYM_FUNC_START(tdx_seamcall_full)
	TDX_CALL_FULL SEAMCALL
SYM_FUNC_END(tdx_seamcall_full)

SYM_FUNC_START(tdx_tdcall_small)
	TDX_CALL_SMALL TDCALL
SYM_FUNC_END(tdx_tdcall_small)

SYM_FUNC_START(tdx_tdcall_full)
	TDX_CALL_FULL TDCALL
SYM_FUNC_END(tdx_tdcall_full)
