/* SPDX-License-Identifier: GPL-2.0 */
/* The machine under the software TDX module: its memory, packages and logical processors. */
#ifndef TDXCALL_EMU_MACHINE_H
#define TDXCALL_EMU_MACHINE_H

#include <linux/types.h>
#include "core/emu/emu.h"

/* At load, before anything else of it is used. */
void emu_machine_init(void);

/* Fills in what the machine determines: logical processors, packages, memory ranges. */
void emu_machine_describe(struct emu_config *config);

/* The logical processor that runs this; preemption is off. */
u32 emu_machine_lp(void);

#endif
