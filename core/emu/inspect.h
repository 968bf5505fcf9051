/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A look inside the software TDX module, for people.  It takes no lock and changes nothing: what it
 * tells may change meanwhile, and of donated memory that the host damaged it tells what is there.
 * Names are static; an unknown value has the name "?".
 */
#ifndef TDXCALL_CORE_EMU_INSPECT_H
#define TDXCALL_CORE_EMU_INSPECT_H

#include "emu.h"

#ifdef __cplusplus
extern "C" {
#endif

/* A lock: number of shared holders, or this. */
#define EMU_LOCK_EXCLUSIVE	0xffffffff

struct emu_platform_view {
	const char *state;
	u32 dead;
	u32 lps;
	u32 initialised_lps;
	u32 packages;
	u32 keyid_start;
	u32 keyids;
	u32 keyid;		/* the module's own; 0 for none yet */
	u32 keyed_packages;	/* a bit each */
	u32 num_tdmrs;
	u32 handoff;		/* data for the next module to take over are there */
	u32 lock;
	u32 kot_lock;
};

void emu_view_platform(const struct emu *emu, struct emu_platform_view *view);

struct emu_key_view {
	const char *state;
	u32 unflushed;		/* packages, a bit each */
};

/* -1 when that KeyID is not private. */
int emu_view_key(const struct emu *emu, u32 keyid, struct emu_key_view *view);

#define EMU_PAGE_SIZES	3

struct emu_tdmr_view {
	u64 base;
	u64 size;
	u64 initialised;	/* bytes that can be used */
	u64 pamt[EMU_PAGE_SIZES];
	u64 pamt_size[EMU_PAGE_SIZES];
	u32 reserved_areas;
	u32 lock;
};

/* -1 when there are not so many. */
int emu_view_tdmr(const struct emu *emu, u32 index, struct emu_tdmr_view *view);

/* Page types count up to here, with some numbers unused: their name is NULL. */
#define EMU_PAGE_TYPES	9
const char *emu_page_type_name(u32 type);

struct emu_page_view {
	u32 type;		/* below EMU_PAGE_TYPES, or a damaged one's number */
	u32 level;		/* of its size: 0 is 4 KiB */
	u64 bytes;
	u64 owner;		/* TDR of the TD that has it, or had it last */
	u64 bepoch;
	u32 lock;
};

/* -1 when @pa is in no TDMR, or not initialised yet. */
int emu_view_page(struct emu *emu, u64 pa, struct emu_page_view *view);

struct emu_td_view {
	const char *lifecycle;
	const char *op_state;	/* NULL: it has no TDCS yet, and nothing below is known */
	u32 fatal;
	u32 hkid;
	u32 keyed_packages;
	u32 tdcs_pages;
	u64 chldcnt;
	u64 attributes;
	u64 xfam;
	u32 max_vcpus;
	u32 vcpus;
	u32 associated_vcpus;
	u32 l2_vms;
	u64 epoch;
	u64 mrtd[6];
	u32 op_state_lock;
	u32 sept_lock;
	u32 epoch_lock;
	u32 rtmr_lock;
};

/* -1 when the page at @tdr is no TDR. */
int emu_view_td(struct emu *emu, u64 tdr, struct emu_td_view *view);

#define EMU_NO_LP	0xffffffff

struct emu_vcpu_view {
	const char *state;
	u32 index;
	u32 pages;		/* of its TDVPS */
	u32 lp;			/* that it is associated with, or EMU_NO_LP */
};

/* -1 when the page at @tdvpr is no TDVPR. */
int emu_view_vcpu(struct emu *emu, u64 tdvpr, struct emu_vcpu_view *view);

struct emu_sept_view {
	const char *state;
	u32 level;
	u32 locked;
	u64 pa;			/* of the page or table; 0 for a free entry */
	u64 gpa;		/* where the entry's range begins */
	u64 bytes;		/* that it covers */
};

/*
 * The lowest entry for @gpa in the tree of a TD.  -1 behind the end of its private memory, or where
 * the tree can't be walked.
 */
int emu_view_sept(struct emu *emu, u64 tdr, u64 gpa, struct emu_sept_view *view);

/* How calls ended, by the top bits of their status. */
enum emu_outcome {
	EMU_SUCCESS,		/* TDX_SUCCESS */
	EMU_SUCCESS_INFO,	/* success with information */
	EMU_RETRYABLE,		/* an error that may go away by itself */
	EMU_REFUSED,		/* any other */
	EMU_OUTCOMES,
};

struct emu_calls_view {
	u32 leaf;
	const char *name;	/* NULL: those of all leaf functions that are not modelled */
	u64 calls[EMU_OUTCOMES];
};

/* -1 when there are not so many leaf functions. */
int emu_view_calls(const struct emu *emu, u32 index, struct emu_calls_view *view);

#ifdef __cplusplus
}
#endif

#endif
