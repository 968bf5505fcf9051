/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Host services of the software TDX module, besides those of core/base/host_cpu.h.  Implemented in
 * the kernel by module/emu, in user space by kunit/user/host/host.cpp.  They may be called with
 * interrupts off and do not sleep.
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
 * SHA-384 over a stream.  @state is opaque and 8-byte aligned.  It lies in memory that the host may
 * damage: then the digest is wrong, or the result -1.  An update takes two pieces, each of which
 * may be empty.  Interrupts are off.
 */
#define HOST_SHA384_STATE_BYTES	256
#define HOST_SHA384_BYTES	48
int host_sha384_begin(void *state);
int host_sha384_update(void *state, const void *head, u32 head_bytes, const void *data, u32 bytes);
int host_sha384_end(const void *state, void *digest);

/* HMAC-SHA256 of @data; 0 or -1.  Interrupts are off. */
#define HOST_HMAC_SHA256_KEY_BYTES	32
#define HOST_HMAC_SHA256_BYTES		32
int host_hmac_sha256(const void *key, const void *data, u32 bytes, void *mac);

/* A 64-bit random number; 0, or -1 when there is no entropy at the moment. */
int host_random(u64 *value);

/**
 * struct host_guest - state of a vCPU that no VMRUN switches
 * @xsave: image of its extended state in the standard format, 64-byte aligned
 * @xfam: components of the image
 * @xcr0: XCR0
 * @dr: DR0-3
 * @tsc_aux: IA32_TSC_AUX
 */
struct host_guest {
	void *xsave;
	u64 xfam;
	u64 xcr0;
	u64 dr[4];
	u64 tsc_aux;
};

/*
 * Running a vCPU under AMD-V, with interrupts off.  From host_guest_begin() to host_guest_end() the
 * CPU has the guest's state, and nobody else uses the FPU.  host_vmrun() is one VMRUN; @regs are
 * the guest's registers, except RAX, which is in the VMCB.
 */
struct emu_regs;
void host_guest_begin(const struct host_guest *guest);
void host_vmrun(u64 vmcb_pa, struct emu_regs *regs);
u64 host_guest_xcr0(void);
void host_set_guest_xcr0(u64 xcr0);
void host_set_guest_tsc_aux(u64 tsc_aux);
void host_guest_end(struct host_guest *guest);

#ifdef __cplusplus
}
#endif

#endif
