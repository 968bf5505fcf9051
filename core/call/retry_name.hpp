// SPDX-License-Identifier: GPL-2.0
//
// Reasons to retry a call in words.
#pragma once

#include "core/abi/leaf.hpp"

namespace tdx {

// By index_of(Retry).
constexpr char const *retry_names[] = {"no entropy", "operand busy", "system busy",
	"previous TLB epoch busy", "key generation failed", "interrupted, resumed",
	"interrupted, restarted", "hypercall"};

constexpr unsigned retry_reasons = sizeof(retry_names) / sizeof(*retry_names);
static_assert(retry_reasons == index_of(Retry::Hypercall) + 1);

} // namespace tdx
