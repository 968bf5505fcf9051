/* SPDX-License-Identifier: GPL-2.0 */
/* What tests may do to the software TDX module. */
#ifndef TDXCALL_EMU_H
#define TDXCALL_EMU_H

#include <linux/types.h>
#include "core/call/core.h"
#include "core/emu/emu.h"

/* The module parameters of the same names. */
struct tdxcall_emu_params {
	unsigned int keyid_start;
	unsigned int keyids;
	bool no_rbp_mod;
	bool loaded;
	bool seam;
};

int tdxcall_emu_reset(const struct tdxcall_emu_params *params);
int tdxcall_emu_check_role(enum core_role role);

int tdxcall_emu_inject(const struct emu_fault *fault);
int tdxcall_emu_inject_command(const char *command);
void tdxcall_emu_inject_clear(void);

/* Host state that a TD exit leaves changed, besides general-purpose and XMM registers. */
enum tdxcall_emu_state {
	TDXCALL_EMU_XSAVE,	/* x87, YMM, ZMM, opmask: INIT state */
	TDXCALL_EMU_PKRU,
	TDXCALL_EMU_XCR0,
	TDXCALL_EMU_XSS,
	TDXCALL_EMU_XFD,
	TDXCALL_EMU_XFD_ERR,
	TDXCALL_EMU_CR2,
	TDXCALL_EMU_DR,
	TDXCALL_EMU_STAR,
	TDXCALL_EMU_LSTAR,
	TDXCALL_EMU_FMASK,
	TDXCALL_EMU_KERNEL_GS_BASE,
	TDXCALL_EMU_TSC_AUX,
	TDXCALL_EMU_DEBUGCTL,
	TDXCALL_EMU_UMWAIT_CONTROL,
	TDXCALL_EMU_TSX_CTRL,
	TDXCALL_EMU_UARCH_MISC_CTL,
	TDXCALL_EMU_STATES,
};

/* Events of the host that end the run of a TD and are taken as a CPU in a TD takes them. */
enum tdxcall_emu_event {
	TDXCALL_EMU_NO_EVENT,
	TDXCALL_EMU_INTERRUPT,	/* one that is pending */
	TDXCALL_EMU_NMI,	/* comes during the run, where the APIC is in xAPIC mode */
};

/**
 * struct tdxcall_emu_answer - how echo mode answers TDH.VP.ENTER
 * @status: RAX
 * @out: the other general-purpose registers
 * @rbp: RBP, which comes back only from a TDX module without NO_RBP_MOD
 * @xmm: XMM0-15
 * @clobber: what else changes, bits of enum tdxcall_emu_state; what this CPU lacks does not
 * @event: which event of the host ends the run first, where there is one: it then says RAX and R9
 */
struct tdxcall_emu_answer {
	u64 status;
	struct tdx_regs out;
	u64 rbp;
	struct tdx_xmm xmm;
	u32 clobber;
	u32 event;
};

/**
 * struct tdxcall_emu_seen - what echo mode saw
 * @calls: number of calls since echo mode was switched on; the rest is of the latest
 * @in: general-purpose registers
 * @rbp: RBP
 * @xmm: XMM0-15
 * @interrupts: they were on
 * @clobbered: what was really changed, bits of enum tdxcall_emu_state
 */
struct tdxcall_emu_seen {
	u64 calls;
	struct tdx_regs in;
	u64 rbp;
	struct tdx_xmm xmm;
	bool interrupts;
	u32 clobbered;
};

void tdxcall_emu_echo(const struct tdxcall_emu_answer *answer);
void tdxcall_emu_echo_seen(struct tdxcall_emu_seen *seen);
const char *tdxcall_emu_state_name(enum tdxcall_emu_state state);

#endif
