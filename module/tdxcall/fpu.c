// SPDX-License-Identifier: GPL-2.0
/* Saves the vector registers of user programs around calls that may lose them. */
#include <linux/kconfig.h>
#include <asm/fpu/api.h>

#include "core/call/host.h"
#include "watch.h"

int host_fpu_begin(void)
{
	if (!irq_fpu_usable())
		return -1;
	kernel_fpu_begin();
	return 0;
}

void host_fpu_end(void)
{
	kernel_fpu_end();
	if (READ_ONCE(host_calls_watched))
		tdxcall_watch_section_ends();
}

int host_unwinds_by_rbp(void)
{
	return IS_ENABLED(CONFIG_FRAME_POINTER);
}
