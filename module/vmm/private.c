// SPDX-License-Identifier: GPL-2.0
/*
 * Private memory of a TD: pages that are measured before it runs, pages that it gets while it runs
 * and has to accept, and pages that are taken away again.  What the secure EPT holds is remembered
 * here, so that no call is made in order to find out.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/gfp.h>
#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/sizes.h>

#include <tdxcall/tdxcall.h>
#include "internal.h"

#define TOP_LEVEL	3	/* an entry for 512 GiB */
#define LARGE_ORDER	9
#define LARGE_TAG	1

#define NO_PAGE		((tdx_page_t) {})

static tdx_gpa_t at(u64 gpa)
{
	return (tdx_gpa_t) { gpa };
}

static unsigned int shift_of(unsigned int level)
{
	return PAGE_SHIFT + 9 * level;
}

/* Key of the table below the entry at @gpa: GPAs are short enough to have room for the level. */
static unsigned long table_key(u64 gpa, unsigned int level)
{
	return gpa >> shift_of(level) << 2 | level;
}

static bool has_table(struct machine *m, u64 gpa, unsigned int level)
{
	return xa_load(&m->tables, table_key(gpa, level));
}

/* Adds missing tables on the way to a page of @level. */
static bool add_tables(struct machine *m, u64 gpa, unsigned int level)
{
	for (unsigned int above = TOP_LEVEL; above > level; above--) {
		if (has_table(m, gpa, above))
			continue;
		if (xa_err(xa_store(&m->tables, table_key(gpa, above), xa_mk_value(1), GFP_KERNEL)))
			return false;
		if (!td_add_sept(&m->td, gpa >> shift_of(above) << shift_of(above), above)) {
			xa_erase(&m->tables, table_key(gpa, above));
			return false;
		}
	}
	return true;
}

static struct page *small_page(struct machine *m, u64 gpa)
{
	void *entry = xa_load(&m->mapped, gpa >> PAGE_SHIFT);

	return entry && !xa_pointer_tag(entry) ? entry : NULL;
}

static struct page *large_page(struct machine *m, u64 gpa)
{
	void *entry = xa_load(&m->mapped, ALIGN_DOWN(gpa, SZ_2M) >> PAGE_SHIFT);

	return entry && xa_pointer_tag(entry) ? xa_untag_pointer(entry) : NULL;
}

static int remember(struct machine *m, u64 gpa, struct page *page, unsigned int level)
{
	void *entry = xa_tag_pointer(page, level ? LARGE_TAG : 0);

	return xa_err(xa_store(&m->mapped, gpa >> PAGE_SHIFT, entry, GFP_KERNEL));
}

/* With @source: measured content, for TDH.MEM.PAGE.ADD before the TD is finalised. */
static int add_page(struct machine *m, u64 gpa, unsigned int level, void *source)
{
	unsigned int order = level ? LARGE_ORDER : 0;
	struct page *page;
	bool added;

	if (!add_tables(m, gpa, level))
		return -ENOMEM;
	page = td_new_page(&m->td, order);
	if (!page)
		return -ENOMEM;
	if (remember(m, gpa, page, level)) {
		td_free_page(page, order);
		return -ENOMEM;
	}
	if (source)
		added = TD_CALL(mem_page_add, at(gpa), TDX_LEVEL_4K, m->td.tdr, tdx_page(page),
				tdx_buffer(source), NULL);
	else
		added = TD_CALL(mem_page_aug, at(gpa), level, m->td.tdr, tdx_page(page), NULL);
	if (!added) {
		xa_erase(&m->mapped, gpa >> PAGE_SHIFT);
		td_free_page(page, order);
		return -EIO;
	}
	td_keep_page(&m->td, page, order);
	m->mapped_pages += 1 << order;
	return 0;
}

/* Adds all parts with content.  MRTD depends on the order. */
int private_add_image(struct td *td)
{
	struct machine *m = container_of(td, struct machine, td);
	const struct image *image = td->options.data;
	void *source = (void *)__get_free_page(GFP_KERNEL);
	u64 gpa = vmm_boot_next(&image->plan, 0);
	int err = source ? 0 : -ENOMEM;

	while (!err && gpa != VMM_BOOT_END) {
		vmm_boot_page(&image->boot, &image->plan, gpa, source);
		err = add_page(m, gpa, TDX_LEVEL_4K, source);
		if (!err && !td_measure(td, gpa))
			err = -EIO;
		gpa = vmm_boot_next(&image->plan, gpa + PAGE_SIZE);
		cond_resched();
	}
	free_page((unsigned long)source);
	return err;
}

static bool block(struct machine *m, u64 gpa, unsigned int level)
{
	return TD_TEARDOWN(mem_range_block, at(gpa), level, m->td.tdr, NULL);
}

