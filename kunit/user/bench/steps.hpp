// SPDX-License-Identifier: GPL-2.0
//
// How many instructions a call takes: counted one by one with the trap flag, which every machine
// has.
#pragma once

#include "calls.h"

// Of one iteration.
u64 instructions_per_call(call_loop &loop);
