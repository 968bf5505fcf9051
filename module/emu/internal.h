/* SPDX-License-Identifier: GPL-2.0 */
/* What the files of tdxcall_emu.ko share. */
#ifndef TDXCALL_EMU_INTERNAL_H
#define TDXCALL_EMU_INTERNAL_H

#include <linux/fs.h>
#include <linux/types.h>

#include "core/emu/emu.h"

struct dentry;
struct notifier_block;
struct pt_regs;
struct tdx_xmm;

/*
 * The current software TDX module, from emu_hold() to emu_release().  Interrupts are off in
 * between, so that no SEAMCALL of this CPU interferes.
 */
struct emu *emu_hold(unsigned long *flags) __acquires(RCU);
void emu_release(unsigned long flags) __releases(RCU);

/* The same for the notifier, which is called under rcu_read_lock(). */
struct emu *emu_current(void);

/* Called when nobody can hold it any more. */
void emu_free(void);

/* Answers SEAMCALL and TDCALL. */
extern struct notifier_block emu_notifier;

/*
 * Turns the current #UD into a #GP; emu_finish_gp() looks at a debug exception, which may be the
 * second half of that.
 */
void emu_begin_gp(struct pt_regs *regs);
int emu_finish_gp(struct pt_regs *regs, unsigned long dr6);

/*
 * Registers of the code that raised the #UD.  Kernel code uses them only in FPU sections, so they
 * are still in the CPU.
 */
void emu_get_xmm(struct tdx_xmm *xmm);
void emu_put_xmm(const struct tdx_xmm *xmm);
void emu_zero_xmm(void);

/*
 * Changes host state as a TD exit does; returns the states that this CPU has and that were changed.
 */
u32 emu_clobber(u32 states);
/* Changes all states, but of the extended state only what is in @xfam, so PKRU mostly stays. */
void emu_clobber_after_guest(u64 xfam);

/* To be called before the two below. */
void emu_event_init(void);

/*
 * With interrupts off: takes a pending interrupt, or an NMI that it sends before, without handling
 * it.  RAX and R9 then are as a TD exit reports it.  False if there was none.
 */
bool emu_can_take_events(void);
bool emu_take_event(bool send_nmi, u64 *status, u64 *information);

/* Answers TDH.VP.ENTER in echo mode.  False for other calls, and if echo mode is off. */
bool emu_echo(const struct emu *emu, struct emu_regs *frame, const struct pt_regs *regs);

/*
 * Running vCPUs under AMD-V.  emu_svm_missing() says what this machine lacks for it, or NULL.
 * emu_run_guest() runs a vCPU after EMU_ENTERED, up to EMU_EXITED.
 */
void emu_svm_init(void);
void emu_svm_exit(void);
const char *emu_svm_missing(void);
void emu_svm_describe(struct emu_config *config);
enum emu_verdict emu_run_guest(struct emu *emu, struct emu_regs *regs);

/* After an answered SEAMCALL with this RAX: zeroes XMM registers if a parameter asks for that. */
void emu_finish_xmm(u64 rax);

/* /sys/kernel/debug/tdxcall_emu/ */
void emu_debugfs_create(void);
void emu_debugfs_remove(void);

/* Files of that directory. */
extern const struct file_operations emu_inject_fops;
extern const struct file_operations emu_verify_report_fops;
void emu_inspect_create(struct dentry *dir);
void emu_echo_create(struct dentry *dir);

#endif
