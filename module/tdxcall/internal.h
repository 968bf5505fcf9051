/* SPDX-License-Identifier: GPL-2.0 */
/* What the files of tdxcall.ko share. */
#ifndef TDXCALL_INTERNAL_H
#define TDXCALL_INTERNAL_H

#include <linux/bug.h>
#include <linux/fs.h>
#include <linux/init.h>
#include <linux/jump_label.h>
#include <linux/percpu.h>
#include <linux/preempt.h>
#include <linux/types.h>

#include "core/call/core.h"
#include "core/decode/decode.h"

/* Room for one decoded completion status. */
#define TDXCALL_STATUS_TEXT	256

/* A completion status of the calls that a machine of this kind makes, on one line. */
static inline void tdxcall_status_text(enum core_role role, u64 status, char *text)
{
	tdx_decode_status(status, role == CORE_ROLE_GUEST ? TDX_CALL_TDCALL : TDX_CALL_SEAMCALL,
			  TDX_LEAF_UNKNOWN, text, TDXCALL_STATUS_TEXT);
}

/* Where a call may not be made; debug kernels watch. */
static inline void tdxcall_assert_context(void)
{
	WARN_ON_ONCE(IS_ENABLED(CONFIG_PROVE_LOCKING) && in_nmi());
}

/*
 * In a VM that a TDX call might end, exported calls end before they begin: then this is their
 * status.
 */
DECLARE_STATIC_KEY_FALSE(tdxcall_barred);

static __always_inline bool tdxcall_is_barred(void)
{
	return static_branch_unlikely(&tdxcall_barred);
}

static inline u64 tdxcall_not_made(struct tdx_regs *out)
{
	*out = (struct tdx_regs) {};
	return TDXCALL_VM_AT_RISK;
}

bool tdxcall_bar(bool bar);

void tdxcall_debugfs_create(void);
void tdxcall_debugfs_remove(void);

/* Files of the debugfs directory. */
struct seq_file;
int tdxcall_info_show(struct seq_file *m, void *unused);
int tdxcall_cpus_show(struct seq_file *m, void *unused);
int tdxcall_leaves_show(struct seq_file *m, void *unused);
int tdxcall_retries_show(struct seq_file *m, void *unused);
int tdxcall_metadata_show(struct seq_file *m, void *unused);
extern const struct file_operations tdxcall_decode_fops;

/*
 * core_probe(), and core_identify_next() as often as @steps says, all on the CPU at hand.  May be
 * scheduled away meanwhile.
 */
void tdxcall_identify(struct core_identity *id, unsigned int steps);

/* Before the first call, and after the last one. */
int tdxcall_stats_create(void);
void tdxcall_stats_free(void);

/* Who answers a call: with bit 63 of RAX it is the P-SEAMLDR. */
static inline enum tdx_call_kind tdxcall_kind(bool tdcall, u64 fn)
{
	if (tdcall)
		return TDX_CALL_TDCALL;
	return fn >> 63 ? TDX_CALL_SEAMLDR : TDX_CALL_SEAMCALL;
}

/*
 * Calls of a leaf function since load, all CPUs together; there are three kinds of such.  False
 * when none was counted because nobody asked for it.
 */
bool tdxcall_calls_made(enum tdx_call_kind kind, u32 leaf, u64 *calls);

/* In test builds, for KUnit: count them, or not; returns what was. */
bool tdxcall_count_calls(bool count);

/* Attempts made again for a reason, and calls given up, since load. */
void tdxcall_retries_made(u32 reason, u64 *retries, u64 *gave_up);

/* A tracepoint is switched on or off. */
int tdxcall_trace_begin(void);
void tdxcall_trace_end(void);

/* Before the first TDH.VP.ENTER: which of the MSRs that it loses does this machine have? */
void __init tdxcall_vp_enter_init(void);

/* From here on caches are written back before another kernel runs; and the end of that. */
int __init tdxcall_cache_init(const struct core_identity *id);
void tdxcall_cache_exit(void);

/* Makes this true for good; returns on how many CPUs caches were written back. */
extern bool tdxcall_seamcalls_ended;
unsigned int tdxcall_end_seamcalls(void);

/*
 * Before a SEAMCALL on this CPU, with preemption off; false when none may be made any more.  Leaf
 * functions that only read may leave lines of private memory as well: they take locks in it.
 */
DECLARE_PER_CPU(bool, tdxcall_cache_dirty);
static inline bool tdxcall_seamcall_begins(void)
{
	this_cpu_write(tdxcall_cache_dirty, true);
	return likely(!READ_ONCE(tdxcall_seamcalls_ended));
}

/* tdxcall_seamcall() for a leaf function whose name says what it is. */
u64 tdxcall_make_seamcall(u64 fn, const struct tdx_regs *in, struct tdx_regs *out);

/* May state-changing leaf functions be called by number? */
void __init tdxcall_by_number_init(const struct core_identity *id);
bool tdxcall_may_change_by_number(void);

/* In test builds, for KUnit. */
void tdxcall_platform_is_real(bool real);

/* 0, or an errno where P-SEAMLDR calls are asked for and would get in Linux's way. */
int tdxcall_seamldr_start(const struct core_identity *id);

static inline u64 tdxcall_refuse(struct tdx_regs *out)
{
	*out = (struct tdx_regs) {};
	return TDXCALL_REFUSED;
}

/* An event of the host that ended TDH.VP.ENTER; interrupts are off, and the host is whole. */
void tdxcall_exit_event(u64 status, u64 r9);

/* Does nothing unless asked to; refuses where Linux has a TDX module of its own. */
int tdxcall_bringup_start(const struct core_identity *id);
void tdxcall_bringup_stop(void);

/* In test builds, for KUnit: let calls to the P-SEAMLDR be made, or not; returns what was. */
bool tdxcall_seamldr_allow(bool allow);

#endif
