// SPDX-License-Identifier: GPL-2.0
/* Pages on their way to the TDX module and back; see tdxcall.h. */
#include <linux/export.h>
#include <linux/mm.h>
#include <asm/barrier.h>
#include <asm/cacheflush.h>
#include <asm/cpufeature.h>

#include <tdxcall/tdxcall.h>

#define LINE_BYTES	64

struct line {
	u8 bytes[LINE_BYTES];
};

/* MOVDIR64B from (RDX) to (RAX): writes a whole line without reading it. */
static void store_line(struct line *to, const struct line *from)
{
	asm volatile(".byte 0x66, 0x0f, 0x38, 0xf8, 0x02"
		     : "=m" (*to)
		     : "m" (*from), "a" (to), "d" (from));
}

void tdxcall_flush_pages(struct page *page, unsigned long count)
{
	clflush_cache_range(page_address(page), count << PAGE_SHIFT);
}
EXPORT_SYMBOL_GPL(tdxcall_flush_pages);

static void clear(void *page)
{
	static const struct line zero __aligned(LINE_BYTES);

	for (unsigned int offset = 0; offset < PAGE_SIZE; offset += LINE_BYTES)
		store_line(page + offset, &zero);
}

void tdxcall_clear_pages(struct page *page, unsigned long count)
{
	void *at = page_address(page);

	for (void *end = at + (count << PAGE_SHIFT); at < end; at += PAGE_SIZE) {
		/* Every CPU with TDX has MOVDIR64B. */
		if (boot_cpu_has(X86_FEATURE_MOVDIR64B))
			clear(at);
		else
			clear_page(at);
	}
	/* Its stores are weakly ordered. */
	mb();
}
EXPORT_SYMBOL_GPL(tdxcall_clear_pages);
