// SPDX-License-Identifier: GPL-2.0
/*
 * Initialises the TDX platform on request: TDH.SYS.INIT once, TDH.SYS.LP.INIT on every CPU,
 * including those that come online later.  Off by default: on a TDX host Linux does it.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/cpuhotplug.h>
#include <linux/moduleparam.h>
#include <linux/preempt.h>
#include <linux/printk.h>
#include <linux/smp.h>

#include "internal.h"
#include "core/call/core.h"

static bool bringup;
module_param(bringup, bool, 0444);
MODULE_PARM_DESC(bringup,
		 "Initialise the TDX platform at load: for the software TDX module (default: no)");

static int hotplug_state;

static void report(const char *leaf, unsigned int cpu, u64 status)
{
	char text[TDXCALL_STATUS_TEXT];

	tdxcall_status_text(CORE_ROLE_HOST, status, text);
	pr_info("%s on CPU %u: %s\n", leaf, cpu, text);
}

/* A CPU that TDX refuses can do everything else, so it goes online all the same. */
static int init_lp(unsigned int cpu)
{
	u64 status;

	preempt_disable();
	status = core_sys_lp_init();
	preempt_enable();
	report("TDH.SYS.LP.INIT", cpu, status);
	return 0;
}

int tdxcall_bringup_start(const struct core_identity *id)
{
	unsigned int cpu;
	u64 status;
	int state;

	if (!bringup)
		return 0;
	if (id->machine.role == CORE_ROLE_VM) {
		pr_err("bringup=1 makes TDX calls, which this VM might not survive\n");
		return -EPERM;
	}
	if (id->machine.role == CORE_ROLE_GUEST || id->machine.private_keyids) {
		pr_err("bringup=1 is for the software TDX module: here Linux initialises TDX\n");
		return -EBUSY;
	}

	cpu = get_cpu();
	status = core_sys_init();
	put_cpu();
	report("TDH.SYS.INIT", cpu, status);

	state = cpuhp_setup_state(CPUHP_AP_ONLINE_DYN, "tdxcall:online", init_lp, NULL);
	if (state < 0)
		return state;
	hotplug_state = state;
	return 0;
}

void tdxcall_bringup_stop(void)
{
	if (hotplug_state)
		cpuhp_remove_state_nocalls(hotplug_state);
}
