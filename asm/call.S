/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The entries, declared in call.h.  Must not be traced or probed, because RBP may be lost inside.
 */
#include "call_macro.h"

	.section .noinstr.text, "ax"

SYM_FUNC_START(tdx_seamcall_in)
	TDX_CALL SEAMCALL, 4, out=0
SYM_FUNC_END(tdx_seamcall_in)

SYM_FUNC_START(tdx_seamcall_small)
	TDX_CALL SEAMCALL, 4
SYM_FUNC_END(tdx_seamcall_small)

SYM_FUNC_START(tdx_seamcall_wide)
	TDX_CALL SEAMCALL, 8
SYM_FUNC_END(tdx_seamcall_wide)

SYM_FUNC_START(tdx_seamcall_full)
	TDX_CALL SEAMCALL, 13
SYM_FUNC_END(tdx_seamcall_full)

SYM_FUNC_START(tdx_seamcall_xmm)
	TDX_CALL SEAMCALL, 13, xmm=1, stranger=1
SYM_FUNC_END(tdx_seamcall_xmm)

SYM_FUNC_START(tdx_tdcall_in)
	TDX_CALL TDCALL, 4, out=0
SYM_FUNC_END(tdx_tdcall_in)

SYM_FUNC_START(tdx_tdcall_small)
	TDX_CALL TDCALL, 4
SYM_FUNC_END(tdx_tdcall_small)

SYM_FUNC_START(tdx_tdcall_wide)
	TDX_CALL TDCALL, 8
SYM_FUNC_END(tdx_tdcall_wide)

SYM_FUNC_START(tdx_tdcall_full)
	TDX_CALL TDCALL, 13, stranger=1
SYM_FUNC_END(tdx_tdcall_full)

SYM_FUNC_START(tdx_tdcall_xmm)
	TDX_CALL TDCALL, 13, xmm=1, stranger=1
SYM_FUNC_END(tdx_tdcall_xmm)
