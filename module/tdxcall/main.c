// SPDX-License-Identifier: GPL-2.0
/* tdxcall.ko: loads on any machine, logs what it found, and cleans up after itself. */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/module.h>
#include <linux/preempt.h>

#include "internal.h"
#include "core/call/core.h"
#include "observe.h"
#include "stats.h"

static void __init say_what_is_here(const struct core_identity *id)
{
	static const char *const roles[] = {
		"neither TDX host nor TD guest", "TDX host", "TD guest", "VM",
	};
	char status[TDXCALL_STATUS_TEXT];

	pr_info("%s: %s\n", roles[id->machine.role], id->machine.reason);
	tdxcall_status_text(id->machine.role, id->probe_status, status);
	pr_info("%s: %s: %s\n", id->probe, status, core_probe_meaning(id));
	if (id->machine.role == CORE_ROLE_VM)
		pr_warn("%s\n", core_probe_advice(id));
}

static int __init tdxcall_init(void)
{
	struct core_identity id;
	int err;

	tdxcall_stats_start();

	preempt_disable();
	core_probe(&id);
	preempt_enable();
	say_what_is_here(&id);

	if (id.machine.role == CORE_ROLE_VM)
		tdxcall_bar(true);
	/* Reading these MSRs is useless without TDH.VP.ENTER, and in a TD may cause a #VE. */
	if (id.machine.role != CORE_ROLE_VM && id.machine.role != CORE_ROLE_GUEST)
		tdxcall_vp_enter_init();

	tdxcall_by_number_init(&id);
	err = tdxcall_seamldr_start(&id) ?: tdxcall_cache_init(&id);
	if (err)
		goto no_cache;
	err = tdxcall_bringup_start(&id);
	if (err)
		goto no_bringup;

	tdxcall_observe_start();
	tdxcall_debugfs_create(&id);
	return 0;

no_bringup:
	tdxcall_cache_exit();
no_cache:
	tdxcall_stats_free();
	return err;
}

static void __exit tdxcall_exit(void)
{
	tdxcall_debugfs_remove();
	tdxcall_observe_stop();
	tdxcall_bringup_stop();
	tdxcall_cache_exit();
	tdxcall_stats_free();
}

module_init(tdxcall_init);
module_exit(tdxcall_exit);

MODULE_DESCRIPTION("Every Intel TDX call through one safe path");
MODULE_VERSION(TDXCALL_VERSION);
MODULE_LICENSE("GPL");
