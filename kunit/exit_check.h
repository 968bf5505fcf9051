/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What must hold over a TD exit, with the software TDX module in echo mode.  Each function returns
 * NULL, or what is wrong.  Used by KUnit and by the storms, so that kernels without KUnit are
 * tested too.
 *
 * Host events must reach their handlers.  Echo mode must be set to take events of that kind or, for
 * the machine check, to report one.
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

/* Its handler must run, and also that of another NMI afterwards. */
bool can_check_nmi(void);
const char *check_nmi(void);

/* Only where the kernel handles machine checks. */
bool can_check_machine_check(void);
const char *check_machine_check(void);

/*
 * System-call MSRs keep what KVM or Linux put there, whatever earlier exits found there.  Echo mode
 * must be set to change them.
 */
bool can_check_borrowed_msrs(void);
const char *check_borrowed_msrs(void);

#endif
