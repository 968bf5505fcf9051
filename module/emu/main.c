// SPDX-License-Identifier: GPL-2.0
/* tdxcall_emu.ko, the software TDX module: where it may be loaded, its start and its end. */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/kdebug.h>
#include <linux/module.h>
#include <linux/rcupdate.h>

#include "crypto.h"
#include "internal.h"
#include "machine.h"
#include "module/shared/kunit_export.h"
#include "tdxcall_emu.h"
#include "core/base/host_cpu.h"

static int assume_role = -1;
module_param(assume_role, int, 0444);
MODULE_PARM_DESC(assume_role,
		 "For tests: what to take the machine for, 0 none of these, 1 TDX host, 2 TD guest, 3 VM to be careful with");

static bool risk_vm;
module_param(risk_vm, bool, 0444);
MODULE_PARM_DESC(risk_vm,
		 "Load even in a VM whose hypervisor may end it at the first TDX call, with all its data (default: no)");

int host_risks_vm(void)
{
	return risk_vm;
}

/**
 * tdxcall_emu_check_role() - may the software TDX module serve a machine of this kind?
 * @role: what the machine is
 *
 * Return: 0, -EBUSY where real TDX answers these instructions, or -EPERM where they may raise no
 * #UD, but end the VM.
 */
int tdxcall_emu_check_role(enum core_role role)
{
	switch (role) {
	case CORE_ROLE_NONE:
		return 0;
	case CORE_ROLE_HOST:
		pr_err("this is a TDX host: use its own TDX module\n");
		break;
	case CORE_ROLE_GUEST:
		pr_err("this is a TD guest: use its own TDX module\n");
		break;
	case CORE_ROLE_VM:
		pr_err("in this VM SEAMCALL may raise no #UD, but exit to a hypervisor that ends the VM\n");
		pr_err("where the hypervisor is known to raise #UD, load with risk_vm=1\n");
		return -EPERM;
	}
	return -EBUSY;
}
EXPORT_SYMBOL_FOR_TDXCALL_KUNIT(tdxcall_emu_check_role);

static int __init emu_module_init(void)
{
	struct core_machine machine;
	int err;

	if (assume_role > CORE_ROLE_VM) {
		pr_err("assume_role is 0, 1, 2 or 3\n");
		return -EINVAL;
	}
	core_look_at_machine(&machine);
	err = tdxcall_emu_check_role(assume_role < 0 ? machine.role : assume_role);
	if (err)
		return err;

	emu_event_init();
	emu_machine_init();
	emu_svm_init();
	err = emu_crypto_init();
	if (err)
		goto free_svm;
	err = tdxcall_emu_reset(NULL);
	if (err)
		goto free_crypto;

	err = register_die_notifier(&emu_notifier);
	if (err)
		goto free_emu;
	emu_debugfs_create();
	pr_warn("software TDX module: for tests and study, it keeps nothing confidential\n");
	return 0;

free_emu:
	emu_free();
free_crypto:
	emu_crypto_exit();
free_svm:
	emu_svm_exit();
	return err;
}

static void __exit emu_module_exit(void)
{
	emu_debugfs_remove();
	unregister_die_notifier(&emu_notifier);
	synchronize_rcu();
	emu_free();
	emu_crypto_exit();
	emu_svm_exit();
}

module_init(emu_module_init);
module_exit(emu_module_exit);

MODULE_DESCRIPTION("A software TDX module that answers SEAMCALL and TDCALL by handling #UD");
MODULE_VERSION(TDXCALL_VERSION);
MODULE_LICENSE("GPL");
