/* SPDX-License-Identifier: GPL-2.0 */
/* What the files of tdxcall_emu.ko share. */
#ifndef TDXCALL_EMU_INTERNAL_H
#define TDXCALL_EMU_INTERNAL_H

#include <linux/fs.h>
#include <linux/types.h>

struct dentry;
struct emu;

/*
 * The software TDX module at hand, from emu_hold() to emu_release(); interrupts are off meanwhile,
 * so that no SEAMCALL of this CPU comes between.
 */
struct emu *emu_hold(unsigned long *flags);
void emu_release(unsigned long flags);

/* /sys/kernel/debug/tdxcall_emu/ */
void emu_debugfs_create(void);
void emu_debugfs_remove(void);

/* Files of that directory. */
extern const struct file_operations emu_inject_fops;
void emu_inspect_create(struct dentry *dir);

#endif
