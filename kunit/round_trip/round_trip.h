/* SPDX-License-Identifier: GPL-2.0 */
/* Guests that do nothing but exit: one of a TD, and one that AMD-V alone runs. */
#ifndef TDXCALL_KUNIT_ROUND_TRIP_H
#define TDXCALL_KUNIT_ROUND_TRIP_H

#include <linux/types.h>

/*
 * Into the guest and back, once.  Called with interrupts on, in a task that stays on its CPU; false
 * if the guest did anything else than a hypercall.
 */
bool bare_trip(void);
bool td_trip(void);

/* Called on a CPU before and after trips there: meanwhile AMD-V is on, with our save area. */
void bare_begin(void);
void bare_end(void);

/* On this CPU: is AMD-V on, and if so with our save area? */
bool amd_v_is_on(void);
bool bare_is_on(void);

/* 0 or a negative errno, after a line in the kernel log. */
int bare_init(void);
void bare_free(void);
int td_init(void);
void td_free(void);

#endif
