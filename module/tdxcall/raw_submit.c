// SPDX-License-Identifier: GPL-2.0
/* Lines of the file "call", one after the other, and the answer to them. */
#include <linux/ctype.h>
#include <linux/io.h>
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>
#include <linux/stdarg.h>
#include <linux/string.h>

#include "core/decode/decode.h"
#include "internal.h"
#include "module/shared/kunit_export.h"
#include "raw.h"

/* Room that the answer to a line needs, and to what was not made: three digits for each byte. */
#define CALL_ANSWER_BYTES	4096
#define READ_ANSWER_BYTES	(CORE_RAW_READ_BYTES * 3 + 256)
#define LAST_WORDS_BYTES	512

#define BYTES_IN_A_LINE		32

/* A line is large: calls have many operands. */
struct batch {
	struct raw_file *file;
	struct core_raw_line line;
	struct core_raw_problem problem;
	struct tdx_regs out;
};

static __printf(2, 3) void say(struct raw_file *file, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	file->length += vscnprintf(file->answer + file->length, RAW_ANSWER_BYTES - file->length,
				   format, args);
	va_end(args);
}

static bool has_room(const struct raw_file *file, const struct core_raw_line *line)
{
	u32 wanted = line->verb == CORE_RAW_READ ? READ_ANSWER_BYTES : CALL_ANSWER_BYTES;

	return file->length + wanted + LAST_WORDS_BYTES <= RAW_ANSWER_BYTES;
}

/* A page that the file has is told by its name: its address means nothing to the reader. */
static void say_result(struct raw_file *file, const struct core_raw_call *call, u8 reg, u64 value)
{
	struct raw_buffer *buffer = call->pages & BIT(reg) ? raw_find(file, value) : NULL;
	char name[4];

	strscpy(name, core_raw_reg_name(reg), sizeof(name));
	for (char *c = name; *c; c++)
		*c = tolower(*c);
	say(file, "%s: 0x%llx", name, value);
	if (buffer)
		say(file, " buf%u+0x%llx", raw_number(file, buffer),
		    value - page_to_phys(buffer->page));
	say(file, "\n");
}

static void say_status(struct batch *batch, u64 status)
{
	const struct core_raw_call *call = &batch->line.call;
	struct raw_file *file = batch->file;
	u32 room = RAW_ANSWER_BYTES - file->length;

	file->length += min(room - 1, tdx_explain_status(status, TDX_CALL_SEAMCALL,
							 call->fn & ~TDXCALL_FLAGS, &batch->out,
							 file->answer + file->length, room));
	say(file, "\n");
	for (u8 reg = 0; reg < 16; reg++)
		if (call->results & BIT(reg))
			say_result(file, call, reg, core_raw_get(&batch->out, reg));
}

static void say_bytes(struct raw_file *file, const u8 *bytes, u64 count)
{
	for (u64 at = 0; at < count; at += BYTES_IN_A_LINE)
		say(file, "%0*llx: %*phN\n", 3, at,
		    (int)min_t(u64, count - at, BYTES_IN_A_LINE), bytes + at);
}

/* 1: the call was made and failed. */
static int carry_out(struct batch *batch, const char **problem)
{
	struct core_raw_line *line = &batch->line;
	struct raw_file *file = batch->file;
	u64 status;
	u8 *bytes;
	int err;

	switch (line->verb) {
	case CORE_RAW_ALLOC:
		err = raw_alloc(file, line->buffer, line->count, problem);
		if (!err)
			say(file, "buf%u: %lu pages\n", line->buffer,
			    file->buffer[line->buffer].count);
		return err;
	case CORE_RAW_FREE:
		return raw_free(file, line->buffer, problem);
	case CORE_RAW_CALL:
		err = raw_call(file, &line->call, &status, &batch->out, problem);
		if (err)
			return err;
		say_status(batch, status);
		return status & TDXCALL_ERROR && !line->go_on;
	}

	bytes = raw_bytes(file, line->buffer, line->offset, line->count, &err, problem);
	if (!bytes)
		return err;
	if (line->verb == CORE_RAW_READ)
		say_bytes(file, bytes, line->count);
	else if (line->verb == CORE_RAW_SET)
		memcpy(bytes, &line->value, sizeof(line->value));
	else
		for (u64 i = 0; i < line->count; i++)
			bytes[i] = core_raw_byte(line);
	return 0;
}

/* The next line of @text; false behind the last. */
static bool next_line(const char **text, u32 *left, const char **line, u32 *length)
{
	const char *end;

	if (!*left)
		return false;
	*line = *text;
	end = memchr(*text, '\n', *left);
	*length = end ? end - *text : *left;
	*text += min(*length + 1, *left);
	*left -= min(*length + 1, *left);
	return true;
}

static void say_problem(struct batch *batch, unsigned int number, const char *line,
			const char *what)
{
	const struct core_raw_problem *problem = &batch->problem;

	say(batch->file, "line %u: %s", number, what);
	if (problem->length)
		say(batch->file, ": %*pE", (int)min(problem->length, 60U), line + problem->word);
	say(batch->file, "\n");
}

/* Nothing is done unless all of it can be understood. */
static int check(struct batch *batch, const char *text, u32 left)
{
	const char *line;
	u32 length;

	for (unsigned int number = 1; next_line(&text, &left, &line, &length); number++) {
		if (core_raw_parse(line, length, &batch->line, &batch->problem))
			continue;
		say_problem(batch, number, line, batch->problem.what);
		say(batch->file, "nothing was done\n");
		return batch->problem.forbidden ? -EPERM : -EINVAL;
	}
	batch->problem.length = 0;
	return 0;
}

static int run(struct batch *batch, const char *text, u32 left)
{
	const char *line, *problem = NULL;
	unsigned int number = 0;
	u32 length;
	int err = 0;

	while (!err && next_line(&text, &left, &line, &length)) {
		number++;
		core_raw_parse(line, length, &batch->line, &batch->problem);
		if (batch->line.verb == CORE_RAW_NOTHING)
			continue;
		problem = "the task is dying";
		err = fatal_signal_pending(current) ? -EINTR : 0;
		if (!err && !has_room(batch->file, &batch->line)) {
			problem = "no room for the answer: read this one before";
			err = -ENOSPC;
		}
		if (!err && batch->line.verb == CORE_RAW_CALL)
			say(batch->file, "line: %u\n", number);
		if (!err)
			err = carry_out(batch, &problem);
		cond_resched();
	}
	if (err < 0)
		say_problem(batch, number, line, problem);
	if (err && left)
		say(batch->file, "not done: what follows line %u\n", number);
	return min(err, 0);
}

int raw_submit(struct raw_file *file, const char *text, u32 length)
{
	struct batch *batch = kzalloc(sizeof(*batch), GFP_KERNEL);
	int err;

	file->length = 0;
	if (!batch) {
		say(file, "no memory: nothing was done\n");
		return -ENOMEM;
	}
	batch->file = file;
	err = check(batch, text, length);
	if (!err)
		err = run(batch, text, length);
	kfree(batch);
	return err;
}
EXPORT_SYMBOL_FOR_TDXCALL_KUNIT(raw_submit);
