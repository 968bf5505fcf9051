/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Host services of the VMM.  Implemented in the kernel by module/vmm, in user space by
 * kunit/user/host/vmm_host.cpp.  @host is that of struct vmm_config.
 */
#ifndef TDXCALL_CORE_VMM_HOST_H
#define TDXCALL_CORE_VMM_HOST_H

#include <tdxcall/types.h>

#ifdef __cplusplus
extern "C" {
#endif

/* May be called from an interrupt. */

/* The vCPU has an event: makes it exit if it runs, and go on if it halts. */
void host_vmm_kick(void *host, u32 vcpu);

/* The rest is called only by vCPU threads and by callers of vmm_input() and vmm_quote_done(). */

/* The TSC as the TD reads it. */
u64 host_vmm_tsc(void *host);

/* Seconds since 1970, UTC. */
u64 host_vmm_seconds(void *host);

/* Serialises access to a TD's devices.  May sleep. */
void host_vmm_lock(void *host);
void host_vmm_unlock(void *host);

/* A byte sent by a serial port (enum vmm_port); the lock is held.  Does not wait for a reader. */
void host_vmm_output(void *host, u32 port, u8 byte);

/* Queues an NMI for a vCPU (PEND_NMI of TDH.VP.WR), and kicks it. */
void host_vmm_nmi(void *host, u32 vcpu);

/*
 * MapGPA: makes pages from @gpa on (without the shared bit) shared or private.  The old mapping is
 * gone from every TLB on return; content is not kept.  Returns how many bytes are done: all, or
 * fewer, in whole pages, if memory ran out.
 */
u64 host_vmm_convert(void *host, u64 gpa, u64 bytes, u32 shared);

/* Access to shared memory; @gpa is without the shared bit.  0, or -1 if not all of it is shared. */
int host_vmm_read(void *host, u64 gpa, void *to, u32 bytes);
int host_vmm_write(void *host, u64 gpa, const void *from, u32 bytes);

/*
 * Begins a quote of a TDREPORT, which stays in place until vmm_quote_done().  0, or -1 if there is
 * no quote service.
 */
int host_vmm_quote(void *host, const void *report, u32 bytes);

#ifdef __cplusplus
}
#endif

#endif
