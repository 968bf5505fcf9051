// SPDX-License-Identifier: GPL-2.0
/*
 * What is inside the software TDX module, a file of /sys/kernel/debug/tdxcall_emu/ each.  Calls go
 * on meanwhile: each look is a short one, and what a file shows need not all be of one moment.
 */
#include <linux/debugfs.h>
#include <linux/sched.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "internal.h"
#include "module/shared/show_file.h"
#include "core/emu/inspect.h"

/* Pages looked at with interrupts off. */
#define PAGES_AT_ONCE	64

static void put_lock(struct seq_file *m, const char *name, u32 lock)
{
	if (lock == EMU_LOCK_EXCLUSIVE)
		seq_printf(m, "%s: exclusive\n", name);
	else if (lock)
		seq_printf(m, "%s: shared by %u\n", name, lock);
}

static void view_platform(struct emu_platform_view *view)
{
	unsigned long flags;

	emu_view_platform(emu_hold(&flags), view);
	emu_release(flags);
}

/* One short look at what there may not be: view(software TDX module, ...), true when there is. */
#define looks(view, ...)						\
({									\
	unsigned long flags;						\
	int err = view(emu_hold(&flags), __VA_ARGS__);			\
									\
	emu_release(flags);						\
	!err;								\
})

/* Pages of the TDMRs, one after the other. */
struct walk {
	struct emu_tdmr_view tdmr;
	u32 index;
	u64 at;
	/* What is at hand. */
	struct emu_page_view page[PAGES_AT_ONCE];
	u64 pa[PAGES_AT_ONCE];
	u32 count, next;
};

static void look_at_pages(struct walk *walk)
{
	u64 end = walk->tdmr.base + walk->tdmr.initialised;
	unsigned long flags;
	struct emu *emu;

	walk->count = 0;
	walk->next = 0;
	emu = emu_hold(&flags);
	while (walk->at < end && walk->count < PAGES_AT_ONCE) {
		struct emu_page_view *page = &walk->page[walk->count];

		if (emu_view_page(emu, walk->at, page)) {
			walk->at = end;
			break;
		}
		walk->pa[walk->count++] = walk->at;
		walk->at += page->bytes;
	}
	emu_release(flags);
	cond_resched();
}

/* The next page of this TDMR, or NULL. */
static const struct emu_page_view *next_page_of_tdmr(struct walk *walk, u64 *pa)
{
	if (walk->next == walk->count)
		look_at_pages(walk);
	if (!walk->count)
		return NULL;
	*pa = walk->pa[walk->next];
	return &walk->page[walk->next++];
}

static bool enter_tdmr(struct walk *walk, u32 index)
{
	if (!looks(emu_view_tdmr, index, &walk->tdmr))
		return false;
	walk->index = index;
	walk->at = walk->tdmr.base;
	walk->count = 0;
	walk->next = 0;
	return true;
}

static struct walk *start_walk(void)
{
	struct walk *walk = kzalloc(sizeof(*walk), GFP_KERNEL);

	if (walk)
		enter_tdmr(walk, 0);
	return walk;
}

/* The next page of a type, in any TDMR; false behind the last one. */
static bool next_page_of_type(struct walk *walk, const char *type, u64 *pa,
			      const struct emu_page_view **found)
{
	do {
		const struct emu_page_view *page;

		while ((page = next_page_of_tdmr(walk, pa))) {
			const char *name = emu_page_type_name(page->type);

			if (name && !strcmp(name, type)) {
				*found = page;
				return true;
			}
		}
	} while (enter_tdmr(walk, walk->index + 1));
	return false;
}

static int emu_platform_show(struct seq_file *m, void *unused)
{
	struct emu_platform_view view;

	view_platform(&view);
	seq_printf(m, "state: %s\n", view.dead ? "dead" : view.state);
	seq_printf(m, "lps: %u\nlps_initialised: %u\n", view.lps, view.initialised_lps);
	seq_printf(m, "packages: %u\npackages_with_module_key: 0x%x\n", view.packages,
		   view.keyed_packages);
	seq_printf(m, "private_keyids: %u from %u\n", view.keyids, view.keyid_start);
	seq_printf(m, "module_keyid: %u\n", view.keyid);
	seq_printf(m, "tdmrs: %u\n", view.num_tdmrs);
	seq_printf(m, "handoff_data: %s\n", view.handoff ? "yes" : "no");
	return 0;
}

