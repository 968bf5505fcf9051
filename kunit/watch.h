/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TDXCALL_KUNIT_WATCH_H
#define TDXCALL_KUNIT_WATCH_H

#include <kunit/test.h>
#include <linux/kprobes.h>

/**
 * struct watch - calls of a function, from watch_begin() to watch_end()
 * @calls: how many
 * @first: first argument of the last one
 * @second: its second argument
 * @third: its third argument
 * @total: sum of all second arguments
 */
struct watch {
	struct kprobe probe;
	unsigned long calls;
	unsigned long first;
	unsigned long second;
	unsigned long third;
	unsigned long total;
};

/* Nobody else may call that function meanwhile. */
struct watch *watch_begin(struct kunit *test, const char *function);
void watch_end(struct watch *watch);

#endif
