// SPDX-License-Identifier: GPL-2.0
/* What became of the TD, and what it exits for. */
#include <linux/seq_file.h>

#include "internal.h"

static const char * const states[] = { "none", "runs", "ended" };

static void show_counts(struct seq_file *s, const struct machine *m, unsigned int vcpu)
{
	const char *name;
	u64 count;

	for (u32 i = 0; (name = vmm_exit_name(i)); i++) {
		count = vmm_exits(m->vmm, vcpu, i);
		if (count)
			seq_printf(s, "vcpu %u: exit: %s: %llu\n", vcpu, name, count);
	}
	for (u32 i = 0; (name = vmm_hypercall_name(i)); i++) {
		count = vmm_hypercalls(m->vmm, vcpu, i);
		if (count)
			seq_printf(s, "vcpu %u: hypercall: %s: %llu\n", vcpu, name, count);
	}
}

static int status_show(struct seq_file *s, void *unused)
{
	const struct machine *m = &machine;
	enum machine_state state;

	mutex_lock(&control_lock);
	/* Pairs with machine_reap(). */
	state = smp_load_acquire(&m->state);
	seq_printf(s, "state: %s\n", states[state]);
	if (state == MACHINE_NONE)
		goto out;
	seq_printf(s, "reason: %s\n", vmm_reason(m->vmm) ?: "-");
	seq_printf(s, "keyid: %u\nmrtd: %*phN\nvcpus: %u\ndebug: %d\n", m->td.hkid, TD_MRTD_BYTES,
		   m->td.mrtd, m->td.options.vcpus, m->debug);
	seq_printf(s, "private_pages: %lu\nshared_pages: %lu\npages: %lu\n", m->mapped_pages,
		   m->shared_pages, m->td.pages.count);
	if (state == MACHINE_ENDED)
		seq_printf(s, "destroyed: %d\nfreed: %lu\nlost: %lu\n", m->destroyed, m->td.freed,
			   m->td.lost);
	for (unsigned int i = 0; i < m->td.options.vcpus; i++)
		show_counts(s, m, i);
out:
	mutex_unlock(&control_lock);
	return 0;
}

static int status_open(struct inode *inode, struct file *file)
{
	return single_open(file, status_show, NULL);
}

const struct file_operations status_fops = {
	.owner = THIS_MODULE,
	.open = status_open,
	.read = seq_read,
	.llseek = seq_lseek,
	.release = single_release,
};
