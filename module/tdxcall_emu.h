/* SPDX-License-Identifier: GPL-2.0 */
/* What tests may do to the software TDX module. */
#ifndef TDXCALL_EMU_H
#define TDXCALL_EMU_H

#include <linux/types.h>
#include "../core/core.h"
#include "../core/emu/emu.h"

/* The module parameters of the same names. */
struct tdxcall_emu_params {
	unsigned int keyid_start;
	unsigned int keyids;
	bool no_rbp_mod;
	bool loaded;
	bool seam;
};

int tdxcall_emu_reset(const struct tdxcall_emu_params *params);
int tdxcall_emu_check_role(enum core_role role);

int tdxcall_emu_inject(const struct emu_fault *fault);
int tdxcall_emu_inject_command(const char *command);
void tdxcall_emu_inject_clear(void);

#endif
