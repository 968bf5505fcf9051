/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Operands of TDX calls, each kind a type of its own: a GPA in place of a TDR does not compile.
 * The types cost nothing; each is passed in a register.
 */
#ifndef TDXCALL_OPERANDS_H
#define TDXCALL_OPERANDS_H

#include <tdxcall/types.h>

/** typedef tdx_tdr_t - a TD, by the physical address of its root page (TDR), without KeyID */
typedef struct { u64 pa; } tdx_tdr_t;

/** typedef tdx_tdvpr_t - a vCPU, by the physical address of its root page (TDVPR), without KeyID */
typedef struct { u64 pa; } tdx_tdvpr_t;

/** typedef tdx_page_t - any other page that the TDX module owns, takes or gives; without KeyID */
typedef struct { u64 pa; } tdx_page_t;

/** typedef tdx_keyed_page_t - physical address with the KeyID in its upper bits */
typedef struct { u64 pa; } tdx_keyed_page_t;

/** typedef tdx_buffer_t - physical address of a buffer of the host; may carry a shared KeyID */
typedef struct { u64 pa; } tdx_buffer_t;

/** typedef tdx_keyid_t - KeyID (HKID), private or shared */
typedef struct { u64 id; } tdx_keyid_t;

/** typedef tdx_gpa_t - guest physical address of a mapping; its low bits are the register's */
typedef struct { u64 gpa; } tdx_gpa_t;

/** typedef tdx_guest_buffer_t - guest physical address of a buffer of the guest */
typedef struct { u64 gpa; } tdx_guest_buffer_t;

/** typedef tdx_gpa_list_t - GPA_LIST_INFO: address, format, first and last entry of a list */
typedef struct { u64 info; } tdx_gpa_list_t;

/** typedef tdx_field_t - metadata field id */
typedef struct { u64 id; } tdx_field_t;

/** typedef tdx_sept_entry_t - secure-EPT entry as the TDX module shows it */
typedef struct { u64 entry; } tdx_sept_entry_t;

/** typedef tdx_level_state_t - 2:0 level, 15:8 state, 17:16 VM of a secure-EPT entry */
typedef struct { u64 info; } tdx_level_state_t;

/**
 * enum tdx_level - size of a page, and level of a secure-EPT entry
 * @TDX_LEVEL_4K: page of 4 KiB
 * @TDX_LEVEL_2M: page of 2 MiB, or a table of entries for pages of 4 KiB
 * @TDX_LEVEL_1G: page of 1 GiB, or a table one level up
 * @TDX_LEVEL_512G: entry of the fourth level
 * @TDX_LEVEL_256T: entry of the fifth level
 */
enum tdx_level {
	TDX_LEVEL_4K,
	TDX_LEVEL_2M,
	TDX_LEVEL_1G,
	TDX_LEVEL_512G,
	TDX_LEVEL_256T,
};

#endif
