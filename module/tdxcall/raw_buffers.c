// SPDX-License-Identifier: GPL-2.0
/*
 * Buffers of the file "call".  A page that the TDX module may have is neither read, written nor
 * freed: on real TDX each of these can bring the machine down.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/bitmap.h>
#include <linux/gfp.h>
#include <linux/io.h>
#include <linux/log2.h>
#include <linux/mm.h>
#include <linux/printk.h>
#include <linux/sched.h>
#include <linux/slab.h>

#include <tdxcall/codes.h>
#include <tdxcall/tdxcall.h>
#include "internal.h"
#include "raw.h"

/* Types of a page in the PAMT: nobody's, and reserved, as the host keeps for itself. */
#define PAGE_TYPE_NDA		0
#define PAGE_TYPE_RSVD		1

/* A large page, which every kernel can allocate. */
#define RAW_MAX_ORDER		9

int raw_alloc(struct raw_file *file, u16 number, u64 pages, const char **problem)
{
	struct raw_buffer *buffer = &file->buffer[number];
	unsigned long count;

	*problem = "there is a buffer of that number: free it before";
	if (buffer->page)
		return -EEXIST;
	*problem = "a buffer has 1 to 512 pages, all of them together 8192";
	if (!pages || pages > 1UL << RAW_MAX_ORDER)
		return -E2BIG;
	count = roundup_pow_of_two(pages);
	if (count > RAW_MAX_PAGES - file->pages)
		return -E2BIG;

	*problem = "there is no contiguous memory of that size";
	buffer->given = bitmap_zalloc(count, GFP_KERNEL);
	if (!buffer->given)
		return -ENOMEM;
	buffer->page = alloc_pages(GFP_KERNEL_ACCOUNT | __GFP_ZERO | __GFP_NOWARN |
				   __GFP_RETRY_MAYFAIL, ilog2(count));
	if (!buffer->page) {
		bitmap_free(buffer->given);
		buffer->given = NULL;
		return -ENOMEM;
	}
	/* Some of them may stay with the TDX module when the others are freed. */
	split_page(buffer->page, ilog2(count));
	buffer->count = count;
	file->pages += count;
	return 0;
}

bool raw_is_released(u64 pa, u64 *status)
{
	struct tdh_phymem_page_rdmd_out out;

	*status = tdxcall_tdh_phymem_page_rdmd(TDXCALL_TEARDOWN, (tdx_page_t) { pa }, &out);
	/* Memory that is in no TDMR can't be given. */
	if ((*status & GENMASK_ULL(63, 32)) == TDXCALL_STATUS_OPERAND_ADDR_RANGE_ERROR)
		return true;
	return !(*status & TDXCALL_ERROR) &&
	       (out.page_type == PAGE_TYPE_NDA || out.page_type == PAGE_TYPE_RSVD);
}

/* A page that nobody could be asked about stays lost: it may belong to a TD. */
static unsigned long free_pages_of(struct raw_buffer *buffer)
{
	unsigned long lost = 0;
	u64 status;

	for (unsigned long i = 0; i < buffer->count; i++) {
		struct page *page = buffer->page + i;

		if (test_bit(i, buffer->given)) {
			if (!raw_is_released(page_to_phys(page), &status)) {
				lost++;
				continue;
			}
			raw_take_back(page, true);
		}
		__free_page(page);
		cond_resched();
	}
	bitmap_free(buffer->given);
	*buffer = (struct raw_buffer) {};
	return lost;
}

int raw_free(struct raw_file *file, u16 number, const char **problem)
{
	struct raw_buffer *buffer = &file->buffer[number];

	*problem = "there is no such buffer";
	if (!buffer->page)
		return -ENOENT;
	*problem = "the TDX module has pages of it";
	if (!bitmap_empty(buffer->given, buffer->count))
		return -EBUSY;
	file->pages -= buffer->count;
	free_pages_of(buffer);
	return 0;
}

void *raw_bytes(struct raw_file *file, u16 number, u64 offset, u64 bytes, int *err,
		const char **problem)
{
	struct raw_buffer *buffer = &file->buffer[number];
	unsigned long end;

	*problem = "there is no such buffer";
	*err = -ENOENT;
	if (!buffer->page)
		return NULL;
	*problem = "the buffer ends before";
	*err = -EFAULT;
	if (!bytes || bytes > buffer->count << PAGE_SHIFT ||
	    offset > (buffer->count << PAGE_SHIFT) - bytes)
		return NULL;
	*problem = "the TDX module has the page";
	*err = -EBUSY;
	end = ((offset + bytes - 1) >> PAGE_SHIFT) + 1;
	if (find_next_bit(buffer->given, end, offset >> PAGE_SHIFT) < end)
		return NULL;
	*err = 0;
	return page_address(buffer->page) + offset;
}

struct raw_buffer *raw_find(struct raw_file *file, u64 pa)
{
	for (unsigned int i = 0; i < CORE_RAW_BUFFERS; i++) {
		struct raw_buffer *buffer = &file->buffer[i];
		u64 begin;

		if (!buffer->page)
			continue;
		begin = page_to_phys(buffer->page);
		if (pa >= begin && pa - begin < buffer->count << PAGE_SHIFT)
			return buffer;
	}
	return NULL;
}

u16 raw_number(const struct raw_file *file, const struct raw_buffer *buffer)
{
	return buffer - file->buffer;
}

void raw_free_all(struct raw_file *file)
{
	unsigned long lost = 0;

	for (unsigned int i = 0; i < CORE_RAW_BUFFERS; i++)
		if (file->buffer[i].page)
			lost += free_pages_of(&file->buffer[i]);
	file->pages = 0;
	if (lost)
		pr_warn("call: lost to Linux, as the TDX module has them or may: %lu pages\n",
			lost);
}
