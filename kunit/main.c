// SPDX-License-Identifier: GPL-2.0
/*
 * tdxcall_kunit.ko: tests of tdxcall.ko and tdxcall_emu.ko, which must be loaded before.  They
 * differ from those that are shipped in what they export to this module, and in nothing else.
 */
#include <kunit/test.h>
#include <linux/module.h>

#include "suites.h"
#include "module/shared/compat.h"

kunit_test_suites(&entry_suite, &call_suite, &emu_suite, &identify_suite, &typed_suite,
		  &inject_suite, &vmcall_suite, &seamldr_suite, &context_suite,
		  &vp_enter_suite, &exit_event_suite, &td_suite, &leaf_suite,
		  &retry_suite, &private_memory_suite, &random_suite, &by_number_suite,
		  &report_suite, &raw_suite, &guest_suite, &stats_suite, &trace_suite);

MODULE_DESCRIPTION("KUnit suites of tdxcall");
MODULE_LICENSE("GPL");
IMPORT_NS(TDXCALL_CHANGES_PLATFORM);
IMPORT_NS(TDXCALL_CHANGES_TD);
IMPORT_NS(TDXCALL_KUNIT);
