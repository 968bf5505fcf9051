/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Host services of the software TDX module, besides those of core/base/host_cpu.h.  Implemented in
 * the kernel by module/emu, in user space by kunit/user/host/host.cpp.  Interrupts may be off, and
 * none sleeps.
 */
#ifndef TDXCALL_CORE_EMU_HOST_H
#define TDXCALL_CORE_EMU_HOST_H

#include <tdxcall/types.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Host memory.  @pa has no KeyID bits.  0, or -1 when part of the range is not RAM that this kernel
 * owns; then nothing was copied.
 */
int host_phys_read(u64 pa, void *to, u32 bytes);
int host_phys_write(u64 pa, const void *from, u32 bytes);

/*
 * The page at @pa (4 KiB aligned, no KeyID bits) where it can be read and written, or NULL when it
 * is not RAM that this kernel owns or not mapped.
 */
void *host_page(u64 pa);

/*
 * SHA-384 over a stream.  @state lies in memory that the host may damage meanwhile: then the digest
 * is a wrong one, or the answer -1.  Its content is the service's own; 8-byte aligned.  An update
 * is of two pieces, each of which may be empty.  Interrupts are off.
 */
#define HOST_SHA384_STATE_BYTES	256
#define HOST_SHA384_BYTES	48
int host_sha384_begin(void *state);
int host_sha384_update(void *state, const void *head, u32 head_bytes, const void *data, u32 bytes);
int host_sha384_end(const void *state, void *digest);

/* A 64-bit random number; 0, or -1 when there is no entropy at the moment. */
int host_random(u64 *value);

#ifdef __cplusplus
}
#endif

#endif
