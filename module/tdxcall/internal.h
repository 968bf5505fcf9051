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

/* Decodes a completion status on one line, as of a SEAMCALL or, in a TD, of a TDCALL. */
static inline void tdxcall_status_text(enum core_role role, u64 status, char *text)
{
	tdx_decode_status(status, role == CORE_ROLE_GUEST ? TDX_CALL_TDCALL : TDX_CALL_SEAMCALL,
			  TDX_LEAF_UNKNOWN, text, TDXCALL_STATUS_TEXT);
}

/* Debug kernels warn about contexts in which no call may be made. */
static inline void tdxcall_assert_context(void)
{
	WARN_ON_ONCE(IS_ENABLED(CONFIG_PROVE_LOCKING) && in_nmi());
}

/*
 * In a VM that a TDX call might end, exported calls return this status without being made.
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

void tdxcall_debugfs_create(const struct core_identity *id);
void tdxcall_debugfs_remove(void);

/* Files of the debugfs directory. */
struct seq_file;
int tdxcall_info_show(struct seq_file *m, void *unused);
int tdxcall_cpus_show(struct seq_file *m, void *unused);
int tdxcall_leaves_show(struct seq_file *m, void *unused);
int tdxcall_retries_show(struct seq_file *m, void *unused);
extern const struct file_operations tdxcall_stats_fops;
extern const struct file_operations tdxcall_stats_json_fops;
extern const struct file_operations tdxcall_stats_reset_fops;
int tdxcall_metadata_show(struct seq_file *m, void *unused);
extern const struct file_operations tdxcall_decode_fops;
extern const struct file_operations tdxcall_report_fops;

/* %CORE_REPORT_DATA_BYTES go in, %CORE_REPORT_BYTES come out; 0 or an errno.  Sleeps. */
int tdxcall_make_report(const u8 *data, u8 *report);

/*
 * core_probe(), then core_identify_next() up to @steps times, on this CPU.  May schedule in
 * between.
 */
void tdxcall_identify(struct core_identity *id, unsigned int steps);

/* Who answers a call: with bit 63 of RAX it is the P-SEAMLDR. */
static inline enum tdx_call_kind tdxcall_kind(bool tdcall, u64 fn)
{
	if (tdcall)
		return TDX_CALL_TDCALL;
	return fn >> 63 ? TDX_CALL_SEAMLDR : TDX_CALL_SEAMCALL;
}

/* Retries for a reason, and calls given up for it, since load. */
void tdxcall_retries_made(u32 reason, u64 *retries, u64 *gave_up);

/* Called when a tracepoint is enabled or disabled. */
int tdxcall_trace_begin(void);
void tdxcall_trace_end(void);

/* Before the first TDH.VP.ENTER: finds out which of the MSRs that it loses this machine has. */
void __init tdxcall_vp_enter_init(void);

/* Starts and ends the service that writes caches back before another kernel runs. */
int __init tdxcall_cache_init(const struct core_identity *id);
void tdxcall_cache_exit(void);

/* Sets this flag for good; returns on how many CPUs caches were written back. */
extern bool tdxcall_seamcalls_ended;
unsigned int tdxcall_end_seamcalls(void);

/* The mark of @cpu, which tests change. */
bool *tdxcall_cache_dirty_on(int cpu);

/*
 * Called before a SEAMCALL on this CPU, with preemption off; false if none may be made any more.
 * Leaf functions that only read count too: they take locks in private memory, and so leave cache
 * lines of it.
 */
DECLARE_PER_CPU(bool, tdxcall_cache_dirty);
static inline bool tdxcall_seamcall_begins(void)
{
	this_cpu_write(tdxcall_cache_dirty, true);
	return likely(!READ_ONCE(tdxcall_seamcalls_ended));
}

/* tdxcall_seamcall() for a leaf function with a function of its own. */
u64 tdxcall_make_seamcall(u64 fn, const struct tdx_regs *in, struct tdx_regs *out);

/* May state-changing leaf functions be called by number? */
void __init tdxcall_by_number_init(const struct core_identity *id);
bool tdxcall_may_change_by_number(void);

/* False with the software TDX module, and where there is none. */
bool tdxcall_is_real(void);

/* The file "call", if it is asked for. */
struct dentry;
void tdxcall_raw_create(struct dentry *dir);

/* In test builds, for KUnit. */
void tdxcall_platform_is_real(bool real);
bool tdxcall_raw_allow_changes(bool allow);

/* 0, or an errno if P-SEAMLDR calls were asked for but would interfere with Linux's. */
int tdxcall_seamldr_start(const struct core_identity *id);

static inline u64 tdxcall_refuse(struct tdx_regs *out)
{
	*out = (struct tdx_regs) {};
	return TDXCALL_REFUSED;
}

/* Handles a host event that ended TDH.VP.ENTER; interrupts are off, host state is restored. */
void tdxcall_exit_event(u64 status, u64 r9);

/* Does nothing unless asked to; refuses on a real TDX platform, which Linux initialises. */
int tdxcall_bringup_start(const struct core_identity *id);
void tdxcall_bringup_stop(void);

/* In test builds, for KUnit: allows or forbids P-SEAMLDR calls; returns the old setting. */
bool tdxcall_seamldr_allow(bool allow);

#endif
