// SPDX-License-Identifier: GPL-2.0
/*
 * tdxcall_role.ko: lets tdxcall.ko, loaded after it, take the machine for one of another role,
 * which no test machine can be, and counts how often it then asks which MSRs there are.
 */
#include <linux/kprobes.h>
#include <linux/module.h>
#include <linux/notifier.h>
#include <linux/string.h>

#include "core/call/core.h"

static unsigned int role = CORE_ROLE_GUEST;
module_param(role, uint, 0444);
MODULE_PARM_DESC(role, "enum core_role that core_probe() is to find (default: TD guest)");

static unsigned int msrs_asked;
module_param(msrs_asked, uint, 0444);
MODULE_PARM_DESC(msrs_asked, "How often MSRs were asked for");

static bool probed;

static int probe_begins(struct kretprobe_instance *instance, struct pt_regs *regs)
{
	*(struct core_identity **)instance->data = (struct core_identity *)regs->di;
	return 0;
}

NOKPROBE_SYMBOL(probe_begins);

static int probe_ends(struct kretprobe_instance *instance, struct pt_regs *regs)
{
	(*(struct core_identity **)instance->data)->machine.role = role;
	return 0;
}

NOKPROBE_SYMBOL(probe_ends);

static int msrs_are_asked(struct kprobe *probe, struct pt_regs *regs)
{
	msrs_asked++;
	return 0;
}

NOKPROBE_SYMBOL(msrs_are_asked);

static struct kretprobe role_probe = {
	.kp.symbol_name = "core_probe",
	.entry_handler = probe_begins,
	.handler = probe_ends,
	.data_size = sizeof(struct core_identity *),
	.maxactive = 4,
};

static struct kprobe msr_probe = {
	.symbol_name = "core_exit_msrs_present",
	.pre_handler = msrs_are_asked,
};

/* Its code is there, and its init function has not run. */
static int module_comes(struct notifier_block *block, unsigned long state, void *data)
{
	const struct module *module = data;

	if (state != MODULE_STATE_COMING || strcmp(module->name, "tdxcall") || probed)
		return NOTIFY_DONE;
	if (register_kretprobe(&role_probe))
		return NOTIFY_DONE;
	if (register_kprobe(&msr_probe))
		unregister_kretprobe(&role_probe);
	else
		probed = true;
	return NOTIFY_DONE;
}

static struct notifier_block notifier = { .notifier_call = module_comes };

static int __init role_init(void)
{
	return register_module_notifier(&notifier);
}

static void __exit role_exit(void)
{
	unregister_module_notifier(&notifier);
	if (!probed)
		return;
	unregister_kprobe(&msr_probe);
	unregister_kretprobe(&role_probe);
}

module_init(role_init);
module_exit(role_exit);

MODULE_DESCRIPTION("Another role for tdxcall.ko, for tests");
MODULE_LICENSE("GPL");
