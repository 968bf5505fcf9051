// SPDX-License-Identifier: GPL-2.0
/* The life of a TD: its control structures, its vCPUs, its end. */
#define pr_fmt(fmt) "td: " fmt

#include <linux/cpumask.h>
#include <linux/gfp.h>
#include <linux/io.h>
#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/smp.h>
#include <linux/string.h>

#include <tdxcall/tdxcall.h>
#include "td.h"

/* Statuses, without what is in their low half. */
#define HKID_NOT_FREE		0xc000082000000000ULL
#define WBCACHE_NOT_COMPLETE	0x8000081700000000ULL

/* Metadata fields of a TD. */
#define MRTD			0x1310000300000000ULL
#define CHLDCNT			0x8010000300000004ULL

#define PAGE_TYPE_NDA		0
#define LARGE_ORDER		9

/* TD_PARAMS: the fields that are not 0 here. */
struct td_params {
	u64 attributes;
	u64 xfam;
	u16 max_vcpus;
	u8 unused[6];
	u64 eptp_controls;
	u64 config_flags;
	u16 tsc_frequency;
} __packed;

#define ATTRIBUTES_DEBUG	1
#define XFAM_X87_SSE		3
#define EPTP_WB_4_LEVELS	0x1e
#define TSC_25MHZ		100	/* 2.5 GHz */

/* What is in it does not matter: it is never written before the TDX module gets it. */
struct page *td_new_page(struct td *td, unsigned int order)
{
	struct page *page = alloc_pages(GFP_KERNEL | __GFP_RETRY_MAYFAIL | __GFP_NOWARN, order);

	if (page)
		tdxcall_flush_pages(page, 1 << order);
	return page;
}

/* A leaf function that failed may have begun to write to the page. */
void td_free_page(struct page *page, unsigned int order)
{
	tdxcall_clear_pages(page, 1 << order);
	__free_pages(page, order);
}

void td_keep_page(struct td *td, struct page *page, unsigned int order)
{
	list_add(&page->lru, order ? &td->pages.large : &td->pages.small);
	td->pages.count += 1 << order;
}

/* The first KeyID that nobody has. */
static bool create(struct td *td)
{
	const struct td_platform *platform = td->platform;
	u64 status;

	td->tdr_page = td_new_page(td, 0);
	if (!td->tdr_page)
		return false;
	for (unsigned int i = 0; i < platform->keyids; i++) {
		td->hkid = platform->keyid_start + i;
		status = tdxcall_tdh_mng_create(TDXCALL_MAY_SLEEP, tdx_page(td->tdr_page),
						(tdx_keyid_t) { td->hkid });
		if ((status & GENMASK_ULL(63, 32)) == HKID_NOT_FREE)
			continue;
		if (!td_succeeded("mng_create", status))
			break;
		td->tdr = tdx_tdr(td->tdr_page);
		return true;
	}
	if (td->hkid == platform->keyid_start + platform->keyids - 1)
		pr_err("no KeyID is free\n");
	td_free_page(td->tdr_page, 0);
	td->tdr_page = NULL;
	return false;
}

static bool config_key(void *data)
{
	struct td *td = data;

	return TD_CALL(mng_key_config, td->tdr);
}

static bool add_tdcs(struct td *td)
{
	for (unsigned int i = 0; i < td->platform->tdcs_pages; i++) {
		struct page *page = td_new_page(td, 0);

		if (!page)
			return false;
		if (!TD_CALL(mng_addcx, tdx_page(page), td->tdr)) {
			td_free_page(page, 0);
			return false;
		}
		td_keep_page(td, page, 0);
	}
	return true;
}

static bool init_td(struct td *td)
{
	struct td_params *params = (void *)get_zeroed_page(GFP_KERNEL);
	bool done;

	if (!params)
		return false;
	params->attributes = td->options.debug ? ATTRIBUTES_DEBUG : 0;
	params->xfam = XFAM_X87_SSE;
	params->max_vcpus = td->options.vcpus;
	params->eptp_controls = EPTP_WB_4_LEVELS;
	params->tsc_frequency = TSC_25MHZ;
	done = TD_CALL(mng_init, td->tdr, tdx_buffer(params), 0, NULL);
	free_page((unsigned long)params);
	return done;
}

/* A vCPU stays with the CPU that initialised it. */
static bool init_vcpu(struct td *td, struct td_vcpu *vcpu)
{
	bool done;

	migrate_disable();
	vcpu->cpu = smp_processor_id();
	done = TD_CALL(vp_init, 0, vcpu->tdvpr, 0, 0);
	migrate_enable();
	vcpu->associated = done;
	return done;
}

static bool add_vcpu(struct td *td, struct td_vcpu *vcpu)
{
	for (unsigned int i = 0; i < td->platform->tdvps_pages; i++) {
		struct page *page = td_new_page(td, 0);
		bool done;

		if (!page)
			return false;
		if (i)
			done = TD_CALL(vp_addcx, tdx_page(page), vcpu->tdvpr);
		else
			done = TD_CALL(vp_create, tdx_page(page), td->tdr);
		if (!done) {
			td_free_page(page, 0);
			return false;
		}
		td_keep_page(td, page, 0);
		if (!i)
			vcpu->tdvpr = tdx_tdvpr(page);
	}
	return init_vcpu(td, vcpu);
}

