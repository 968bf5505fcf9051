// SPDX-License-Identifier: GPL-2.0
//
// Linux' boot protocol (Documentation/arch/x86/boot.rst there): the header of a bzImage, and the
// page of boot parameters that its 64-bit entry takes in RSI.
#pragma once

#include "boot.h"

namespace tdx::boot {

// What the header of a bzImage asks for.
struct BzImage {
	u64 offset; // of the protected-mode kernel, which is what is loaded
	u64 bytes;
	u64 preferred;
	u64 needed;        // from there on, to unpack itself
	u64 initrd_end;    // at most
	u32 cmdline_bytes; // at most, with the terminator
	u32 header_bytes;
};

constexpr u64 linux_entry = 0x200; // 64-bit, from the first byte of what is loaded

// NULL, or what is wrong with it.
char const *read_bzimage(void const *file, u64 bytes, BzImage &image);

// @page is zero.
void write_boot_params(vmm_boot const &boot, vmm_boot_plan const &plan, u8 *page);

} // namespace tdx::boot
