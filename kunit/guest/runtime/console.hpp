// SPDX-License-Identifier: GPL-2.0
//
// What a flat program says, and its end.  By hypercalls, so without a #VE.
#pragma once

#include <tdxcall/types.h>

namespace guest {

u8 port_in(u16 port);
void port_out(u16 port, u8 value);

// On the serial line.
void say(char const *text);
void say_hex(u64 value);
void say_decimal(u64 value);

[[noreturn]] void power_off();

} // namespace guest
