/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The core as module/ sees it: calls, and what this machine is.  Plain C; nothing here sleeps.
 */
#ifndef TDXCALL_CORE_CORE_H
#define TDXCALL_CORE_CORE_H

#include <tdxcall/abi.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * A leaf function by number.  @fn is RAX: leaf number in 15:0, version in 23:16; and how patient
 * the caller is, TDXCALL_* of abi.h, which the TDX module does not see.  @out is zeroed
 * first and written only by a TDX module that ran; it must not be @in.  The leaf table says which
 * registers go in: others are zero whatever @in has.  A failure that the leaf table says may pass
 * is tried again, an interrupted call goes on, both in bounds; what comes back then is the last
 * attempt's.  The caller keeps this CPU, and may lose it and get it back between attempts.
 * TDXCALL_REFUSED for leaf functions that carry XMM registers,
 * which have calls of their own below, for those that may lose them where the FPU can't be used,
 * and for P-SEAMLDR calls.
 */
u64 core_seamcall(u64 fn, const struct tdx_regs *in, struct tdx_regs *out);
u64 core_tdcall(u64 fn, const struct tdx_regs *in, struct tdx_regs *out);

/*
 * By the leaf table: does the SEAMCALL change nothing that somebody relies on?  One that the table
 * lacks may change anything.
 */
int core_seamcall_reads(u64 fn);

/*
 * A hypercall of a TD.  @number is the sub-function as the table has it: R11, and for MigTD calls
 * the operation of R12 in 47:32, with TDXCALL_*.  RCX, R10 and R11 of @in do not count.  @out has
 * what the sub-function gives after such a result, and R10 when the VMM ran.  Refused when the
 * table has no such sub-function.
 */
struct tdx_vmcall_result core_vmcall(u64 number, const struct tdx_regs *in, struct tdx_regs *out);

/*
 * A hypercall that the table lacks, with R10 and R11 of @in.  @exposed: further registers that the
 * VMM sees and may change, by their encoding; in 31:16 XMM registers, of @xmm, which may be NULL
 * when there are none.
 */
struct tdx_vmcall_result core_vmcall_raw(u32 exposed, const struct tdx_regs *in,
					 struct tdx_regs *out, struct tdx_xmm *xmm);

/*
 * Leaf functions one after the other, each as core_seamcall() makes it, up to the first error.
 * Those that may lose vector registers share FPU sections, each of a bounded number of calls and a
 * bounded time, and are made by a task that may sleep.  Calls that were not reached get the status
 * TDXCALL_NOT_MADE.  Returned is how many ended without an error.
 */
u32 core_seamcall_batch(struct tdx_call *calls, u32 count);

/* Reasons for which calls are made again, from 0 on; NULL when @index is beyond the last. */
#define CORE_RETRY_REASONS	8
const char *core_retry_name(u32 index);

/*
 * TDH.VP.ENTER: RCX of @in says which vCPU runs, the rest and @xmm are what the guest gets where it
 * asked for it; all come back as the guest's or the TDX module's.  One attempt: what is busy is
 * the caller's to judge.  @out is zeroed first; @out and @xmm are written only by a TDX module that
 * ran.  Interrupts are off.  What a TD exit changes of this CPU is restored before anyone hears of
 * the exit: host_run_guest() says what.
 *
 * TDXCALL_REFUSED where the FPU can't be used, and where the TD does not keep RBP, but something
 * unwinds the stack by it.
 */
u64 core_vp_enter(const struct tdx_regs *in, struct tdx_regs *out, struct tdx_xmm *xmm);

/*
 * The MSRs that a TD exit leaves changed and Linux relies on, 0 when @index is beyond the last.
 * Sets of them are a bit each: those that this CPU has, those whose value is fixed on a CPU for
 * good unless another hypervisor has borrowed them, and those that an L2 VM shares.
 */
#define CORE_EXIT_MSRS	11
struct core_exit_msrs {
	u64 value[CORE_EXIT_MSRS];
};

u32 core_exit_msr(u32 index);
u32 core_exit_msrs_present(void);
u32 core_exit_msrs_fixed(void);
u32 core_exit_msrs_l2(void);

/*
 * What is in those of @which, before, and that again after a TD exit or an exit of an L2 VM.  What
 * has not changed is not written.  Interrupts are off from one to the other; the latter two are
 * neither traced nor probed.
 */
void core_save_exit_msrs(u32 which, struct core_exit_msrs *host);
void core_restore_exit_msrs(u32 which, const struct core_exit_msrs *host);
void core_restore_l2_msrs(u32 which, const struct core_exit_msrs *host);

/*
 * The event of the host that ended TDH.VP.ENTER with this completion status and R9, which is no
 * longer pending: whoever entered the TD has to see to it.  @vector is that of an interrupt.
 */
enum core_event {
	CORE_EVENT_NONE,
	CORE_EVENT_INTERRUPT,
	CORE_EVENT_NMI,
	CORE_EVENT_MACHINE_CHECK,
};

enum core_event core_exit_event(u64 raw, u64 r9, u8 *vector);

/* TDG.VP.ENTER, the same from an L1 VMM to an L2 VM, which shares the XMM registers. */
u64 core_l2_enter(const struct tdx_regs *in, struct tdx_regs *out, struct tdx_xmm *xmm);

/*
 * A leaf function of the P-SEAMLDR: @fn has bit 63.  Refused unless host_seamldr_allowed(), and
 * where the table has no such leaf function.  Interrupts are off meanwhile.
 */
