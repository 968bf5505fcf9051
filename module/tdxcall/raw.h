/* SPDX-License-Identifier: GPL-2.0 */
/* The file "call": what its parts share. */
#ifndef TDXCALL_RAW_H
#define TDXCALL_RAW_H

#include <linux/mutex.h>
#include <linux/types.h>

#include "core/raw/raw.h"

/* Of all buffers of an open file. */
#define RAW_MAX_PAGES	8192

/* What a write may have, and what a read finds afterwards. */
#define RAW_WRITE_BYTES	SZ_64K
#define RAW_ANSWER_BYTES	SZ_128K

/**
 * struct raw_buffer - contiguous memory, aligned to its size
 * @page: the first one; NULL: there is no such buffer
 * @count: of pages, a power of two
 * @given: a bit for each: the TDX module has it, for all we know
 */
struct raw_buffer {
	struct page *page;
	unsigned long count;
	unsigned long *given;
};

/**
 * struct raw_file - an open file
 * @lock: for all that follows
 * @pages: of all buffers
 * @length: of @answer
 * @answer: to what was written last; what was read of it does not count
 */
struct raw_file {
	struct mutex lock;	/* held while lines are carried out */
	struct raw_buffer buffer[CORE_RAW_BUFFERS];
	unsigned long pages;
	u32 length;
	char *answer;
};

/* Errors: a negative errno, and in @problem why, in words. */
int raw_alloc(struct raw_file *file, u16 number, u64 pages, const char **problem);
int raw_free(struct raw_file *file, u16 number, const char **problem);

/* Bytes that are the file's own now; NULL with @problem, and the errno in @err. */
void *raw_bytes(struct raw_file *file, u16 number, u64 offset, u64 bytes, int *err,
		const char **problem);

/* The buffer where a physical address lies; NULL: in none. */
struct raw_buffer *raw_find(struct raw_file *file, u64 pa);
u16 raw_number(const struct raw_file *file, const struct raw_buffer *buffer);

/* Everything but what the TDX module has; that is lost, and the kernel log says so. */
void raw_free_all(struct raw_file *file);

/* Whether the TDX module lets go of the page at @pa: it is asked. 0: @status tells why not. */
bool raw_is_released(u64 pa, u64 *status);

/* What was the TDX module's is the host's again. */
void raw_take_back(struct page *page, bool was_given);

/* May this task make calls by hand now? */
int raw_may_call(const char **problem);
bool raw_may_change(void);

/*
 * Makes the call, whatever its status; or an errno and @problem, and then nothing was changed.
 * @out is zeroed first.
 */
int raw_call(struct raw_file *file, const struct core_raw_call *call, u64 *status,
	     struct tdx_regs *out, const char **problem);

struct raw_file *raw_open(void);
void raw_close(struct raw_file *file);

/*
 * Carries out the lines of @text.  0, or a negative errno for the first that was refused; the
 * answer has what was done and what was not.
 */
int raw_submit(struct raw_file *file, const char *text, u32 length);

#endif
