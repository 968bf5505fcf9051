// SPDX-License-Identifier: GPL-2.0
/* A TD of four pages that makes hypercalls for ever, and TDH.VP.ENTER as a VMM calls it. */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/gfp.h>
#include <linux/io.h>
#include <linux/math.h>
#include <linux/mm.h>
#include <linux/string.h>
#include <asm/pgtable.h>
#include <asm/tsc.h>

#include <tdxcall/tdxcall.h>
#include "module/vmm/td/td.h"
#include "program.h"
#include "round_trip.h"

#define TABLE_BITS	(_PAGE_PRESENT | _PAGE_RW | _PAGE_ACCESSED)
#define LARGE_PAGE	(PROGRAM_CODE & PMD_MASK)
#define TSC_UNIT_KHZ	25000

/* TDH.VP.ENTER's success, with the exit reason of TDCALL. */
#define EXIT_NMI	0
#define EXIT_INTERRUPT	1
#define EXIT_TDCALL	77

static struct td_platform platform;
static struct td td;

static void write_page(void *to, u64 gpa)
{
	u64 *entry = to;

	memset(to, 0, PAGE_SIZE);
	switch (gpa) {
	case PROGRAM_PML4:
		entry[0] = PROGRAM_PDPT | TABLE_BITS;
		break;
	case PROGRAM_PDPT:
		entry[PROGRAM_CODE >> PUD_SHIFT] = PROGRAM_PD | TABLE_BITS;
		break;
	case PROGRAM_PD:
		entry[PTRS_PER_PMD - 1] = LARGE_PAGE | TABLE_BITS | _PAGE_DIRTY | _PAGE_PSE;
		break;
	default:
		memcpy(to, round_trip_program, PROGRAM_BYTES);
	}
}

static int add_page(struct td *to, u64 gpa, struct page *source)
{
	struct page *page = td_new_page(to, 0);

	if (!page)
		return -ENOMEM;
	write_page(page_address(source), gpa);
	if (!TD_CALL(mem_page_add, (tdx_gpa_t) { gpa }, TDX_LEVEL_4K, to->tdr, tdx_page(page),
		     tdx_buffer(page_address(source)), NULL)) {
		td_free_page(page, 0);
		return -EIO;
	}
	td_keep_page(to, page, 0);
	return 0;
}

static int add_program(struct td *to)
{
	struct page *source;
	int err = 0;

	if (!td_add_sept(to, 0, 3) || !td_add_sept(to, PROGRAM_CODE & PUD_MASK, 2) ||
	    !td_add_sept(to, LARGE_PAGE, 1))
		return -EIO;
	source = alloc_page(GFP_KERNEL);
	if (!source)
		return -ENOMEM;
	for (u64 gpa = PROGRAM_PML4; !err && gpa <= PROGRAM_CODE; gpa += PAGE_SIZE)
		err = add_page(to, gpa, source);
	__free_page(source);
	return err;
}

bool td_trip(void)
{
	const struct tdx_regs in = { .rcx = td.vcpu[0].tdvpr.pa };
	struct tdx_xmm xmm = {};
	struct tdx_regs out;
	u64 status;

	if (!td_take_vcpu(&td, &td.vcpu[0]))
		return false;
	status = tdxcall_vp_enter(&in, &out, &xmm);
	if (status == EXIT_TDCALL || status == EXIT_INTERRUPT || status == EXIT_NMI)
		return true;
	pr_err("TDH.VP.ENTER returns 0x%llx\n", status);
	return false;
}

int td_init(void)
{
	const struct td_options options = {
		.vcpus = 1, .runs = true, .add_memory = add_program,
		.tsc_frequency = DIV_ROUND_CLOSEST(tsc_khz, TSC_UNIT_KHZ),
	};
	int err;

	platform = (struct td_platform) { .keyid_start = 32, .keyids = 32 };
	err = td_platform_start(&platform);
	if (!err)
		err = td_build(&td, &platform, &options);
	return err;
}

void td_free(void)
{
	td_destroy(&td);
}
