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
#include <asm/cpufeature.h>

#include <tdxcall/codes.h>
#include <tdxcall/tdxcall.h>
#include "td.h"

#define PAGE_TYPE_NDA		0
#define LARGE_ORDER		9

/* Leaves that a TD's builder has a say in, in the TDX module's order. */
#define CPUID_1			0
#define CPUID_7			5
#define TD_CPUIDS		12

/* TD_PARAMS: the fields that are not 0 here. */
struct td_params {
	u64 attributes;
	u64 xfam;
	u16 max_vcpus;
	u8 unused[6];
	u64 eptp_controls;
	u64 config_flags;
	u16 tsc_frequency;
	u8 more_unused[214];
	struct td_cpuid {
		u32 eax;
		u32 ebx;
		u32 ecx;
		u32 edx;
	} cpuid[TD_CPUIDS];
} __packed;
static_assert(offsetof(struct td_params, cpuid) == 256);

#define EPTP_WB_4_LEVELS	0x1e
#define TSC_25MHZ		100	/* 2.5 GHz */

/* Not zeroed: the first one to write to it is the TDX module. */
struct page *td_new_page(struct td *td, unsigned int order)
{
	struct page *page = alloc_pages(GFP_KERNEL | __GFP_RETRY_MAYFAIL | __GFP_NOWARN, order);

	if (page)
		tdxcall_flush_pages(page, 1 << order);
	return page;
}

/* Cleared, because a leaf function that failed may have written to it. */
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

void td_lose_page(struct td *td, struct page *page, unsigned int order)
{
	list_del(&page->lru);
	td->pages.count -= 1 << order;
}

/* Takes the first free KeyID. */
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
		if ((status & GENMASK_ULL(63, 32)) == TDXCALL_STATUS_HKID_NOT_FREE)
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

/*
 * CPU features that the builder may allow; the TD gets those that the CPU has.  Left out are
 * features that need more XFAM, and those that QEMU's TCG announces but does not have (see the
 * software TDX module).
 */
static void allow_features(const struct td *td, struct td_params *params)
{
	struct td_cpuid *leaf = params->cpuid;

	leaf[CPUID_1].ebx = td->options.vcpus << 16;
	/* TSC_DEADLINE, AVX, F16C */
	leaf[CPUID_1].ecx = BIT(24) | BIT(28) | BIT(29);
	/* BMI1, BMI2, ERMS, ADX */
	leaf[CPUID_7].ebx = BIT(3) | BIT(8) | BIT(9) | BIT(19);
	/* UMIP, VAES */
	leaf[CPUID_7].ecx = BIT(2) | BIT(9);
}

static bool init_td(struct td *td)
{
	struct td_params *params = (void *)get_zeroed_page(GFP_KERNEL);
	bool done;

	if (!params)
		return false;
	params->attributes = td->options.debug ? TDXCALL_ATTRIBUTES_DEBUG : 0;
	params->xfam = TDXCALL_XFAM_X87 | TDXCALL_XFAM_SSE;
	params->max_vcpus = td->options.vcpus;
	params->eptp_controls = EPTP_WB_4_LEVELS;
	params->tsc_frequency = td->options.tsc_frequency ?: TSC_25MHZ;
	if (td->options.runs) {
		params->attributes |= TDXCALL_ATTRIBUTES_SEPT_VE_DISABLE;
		if (boot_cpu_has(X86_FEATURE_AVX))
			params->xfam |= TDXCALL_XFAM_AVX;
		if (td->platform->no_rbp_mod)
			params->config_flags |= TDXCALL_CONFIG_FLAGS_NO_RBP_MOD;
		allow_features(td, params);
	}
	done = TD_CALL(mng_init, td->tdr, tdx_buffer(params), 0, NULL);
	free_page((unsigned long)params);
	return done;
}

/* The vCPU stays associated with the CPU that initialises it. */
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
		if (!TD_CALL(mng_rd, 0, td->tdr,
			     (tdx_field_t) { TDXCALL_FIELD_TDCS_MEASUREMENT_MRTD + i }, &out))
			return false;
		td->mrtd[i] = out.value;
	}
	if (!TD_CALL(mng_rd, 0, td->tdr,
		     (tdx_field_t) { TDXCALL_FIELD_TDR_TD_MANAGEMENT_CHLDCNT }, &out))
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
	err = td->options.add_memory ? td->options.add_memory(td) : td_map_memory(td);
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

bool td_take_vcpu(struct td *td, struct td_vcpu *vcpu)
{
	unsigned int cpu = raw_smp_processor_id();

	if (vcpu->associated && vcpu->cpu != cpu) {
		td_on_cpu(vcpu->cpu, flush_vcpu, vcpu);
		if (vcpu->associated)
			return false;
	}
	vcpu->cpu = cpu;
	vcpu->associated = true;
	return true;
}

static bool write_back(void *unused)
{
	return TD_TEARDOWN(phymem_cache_wb, 0);
}

/*
 * If somebody else's write-back is in progress, this one only ends it, and it does not count for
 * this KeyID.  So more than one may be needed.
 */
static bool free_keyid(struct td *td)
{
	u64 status = 0;

	for (unsigned int i = 0; i < 1000; i++) {
		if (!td_on_each_package(write_back, NULL))
			return false;
		status = tdxcall_tdh_mng_key_freeid(TDXCALL_TEARDOWN, td->tdr);
		if ((status & GENMASK_ULL(63, 32)) != TDXCALL_STATUS_WBCACHE_NOT_COMPLETE)
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

/* Gives a page back to the kernel, if the TDX module no longer has it. */
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

/* Pages that were removed from the living TD are free already. */
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
	/* TDR was accessed with the TDX module's own KeyID, not the TD's. */
	if (TD_TEARDOWN(phymem_page_reclaim, tdx_page(td->tdr_page), NULL))
		TD_TEARDOWN(phymem_page_wbinvd, td_keyed_page(td->platform, td->tdr.pa));
	take_back(td, td->tdr_page, 0);
	td->tdr.pa = 0;
	return td->lost ? -EIO : 0;
}
