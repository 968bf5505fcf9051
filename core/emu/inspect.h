/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A look inside the software TDX module, as text for people.  It takes no lock and changes nothing:
 * what it shows may change meanwhile, and of donated memory that the host damaged it shows what is
 * there.  A value that means nothing reads "?".
 */
#ifndef TDXCALL_CORE_EMU_INSPECT_H
#define TDXCALL_CORE_EMU_INSPECT_H

#include "emu.h"

#ifdef __cplusplus
extern "C" {
#endif

/* As Documentation/software-module.rst has them. */
enum emu_file {
	EMU_FILE_PLATFORM,
	EMU_FILE_KEYIDS,
	EMU_FILE_TDMRS,
	EMU_FILE_TDS,
	EMU_FILE_VCPUS,
	EMU_FILE_SEPT,
	EMU_FILE_LOCKS,
	EMU_FILE_CALLS,
};

/* Page types count up to here, with some numbers unused. */
#define EMU_PAGE_TYPES	9
#define EMU_PAGE_SIZES	3

/* SEPT entries that follow one another in the same state and level: what the first one has. */
struct emu_sept_run {
	const char *state;
	u64 gpa;
	u64 pa;
	u64 entries;
	u32 level;
	u32 locked;
};

/*
 * Where the next piece of a file begins; all zero at first.  It has no pointer into the software
 * TDX module, which may be another one by then.
 */
struct emu_cursor {
	u32 done;		/* there is no more */

	/* The rest is core's own. */
	u32 begun;		/* what stands at the top is written */
	u32 index;		/* of the TDMR, KeyID or row of leaf functions that is next */
	u32 in_tdmr;		/* that TDMR was entered, and @pa is its next page */
	u64 pa;
	u32 in_tree;		/* the SEPT of @tdr was entered, and @gpa is next */
	u32 free_keyids;
	u64 tdr;
	u64 gpa;
	struct emu_sept_run run;
	u64 pages[EMU_PAGE_TYPES][EMU_PAGE_SIZES];	/* of this TDMR */
	u64 damaged_pages;
};

/*
 * Writes the next piece of @file.  Pieces are short, as the caller keeps interrupts off meanwhile;
 * a piece may be empty before @cursor is done.  Fills the buffer like tdx_decode_*(); the cursor
 * advances even if the piece does not fit.
 */
u32 emu_inspect(struct emu *emu, enum emu_file file, struct emu_cursor *cursor, char *buf,
		u32 size);

#ifdef __cplusplus
}
#endif

#endif
