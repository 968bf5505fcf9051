// SPDX-License-Identifier: GPL-2.0
//
// A line of the file "call", and the C interface.  One object, as tables in headers exist once
// then.
#include "call.hpp"
#include "core/abi/completion_status.hpp"

namespace tdx::raw {

namespace {

bool ends(Words &words, Problem &problem)
{
	Word const more{words.next()};

	return more.empty() || more.starts_with('#') ||
	       problem.at(more, "nothing more was expected");
}

bool parse_number(Words &words, u64 &number, Problem &problem)
{
	Word const word{words.next()};

	return word.number(number) || problem.at(word, "a number was expected");
}

bool parse_target(Words &words, core_raw_line &line, Problem &problem)
{
	Place place;

	if (!parse_place(words.next(), place, problem))
		return false;
	line.buffer = place.buffer;
	line.offset = place.offset;
	return true;
}

// bufN = alloc PAGES
bool parse_alloc(Word const name, Words &words, core_raw_line &line, Problem &problem)
{
	Place place;

	line.verb = CORE_RAW_ALLOC;
	if (!parse_place(name, place, problem))
		return false;
	if (place.offset)
		return problem.at(name, "a buffer begins at its beginning");
	line.buffer = place.buffer;
	if (Word const word = words.next(); !word.is("="))
		return problem.at(word, "bufN = alloc PAGES was expected");
	if (Word const word = words.next(); !word.is("alloc"))
		return problem.at(word, "bufN = alloc PAGES was expected");
	return parse_number(words, line.count, problem) && ends(words, problem);
}

bool parse_free(Words &words, core_raw_line &line, Problem &problem)
{
	line.verb = CORE_RAW_FREE;
	return parse_target(words, line, problem) && ends(words, problem) &&
	       (!line.offset || problem.at({}, "buffers are freed as a whole"));
}

bool parse_read(Words &words, core_raw_line &line, Problem &problem)
{
	line.verb = CORE_RAW_READ;
	if (!parse_target(words, line, problem) || !parse_number(words, line.count, problem))
		return false;
	if (!line.count || line.count > CORE_RAW_READ_BYTES)
		return problem.at({}, "one line reads 1 to 4096 bytes");
	return ends(words, problem);
}

bool parse_set(Words &words, core_raw_line &line, Problem &problem)
{
	line.verb = CORE_RAW_SET;
	line.count = sizeof(u64);
	return parse_target(words, line, problem) && parse_number(words, line.value, problem) &&
	       ends(words, problem);
}

bool parse_write(Words &words, core_raw_line &line, Problem &problem)
{
	line.verb = CORE_RAW_WRITE;
	if (!parse_target(words, line, problem))
		return false;
	line.hex = words.rest().text;
	for (Word word{words.next()}; !word.empty() && !word.starts_with('#');
		word = words.next()) {
		if (word.length % 2)
			return problem.at(word, "two digits make a byte");
		for (u32 i = 0; i < word.length; i++)
			if (hex_digit(word.text[i]) > 15)
				return problem.at(word, "bytes are written as hexadecimal digits");
		line.count += word.length / 2;
		line.hex_length = static_cast<u32>(word.text + word.length - line.hex);
	}
	return line.count || problem.at({}, "there is nothing to be written");
}

bool parse(char const *text, u32 length, core_raw_line &line, Problem &problem)
{
	Words words{text, length};
	Word word{words.next()};

	if (word.empty() || word.starts_with('#'))
		return true;
	if (word.is("free"))
		return parse_free(words, line, problem);
	if (word.is("read"))
		return parse_read(words, line, problem);
	if (word.is("write"))
		return parse_write(words, line, problem);
	if (word.is("set"))
		return parse_set(words, line, problem);
	if (looks_like_place(word))
		return parse_alloc(word, words, line, problem);

	line.verb = CORE_RAW_CALL;
	if (word.starts_with('-')) {
		line.go_on = 1;
		word = word.from(1);
	}
	return parse_call(word, words, line.call, problem);
}

} // namespace

} // namespace tdx::raw

int core_raw_parse(
	char const *text, u32 length, struct core_raw_line *line, struct core_raw_problem *problem)
{
	tdx::raw::Problem where{*problem, text};

	__builtin_memset(line, 0, sizeof(*line));
	return tdx::raw::parse(text, length, *line, where);
}

int core_raw_byte(struct core_raw_line *line)
{
	while (line->hex_length && tdx::is_blank(*line->hex)) {
		line->hex++;
		line->hex_length--;
	}
	if (line->hex_length < 2)
		return -1;
	u32 const byte{tdx::hex_digit(line->hex[0]) << 4 | tdx::hex_digit(line->hex[1])};

	line->hex += 2;
	line->hex_length -= 2;
	return static_cast<int>(byte & 0xff);
}

int core_raw_is_blind(u64 status)
{
	constexpr u32 module_state = tdx::Status::of(tdx::StatusCode::SysNotReady).cls();
	tdx::Status const ended{status};

	return ended.error() && (ended.software() || ended.cls() == module_state);
}

u64 core_raw_get(const struct tdx_regs *regs, u8 reg)
{
	u64 const *const at{tdx::gpr(*regs, tdx::Reg{reg})};

	return at ? *at : 0;
}

void core_raw_put(struct tdx_regs *regs, u8 reg, u64 value)
{
	if (u64 *const at = tdx::gpr(*regs, tdx::Reg{reg}))
		*at = value;
}

char const *core_raw_reg_name(u8 reg)
{
	return tdx::reg_name(tdx::Reg{reg});
}
