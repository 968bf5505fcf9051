/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The core as module/ sees it: calls, and what this machine is.  Plain C; nothing here sleeps.
 */
#ifndef TDXCALL_CORE_CORE_H
#define TDXCALL_CORE_CORE_H

#include "abi.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * A leaf function by number.  @fn is RAX: leaf number in 15:0, version in 23:16.  @out is zeroed
 * first and written only by a TDX module that ran; it must not be @in.  The leaf table says which
 * registers go in: others are zero whatever @in has.  RND_NO_ENTROPY is retried, a bounded number
 * of times.  The caller keeps this CPU.
 */
u64 core_seamcall(u64 fn, const struct tdx_regs *in, struct tdx_regs *out);
u64 core_tdcall(u64 fn, const struct tdx_regs *in, struct tdx_regs *out);

/* TDH.SYS.INIT, once for the platform, and TDH.SYS.LP.INIT, on every LP. */
u64 core_sys_init(void);
u64 core_sys_lp_init(void);

enum core_role {
	CORE_ROLE_NONE,
	CORE_ROLE_HOST,
	CORE_ROLE_GUEST,
};

/* By CPUID and MSRs alone: no SEAMCALL or TDCALL is made. */
enum core_role core_hardware_role(void);

/* A metadata field as read: @value counts only when @status is a success. */
struct core_field {
	u64 status;
	u64 value;
};

/**
 * struct core_identity - what this machine is, and which TDX module answers
 * @role: TDX host, TD guest or neither
 * @reason: in plain words, what @role was concluded from
 * @probe: name of the leaf function called to find out; it reads only
 * @probe_status: its completion status, or a software code
 * @private_keyids: number of private KeyIDs the platform reports, 0 when it reports none
 * @fields: readable metadata fields that the field table knows
 * @fields_unknown: readable elements that it doesn't know
 */
struct core_identity {
	enum core_role role;
	const char *reason;
	const char *probe;
	u64 probe_status;
	u32 private_keyids;
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

/* Role and probing call on this CPU; the fields stay unread. */
void core_probe(struct core_identity *id);

/* core_probe(), then what the TDX module says of itself: some hundred calls. */
void core_identify(struct core_identity *id);

/* A probing call's outcome, and what to do about it, in plain words. */
const char *core_probe_meaning(const struct core_identity *id);
const char *core_probe_advice(const struct core_identity *id);

#ifdef __cplusplus
}
#endif

#endif
