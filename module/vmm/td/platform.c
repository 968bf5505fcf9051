// SPDX-License-Identifier: GPL-2.0
/* The way of a TDX platform to READY, with all of the machine's RAM in TDMRs of 1 GiB. */
#define pr_fmt(fmt) "td: " fmt

#include <linux/bitops.h>
#include <linux/cpu.h>
#include <linux/gfp.h>
#include <linux/io.h>
#include <linux/ktime.h>
#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/sizes.h>
#include <linux/slab.h>
#include <linux/smp.h>
#include <linux/topology.h>

#include <tdxcall/codes.h>
#include <tdxcall/tdxcall.h>
#include "td.h"

#define MAX_CMRS		32
#define MAX_RESERVED		16
#define PAMT_ENTRY_BYTES	16
#define PAMT_4K_ORDER		get_order(SZ_1G / PAGE_SIZE * PAMT_ENTRY_BYTES)
#define PAMT_2M_BYTES		(SZ_1G / SZ_2M * PAMT_ENTRY_BYTES)
#define SMALL_PAMT_BYTES	(PAMT_2M_BYTES + PAGE_SIZE)	/* that of 2 MiB and 1 GiB pages */

struct area {
	u64 base;
	u64 size;
};

/* As the TDX module reads it. */
struct tdmr_info {
	u64 base;
	u64 size;
	struct area pamt_1g;
	struct area pamt_2m;
	struct area pamt_4k;
	struct area reserved[MAX_RESERVED];	/* base: from that of the TDMR */
} __aligned(512);

bool td_succeeded(const char *leaf, u64 status)
{
	if (!(status & TDXCALL_ERROR))
		return true;
	pr_err("tdh_%s: 0x%016llx\n", leaf, status);
	return false;
}

struct cpu_call {
	void (*call)(void *data);
	void *data;
};

static int make_cpu_call(void *data)
{
	const struct cpu_call *call = data;

	call->call(call->data);
	return 0;
}

void td_on_cpu(unsigned int cpu, void (*call)(void *data), void *data)
{
	struct cpu_call to_make = { .call = call, .data = data };

	smp_call_on_cpu(cpu, make_cpu_call, &to_make, false);
}

struct package_call {
	bool (*call)(void *data);
	void *data;
	bool done;
};

static void make_package_call(void *data)
{
	struct package_call *call = data;

	call->done = call->call(call->data);
}

static bool first_of_package(unsigned int cpu)
{
	unsigned int other;

	for_each_online_cpu(other)
		if (topology_physical_package_id(other) == topology_physical_package_id(cpu))
			break;
	return other == cpu;
}

bool td_on_each_package(bool (*call)(void *data), void *data)
{
	struct package_call to_make = { .call = call, .data = data, .done = true };
	unsigned int cpu;

	cpus_read_lock();
	for_each_online_cpu(cpu) {
		if (!first_of_package(cpu))
			continue;
		td_on_cpu(cpu, make_package_call, &to_make);
		if (!to_make.done)
			break;
	}
	cpus_read_unlock();
	return to_make.done;
}

static bool read_field(u64 field, u64 *value)
{
	struct tdh_sys_rd_out out;

	if (!TD_CALL(sys_rd, (tdx_field_t) { field }, &out))
		return false;
	*value = out.value;
	return true;
}

static void init_lp(void *data)
{
	u64 status = tdxcall_tdh_sys_lp_init(0, NULL);
	bool *done = data;

	if (status == TDXCALL_STATUS_SYS_LP_INIT_DONE ||
	    status == TDXCALL_STATUS_SYS_LP_INIT_NOT_PENDING)
		return;
	if (!td_succeeded("sys_lp_init", status))
		*done = false;
}

static bool init_platform(void)
{
	u64 status = tdxcall_tdh_sys_init(0, 0, 0, 0, NULL);
	unsigned int cpu;
	bool done = true;

	if (status != TDXCALL_STATUS_SYS_INIT_NOT_PENDING && !td_succeeded("sys_init", status))
		return false;
	cpus_read_lock();
	for_each_online_cpu(cpu)
		td_on_cpu(cpu, init_lp, &done);
	cpus_read_unlock();
	return done;
}

/* A TDX module that is READY would report the operand instead. */
static bool is_ready(void)
{
	return tdxcall_tdh_phymem_page_rdmd(0, (tdx_page_t) { 1 }, NULL) !=
	       TDXCALL_STATUS_SYS_NOT_READY;
}

