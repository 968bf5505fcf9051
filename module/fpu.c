// SPDX-License-Identifier: GPL-2.0
/* The vector registers of user programs, around the calls that may lose them. */
#include <linux/moduleparam.h>
#include <asm/fpu/api.h>

#include "../core/host.h"

static bool fpu_protect = true;
module_param(fpu_protect, bool, 0400);
MODULE_PARM_DESC(fpu_protect,
		 "Keep the vector registers of user programs; 0 destroys them, for tests of the tests (default: yes)");

int host_fpu_begin(void)
{
	if (!irq_fpu_usable())
		return -1;
	if (fpu_protect)
		kernel_fpu_begin();
	else
		preempt_disable();
	return 0;
}

void host_fpu_end(void)
{
	if (fpu_protect)
		kernel_fpu_end();
	else
		preempt_enable();
}

int host_unwinds_by_rbp(void)
{
	return IS_ENABLED(CONFIG_FRAME_POINTER);
}
