// SPDX-License-Identifier: GPL-2.0
//
// Parsing of commands, word by word.
#pragma once

#include "core/base/bits.hpp"

namespace tdx::emu {

namespace {

struct Word {
	char const *text{nullptr};
	u32 length{0};

	bool empty() const { return !length; }

	bool is(char const *name) const
	{
		u32 i{0};
		for (; i < length && name[i]; i++) {
			if (text[i] != name[i])
				return false;
		}
		return i == length && !name[i];
	}

	// Ends this word at @c and returns what follows.
	Word split(char c)
	{
		for (u32 i = 0; i < length; i++) {
			if (text[i] != c)
				continue;
			Word const rest{text + i + 1, length - i - 1};
			length = i;
			return rest;
		}
		return {};
	}

	// Decimal, or hexadecimal after 0x; false when it is no number or above @max.
	bool number(u64 &value, u64 max = ~0ULL) const
	{
		bool const hex{length > 2 && text[0] == '0' && text[1] == 'x'};
		u64 const base{hex ? 16u : 10u};

		value = 0;
		for (u32 i = hex ? 2 : 0; i < length; i++) {
			char const c{text[i]};
			u64 digit{~0ULL};
			if (c >= '0' && c <= '9')
				digit = static_cast<u64>(c - '0');
			else if (c >= 'a' && c <= 'f')
				digit = static_cast<u64>(c - 'a') + 10;
			else if (c >= 'A' && c <= 'F')
				digit = static_cast<u64>(c - 'A') + 10;
			if (digit >= base || value > (max - digit) / base || digit > max)
				return false;
			value = value * base + digit;
		}
		return length;
	}
};

class Words {
	char const *at;
	char const *const end;

	static bool blank(char c) { return c == ' ' || c == '\t' || c == '\n'; }

public:
	Words(char const *text, u32 length) : at{text}, end{text + length} {}

	Word next()
	{
		while (at < end && blank(*at))
			at++;
		char const *const begin{at};
		while (at < end && !blank(*at))
			at++;
		return {begin, static_cast<u32>(at - begin)};
	}

	Word peek() const
	{
		Words ahead{*this};
		return ahead.next();
	}
};

} // namespace

} // namespace tdx::emu
