// SPDX-License-Identifier: GPL-2.0
//
// The files that show what is inside the software TDX module.  Each has a function that writes the
// next piece of its text, as emu_inspect() does.
#pragma once

#include "core/base/text.hpp"
#include "core/emu/inspect.h"
#include "core/emu/platform/state.hpp"

namespace tdx::emu {

// Pages, KeyIDs or SEPT entries that a piece looks at.
constexpr u32 looks_at_once = 64;

u32 platform_text(Emu &emu, emu_cursor &cursor, char *buf, u32 size);
u32 keyids_text(Emu &emu, emu_cursor &cursor, char *buf, u32 size);
u32 tdmrs_text(Emu &emu, emu_cursor &cursor, char *buf, u32 size);
u32 tds_text(Emu &emu, emu_cursor &cursor, char *buf, u32 size);
u32 vcpus_text(Emu &emu, emu_cursor &cursor, char *buf, u32 size);
u32 sept_text(Emu &emu, emu_cursor &cursor, char *buf, u32 size);
u32 locks_text(Emu &emu, emu_cursor &cursor, char *buf, u32 size);
u32 calls_text(Emu &emu, emu_cursor &cursor, char *buf, u32 size);

namespace {

// A piece goes on until it has looked often enough, or has something to tell.
CORE_INLINE bool goes_on(emu_cursor const &cursor, Text const &text, u32 looks)
{
	return looks < looks_at_once && !cursor.done && !text.length();
}

} // namespace

} // namespace tdx::emu
