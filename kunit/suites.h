/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TDXCALL_KUNIT_SUITES_H
#define TDXCALL_KUNIT_SUITES_H

#include <kunit/test.h>

extern struct kunit_suite entry_suite;
extern struct kunit_suite call_suite;
extern struct kunit_suite emu_suite;
extern struct kunit_suite identify_suite;
extern struct kunit_suite typed_suite;
extern struct kunit_suite inject_suite;
extern struct kunit_suite vmcall_suite;
extern struct kunit_suite seamldr_suite;
extern struct kunit_suite context_suite;
extern struct kunit_suite td_suite;
extern struct kunit_suite vp_enter_suite;
extern struct kunit_suite exit_event_suite;
extern struct kunit_suite leaf_suite;
extern struct kunit_suite retry_suite;
extern struct kunit_suite private_memory_suite;
extern struct kunit_suite random_suite;
extern struct kunit_suite by_number_suite;
extern struct kunit_suite report_suite;
extern struct kunit_suite raw_suite;
extern struct kunit_suite guest_suite;
extern struct kunit_suite stats_suite;
extern struct kunit_suite trace_suite;

#endif
