// SPDX-License-Identifier: GPL-2.0
/*
 * VMs that a TDX call might end (CORE_ROLE_VM): there no call is made, neither tdxcall's own nor
 * another module's, unless a module parameter allows it.
 */
#include <linux/moduleparam.h>

#include "module/shared/cpu.h"
#include "internal.h"
#include "module/shared/kunit_export.h"

static bool risk_vm;
module_param(risk_vm, bool, 0444);
MODULE_PARM_DESC(risk_vm,
		 "Make TDX calls even in a VM whose hypervisor may end it at the first, with all its data (default: no)");

/* Tested by every exported call before anything else. */
DEFINE_STATIC_KEY_FALSE(tdxcall_barred);

int host_risks_vm(void)
{
	return risk_vm;
}

int host_executes_serialize(void)
{
	return cpu_executes_serialize();
}

/**
 * tdxcall_bar() - make no exported call from now on, or make them again
 * @bar: make none
 *
 * Context: process; sleeps.
 * Return: whether none was made before.
 */
bool tdxcall_bar(bool bar)
{
	bool before = static_key_enabled(&tdxcall_barred);

	if (bar)
		static_branch_enable(&tdxcall_barred);
	else
		static_branch_disable(&tdxcall_barred);
	return before;
}
EXPORT_SYMBOL_FOR_TDXCALL_KUNIT(tdxcall_bar);
