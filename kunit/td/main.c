// SPDX-License-Identifier: GPL-2.0
/*
 * tdxcall_td.ko: builds TDs at load, shows what became of them in the kernel log and in
 * /sys/kernel/debug/tdxcall_td, and takes them down again.  Documentation/software-module.rst has
 * its parameters.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/completion.h>
#include <linux/debugfs.h>
#include <linux/kthread.h>
#include <linux/ktime.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/seq_file.h>
#include <linux/sizes.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>

#include "module/vmm/td/td.h"
#include "module/shared/compat.h"

static unsigned int tds = 1;
module_param(tds, uint, 0444);
MODULE_PARM_DESC(tds, "How many TDs (default: 1)");

static unsigned int cpus = 1;
module_param(cpus, uint, 0444);
MODULE_PARM_DESC(cpus, "How many CPUs build them at once (default: 1)");

static unsigned int vcpus = 1;
module_param(vcpus, uint, 0444);
MODULE_PARM_DESC(vcpus, "vCPUs of each TD (default: 1)");

static unsigned int memory = 16;
module_param(memory, uint, 0444);
MODULE_PARM_DESC(memory, "MiB of measured memory of each TD (default: 16)");

static unsigned int added;
module_param(added, uint, 0444);
MODULE_PARM_DESC(added, "MiB that are added once the TD is final (default: 0)");

static bool large;
module_param(large, bool, 0444);
MODULE_PARM_DESC(large, "Add these in pages of 2 MiB (default: of 4 KiB)");

static char *file;
module_param(file, charp, 0444);
MODULE_PARM_DESC(file, "Content of the memory, from GPA 0 on; zeros behind it (default: each word its GPA)");

static bool debug;
module_param(debug, bool, 0444);
MODULE_PARM_DESC(debug, "Debug TDs (default: no)");

static bool unmap;
module_param(unmap, bool, 0444);
MODULE_PARM_DESC(unmap, "At the end, remove each page from the living TD first (default: no)");

static bool keep;
module_param(keep, bool, 0444);
MODULE_PARM_DESC(keep, "Keep the TDs until the module is unloaded (default: take them down at load)");

static unsigned int keyid_start = 32;
module_param(keyid_start, uint, 0444);
MODULE_PARM_DESC(keyid_start, "First private KeyID, as with tdxcall_emu (default: 32)");

static unsigned int keyids = 32;
module_param(keyids, uint, 0444);
MODULE_PARM_DESC(keyids, "Number of private KeyIDs, as with tdxcall_emu (default: 32)");

/* A TD and how it went. */
struct job {
	struct td td;
	char name[16];
	int built;	/* 0, or an errno of the build or the end */
	int destroyed;
	bool alive;
	u64 build_ns;
	u64 destroy_ns;
	u32 page_ns;	/* of its median page */
};

struct worker {
	unsigned int number;
	struct completion done;
};

static struct td_platform platform;
static struct job *jobs;
static struct dentry *result_file;
static void *content;
static size_t content_bytes;
static u64 all_builds_ns;

static void fill_from_file(void *page, u64 gpa, void *unused)
{
	size_t bytes = gpa < content_bytes ? min_t(size_t, content_bytes - gpa, PAGE_SIZE) : 0;

	memcpy(page, content + gpa, bytes);
	memset(page + bytes, 0, PAGE_SIZE - bytes);
}

static void build(struct job *job)
{
	u64 pages = (u64)memory * (SZ_1M / PAGE_SIZE);
	u32 *page_ns = pages ? vmalloc(pages * sizeof(*page_ns)) : NULL;
	const struct td_options options = {
		.vcpus = vcpus, .measured = (u64)memory * SZ_1M, .added = (u64)added * SZ_1M,
		.added_large = large, .debug = debug, .unmap = unmap, .name = job->name,
		.page_ns = page_ns,
		.fill = content ? fill_from_file : td_fill_with_gpa,
	};
	u64 begin = ktime_get_ns();

	job->built = td_build(&job->td, &platform, &options);
	job->build_ns = ktime_get_ns() - begin;
	job->alive = !job->built;
	if (page_ns && job->alive)
		job->page_ns = td_median(page_ns, pages);
	vfree(page_ns);
	if (job->built) {
		pr_err("%s: not built: %d\n", job->name, job->built);
		return;
	}
	pr_info("%s: KeyID %u, %u vCPU, %u MiB measured, %u MiB added, %llu pages in all\n",
		job->name, job->td.hkid, vcpus, memory, added, job->td.chldcnt + 1);
	pr_info("%s: MRTD %*phN\n", job->name, TD_MRTD_BYTES, job->td.mrtd);
}

static void destroy(struct job *job)
{
	u64 begin = ktime_get_ns();

	if (!job->alive)
		return;
	job->alive = false;
	job->destroyed = td_destroy(&job->td);
	job->destroy_ns = ktime_get_ns() - begin;
	if (job->destroyed)
		pr_err("%s: not taken down: %d, %lu pages lost\n", job->name, job->destroyed,
		       job->td.lost);
	else
		pr_info("%s: taken down: %lu of %lu pages are free again\n", job->name,
			job->td.freed, job->td.pages.count);
}

