// SPDX-License-Identifier: GPL-2.0
//
// Places in the buffers of the open file: bufN, bufN+OFFSET.
#pragma once

#include "core/base/words.hpp"
#include "raw.h"

namespace tdx::raw {

namespace {

// Which word of the line is wrong, and how.
class Problem {
	core_raw_problem &to;
	char const *const line;

public:
	Problem(core_raw_problem &problem, char const *text) : to{problem}, line{text} { to = {}; }

	bool at(Word word, char const *what)
	{
		to.what = what;
		to.word = word.length ? static_cast<u32>(word.text - line) : 0;
		to.length = word.length;
		return false;
	}

	bool forbidden(Word word, char const *what)
	{
		to.forbidden = 1;
		return at(word, what);
	}
};

struct Place {
	u16 buffer{0};
	u64 offset{0};
};

CORE_INLINE bool looks_like_place(Word word)
{
	return word.length > 3 && Word{word.text, 3}.is("buf");
}

bool parse_place(Word const whole, Place &place, Problem &problem)
{
	Word name{whole};
	Word offset;
	u64 number{0};

	if (!looks_like_place(whole))
		return problem.at(whole, "no buffer: a buffer is buf0, buf0+OFFSET");
	if (name.split('+', offset) && !offset.number(place.offset))
		return problem.at(whole, "the offset is no number");
	if (!name.from(3).number(number) || number >= CORE_RAW_BUFFERS)
		return problem.at(whole, "there are buffers buf0 to buf63");
	place.buffer = static_cast<u16>(number);
	return true;
}

} // namespace

} // namespace tdx::raw
