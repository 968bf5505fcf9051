/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TDXCALL_KUNIT_STORM_H
#define TDXCALL_KUNIT_STORM_H

#include <linux/fs.h>

/* Files of /sys/kernel/debug/tdxcall_storm/. */
extern const struct file_operations storm_nmi_fops;

/* One TDH.VP.ENTER with registers that count for nothing. */
u64 storm_vp_enter(void);

#endif
