// SPDX-License-Identifier: GPL-2.0
//
// The end of a TD, with its reason in words.
#pragma once

#include "core/base/text.hpp"
#include "vmm.hpp"

namespace tdx::vmm {

namespace {

// Ends the TD for a reason, which add() writes to an empty Text.  Only the first reason is kept.
template <typename Add>
CORE_ALWAYS_INLINE void end(Td &td, vmm_verdict &verdict, Add add)
{
	verdict.next = VMM_END;
	if (!td.ends_now())
		return;
	Text text{td.reason, reason_bytes};
	add(text);
	td.ended();
}

} // namespace

} // namespace tdx::vmm
