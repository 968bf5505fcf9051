/* SPDX-License-Identifier: GPL-2.0 */
/* What the files of tdxcall.ko share. */
#ifndef TDXCALL_INTERNAL_H
#define TDXCALL_INTERNAL_H

/* Room for one decoded completion status. */
#define TDXCALL_STATUS_TEXT	256

void tdxcall_debugfs_create(void);
void tdxcall_debugfs_remove(void);

int tdxcall_bringup_start(void);
void tdxcall_bringup_stop(void);

#endif
