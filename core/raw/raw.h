/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What user space may write to the file "call": lines of text, each of which names a buffer of the
 * open file or makes a SEAMCALL.  Parsing allocates nothing and reads nothing but the text; it
 * decides what a call may be, by the leaf table, but knows no buffer: the caller does.
 *
 *	buf0 = alloc PAGES
 *	free buf0
 *	write buf0+OFFSET BYTES		in hexadecimal
 *	set buf0+OFFSET VALUE		8 bytes, low byte first
 *	read buf0+OFFSET COUNT
 *	[-]LEAF[/VERSION] [once] OPERAND=VALUE...
 */
#ifndef TDXCALL_CORE_RAW_H
#define TDXCALL_CORE_RAW_H

#include "core/call/core.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Buffers of an open file: buf0 to buf63. */
#define CORE_RAW_BUFFERS	64

/* Bytes that one line reads at most. */
#define CORE_RAW_READ_BYTES	4096

enum core_raw_verb {
	CORE_RAW_NOTHING,	/* an empty line, or a comment */
	CORE_RAW_ALLOC,
	CORE_RAW_FREE,
	CORE_RAW_READ,
	CORE_RAW_WRITE,
	CORE_RAW_SET,
	CORE_RAW_CALL,
};

enum core_raw_use {
	CORE_RAW_PAGE,	/* the TDX module owns it, takes it or gives it back */
	CORE_RAW_BUFFER,	/* the host's: the TDX module reads or writes it meanwhile */
	CORE_RAW_KEYED,	/* a page that is named with a KeyID; it stays the host's */
};

/**
 * struct core_raw_address - an operand that is a physical address
 * @reg: its register, by encoding
 * @use: what the TDX module does with the memory, enum core_raw_use
 * @buffer: number of the buffer that it lies in
 * @offset: in that buffer, in bytes
 * @bytes: from there on; no more than that is the TDX module's to access
 * @bits: other operands of the same register
 */
struct core_raw_address {
	u8 reg;
	u8 use;
	u16 buffer;
	u64 offset;
	u64 bytes;
	u64 bits;
};

#define CORE_RAW_ADDRESSES	13

/**
 * struct core_raw_call - a SEAMCALL
 * @name: of the leaf function
 * @fn: as core_seamcall() takes it
 * @effect: what it changes, enum core_effect
 * @results: registers with results, on success or on error, by encoding
 * @pages: those of them that may be the physical address of a page
 * @addresses: how many of @address there are
 * @address: operands to be filled in by core_raw_put()
 * @in: the other registers
 */
struct core_raw_call {
	const char *name;
	u64 fn;
	u8 effect;
	u16 results;
	u16 pages;
	u32 addresses;
	struct core_raw_address address[CORE_RAW_ADDRESSES];
	struct tdx_regs in;
};

/**
 * struct core_raw_line - a line
 * @verb: enum core_raw_verb
 * @go_on: the lines behind it are wanted even if the call fails
 * @buffer: number of the buffer that is meant
 * @offset: where in it
 * @count: of pages or bytes
 * @value: to be set
 * @hex: digits of the bytes to be written, blanks between them, for core_raw_byte()
 * @hex_length: length of @hex
 * @call: the SEAMCALL
 */
struct core_raw_line {
	u8 verb;
	u8 go_on;
	u16 buffer;
	u64 offset;
	u64 count;
	u64 value;
	const char *hex;
	u32 hex_length;
	struct core_raw_call call;
};

/**
 * struct core_raw_problem - why a line was refused
 * @what: in words
 * @word: where in the line the word is that it is about
 * @length: of that word; 0 for the line as a whole
 * @forbidden: the line is understood, but nobody may make that call here
 */
struct core_raw_problem {
	const char *what;
	u32 word;
	u32 length;
	u8 forbidden;
};

/* The line at @text, without its end; 0 with a problem, and then @line means nothing. */
int core_raw_parse(const char *text, u32 length, struct core_raw_line *line,
		   struct core_raw_problem *problem);

/* The next byte of @line->hex, which it consumes; -1 behind the last. */
int core_raw_byte(struct core_raw_line *line);

/*
 * Did the call end before its operands were looked at?  Either the TDX module was in the wrong
 * state, or none ran.
 */
int core_raw_is_blind(u64 status);

/* Registers by encoding.  An operand that the block lacks is 0, and is not written. */
u64 core_raw_get(const struct tdx_regs *regs, u8 reg);
void core_raw_put(struct tdx_regs *regs, u8 reg, u64 value);
const char *core_raw_reg_name(u8 reg);

#ifdef __cplusplus
}
#endif

#endif
