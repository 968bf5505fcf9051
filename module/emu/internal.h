/* SPDX-License-Identifier: GPL-2.0 */
/* What the files of tdxcall_emu.ko share. */
#ifndef TDXCALL_EMU_INTERNAL_H
#define TDXCALL_EMU_INTERNAL_H

#include <linux/fs.h>
#include <linux/types.h>

struct dentry;
struct emu;
struct emu_regs;
struct notifier_block;
struct pt_regs;
struct tdx_xmm;

/*
 * The software TDX module at hand, from emu_hold() to emu_release(); interrupts are off meanwhile,
 * so that no SEAMCALL of this CPU comes between.
 */
struct emu *emu_hold(unsigned long *flags) __acquires(RCU);
void emu_release(unsigned long flags) __releases(RCU);

/* The same inside of the notifier, which is called under rcu_read_lock(). */
struct emu *emu_current(void);

/* When nobody can hold it any more. */
void emu_free(void);

/* Answers SEAMCALL and TDCALL. */
extern struct notifier_block emu_notifier;

/* The #UD at hand is to be seen as a #GP; and a debug exception, which may be the end of that. */
void emu_begin_gp(struct pt_regs *regs);
int emu_finish_gp(struct pt_regs *regs, unsigned long dr6);

/*
 * Registers of the code that was interrupted by the #UD: no kernel code uses these unasked, so they
 * are still in the CPU.
 */
void emu_get_xmm(struct tdx_xmm *xmm);
void emu_put_xmm(const struct tdx_xmm *xmm);
void emu_zero_xmm(void);

/* Changes host state as a TD exit does; what of it this CPU really has. */
u32 emu_clobber(u32 states);

/* Before the first of the following. */
void emu_event_init(void);

/*
 * With interrupts off: takes an interrupt that is pending, or an NMI that is sent before, without
 * handling it.  Then how a TD exit tells the host of it, RAX and R9; false when there was none.
 */
bool emu_can_take_events(void);
bool emu_take_event(bool send_nmi, u64 *status, u64 *information);

/* Answers TDH.VP.ENTER in echo mode; false when this is another call, or echo mode is off. */
bool emu_echo(const struct emu *emu, struct emu_regs *frame, const struct pt_regs *regs);

/* After a SEAMCALL with this RAX that was answered: loses XMM registers if that is asked for. */
void emu_finish_xmm(u64 rax);

/* /sys/kernel/debug/tdxcall_emu/ */
void emu_debugfs_create(void);
void emu_debugfs_remove(void);

/* Files of that directory. */
extern const struct file_operations emu_inject_fops;
void emu_inspect_create(struct dentry *dir);
void emu_echo_create(struct dentry *dir);

#endif
