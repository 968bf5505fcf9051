// SPDX-License-Identifier: GPL-2.0
/*
 * Shared memory of a TD: the shared EPT, which is the VMM's own, and the pages in it.  What is not
 * in it gives the guest a #VE, as devices have to; where memory was made shared but nobody has
 * touched it yet, suppress-#VE makes a TD exit of it, and the page comes then.
 */
#include <linux/compiler.h>
#include <linux/gfp.h>
#include <linux/io.h>
#include <linux/mm.h>
#include <linux/sched.h>

#include <tdxcall/tdxcall.h>
#include "internal.h"

#define EPT_RWX		7ULL
#define EPT_WB		(6ULL << 3)
#define EPT_SUPPRESS_VE	BIT_ULL(63)
#define EPT_HPA		GENMASK_ULL(51, 12)

#define EPT_LEVELS	4
#define WANTED		EPT_SUPPRESS_VE

static struct page *new_zeroed_page(struct machine *m)
{
	struct page *page = alloc_page(GFP_KERNEL | __GFP_ZERO);

	m->shared_pages += !!page;
	return page;
}

static void free_shared_page(struct machine *m, struct page *page)
{
	m->shared_pages--;
	__free_page(page);
}

static struct page *page_of(u64 entry)
{
	return entry & EPT_RWX ? pfn_to_page((entry & EPT_HPA) >> PAGE_SHIFT) : NULL;
}

/* The TDX module or the CPU may read entries at any time, so each is written at once. */
static u64 *find(struct machine *m, u64 gpa, bool make)
{
	u64 *table = page_address(m->shared_root);

	for (unsigned int level = EPT_LEVELS - 1; level; level--) {
		u64 *entry = &table[((gpa | SHARED_BIT) >> (PAGE_SHIFT + 9 * level)) & 511];
		struct page *next = page_of(*entry);

		if (!next && !make)
			return NULL;
		if (!next) {
			next = new_zeroed_page(m);
			if (!next)
				return NULL;
			WRITE_ONCE(*entry, page_to_phys(next) | EPT_RWX);
		}
		table = page_address(next);
	}
	return &table[gpa >> PAGE_SHIFT & 511];
}

int shared_init(struct machine *m)
{
	m->shared_pages = 0;
	m->shared_root = new_zeroed_page(m);
	return m->shared_root ? 0 : -ENOMEM;
}

int shared_wants(struct machine *m, u64 gpa, u64 bytes)
{
	for (u64 each = gpa; each < gpa + bytes; each += PAGE_SIZE) {
		u64 *entry = find(m, each, true);

		if (!entry)
			return -ENOMEM;
		if (!*entry)
			WRITE_ONCE(*entry, WANTED);
	}
	return 0;
}

/* Maps the page only if the guest made it shared. */
int shared_map(struct machine *m, u64 gpa)
{
	u64 *entry = find(m, gpa, false);
	struct page *page;

	if (!entry || !*entry)
		return -EFAULT;
	if (page_of(*entry))
		return 0;
	page = new_zeroed_page(m);
	if (!page)
		return -ENOMEM;
	WRITE_ONCE(*entry, page_to_phys(page) | EPT_WB | EPT_RWX);
	return 0;
}

/* The range lies within 2 MiB.  Pages are freed once no TLB has them. */
void shared_remove(struct machine *m, u64 gpa, u64 bytes)
{
	LIST_HEAD(gone);
	struct page *page, *next;

	for (u64 each = gpa; each < gpa + bytes; each += PAGE_SIZE) {
		u64 *entry = find(m, each, false);

		if (!entry)
			continue;
		page = page_of(*entry);
		WRITE_ONCE(*entry, 0);
		if (page)
			list_add(&page->lru, &gone);
	}
	if (list_empty(&gone))
		return;
	/* If this fails, TLBs may still have the pages: then they are lost rather than freed. */
	if (!TD_TEARDOWN(mem_track, m->td.tdr))
		return;
	vcpus_leave_guest(m);
	list_for_each_entry_safe(page, next, &gone, lru) {
		list_del(&page->lru);
		free_shared_page(m, page);
	}
}

/* Valid up to the end of the page; NULL if the guest has not made it shared. */
void *shared_at(struct machine *m, u64 gpa)
{
	u64 *entry;

	if (shared_map(m, gpa))
		return NULL;
	entry = find(m, gpa, false);
	return page_address(page_of(*entry)) + offset_in_page(gpa);
}

/* Entries of the lowest level are pages, others are tables. */
static void free_table(struct machine *m, struct page *page, unsigned int level)
{
	u64 *table = page_address(page);

	for (unsigned int i = 0; i < 512; i++) {
		struct page *below = page_of(table[i]);

		if (!below)
			continue;
		if (level > 1)
			free_table(m, below, level - 1);
		else
			free_shared_page(m, below);
	}
	cond_resched();
	free_shared_page(m, page);
}

void shared_free(struct machine *m)
{
	if (m->shared_root)
		free_table(m, m->shared_root, EPT_LEVELS);
	m->shared_root = NULL;
}
