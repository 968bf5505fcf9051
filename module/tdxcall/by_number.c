// SPDX-License-Identifier: GPL-2.0
/*
 * On a TDX host the TDs belong to somebody, mostly KVM, and the platform to Linux.  A number does
 * not show what the call changes, so calls by number are limited to leaf functions that read,
 * unless a module parameter says otherwise.
 */
#include <linux/moduleparam.h>

#include "internal.h"
#include "module/shared/kunit_export.h"

static bool changes_by_number;
module_param(changes_by_number, bool, 0444);
MODULE_PARM_DESC(changes_by_number,
		 "Let other modules make state-changing SEAMCALLs by number on a real TDX platform (default: no)");

/* False with the software TDX module, which has nothing to protect. */
static bool is_real;

void __init tdxcall_by_number_init(const struct core_identity *id)
{
	is_real = id->machine.private_keyids;
}

bool tdxcall_is_real(void)
{
	return READ_ONCE(is_real);
}

bool tdxcall_may_change_by_number(void)
{
	return changes_by_number || !tdxcall_is_real();
}

#ifdef TDXCALL_TEST
/**
 * tdxcall_platform_is_real() - for tests: as if private KeyIDs had been found at load, or not
 * @real: which
 */
void tdxcall_platform_is_real(bool real)
{
	WRITE_ONCE(is_real, real);
}
EXPORT_SYMBOL_FOR_TDXCALL_KUNIT(tdxcall_platform_is_real);
#endif
