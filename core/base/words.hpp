// SPDX-License-Identifier: GPL-2.0
//
// Commands, word by word, and the numbers among them.
#pragma once

#include "bits.hpp"

namespace tdx {

namespace {

CORE_INLINE bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

CORE_INLINE char upper(char c)
{
	return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

// 16 for what is no digit.
CORE_INLINE u32 hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return static_cast<u32>(c - '0');
	c = upper(c);
	return c >= 'A' && c <= 'F' ? static_cast<u32>(c - 'A') + 10 : 16;
}

struct Word {
	char const *text{nullptr};
	u32 length{0};

	bool empty() const { return !length; }

	// Upper and lower case are the same.
	bool is(char const *name) const
	{
		u32 i{0};

		while (i < length && name[i] && upper(text[i]) == upper(name[i]))
			i++;
		return i == length && !name[i];
	}

	bool starts_with(char c) const { return length && text[0] == c; }

	Word from(u32 begin) const { return {text + begin, length - begin}; }

	// Ends this word at the first @c and returns what follows; false when it has none.
	bool split(char c, Word &rest)
	{
		for (u32 i = 0; i < length; i++) {
			if (text[i] != c)
				continue;
			rest = from(i + 1);
			length = i;
			return true;
		}
		return false;
	}

	// Decimal, or hexadecimal after 0x; false when it is no number or above @max.  What begins
	// with another 0 is neither: some would take it for octal.
	bool number(u64 &value, u64 max = ~0ULL) const
	{
		bool const hex{length > 2 && text[0] == '0' && upper(text[1]) == 'X'};
		u64 const base{hex ? 16u : 10u};

		value = 0;
		if (!hex && length > 1 && text[0] == '0')
			return false;
		for (u32 i = hex ? 2 : 0; i < length; i++) {
			u64 const digit{hex_digit(text[i])};

			if (digit >= base || digit > max || value > (max - digit) / base)
				return false;
			value = value * base + digit;
		}
		return length;
	}
};

class Words {
	char const *at;
	char const *const end;

public:
	Words(char const *text, u32 length) : at{text}, end{text + length} {}

	Word next()
	{
		while (at < end && is_blank(*at))
			at++;
		char const *const begin{at};
		while (at < end && !is_blank(*at))
			at++;
		return {begin, static_cast<u32>(at - begin)};
	}

	Word peek() const
	{
		Words ahead{*this};
		return ahead.next();
	}

	Word rest() const { return {at, static_cast<u32>(end - at)}; }
};

} // namespace

} // namespace tdx
