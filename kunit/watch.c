// SPDX-License-Identifier: GPL-2.0
/* Counts calls of functions that leave no other trace, by a probe. */
#include "watch.h"

static int watch_hit(struct kprobe *probe, struct pt_regs *regs)
{
	struct watch *watch = container_of(probe, struct watch, probe);

	watch->calls++;
	watch->first = regs->di;
	watch->second = regs->si;
	watch->third = regs->dx;
	watch->total += regs->si;
	return 0;
}

NOKPROBE_SYMBOL(watch_hit);

struct watch *watch_begin(struct kunit *test, const char *function)
{
	struct watch *watch = kunit_kzalloc(test, sizeof(*watch), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, watch);
	watch->probe.symbol_name = function;
	watch->probe.pre_handler = watch_hit;
	KUNIT_ASSERT_EQ(test, register_kprobe(&watch->probe), 0);
	return watch;
}

void watch_end(struct watch *watch)
{
	unregister_kprobe(&watch->probe);
}
