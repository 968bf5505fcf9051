// SPDX-License-Identifier: GPL-2.0
/*
 * /sys/kernel/debug/tdxcall/cpus: on which CPUs TDX calls work.  Each is tested by a task on that
 * CPU; isolated CPUs are skipped.
 */
#include <linux/cpu.h>
#include <linux/module.h>
#include <linux/sched/isolation.h>
#include <linux/seq_file.h>
#include <linux/smp.h>

#include "internal.h"

static int ask(void *data)
{
	tdxcall_identify(data, 0);
	return 0;
}

static void show_cpu(struct seq_file *m, unsigned int cpu, const struct core_identity *id)
{
	char text[TDXCALL_STATUS_TEXT];

	tdxcall_status_text(id->machine.role, id->probe_status, text);
	seq_printf(m, "cpu%u: %s\n", cpu, text);
}

/* One CPU after the other: two calls at once may get a busy status. */
int tdxcall_cpus_show(struct seq_file *m, void *unused)
{
	unsigned int working = 0, asked = 0, cpu;
	struct core_identity id;
	int err;

	cpus_read_lock();
	for_each_online_cpu(cpu) {
		if (cpu_is_isolated(cpu)) {
			seq_printf(m, "cpu%u: isolated, not asked\n", cpu);
			continue;
		}
		err = smp_call_on_cpu(cpu, ask, &id, false);
		if (err) {
			cpus_read_unlock();
			return err;
		}
		show_cpu(m, cpu, &id);
		asked++;
		working += !(id.probe_status & TDXCALL_ERROR);
	}
	cpus_read_unlock();

	seq_printf(m, "cpus_working: %u of %u\n", working, asked);
	return 0;
}
