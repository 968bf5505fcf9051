/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The reference VMM of TDs, as module/vmm sees it: what to do about a TD exit.  It knows TDX and
 * the GHCI and no operating system; memory, vCPU threads and time are its host's (host.h).  Plain
 * C; nothing is allocated here.
 */
#ifndef TDXCALL_CORE_VMM_VMM_H
#define TDXCALL_CORE_VMM_VMM_H

#include <tdxcall/abi.h>

#ifdef __cplusplus
extern "C" {
#endif

#define VMM_MAX_VCPUS	64
#define VMM_RANGES	4

/* Serial ports. */
enum vmm_port { VMM_COM1, VMM_COM2, VMM_PORTS };

/* A TD and its vCPUs. */
struct vmm_td;

struct vmm_range {
	u64 gpa;
	u64 bytes;
};

/**
 * struct vmm_config - what TD it is
 * @host: handed to every host service
 * @vcpus: up to %VMM_MAX_VCPUS; the x2APIC id of each is its index, as TDH.VP.INIT makes it
 * @gpa_width: 48 or 52; the uppermost of these bits says shared
 * @tsc_frequency: of the TD, in units of 25 MHz, as in TD_PARAMS
 * @memory: private GPAs that are memory, which may be shared; 0 bytes: unused
 */
struct vmm_config {
	void *host;
	u32 vcpus;
	u32 gpa_width;
	u32 tsc_frequency;
	struct vmm_range memory[VMM_RANGES];
};

/* Bytes of a TD with so many vCPUs; 0 when it can't have them. */
u64 vmm_bytes(u32 vcpus);

/*
 * @memory: vmm_bytes(), aligned to 64, and where vmm_posted() has a physical address.  NULL when
 * @config makes no TD.
 */
struct vmm_td *vmm_init(void *memory, const struct vmm_config *config);

enum vmm_next {
	VMM_RUN,	/* enter again */
	VMM_HALT,	/* wait for vmm_has_event(), vmm_timer() or another reason; see @blocked */
	VMM_MAP,	/* map a private page (TDH.MEM.PAGE.AUG) or a shared one, then enter */
	VMM_END,	/* the TD has ended: vmm_reason() */
};

/**
 * struct vmm_verdict - what the host does next
 * @next: see there
 * @blocked: %VMM_HALT: interrupts do not end it, but the guest wants to look at its memory once in
 *           a while
 * @level: %VMM_MAP: 0 for 4 KiB, 1 for 2 MiB if there can be such a page and else 4 KiB
 * @gpa: %VMM_MAP: of the page, with the shared bit
 */
struct vmm_verdict {
	enum vmm_next next;
	u32 blocked;
	u32 level;
	u64 gpa;
};

/*
 * What to do about the exit @exit that a vCPU's TDH.VP.ENTER returned with @status.  @entry is set
 * to the registers of the next TDH.VP.ENTER, except RCX, which is the host's: after a hypercall the
 * guest's own registers and the results.  If the TDX module was too busy to enter the vCPU, @entry
 * is kept, as the guest still waits for it.  May sleep in host services.
 */
void vmm_exit(struct vmm_td *td, u32 vcpu, u64 status, const struct tdx_regs *exit,
	      struct tdx_regs *entry, struct vmm_verdict *verdict);

/*
 * Called by the vCPU's thread before each entry and while the vCPU halts: posts the interrupt of
 * its APIC timer if it is due, and returns the next deadline in ticks of the TD's TSC, or 0.
 */
u64 vmm_timer(struct vmm_td *td, u32 vcpu);

/* Called by the vCPU's thread: the vCPU no longer halts. */
void vmm_goes_on(struct vmm_td *td, u32 vcpu);

/* Sends interrupt @vector to a vCPU.  Any context. */
void vmm_post(struct vmm_td *td, u32 vcpu, u8 vector);

/* Are there posted interrupts that the TDX module has not taken yet? */
int vmm_has_event(const struct vmm_td *td, u32 vcpu);

/* The posted-interrupt descriptor: 64 bytes, aligned to 64. */
void *vmm_posted(struct vmm_td *td, u32 vcpu);

/* Input for COM1; returns how many bytes its queue had room for. */
u32 vmm_input(struct vmm_td *td, const void *bytes, u32 count);

/* Ends a quote that host_vmm_quote() began; @quote is NULL if none could be made. */
void vmm_quote_done(struct vmm_td *td, const void *quote, u32 bytes);

/* Ends the TD for @why, unless it already ends for another reason. */
void vmm_end(struct vmm_td *td, const char *why);

/* Why the TD ended, in words; NULL while it has not. */
const char *vmm_reason(const struct vmm_td *td);

/* How often a vCPU exited, by exit reason and by hypercall.  Names are NULL from the end on. */
u64 vmm_exits(const struct vmm_td *td, u32 vcpu, u32 index);
const char *vmm_exit_name(u32 index);
u64 vmm_hypercalls(const struct vmm_td *td, u32 vcpu, u32 index);
const char *vmm_hypercall_name(u32 index);

#ifdef __cplusplus
}
#endif

#endif
