// SPDX-License-Identifier: GPL-2.0
//
// Text built in a caller's buffer.  What does not fit is dropped but counted; the buffer is always
// terminated.
#pragma once

#include <tdxcall/types.h>

namespace tdx {

namespace {

class Text {
public:
	Text(char *to, u32 room) : buffer{to}, size{to ? room : 0}
	{
		if (size)
			buffer[0] = 0;
	}

	Text(Text const &) = delete;
	Text &operator=(Text const &) = delete;

	// Length of the whole text, even if it was cut, without the terminator.
	u32 length() const { return used; }

	Text &add(char c)
	{
		if (used + 1 < size) {
			buffer[used] = c;
			buffer[used + 1] = 0;
		}
		used++;
		return *this;
	}

	Text &add(char const *string)
	{
		for (; *string; string++)
			add(*string);
		return *this;
	}

	// 0x and at least @digits hexadecimal digits.
	Text &hex(u64 value, unsigned digits = 1)
	{
		add("0x");
		for (unsigned i = 16; i-- > 0;)
			if (i < digits || value >> (4 * i))
				add("0123456789abcdef"[value >> (4 * i) & 15]);
		return *this;
	}

	Text &decimal(u64 value)
	{
		u64 unit = 1;

		while (value / unit >= 10)
			unit *= 10;
		for (; unit; unit /= 10)
			add(static_cast<char>('0' + value / unit % 10));
		return *this;
	}

	// @separator before every item but the first.
	Text &next(bool &first, char const *separator)
	{
		if (!first)
			add(separator);
		first = false;
		return *this;
	}

private:
	char *buffer;
	u32 size;
	u32 used = 0;
};

} // namespace

} // namespace tdx