static bool read_results(struct td *td)
{
	struct tdh_mng_rd_out out;

	for (unsigned int i = 0; i < ARRAY_SIZE(td->mrtd); i++) {
		if (!TD_CALL(mng_rd, 0, td->tdr, (tdx_field_t) { MRTD + i }, &out))
			return false;
		td->mrtd[i] = out.value;
	}
	if (!TD_CALL(mng_rd, 0, td->tdr, (tdx_field_t) { CHLDCNT }, &out))
		return false;
	td->chldcnt = out.value;
	return true;
}

static int build(struct td *td)
{
	int err;

	if (!create(td) || !td_on_each_package(config_key, td) || !add_tdcs(td) || !init_td(td))
		return -EIO;
	for (unsigned int i = 0; i < td->options.vcpus; i++)
		if (!add_vcpu(td, &td->vcpu[i]))
			return -EIO;
	err = td_map_memory(td);
	if (err)
		return err;
	if (!TD_CALL(mr_finalize, td->tdr))
		return -EIO;
	err = td_add_memory(td);
	if (err)
		return err;
	return read_results(td) ? 0 : -EIO;
}

int td_build(struct td *td, const struct td_platform *platform, const struct td_options *options)
{
	int err;

	if (!options->vcpus || options->vcpus > TD_MAX_VCPUS || options->measured % PAGE_SIZE ||
	    options->added % (options->added_large ? PMD_SIZE : PAGE_SIZE))
		return -EINVAL;
	*td = (struct td) {
		.platform = platform, .options = *options,
		.pages.small = LIST_HEAD_INIT(td->pages.small),
		.pages.large = LIST_HEAD_INIT(td->pages.large),
	};
	if (!td->options.fill)
		td->options.fill = td_fill_with_gpa;
	err = build(td);
	if (err) {
		td->options.unmap = false;
		td_destroy(td);
	}
	return err;
}

static void flush_vcpu(void *data)
{
	struct td_vcpu *vcpu = data;

	if (TD_TEARDOWN(vp_flush, vcpu->tdvpr))
		vcpu->associated = false;
}

static bool write_back(void *unused)
{
	return TD_TEARDOWN(phymem_cache_wb, 0);
}

/*
 * A write-back that somebody else began before does not count for this KeyID, and ends the one
 * that we would begin: so it may take some.
 */
static bool free_keyid(struct td *td)
{
	u64 status = 0;

	for (unsigned int i = 0; i < 1000; i++) {
		if (!td_on_each_package(write_back, NULL))
			return false;
		status = tdxcall_tdh_mng_key_freeid(TDXCALL_TEARDOWN, td->tdr);
		if ((status & GENMASK_ULL(63, 32)) != WBCACHE_NOT_COMPLETE)
			break;
		cond_resched();
	}
	return td_succeeded("mng_key_freeid", status);
}

static bool is_free(u64 pa)
{
	struct tdh_phymem_page_rdmd_out out;

	return TD_TEARDOWN(phymem_page_rdmd, (tdx_page_t) { pa }, &out) &&
	       out.page_type == PAGE_TYPE_NDA;
}

/* Back to the kernel only what the TDX module has let go of. */
static void take_back(struct td *td, struct page *page, unsigned int order)
{
	u64 pa = page_to_phys(page);

	for (unsigned int i = 0; i < 1 << order; i++) {
		if (!is_free(pa + i * PAGE_SIZE)) {
			td->lost += 1 << order;
			return;
		}
	}
	td->freed += 1 << order;
	td_free_page(page, order);
}

/* Pages that were taken out of the running TD are free already. */
static void reclaim_list(struct td *td, struct list_head *pages, unsigned int order)
{
	struct page *page, *next;

	list_for_each_entry_safe(page, next, pages, lru) {
		list_del(&page->lru);
		if (!td->options.unmap || !is_free(page_to_phys(page)))
			TD_TEARDOWN(phymem_page_reclaim, tdx_page(page), NULL);
		take_back(td, page, order);
		cond_resched();
	}
}

int td_destroy(struct td *td)
{
	if (!td->tdr.pa)
		return 0;
	if (td->options.unmap && td_unmap_memory(td))
		return -EIO;
	for (unsigned int i = 0; i < td->options.vcpus; i++)
		if (td->vcpu[i].associated)
			td_on_cpu(td->vcpu[i].cpu, flush_vcpu, &td->vcpu[i]);
	if (!TD_TEARDOWN(mng_vpflushdone, td->tdr) || !free_keyid(td))
		return -EIO;

	reclaim_list(td, &td->pages.large, LARGE_ORDER);
	reclaim_list(td, &td->pages.small, 0);
	td->pages.count++;
	/* It was accessed with the TDX module's own KeyID, not with that of the TD. */
	if (TD_TEARDOWN(phymem_page_reclaim, tdx_page(td->tdr_page), NULL))
		TD_TEARDOWN(phymem_page_wbinvd, td_keyed_page(td->platform, td->tdr.pa));
	take_back(td, td->tdr_page, 0);
	td->tdr.pa = 0;
	return td->lost ? -EIO : 0;
}
