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
 * Calls a leaf function by number.  @fn is RAX: leaf number in 15:0, version in 23:16, and the
 * retry policy, TDXCALL_* of abi.h, which is not passed to the TDX module.  @out is zeroed first
 * and written only if a TDX module ran; it must not be @in.  Only registers that the leaf table
 * lists as inputs are taken from @in, others go in as zero.  Failures that the leaf table marks as
 * retryable are retried and interrupted calls resumed, within bounds; the results are those of the
 * last attempt.  The caller stays on this CPU, but may be scheduled away between attempts.
 * TDXCALL_REFUSED for leaf functions that carry XMM registers, which have calls of their own below,
 * for those that may lose them where the FPU can't be used, and for P-SEAMLDR calls.
 */
u64 core_seamcall(u64 fn, const struct tdx_regs *in, struct tdx_regs *out);
u64 core_tdcall(u64 fn, const struct tdx_regs *in, struct tdx_regs *out);

/* Of @in what such a call has as operands, a hypercall and TDH.VP.ENTER too; else 0. */
void core_operands(u32 tdcall, u64 fn, const struct tdx_regs *in, struct tdx_regs *operands);

/*
 * Does the SEAMCALL, by the leaf table, change nothing that anybody relies on?  A leaf function
 * that the table lacks may change anything.
 */
int core_seamcall_reads(u64 fn);

/*
 * A hypercall of a TD.  @number is the sub-function as in the table: R11, and for MigTD calls the
 * operation of R12 in 47:32; plus TDXCALL_*.  RCX, R10 and R11 of @in are ignored.  @out gets the
 * outputs that the sub-function has after such a result, and R10 if the VMM ran.  Refused if the
 * table has no such sub-function.
 */
struct tdx_vmcall_result core_vmcall(u64 number, const struct tdx_regs *in, struct tdx_regs *out);

/*
 * A hypercall that the table lacks, with R10 and R11 from @in.  @exposed has a bit for each further
 * register that the VMM sees and may change, by its encoding, and in 31:16 for XMM registers of
 * @xmm, which may be NULL if there are none.
 */
struct tdx_vmcall_result core_vmcall_raw(u32 exposed, const struct tdx_regs *in,
					 struct tdx_regs *out, struct tdx_xmm *xmm);

/*
 * Calls leaf functions one after the other, each like core_seamcall(), up to the first error.
 * Those that may lose vector registers share FPU sections, bounded in calls and time.  The caller
 * is a task that may sleep.  Calls that were not reached get TDXCALL_NOT_MADE.  Returns how many
 * ended without an error.
 */
u32 core_seamcall_batch(struct tdx_call *calls, u32 count);

/* Names of the reasons to retry a call; NULL if @index is beyond the last. */
#define CORE_RETRY_REASONS	8
const char *core_retry_name(u32 index);

/*
 * TDH.VP.ENTER: RCX of @in names the vCPU; the other registers and @xmm reach the guest where its
 * last exit exposed them.  All come back from the guest or the TDX module.  One attempt: a busy
 * status is left to the caller.  @out is zeroed first; @out and @xmm are written only if a TDX
 * module ran.  Interrupts are off.  Host state that a TD exit changes, see host_run_guest(), is
 * restored before the exit is traced or counted.
 *
 * TDXCALL_REFUSED where the FPU can't be used, and where the TD does not keep RBP although the
 * stack may be unwound by it.
 */
u64 core_vp_enter(const struct tdx_regs *in, struct tdx_regs *out, struct tdx_xmm *xmm);

/*
 * MSRs that Linux relies on and a TD exit leaves changed; 0 if @index is beyond the last.  Sets of
 * them have a bit for each: those that this CPU has, those with a constant value on a CPU (unless
 * another hypervisor has borrowed them), and those that an L2 VM shares.
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
 * Saves the MSRs in @which before, and restores them after a TD exit or an exit of an L2 VM; an MSR
 * that has not changed is not written.  Interrupts stay off in between; the latter two are neither
 * traced nor probed.
 */
void core_save_exit_msrs(u32 which, struct core_exit_msrs *host);
void core_restore_exit_msrs(u32 which, const struct core_exit_msrs *host);
void core_restore_l2_msrs(u32 which, const struct core_exit_msrs *host);

/*
 * The host event that ended TDH.VP.ENTER with this completion status and R9.  It is no longer
 * pending: the caller of TDH.VP.ENTER must deliver it.  @vector is set for an interrupt.
 */
enum core_event {
	CORE_EVENT_NONE,
	CORE_EVENT_INTERRUPT,
	CORE_EVENT_NMI,
	CORE_EVENT_MACHINE_CHECK,
};

enum core_event core_exit_event(u64 raw, u64 r9, u8 *vector);

/* The basic VM exit reason in a completion status of TDH.VP.ENTER; -1 if no TD ran. */
#define CORE_EXIT_TDCALL	77
int core_exit_reason(u64 raw);

/* Has software set this status: no TDX module ran? */
int core_is_software_status(u64 raw);

/* TDG.VP.ENTER: the same for an L1 VMM and its L2 VM, which share the XMM registers. */
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
 * Uses CPUID and, outside a TD, what no hypervisor can intercept; makes no SEAMCALL or TDCALL.
 */
void core_look_at_machine(struct core_machine *machine);

/* A metadata field as read: @value is valid only if @status is a success. */
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

/* Finds out what this machine is and makes the probing call on this CPU.  Reads no fields. */
void core_probe(struct core_identity *id);

/*
 * After core_probe(): reads the TDX module's own metadata, one call at a time so that the caller
 * can schedule in between.  0 when there is no more to read, at once if nobody answered the probing
 * call.  After the first %CORE_VERSION_STEPS steps the major, minor and update versions are known.
 */
#define CORE_VERSION_STEPS	3
int core_identify_next(struct core_identity *id);

/* A probing call's outcome, and what to do about it, in plain words. */
const char *core_probe_meaning(const struct core_identity *id);
const char *core_probe_advice(const struct core_identity *id);

/*
 * In a TD: what it can read of itself, in lines "key: value" of text as in core/decode/decode.h,
 * part by part from 0 on.  Returns 0 when @part is beyond the last.  A part makes up to six
 * TDCALLs; where one fails the completion status stands in place of the value.
 */
#define CORE_TD_TEXT	512
u32 core_td_text(u32 part, char *buf, u32 size);

/* What TDG.MR.REPORT writes, and what of it the TD chooses; buffers are aligned to their size. */
#define CORE_REPORT_BYTES	1024
#define CORE_REPORT_DATA_BYTES	64

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

/* Does the TDX module whose version is in @id have it? -1 if unknown. */
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