u64 core_seamldr(u64 fn, const struct tdx_regs *in, struct tdx_regs *out);

/* TDH.SYS.INIT, once for the platform, and TDH.SYS.LP.INIT, on every LP. */
u64 core_sys_init(void);
u64 core_sys_lp_init(void);

enum core_role {
	CORE_ROLE_NONE,
	CORE_ROLE_HOST,
	CORE_ROLE_GUEST,
	CORE_ROLE_VM,	/* SEAMCALL and TDCALL may exit to a hypervisor that ends the VM */
};

/**
 * struct core_machine - what this machine is
 * @role: TDX host, TD guest, a VM to be careful with, or none of them
 * @reason: in plain words, what @role was concluded from
 * @hypervisor: signature of the hypervisor beneath, as it gives it; empty where there is none, in
 *              a TD and on a TDX host
 * @private_keyids: number of private KeyIDs the platform reports, 0 when it reports none
 */
struct core_machine {
	enum core_role role;
	const char *reason;
	char hypervisor[13];
	u32 private_keyids;
};

/*
 * By CPUID, in a TD alone, and what asks no hypervisor for its consent: no SEAMCALL or TDCALL is
 * made.
 */
void core_look_at_machine(struct core_machine *machine);

/* A metadata field as read: @value counts only when @status is a success. */
struct core_field {
	u64 status;
	u64 value;
};

/**
 * struct core_identity - what this machine is, and which TDX module answers
 * @machine: what this machine is, by the outcome of @probe too
 * @probe: name of the leaf function called to find out, which reads only, or "none"
 * @probe_status: its completion status, or a software code
 * @next: core_identify_next()'s own
 * @fields: readable metadata fields that the field table knows
 * @fields_unknown: readable elements that it doesn't know
 */
struct core_identity {
	struct core_machine machine;
	const char *probe;
	u64 probe_status;
	struct {
		u32 step;
		u64 element;
		u64 counted;
	} next;
	u32 fields;
	u32 fields_unknown;
	struct core_field major;
	struct core_field minor;
	struct core_field update;
	struct core_field internal;
	struct core_field build_date;
	struct core_field build_num;
	struct core_field vendor;
	struct core_field features;
};

/* What this machine is, and the probing call on this CPU; the fields stay unread. */
void core_probe(struct core_identity *id);

/*
 * After core_probe(): what the TDX module says of itself, by one call at a time, so that others may
 * run between two.  0 when there is no more to read, which is at once where nobody answered the
 * probing call.  After the first %CORE_VERSION_STEPS the major, minor and update version are
 * there.
 */
#define CORE_VERSION_STEPS	3
int core_identify_next(struct core_identity *id);

/* A probing call's outcome, and what to do about it, in plain words. */
const char *core_probe_meaning(const struct core_identity *id);
const char *core_probe_advice(const struct core_identity *id);

/* What a leaf function changes: see Effect in abi/leaf.hpp. */
enum core_effect {
	CORE_EFFECT_READS,
	CORE_EFFECT_TD,
	CORE_EFFECT_PLATFORM,
};

/**
 * struct core_leaf - a leaf function of the TDX module, as the leaf table has it
 * @name: TDH.* for SEAMCALL, TDG.* for TDCALL
 * @release: first TDX release with it, in words
 * @number: leaf number
 * @version: newest version known
 * @effect: what it changes, enum core_effect
 * @major: of the first TDX module with it; 0 when it is not known
 * @minor: see @major
 * @update: see @major; 0 when every release of that version has it
 * @own_call: carries vector registers, and is refused by number
 * @keeps_xmm: does not lose vector registers
 * @in: registers that carry operands, bits by register number
 * @out: registers that carry results, on success or on error
 */
struct core_leaf {
	const char *name;
	const char *release;
	u16 number;
	u8 version;
	u8 effect;
	u8 major;
	u8 minor;
	u8 update;
	u8 own_call;
	u8 keeps_xmm;
	u16 in;
	u16 out;
};

/* The leaf functions one by one, by rising number; 0 when @index is beyond the last. */
int core_seamcall_leaf(u32 index, struct core_leaf *leaf);
int core_tdcall_leaf(u32 index, struct core_leaf *leaf);

/* The same of the P-SEAMLDR, whose numbers lack bit 63 here. */
int core_seamldr_leaf(u32 index, struct core_leaf *leaf);

/* Name of the leaf function that RAX calls; "?" for one that the tables lack. */
const char *core_leaf_name(u32 tdcall, u64 fn);

/* Does the TDX module whose version is in @id have it?  -1 when that can't be told. */
int core_has_leaf(const struct core_identity *id, const struct core_leaf *leaf);

/**
 * struct core_platform_field - a metadata field of the platform
 * @name: as the TDX module ABI has it
 * @class_name: of its class
 * @id: field id of element 0
 * @elements: how many there are; element n has the id @id + n
 */
struct core_platform_field {
	const char *name;
	const char *class_name;
	u64 id;
	u32 elements;
};

/* The platform's metadata fields one by one; 0 when @index is beyond the last. */
int core_platform_field(u32 index, struct core_platform_field *field);

/* Reads an element with TDH.SYS.RD or, in a TD, TDG.SYS.RD. */
struct core_field core_read_element(enum core_role role, u64 id);

#ifdef __cplusplus
}
#endif

#endif
