/* SPDX-License-Identifier: GPL-2.0 */
/* The calls of Linux and KVM. */
#ifndef TDXCALL_OBSERVE_H
#define TDXCALL_OBSERVE_H

struct seq_file;

/* A status that Linux does not tell: of a class that neither a TDX module nor software has. */
#define OBSERVE_STATUS_UNKNOWN	0xc000fe0000000000ULL

/* At load, if the parameter asks for it; at unload. */
void tdxcall_observe_start(void);
void tdxcall_observe_stop(void);

int tdxcall_observe_show(struct seq_file *m, void *unused);

#endif
