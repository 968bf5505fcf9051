// SPDX-License-Identifier: GPL-2.0
/*
 * What the TD has been given: a physical address and a size a line, the newest page first; root
 * pages are named.
 */
#include <linux/io.h>
#include <linux/mm.h>
#include <linux/seq_file.h>

#include "internal.h"

/* The vCPU whose TDVPR it is, or -1. */
static int vcpu_of(const struct td *td, u64 pa)
{
	for (unsigned int i = 0; i < td->options.vcpus; i++)
		if (td->vcpu[i].tdvpr.pa == pa)
			return i;
	return -1;
}

static void show(struct seq_file *s, const struct td *td, const struct list_head *pages,
		 const char *size)
{
	struct page *page;

	list_for_each_entry(page, pages, lru) {
		u64 pa = page_to_phys(page);
		int vcpu = vcpu_of(td, pa);

		seq_printf(s, "0x%llx %s", pa, size);
		if (vcpu >= 0)
			seq_printf(s, " TDVPR %d", vcpu);
		seq_putc(s, '\n');
	}
}

static int pages_show(struct seq_file *s, void *unused)
{
	struct machine *m = &machine;

	mutex_lock(&control_lock);
	if (m->state != MACHINE_NONE) {
		mutex_lock(&m->memory);
		show(s, &m->td, &m->td.pages.large, "2M");
		show(s, &m->td, &m->td.pages.small, "4K");
		if (m->td.tdr.pa)
			seq_printf(s, "0x%llx 4K TDR\n", m->td.tdr.pa);
		mutex_unlock(&m->memory);
	}
	mutex_unlock(&control_lock);
	return 0;
}

static int pages_open(struct inode *inode, struct file *file)
{
	return single_open(file, pages_show, NULL);
}

const struct file_operations pages_fops = {
	.owner = THIS_MODULE,
	.open = pages_open,
	.read = seq_read,
	.llseek = seq_lseek,
	.release = single_release,
};