static bool read_sizes(struct td_platform *platform)
{
	u64 tdcs, tdvps, features;

	if (!read_field(TDXCALL_FIELD_TD_CONTROL_STRUCTURES_TDCS_BASE_SIZE, &tdcs) ||
	    !read_field(TDXCALL_FIELD_TD_CONTROL_STRUCTURES_TDVPS_BASE_SIZE, &tdvps) ||
	    !read_field(TDXCALL_FIELD_TDX_MODULE_INFO_TDX_FEATURES0, &features))
		return false;
	platform->tdcs_pages = tdcs / PAGE_SIZE;
	platform->tdvps_pages = tdvps / PAGE_SIZE;
	platform->no_rbp_mod = features & TDXCALL_TDX_FEATURES0_NO_RBP_MOD;
	return true;
}

/* The used ones come first. */
static int read_cmrs(struct area *cmr)
{
	u64 count;
	int i;

	if (!read_field(TDXCALL_FIELD_CMR_INFO_NUM_CMRS, &count))
		return 0;
	for (i = 0; i < count && i < MAX_CMRS; i++)
		if (!read_field(TDXCALL_FIELD_CMR_INFO_CMR_BASE + i, &cmr[i].base) ||
		    !read_field(TDXCALL_FIELD_CMR_INFO_CMR_SIZE + i, &cmr[i].size) || !cmr[i].size)
			break;
	return i;
}

static bool reserve(struct tdmr_info *tdmr, u64 base, u64 end)
{
	unsigned int i = 0;

	base = max(base, tdmr->base);
	end = min(end, tdmr->base + tdmr->size);
	if (base >= end)
		return true;
	while (i < MAX_RESERVED && tdmr->reserved[i].size)
		i++;
	if (i == MAX_RESERVED)
		return false;
	tdmr->reserved[i].base = base - tdmr->base;
	tdmr->reserved[i].size = end - base;
	return true;
}

static void sort_reserved(struct tdmr_info *tdmr)
{
	struct area *area = tdmr->reserved;

	for (unsigned int i = 1; i < MAX_RESERVED && area[i].size; i++)
		for (unsigned int j = i; j && area[j].base < area[j - 1].base; j--)
			swap(area[j], area[j - 1]);
}

/* Reserved areas: everything that is not RAM, and the PAMTs. */
static bool reserve_all(struct td_platform *platform, struct tdmr_info *tdmr,
			const struct area *cmr, int cmrs)
{
	u64 small = page_to_phys(platform->small_pamt), end = 0;
	bool fits = true;

	for (int i = 0; i < cmrs; i++) {
		fits &= reserve(tdmr, end, cmr[i].base);
		end = cmr[i].base + cmr[i].size;
	}
	fits &= reserve(tdmr, end, U64_MAX);
	fits &= reserve(tdmr, small, small + (PAGE_SIZE << platform->small_order));
	for (unsigned int i = 0; i < platform->num_tdmrs; i++) {
		u64 pamt = page_to_phys(platform->pamt[i]);

		fits &= reserve(tdmr, pamt, pamt + (PAGE_SIZE << PAMT_4K_ORDER));
	}
	sort_reserved(tdmr);
	return fits;
}

static bool alloc_pamt(struct td_platform *platform, unsigned int tdmrs)
{
	platform->small_order = get_order(tdmrs * SMALL_PAMT_BYTES);
	platform->small_pamt = alloc_pages(GFP_KERNEL, platform->small_order);
	if (!platform->small_pamt)
		return false;
	tdxcall_flush_pages(platform->small_pamt, 1 << platform->small_order);
	while (platform->num_tdmrs < tdmrs) {
		struct page *pamt = alloc_pages(GFP_KERNEL | __GFP_RETRY_MAYFAIL | __GFP_NOWARN,
						PAMT_4K_ORDER);

		if (!pamt)
			return false;
		tdxcall_flush_pages(pamt, 1 << PAMT_4K_ORDER);
		platform->pamt[platform->num_tdmrs++] = pamt;
	}
	return true;
}

/* Finds each GiB that has RAM, in ascending order. */
static unsigned int find_tdmrs(const struct area *cmr, int cmrs, u64 *base)
{
	unsigned int count = 0;
	u64 next = 0;

	for (int i = 0; i < cmrs; i++) {
		for (next = max(next, ALIGN_DOWN(cmr[i].base, SZ_1G));
		     next < cmr[i].base + cmr[i].size && count < TD_MAX_TDMRS; next += SZ_1G)
			base[count++] = next;
	}
	return count;
}

