/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TDXCALL_KUNIT_STORM_H
#define TDXCALL_KUNIT_STORM_H

#include <linux/fs.h>

/* Files of /sys/kernel/debug/tdxcall_storm/. */
extern const struct file_operations storm_nmi_fops;
extern const struct file_operations storm_nmi_guests_fops;

/*
 * A write of how many NMIs a storm is to have: runs @storm in a task that stays on its CPU, while
 * no CPU comes or goes.
 */
ssize_t storm_write(const char __user *from, size_t count, int (*storm)(u64 nmis));

/* One TDH.VP.ENTER; its registers do not matter. */
u64 storm_vp_enter(void);

#endif