static int work(void *data)
{
	struct worker *worker = data;

	for (unsigned int i = worker->number; i < tds; i += cpus)
		build(&jobs[i]);
	complete(&worker->done);
	return 0;
}

/* Each CPU builds its share of the TDs. */
static int build_all(void)
{
	struct worker *workers = kcalloc(cpus, sizeof(*workers), GFP_KERNEL);
	u64 begin = ktime_get_ns();
	unsigned int started = 0;
	int err = 0;

	if (!workers)
		return -ENOMEM;
	for (unsigned int cpu = 0; cpu < nr_cpu_ids && started < cpus; cpu++) {
		struct worker *worker = &workers[started];
		struct task_struct *task;

		if (!cpu_online(cpu))
			continue;
		worker->number = started;
		init_completion(&worker->done);
		task = kthread_create_on_cpu(work, worker, cpu, "tdxcall_td/%u");
		if (IS_ERR(task)) {
			err = PTR_ERR(task);
			break;
		}
		wake_up_process(task);
		started++;
	}
	/* In pieces, as a large TD takes longer than a task may be blocked. */
	for (unsigned int i = 0; i < started; i++)
		while (!wait_for_completion_timeout(&workers[i].done, 10 * HZ))
			;
	all_builds_ns = ktime_get_ns() - begin;
	kfree(workers);
	return err;
}

static int result_show(struct seq_file *m, void *unused)
{
	seq_printf(m, "tdmrs: %u\ntdmr_init_ns: %llu\ntdmr_step_ns: %u\n",
		   platform.num_tdmrs, platform.tdmr_init_ns, platform.tdmr_step_ns);
	seq_printf(m, "all_builds_ns: %llu\n", all_builds_ns);
	for (unsigned int i = 0; i < tds; i++) {
		const struct job *job = &jobs[i];

		seq_printf(m, "td: %u\ntdr: 0x%llx\nkeyid: %u\nalive: %d\n", i, job->td.tdr.pa,
			   job->td.hkid, job->alive);
		seq_printf(m, "mrtd: %*phN\npages: %llu\n", TD_MRTD_BYTES, job->td.mrtd,
			   job->td.chldcnt + 1);
		seq_printf(m, "build_ns: %llu\npages_ns: %llu\npage_ns: %u\n", job->build_ns,
			   job->td.pages_ns, job->page_ns);
		if (!job->alive)
			seq_printf(m, "destroyed: %d\ndestroy_ns: %llu\nfreed: %lu\nlost: %lu\n",
				   job->destroyed, job->destroy_ns, job->td.freed, job->td.lost);
	}
	return 0;
}
DEFINE_SHOW_ATTRIBUTE(result);

static int read_content(void)
{
	ssize_t bytes;

	if (!file)
		return 0;
	bytes = td_read_file(file, &content);
	if (bytes < 0)
		return bytes;
	content_bytes = bytes;
	return 0;
}

static bool parameters_are_good(void)
{
	return tds && tds <= 1024 && cpus && cpus <= num_online_cpus() && vcpus &&
	       vcpus <= TD_MAX_VCPUS && !(large && added % 2) && keyids && keyid_start < 0x10000 &&
	       keyids < 0x10000;
}

static int first_failure(void)
{
	for (unsigned int i = 0; i < tds; i++)
		if (jobs[i].built || jobs[i].destroyed)
			return jobs[i].built ?: jobs[i].destroyed;
	return 0;
}

static void destroy_all(void)
{
	for (unsigned int i = 0; i < tds; i++)
		destroy(&jobs[i]);
}

static int __init td_module_init(void)
{
	int err;

	if (!parameters_are_good()) {
		pr_err("a parameter is out of range\n");
		return -EINVAL;
	}
	platform.keyid_start = keyid_start;
	platform.keyids = keyids;
	err = td_platform_start(&platform);
	if (err)
		return err;
	if (platform.num_tdmrs)
		pr_info("platform: READY, with TDMRs of %u GiB\n", platform.num_tdmrs);
	else
		pr_info("platform: READY before\n");

	jobs = kvcalloc(tds, sizeof(*jobs), GFP_KERNEL);
	if (!jobs)
		return -ENOMEM;
	for (unsigned int i = 0; i < tds; i++) {
		snprintf(jobs[i].name, sizeof(jobs[i].name), "td %u", i);
		/* Until it has been built: a CPU may have gone offline. */
		jobs[i].built = -ECANCELED;
	}
	err = read_content();
	if (!err)
		err = build_all();
	vfree(content);
	err = err ?: first_failure();
	if (!keep || err)
		destroy_all();
	err = err ?: first_failure();
	if (err) {
		kvfree(jobs);
		return err;
	}
	result_file = debugfs_create_file("tdxcall_td", 0400, NULL, NULL, &result_fops);
	return 0;
}

/* The PAMT stays with the TDX module, which has no call to give it back. */
static void __exit td_module_exit(void)
{
	debugfs_remove(result_file);
	destroy_all();
	kvfree(jobs);
}

module_init(td_module_init);
module_exit(td_module_exit);

MODULE_DESCRIPTION("Builds TDs through tdxcall and takes them down again");
MODULE_LICENSE("GPL");
IMPORT_NS(TDXCALL_CHANGES_PLATFORM);
IMPORT_NS(TDXCALL_CHANGES_TD);