/* @list is used twice: first for the base of each TDMR, then for the addresses of TDMR_INFOs. */
static bool configure(struct td_platform *platform, struct tdmr_info *tdmr, u64 *list)
{
	struct area cmr[MAX_CMRS];
	int cmrs = read_cmrs(cmr);
	u64 small;

	if (!alloc_pamt(platform, find_tdmrs(cmr, cmrs, list)))
		return false;
	small = page_to_phys(platform->small_pamt);
	for (unsigned int i = 0; i < platform->num_tdmrs; i++) {
		tdmr[i] = (struct tdmr_info) {
			.base = list[i], .size = SZ_1G,
			.pamt_1g = { small + i * SMALL_PAMT_BYTES + PAMT_2M_BYTES, PAGE_SIZE },
			.pamt_2m = { small + i * SMALL_PAMT_BYTES, PAMT_2M_BYTES },
			.pamt_4k = { page_to_phys(platform->pamt[i]), PAGE_SIZE << PAMT_4K_ORDER },
		};
		if (!reserve_all(platform, &tdmr[i], cmr, cmrs)) {
			pr_err("memory is too fragmented for TDMRs\n");
			return false;
		}
		list[i] = virt_to_phys(&tdmr[i]);
	}
	return TD_CALL(sys_config, 0, tdx_buffer(list), platform->num_tdmrs,
		       (tdx_keyid_t) { platform->keyid_start }, 0, 0);
}

static bool config_key(void *unused)
{
	return TD_CALL(sys_key_config);
}

static bool init_tdmr(const struct tdmr_info *tdmr, u32 *step_ns, unsigned int *steps)
{
	struct tdh_sys_tdmr_init_out out = {};

	while (out.next_init.pa < tdmr->base + tdmr->size) {
		u64 begin = ktime_get_ns();

		if (!TD_CALL(sys_tdmr_init, (tdx_page_t) { tdmr->base }, &out))
			return false;
		if (*steps < TD_MAX_STEPS)
			step_ns[(*steps)++] = ktime_get_ns() - begin;
		cond_resched();
	}
	return true;
}

static bool init_tdmrs(struct td_platform *platform, const struct tdmr_info *tdmr)
{
	u32 *step_ns = kvmalloc_array(TD_MAX_STEPS, sizeof(*step_ns), GFP_KERNEL);
	u64 begin = ktime_get_ns();
	unsigned int steps = 0;
	bool done = step_ns;

	for (unsigned int i = 0; done && i < platform->num_tdmrs; i++)
		done = init_tdmr(&tdmr[i], step_ns, &steps);
	platform->tdmr_init_ns = ktime_get_ns() - begin;
	platform->tdmr_step_ns = td_median(step_ns, steps);
	kvfree(step_ns);
	return done;
}

/* Once SYS.CONFIG has seen the PAMT it belongs to the TDX module, even if a later step fails. */
static int get_ready(struct td_platform *platform)
{
	struct tdmr_info *tdmr = kcalloc(TD_MAX_TDMRS, sizeof(*tdmr), GFP_KERNEL);
	u64 *list = kzalloc(ALIGN(TD_MAX_TDMRS * sizeof(u64), SZ_512), GFP_KERNEL);
	int err = -ENOMEM;

	if (!tdmr || !list)
		goto out;
	err = -EIO;
	if (!configure(platform, tdmr, list)) {
		td_platform_free(platform);
		goto out;
	}
	if (td_on_each_package(config_key, NULL) && init_tdmrs(platform, tdmr))
		err = 0;
out:
	kfree(list);
	kfree(tdmr);
	return err;
}

int td_platform_start(struct td_platform *platform)
{
	platform->num_tdmrs = 0;
	platform->small_pamt = NULL;
	platform->tdmr_init_ns = 0;
	if (!init_platform() || !read_sizes(platform))
		return -EIO;
	return is_ready() ? 0 : get_ready(platform);
}

/*
 * The KeyID is in the top bits of a 52-bit address; the software TDX module uses no more of them
 * than it has KeyIDs for.
 */
static tdx_keyed_page_t with_key(const struct td_platform *platform, u64 pa, u64 keyid)
{
	unsigned int bits = fls(platform->keyid_start + platform->keyids - 1);

	return (tdx_keyed_page_t) { pa | keyid << (52 - bits) };
}

tdx_keyed_page_t td_keyed_page(const struct td_platform *platform, u64 pa)
{
	return with_key(platform, pa, platform->keyid_start);
}

tdx_keyed_page_t td_page_with_key(const struct td *td, u64 pa)
{
	return with_key(td->platform, pa, td->hkid);
}

void td_platform_free(struct td_platform *platform)
{
	for (unsigned int i = 0; i < platform->num_tdmrs; i++)
		td_free_page(platform->pamt[i], PAMT_4K_ORDER);
	if (platform->small_pamt)
		td_free_page(platform->small_pamt, platform->small_order);
	platform->num_tdmrs = 0;
	platform->small_pamt = NULL;
}