static int emu_keyids_show(struct seq_file *m, void *unused)
{
	struct emu_platform_view platform;
	unsigned int free = 0;

	view_platform(&platform);
	for (u32 i = 0; i < platform.keyids; i++) {
		struct emu_key_view key;

		if (!looks(emu_view_key, platform.keyid_start + i, &key))
			break;
		if (!strcmp(key.state, "FREE")) {
			free++;
			continue;
		}
		seq_printf(m, "%u: %s", platform.keyid_start + i, key.state);
		if (key.unflushed)
			seq_printf(m, ", caches to write back on packages 0x%x", key.unflushed);
		seq_putc(m, '\n');
	}
	seq_printf(m, "free: %u\n", free);
	return 0;
}

static void put_page_counts(struct seq_file *m, struct walk *walk)
{
	static const char * const sizes[EMU_PAGE_SIZES] = { "4K", "2M", "1G" };
	u64 count[EMU_PAGE_TYPES][EMU_PAGE_SIZES] = {}, damaged = 0, pa;
	const struct emu_page_view *page;

	while ((page = next_page_of_tdmr(walk, &pa))) {
		if (page->type < EMU_PAGE_TYPES && emu_page_type_name(page->type))
			count[page->type][page->level]++;
		else
			damaged++;
	}
	for (u32 type = 0; type < EMU_PAGE_TYPES; type++)
		for (u32 level = 0; level < EMU_PAGE_SIZES; level++)
			if (count[type][level])
				seq_printf(m, "  %s %s: %llu\n", emu_page_type_name(type),
					   sizes[level], count[type][level]);
	if (damaged)
		seq_printf(m, "  damaged: %llu\n", damaged);
}

static int emu_tdmrs_show(struct seq_file *m, void *unused)
{
	struct walk *walk = start_walk();
	const struct emu_tdmr_view *tdmr;

	if (!walk)
		return -ENOMEM;
	tdmr = &walk->tdmr;
	for (u32 i = 0; enter_tdmr(walk, i); i++) {
		seq_printf(m, "tdmr: 0x%llx, 0x%llx bytes, 0x%llx initialised, %u reserved areas\n",
			   tdmr->base, tdmr->size, tdmr->initialised, tdmr->reserved_areas);
		for (int level = EMU_PAGE_SIZES - 1; level >= 0; level--)
			seq_printf(m, "  pamt of level %d: 0x%llx, 0x%llx bytes\n", level,
				   tdmr->pamt[level], tdmr->pamt_size[level]);
		put_page_counts(m, walk);
	}
	kfree(walk);
	return 0;
}

static void put_td(struct seq_file *m, const struct emu_td_view *td)
{
	seq_printf(m, "  keyid: %u, packages with its key: 0x%x\n", td->hkid, td->keyed_packages);
	seq_printf(m, "  lifecycle: %s%s\n", td->lifecycle, td->fatal ? ", fatal" : "");
	seq_printf(m, "  tdcs_pages: %u\n  children: %llu\n", td->tdcs_pages, td->chldcnt);
	if (!td->op_state)
		return;
	seq_printf(m, "  op_state: %s\n", td->op_state);
	seq_printf(m, "  attributes: 0x%llx\n  xfam: 0x%llx\n", td->attributes, td->xfam);
	seq_printf(m, "  vcpus: %u of %u, %u associated\n  l2_vms: %u\n", td->vcpus, td->max_vcpus,
		   td->associated_vcpus, td->l2_vms);
	seq_printf(m, "  epoch: %llu\n  mrtd: %*phN\n", td->epoch, (int)sizeof(td->mrtd), td->mrtd);
}

static int emu_tds_show(struct seq_file *m, void *unused)
{
	struct walk *walk = start_walk();
	const struct emu_page_view *page;
	struct emu_td_view td;
	u64 pa;

	if (!walk)
		return -ENOMEM;
	while (next_page_of_type(walk, "TDR", &pa, &page)) {
		if (!looks(emu_view_td, pa, &td))
			continue;
		seq_printf(m, "td: 0x%llx\n", pa);
		put_td(m, &td);
	}
	kfree(walk);
	return 0;
}

static int emu_vcpus_show(struct seq_file *m, void *unused)
{
	struct walk *walk = start_walk();
	const struct emu_page_view *page;
	struct emu_vcpu_view vcpu;
	u64 pa;

	if (!walk)
		return -ENOMEM;
	while (next_page_of_type(walk, "TDVPR", &pa, &page)) {
		if (!looks(emu_view_vcpu, pa, &vcpu))
			continue;
		seq_printf(m, "vcpu: 0x%llx\n  td: 0x%llx\n", pa, page->owner);
		seq_printf(m, "  state: %s\n  index: %u\n  tdvps_pages: %u\n",
			   vcpu.state, vcpu.index, vcpu.pages);
		if (vcpu.lp != EMU_NO_LP)
			seq_printf(m, "  associated with LP: %u\n", vcpu.lp);
	}
	kfree(walk);
	return 0;
}