/* Afterwards no TLB has what was blocked before. */
static bool track(struct machine *m)
{
	if (!TD_TEARDOWN(mem_track, m->td.tdr))
		return false;
	vcpus_leave_guest(m);
	return true;
}

/* Demotes a 2 MiB page; the 4 KiB pages stay mapped. */
static int demote(struct machine *m, u64 gpa)
{
	u64 base = ALIGN_DOWN(gpa, SZ_2M);
	struct page *page = large_page(m, base);
	struct page *table = td_new_page(&m->td, 0);

	if (!table)
		return -ENOMEM;
	for (unsigned int i = 0; i < PTRS_PER_PTE; i++) {
		if (i && remember(m, base + i * PAGE_SIZE, page + i, TDX_LEVEL_4K))
			goto forget;
	}
	if (xa_err(xa_store(&m->tables, table_key(base, 1), xa_mk_value(1), GFP_KERNEL)))
		goto forget;
	if (!block(m, base, TDX_LEVEL_2M) || !track(m) ||
	    !TD_TEARDOWN(mem_page_demote, at(base), TDX_LEVEL_2M, m->td.tdr, 0, tdx_page(table),
			 NO_PAGE, NO_PAGE, NO_PAGE, NO_PAGE, NO_PAGE, NULL)) {
		xa_erase(&m->tables, table_key(base, 1));
		goto forget;
	}
	td_keep_page(&m->td, table, 0);
	td_lose_page(&m->td, page, LARGE_ORDER);
	split_page(page, LARGE_ORDER);
	remember(m, base, page, TDX_LEVEL_4K);
	for (unsigned int i = 0; i < PTRS_PER_PTE; i++)
		td_keep_page(&m->td, page + i, 0);
	return 0;
forget:
	for (unsigned int i = 1; i < PTRS_PER_PTE; i++)
		xa_erase(&m->mapped, (base >> PAGE_SHIFT) + i);
	td_free_page(table, 0);
	return -ENOMEM;
}

/* The GPA may be mapped already, by another vCPU or with another page size. */
int private_map(struct machine *m, u64 gpa, unsigned int level)
{
	if (large_page(m, gpa))
		return level ? 0 : demote(m, gpa);
	if (level && !has_table(m, gpa, 1) &&
	    !add_page(m, ALIGN_DOWN(gpa, SZ_2M), TDX_LEVEL_2M, NULL))
		return 0;
	return small_page(m, gpa) ? 0 : add_page(m, gpa, TDX_LEVEL_4K, NULL);
}

static void free_removed(struct machine *m, u64 gpa, struct page *page, unsigned int order)
{
	xa_erase(&m->mapped, gpa >> PAGE_SHIFT);
	td_lose_page(&m->td, page, order);
	m->mapped_pages -= 1 << order;
	for (unsigned int i = 0; i < 1 << order; i++)
		TD_TEARDOWN(phymem_page_wbinvd,
			    td_page_with_key(&m->td, page_to_phys(page + i)));
	td_free_page(page, order);
}

static int remove_large(struct machine *m, u64 gpa)
{
	if (!block(m, gpa, TDX_LEVEL_2M) || !track(m) ||
	    !TD_TEARDOWN(mem_page_remove, at(gpa), TDX_LEVEL_2M, m->td.tdr, NULL))
		return -EIO;
	free_removed(m, gpa, large_page(m, gpa), LARGE_ORDER);
	return 0;
}

/* Blocks page after page, then tracks once for all of them. */
static int remove_small(struct machine *m, u64 gpa, u64 end)
{
	unsigned int blocked = 0;

	for (u64 each = gpa; each < end; each += PAGE_SIZE) {
		if (!small_page(m, each))
			continue;
		if (!block(m, each, TDX_LEVEL_4K))
			return -EIO;
		blocked++;
	}
	if (!blocked)
		return 0;
	if (!track(m))
		return -EIO;
	for (u64 each = gpa; each < end; each += PAGE_SIZE) {
		struct page *page = small_page(m, each);

		if (!page)
			continue;
		if (!TD_TEARDOWN(mem_page_remove, at(each), TDX_LEVEL_4K, m->td.tdr, NULL))
			return -EIO;
		free_removed(m, each, page, 0);
	}
	return 0;
}

/* The range lies within 2 MiB. */
int private_remove(struct machine *m, u64 gpa, u64 bytes)
{
	if (large_page(m, gpa)) {
		if (bytes == SZ_2M)
			return remove_large(m, gpa);
		if (demote(m, gpa))
			return -ENOMEM;
	}
	return remove_small(m, gpa, gpa + bytes);
}

/* Only forgets the mappings: pages come back with the TD. */
void private_forget(struct machine *m)
{
	xa_destroy(&m->mapped);
	xa_destroy(&m->tables);
}
