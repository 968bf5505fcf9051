// SPDX-License-Identifier: GPL-2.0
//
// All registers of a vCPU before and after something.
#pragma once

#include <tdxcall/types.h>

namespace guest {

struct Registers {
	u64 gpr[16]; // by their encoding; RSP is not among them
	u64 rflags;
};

// As XSAVE has it in its standard form.
struct alignas(64) Image {
	u8 bytes[832];
};

} // namespace guest

extern "C" {
void guest_tdcall(guest::Registers const *in, guest::Registers *out, guest::Image const *image_in,
	guest::Image *image_out);
void guest_spin(guest::Registers const *in, guest::Registers *out, guest::Image const *image_in,
	guest::Image *image_out);
}
