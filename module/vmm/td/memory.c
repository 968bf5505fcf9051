// SPDX-License-Identifier: GPL-2.0
/* A TD's secure EPT and the pages in it. */
#define pr_fmt(fmt) "td: " fmt

#include <linux/align.h>
#include <linux/gfp.h>
#include <linux/io.h>
#include <linux/ktime.h>
#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/sizes.h>
#include <linux/sort.h>

#include <tdxcall/tdxcall.h>
#include "td.h"

#define EXTEND_BYTES	256
#define TOP_LEVEL	3	/* an entry for 512 GiB */
#define PROGRESS_BYTES	SZ_64M

#define NO_PAGE		((tdx_page_t) {})

static tdx_gpa_t at(u64 gpa)
{
	return (tdx_gpa_t) { gpa };
}

static u64 entry_bytes(unsigned int level)
{
	return PAGE_SIZE << (9 * level);
}

static u64 added_base(const struct td *td)
{
	return ALIGN(td->options.measured, SZ_2M);
}

static unsigned int added_level(const struct td *td)
{
	return td->options.added_large ? 1 : 0;
}

bool td_add_sept(struct td *td, u64 gpa, unsigned int level)
{
	struct page *page = td_new_page(td, 0);

	if (!page)
		return false;
	if (!TD_CALL(mem_sept_add, 0, at(gpa), level, td->tdr, 0, tdx_page(page), NO_PAGE, NO_PAGE,
		     NO_PAGE, NULL)) {
		td_free_page(page, 0);
		return false;
	}
	td_keep_page(td, page, 0);
	return true;
}

/* Adds the tables that begin at @gpa, on the way to a page of @level. */
static bool add_tables(struct td *td, u64 gpa, unsigned int level)
{
	for (unsigned int above = TOP_LEVEL; above > level; above--)
		if (!(gpa % entry_bytes(above)) && !td_add_sept(td, gpa, above))
			return false;
	return true;
}

bool td_measure(struct td *td, u64 gpa)
{
	for (unsigned int offset = 0; offset < PAGE_SIZE; offset += EXTEND_BYTES)
		if (!TD_CALL(mr_extend, at(gpa + offset), td->tdr, NULL))
			return false;
	return true;
}

static bool add_measured_page(struct td *td, u64 gpa, struct page *source)
{
	struct page *page = td_new_page(td, 0);
	bool measured;
	u64 begin;

	if (!page)
		return false;
	td->options.fill(page_address(source), gpa, td->options.data);
	begin = ktime_get_ns();
	if (!TD_CALL(mem_page_add, at(gpa), TDX_LEVEL_4K, td->tdr, tdx_page(page),
		     tdx_buffer(page_address(source)), NULL)) {
		td_free_page(page, 0);
		return false;
	}
	td_keep_page(td, page, 0);
	measured = td_measure(td, gpa);
	if (td->options.page_ns)
		td->options.page_ns[gpa / PAGE_SIZE] = ktime_get_ns() - begin;
	return measured;
}

static void tell_progress(const struct td *td, u64 done, u64 all)
{
	if (td->options.name && !(done % PROGRESS_BYTES) && done < all)
		pr_info("%s: %llu of %llu MiB\n", td->options.name, done / SZ_1M, all / SZ_1M);
}

int td_map_memory(struct td *td)
{
	struct page *source = alloc_page(GFP_KERNEL);
	u64 begin = ktime_get_ns();
	int err = source ? 0 : -ENOMEM;

	for (u64 gpa = 0; !err && gpa < td->options.measured; gpa += PAGE_SIZE) {
		if (!add_tables(td, gpa, 0) || !add_measured_page(td, gpa, source))
			err = -EIO;
		tell_progress(td, gpa + PAGE_SIZE, td->options.measured);
		cond_resched();
	}
	td->pages_ns = ktime_get_ns() - begin;
	if (source)
		__free_page(source);
	return err;
}

static bool add_page(struct td *td, u64 gpa, unsigned int level)
{
	struct page *page = td_new_page(td, 9 * level);

	if (!page)
		return false;
	if (!TD_CALL(mem_page_aug, at(gpa), level, td->tdr, tdx_page(page), NULL)) {
		td_free_page(page, 9 * level);
		return false;
	}
	td_keep_page(td, page, 9 * level);
	return true;
}

int td_add_memory(struct td *td)
{
	unsigned int level = added_level(td);

	for (u64 done = 0; done < td->options.added; done += entry_bytes(level)) {
		u64 gpa = added_base(td) + done;

		if (!add_tables(td, gpa, level) || !add_page(td, gpa, level))
			return -EIO;
		tell_progress(td, done + entry_bytes(level), td->options.added);
		cond_resched();
	}
	return 0;
}

/* Blocks the range, tracks, then removes. */
static bool unmap_range(struct td *td, u64 from, u64 to, unsigned int level, bool table)
{
	u64 gpa;

	for (gpa = ALIGN_DOWN(from, entry_bytes(level)); gpa < to; gpa += entry_bytes(level)) {
		if (!TD_TEARDOWN(mem_range_block, at(gpa), level, td->tdr, NULL))
			return false;
		cond_resched();
	}
	if (!TD_TEARDOWN(mem_track, td->tdr))
		return false;
	for (gpa = ALIGN_DOWN(from, entry_bytes(level)); gpa < to; gpa += entry_bytes(level)) {
		if (table ? !TD_TEARDOWN(mem_sept_remove, 0, at(gpa), level, td->tdr, NULL) :
			    !TD_TEARDOWN(mem_page_remove, at(gpa), level, td->tdr, NULL))
			return false;
		cond_resched();
	}
	return true;
}

int td_unmap_memory(struct td *td)
{
	u64 base = added_base(td), end = base + td->options.added;
	unsigned int level = added_level(td);

	if (!td->options.added)
		end = td->options.measured;
	if (!unmap_range(td, 0, td->options.measured, 0, false) ||
	    (td->options.added && !unmap_range(td, base, end, level, false)))
		return -EIO;
	/* Tables for 4 KiB pages, then those above them. */
	if (!unmap_range(td, 0, level ? td->options.measured : end, 1, true))
		return -EIO;
	for (level = 2; level <= TOP_LEVEL; level++)
		if (!unmap_range(td, 0, end, level, true))
			return -EIO;
	return 0;
}

void td_fill_with_gpa(void *page, u64 gpa, void *unused)
{
	u64 *word = page;

	for (unsigned int i = 0; i < PAGE_SIZE / sizeof(*word); i++)
		word[i] = gpa + i * sizeof(*word);
}

static int compare_u32(const void *a, const void *b)
{
	u32 x = *(const u32 *)a, y = *(const u32 *)b;

	return x < y ? -1 : x > y;
}

u32 td_median(u32 *samples, size_t count)
{
	sort(samples, count, sizeof(*samples), compare_u32, NULL);
	return count ? samples[count / 2] : 0;
}
