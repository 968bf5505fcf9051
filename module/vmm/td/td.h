/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Builds TDs through tdxcall's typed calls, in the order in which Linux and KVM make them, and
 * takes them down again.  For the VMM, and for tests and the sample module tdxcall_td.ko, whose TDs
 * never run.
 */
#ifndef TDXCALL_VMM_TD_H
#define TDXCALL_VMM_TD_H

#include <linux/list.h>
#include <linux/types.h>

#include <tdxcall/operands.h>

#define TD_MRTD_BYTES	48
#define TD_MAX_TDMRS	64
#define TD_MAX_VCPUS	64
#define TD_MAX_STEPS	16384	/* of TDH.SYS.TDMR.INIT that are timed */

/*
 * Whether a call succeeds; if not, the kernel log tells.  All of this runs in tasks that may sleep.
 * What takes a TD down must not be ended by a signal: the KeyID would be lost.
 */
#define TD_CALL(leaf, ...)						\
	td_succeeded(#leaf, tdxcall_tdh_##leaf(TDXCALL_MAY_SLEEP, ##__VA_ARGS__))
#define TD_TEARDOWN(leaf, ...)						\
	td_succeeded(#leaf, tdxcall_tdh_##leaf(TDXCALL_TEARDOWN, ##__VA_ARGS__))

bool td_succeeded(const char *leaf, u64 status);

/* Runs in a task on that CPU. */
void td_on_cpu(unsigned int cpu, void (*call)(void *data), void *data);

/* Same on one CPU of each package; stops at the first false. */
bool td_on_each_package(bool (*call)(void *data), void *data);

/**
 * struct td_platform - memory that the TDX module was given, and what it says of itself
 * @keyid_start: first private KeyID, the TDX module's own
 * @keyids: number of private KeyIDs
 * @tdcs_pages: pages of a TDCS
 * @tdvps_pages: pages of a TDVPS, with the first one
 * @no_rbp_mod: it can keep RBP over TD exits
 * @num_tdmrs: TDMRs that were given; 0 where the platform was READY already
 * @pamt: for each TDMR its PAMT of 4 KiB pages
 * @small_pamt: the others, of all TDMRs
 * @small_order: their size
 * @tdmr_init_ns: what TDH.SYS.TDMR.INIT took
 * @tdmr_step_ns: what one call of it took, as a median
 */
struct td_platform {
	unsigned int keyid_start;
	unsigned int keyids;
	unsigned int tdcs_pages;
	unsigned int tdvps_pages;
	bool no_rbp_mod;
	unsigned int num_tdmrs;
	unsigned int small_order;
	struct page *pamt[TD_MAX_TDMRS];
	struct page *small_pamt;
	u64 tdmr_init_ns;
	u32 tdmr_step_ns;
};

/*
 * Brings the TDX module from any state to READY, with all RAM in TDMRs.  0 or a negative errno; on
 * failure, memory that the TDX module may know is not freed.
 */
int td_platform_start(struct td_platform *platform);

/* The physical address with the TDX module's own KeyID. */
tdx_keyed_page_t td_keyed_page(const struct td_platform *platform, u64 pa);

/* Frees the PAMTs.  Only after the software TDX module was reset or unloaded. */
void td_platform_free(struct td_platform *platform);

struct td;

/**
 * struct td_options - what TD to build
 * @vcpus: number of vCPUs, up to %TD_MAX_VCPUS
 * @measured: bytes of memory from GPA 0 on, in 4 KiB pages with content that is measured
 * @added: bytes of memory behind it that are added once the TD is final, without content
 * @added_large: these in pages of 2 MiB
 * @debug: a debug TD
 * @runs: a TD that Linux can be the guest of, where private memory gives no #VE; with NO_RBP_MOD
 *        where the TDX module has it
 * @tsc_frequency: in units of 25 MHz; 0: 2.5 GHz
 * @unmap: at the end take each page out of the living TD, instead of reclaiming it from the dead
 * @name: for progress in the kernel log; NULL: none
 * @page_ns: what the calls for each page of the measured memory took; NULL: not wanted
 * @fill: writes what is to be the content of the page at @gpa
 * @add_memory: adds and measures memory instead of what @measured and @fill say
 */
struct td_options {
	unsigned int vcpus;
	u64 measured;
	u64 added;
	bool added_large;
	bool debug;
	bool runs;
	bool unmap;
	u16 tsc_frequency;
	const char *name;
	u32 *page_ns;
	void (*fill)(void *page, u64 gpa, void *data);
	int (*add_memory)(struct td *td);
	void *data;
};

struct td_vcpu {
	tdx_tdvpr_t tdvpr;
	unsigned int cpu;	/* that it is associated with */
	bool associated;
};

/* Pages that are given to a TD; they come back with td_destroy(). */
struct td_pages {
	struct list_head small;
	struct list_head large;
	unsigned long count;	/* of 4 KiB */
};

struct td {
	const struct td_platform *platform;
	struct td_options options;
	struct page *tdr_page;
	tdx_tdr_t tdr;		/* 0 when there is none */
	u16 hkid;
	struct td_pages pages;
	struct td_vcpu vcpu[TD_MAX_VCPUS];
	u64 mrtd[TD_MRTD_BYTES / 8];
	u64 chldcnt;
	u64 pages_ns;		/* what adding and measuring the content took */
	unsigned long freed;	/* pages that came back as free */
	unsigned long lost;	/* pages that did not */
};

/* Up to a finished TD.  On failure all is taken down again; a negative errno. */
int td_build(struct td *td, const struct td_platform *platform, const struct td_options *options);

/*
 * Associates the vCPU with this CPU by the next call for it.  Called in a task that stays on this
 * CPU.
 */
bool td_take_vcpu(struct td *td, struct td_vcpu *vcpu);

/* 0 if the KeyID and every page are free again; the TDX module is asked about each page. */
int td_destroy(struct td *td);

/*
 * A whole file, in memory for vfree(); its size, or a negative errno after a line in the kernel
 * log.  An empty one is an error.
 */
ssize_t td_read_file(const char *path, void **content);

/* Fills a page with words that are the GPA of their first byte: easy to reproduce elsewhere. */
void td_fill_with_gpa(void *page, u64 gpa, void *unused);

/* The median, which is robust on a busy machine.  Sorts the samples; 0 if there are none. */
u32 td_median(u32 *samples, size_t count);

/* For the files of the builder. */
struct page *td_new_page(struct td *td, unsigned int order);
void td_free_page(struct page *page, unsigned int order);
void td_keep_page(struct td *td, struct page *page, unsigned int order);
void td_lose_page(struct td *td, struct page *page, unsigned int order);
bool td_add_sept(struct td *td, u64 gpa, unsigned int level);
bool td_measure(struct td *td, u64 gpa);
tdx_keyed_page_t td_page_with_key(const struct td *td, u64 pa);
int td_map_memory(struct td *td);
int td_add_memory(struct td *td);
int td_unmap_memory(struct td *td);

#endif
