// SPDX-License-Identifier: GPL-2.0
//
// Calls that the software TDX module answered, counted by leaf function and by how they ended.
#pragma once

#include <tdxcall/types.h>

struct emu;

// By the top bits of the status.
enum emu_outcome {
	EMU_SUCCESS,      // TDX_SUCCESS
	EMU_SUCCESS_INFO, // success with information
	EMU_RETRYABLE,    // an error that may go away by itself
	EMU_REFUSED,      // any other
	EMU_OUTCOMES,
};

struct emu_calls_view {
	u32 leaf;
	char const *name; // null: those of all leaf functions that are not modelled
	u64 calls[EMU_OUTCOMES];
};

// By row of the dispatcher's table; -1 behind the last one.
int emu_view_calls(emu const *emu, u32 index, emu_calls_view *view);
