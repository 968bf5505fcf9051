// SPDX-License-Identifier: GPL-2.0
//
// What the stub is told, in its own page.
#pragma once

#include "boot.h"
#include "stub.h"

namespace tdx::boot {

// A range ends where it begins: the last one.
struct StubRange {
	u64 begin;
	u64 end;
};

struct StubArgs {
	u64 cr3;
	u64 cr3_la57; // when an OS that uses five levels gives a CPU back
	u64 entry;
	u64 argument; // RSI at the entry
	u64 stack;
	u64 mailbox;  // 0: there is none
	u64 released; // vCPU 0 sets it: flat programs may begin
	vmm_flat flat;
	u64 unused[4];
	StubRange accept[VMM_BOOT_GAPS + 1];
	u64 unused_end[2];
};

static_assert(__builtin_offsetof(StubArgs, cr3) == VMM_STUB_CR3);
static_assert(__builtin_offsetof(StubArgs, cr3_la57) == VMM_STUB_CR3_LA57);
static_assert(__builtin_offsetof(StubArgs, entry) == VMM_STUB_ENTRY);
static_assert(__builtin_offsetof(StubArgs, argument) == VMM_STUB_ARGUMENT);
static_assert(__builtin_offsetof(StubArgs, stack) == VMM_STUB_STACK);
static_assert(__builtin_offsetof(StubArgs, mailbox) == VMM_STUB_MAILBOX);
static_assert(__builtin_offsetof(StubArgs, released) == VMM_STUB_RELEASED);
static_assert(__builtin_offsetof(StubArgs, flat) == VMM_STUB_FLAT);
static_assert(__builtin_offsetof(StubArgs, accept) == VMM_STUB_ACCEPT);
static_assert(sizeof(StubArgs) == VMM_STUB_ARGS_BYTES);

} // namespace tdx::boot
