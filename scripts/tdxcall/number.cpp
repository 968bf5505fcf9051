// SPDX-License-Identifier: GPL-2.0
#include "number.hpp"

#include <cctype>
#include <charconv>
#include <cstdio>

namespace tdxcall {

namespace {

constexpr size_t hex_digits_of_u64 = 16;

bool all_hex(std::string_view text)
{
	for (char const c : text)
		if (!std::isxdigit(static_cast<unsigned char>(c)))
			return false;
	return true;
}

// U, L, UL, LL and ULL in either case: what C puts behind a constant.
std::string_view without_suffix(std::string_view text)
{
	for (int i = 0; i < 2; i++)
		if (text.ends_with('L') || text.ends_with('l'))
			text.remove_suffix(1);
	if (text.ends_with('U') || text.ends_with('u'))
		text.remove_suffix(1);
	return text;
}

} // namespace

std::optional<u64> parse_number(std::string_view text)
{
	int base = 10;

	text = without_suffix(text);
	if (text.starts_with("0x") || text.starts_with("0X")) {
		base = 16;
		text.remove_prefix(2);
	} else if (text.size() == hex_digits_of_u64 && all_hex(text)) {
		base = 16;
	}

	u64 value = 0;
	char const *const end = text.data() + text.size();
	auto const [stop, error] = std::from_chars(text.data(), end, value, base);

	if (error != std::errc{} || stop != end)
		return {};
	return value;
}

std::string hex(u64 value, unsigned digits)
{
	char text[2 + hex_digits_of_u64 + 1];

	std::snprintf(text, sizeof(text), "0x%0*llx", static_cast<int>(digits), value);
	return text;
}

std::string canonical_name(std::string_view name)
{
	std::string result;

	for (char const c : name)
		result += c == '_' ? '.'
				   : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
	return result;
}

} // namespace tdxcall