static void put_entries(struct seq_file *m, const struct emu_sept_view *first, u64 count)
{
	seq_printf(m, "  gpa 0x%llx level %u %s%s: %llu, first page 0x%llx\n", first->gpa,
		   first->level, first->state, first->locked ? " locked" : "", count, first->pa);
}

/* Entries that follow one another in the same state and level make one line. */
static void put_tree(struct seq_file *m, u64 tdr)
{
	struct emu_sept_view first = {}, entry;
	u64 count = 0, gpa = 0;
	bool more;

	do {
		more = looks(emu_view_sept, tdr, gpa, &entry);
		if (count && more && entry.state == first.state && entry.level == first.level &&
		    entry.locked == first.locked) {
			count++;
		} else {
			if (count && strcmp(first.state, "FREE"))
				put_entries(m, &first, count);
			first = entry;
			count = more;
		}
		gpa = entry.gpa + entry.bytes;
		cond_resched();
	} while (more);
}

static int emu_sept_show(struct seq_file *m, void *unused)
{
	struct walk *walk = start_walk();
	const struct emu_page_view *page;
	u64 pa;

	if (!walk)
		return -ENOMEM;
	while (next_page_of_type(walk, "TDR", &pa, &page)) {
		seq_printf(m, "td: 0x%llx\n", pa);
		put_tree(m, pa);
	}
	kfree(walk);
	return 0;
}

static void put_td_locks(struct seq_file *m, u64 tdr)
{
	struct emu_td_view td;

	if (!looks(emu_view_td, tdr, &td) || !td.op_state)
		return;
	put_lock(m, "  OP_STATE", td.op_state_lock);
	put_lock(m, "  SEPT_TREE", td.sept_lock);
	put_lock(m, "  TD_EPOCH", td.epoch_lock);
	put_lock(m, "  RTMR", td.rtmr_lock);
}

static void put_page_locks(struct seq_file *m, struct walk *walk)
{
	const struct emu_page_view *page;
	u64 pa;

	while ((page = next_page_of_tdmr(walk, &pa))) {
		const char *type = emu_page_type_name(page->type);
		char name[64];

		if (page->lock) {
			snprintf(name, sizeof(name), "page 0x%llx %s", pa, type ?: "damaged");
			put_lock(m, name, page->lock);
		}
		if (type && !strcmp(type, "TDR"))
			put_td_locks(m, pa);
	}
}

static int emu_locks_show(struct seq_file *m, void *unused)
{
	struct walk *walk = start_walk();
	struct emu_platform_view platform;
	char name[32];

	if (!walk)
		return -ENOMEM;
	view_platform(&platform);
	put_lock(m, "SYS", platform.lock);
	put_lock(m, "KOT", platform.kot_lock);
	for (u32 i = 0; enter_tdmr(walk, i); i++) {
		snprintf(name, sizeof(name), "tdmr 0x%llx", walk->tdmr.base);
		put_lock(m, name, walk->tdmr.lock);
		put_page_locks(m, walk);
	}
	kfree(walk);
	return 0;
}

static int emu_calls_show(struct seq_file *m, void *unused)
{
	struct emu_calls_view view;

	seq_printf(m, "%-26s %10s %10s %10s %10s\n", "leaf function", "success", "with_info",
		   "retryable", "refused");
	for (u32 i = 0; looks(emu_view_calls, i, &view); i++) {
		u64 sum = 0;

		for (u32 outcome = 0; outcome < EMU_OUTCOMES; outcome++)
			sum += view.calls[outcome];
		if (sum)
			seq_printf(m, "%-26s %10llu %10llu %10llu %10llu\n",
				   view.name ?: "not modelled", view.calls[EMU_SUCCESS],
				   view.calls[EMU_SUCCESS_INFO], view.calls[EMU_RETRYABLE],
				   view.calls[EMU_REFUSED]);
	}
	return 0;
}

static const struct show_file files[] = {
	{ "platform", 0400, emu_platform_show },
	{ "keyids", 0400, emu_keyids_show },
	{ "tdmrs", 0400, emu_tdmrs_show },
	{ "tds", 0400, emu_tds_show },
	{ "vcpus", 0400, emu_vcpus_show },
	{ "sept", 0400, emu_sept_show },
	{ "locks", 0400, emu_locks_show },
	{ "calls", 0400, emu_calls_show },
};

void emu_inspect_create(struct dentry *dir)
{
	create_show_files(dir, files, ARRAY_SIZE(files));
}
