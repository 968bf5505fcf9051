/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What must hold over a TD exit, checked with the software TDX module in echo mode; each gives
 * NULL, or what is wrong.  For KUnit and the storms, so that kernels without KUnit have it too.
 *
 * First of all that events of the host reach their handlers.  Echo mode must have been told to take
 * events of that kind, or, for the machine check, to say that one ended the run.
 */
#ifndef TDXCALL_KUNIT_EXIT_CHECK_H
#define TDXCALL_KUNIT_EXIT_CHECK_H

#include <linux/types.h>

/* Interrupts on a CPU itself, from its timer, and from another CPU. */
const char *check_irq_work(void);
const char *check_timer(void);
bool can_check_call_from_other_cpu(void);
const char *check_call_from_other_cpu(void);

/* The same where the caller has interrupts off: not before they are on. */
const char *check_nothing_runs_with_interrupts_off(void);

/* The handler runs, and that of another NMI afterwards. */
bool can_check_nmi(void);
const char *check_nmi(void);

/* Where the kernel handles machine checks. */
bool can_check_machine_check(void);
const char *check_machine_check(void);

/*
 * What KVM has put in the MSRs of system calls stays, and so does what Linux has there, whatever
 * was seen there before.  Echo mode must have been told to change them.
 */
bool can_check_borrowed_msrs(void);
const char *check_borrowed_msrs(void);

#endif
