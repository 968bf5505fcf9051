// SPDX-License-Identifier: GPL-2.0
#include "dump_text.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <optional>
#include <sstream>

namespace tdxcall {

namespace {

// Fewer are rather a word of a text.
constexpr size_t fewest_digits = 64;

bool is_text(std::string const &content)
{
	return std::all_of(content.begin(), content.end(),
		[](unsigned char c) { return std::isprint(c) || std::isspace(c); });
}

int digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

// Groups of an even number of digits; nothing when anything else stands there.
std::optional<std::string> from_groups(std::string_view text)
{
	std::string bytes;

	for (size_t at = 0; at < text.size();) {
		if (std::isspace(static_cast<unsigned char>(text[at])) || text[at] == ',' ||
			text[at] == ':') {
			at++;
			continue;
		}
		if (text.substr(at).starts_with("0x") || text.substr(at).starts_with("\\x"))
			at += 2;
		if (at + 1 >= text.size() || digit(text[at]) < 0 || digit(text[at + 1]) < 0)
			return {};
		bytes += static_cast<char>(digit(text[at]) << 4 | digit(text[at + 1]));
		at += 2;
	}
	return bytes;
}

// Lines of xxd, hexdump -C and od -A x -t x1: an offset, bytes, and perhaps the bytes as text.
class Dump {
public:
	bool add(std::string line)
	{
		while (!line.empty() && std::isspace(static_cast<unsigned char>(line.back())))
			line.pop_back();
		if (line.empty())
			return true;
		if (line == "*") {
			repeats = !last.empty();
			return repeats;
		}

		size_t const end = std::min(line.find_first_of(": \t"), line.size());
		size_t offset = 0;
		auto const [stop, error] =
			std::from_chars(line.data(), line.data() + end, offset, 16);

		if (error != std::errc{} || stop != line.data() + end || end < 4)
			return false;
		// What "*" stands for.
		while (repeats && bytes.size() < offset && bytes.size() < most)
			bytes += last;
		repeats = false;
		if (offset != bytes.size())
			return false;
		if (end == line.size())
			return true;
		auto const found =
			from_groups(without_text(line.substr(end + 1), line[end] == ':'));

		if (!found)
			return false;
		last = *found;
		bytes += *found;
		return true;
	}

	std::string bytes;

private:
	static constexpr size_t most = 1 << 20;

	// xxd has a colon, and two spaces before the text; the others have | or > around it, and a
	// gap in the middle of the bytes.
	static std::string without_text(std::string const &rest, bool colon)
	{
		size_t const start = std::min(rest.find_first_not_of(" \t"), rest.size());

		return colon ? rest.substr(0, rest.find("  ", start))
			     : rest.substr(0, rest.find_first_of("|>"));
	}

	std::string last;
	bool repeats = false;
};

std::optional<std::string> from_dump(std::string const &content)
{
	std::istringstream lines{content};
	Dump dump;

	for (std::string line; std::getline(lines, line);)
		if (!dump.add(line))
			return {};
	if (dump.bytes.size() < fewest_digits / 2)
		return {};
	return dump.bytes;
}

int base64_value(char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (c >= '0' && c <= '9')
		return c - '0' + 52;
	return c == '+' || c == '-' ? 62 : c == '/' || c == '_' ? 63 : -1;
}

std::optional<std::string> from_base64(std::string_view text)
{
	std::string bytes;
	u_int32_t bits = 0;
	unsigned have = 0;
	size_t digits = 0;

	while (text.ends_with('='))
		text.remove_suffix(1);
	for (char const c : text) {
		if (std::isspace(static_cast<unsigned char>(c)))
			continue;
		if (base64_value(c) < 0)
			return {};
		bits = bits << 6 | static_cast<u_int32_t>(base64_value(c));
		have += 6;
		digits++;
		if (have >= 8) {
			have -= 8;
			bytes += static_cast<char>(bits >> have & 0xff);
		}
	}
	if (digits < fewest_digits || digits % 4 == 1)
		return {};
	return bytes;
}

// The longest word of the text, as in {"quote": "BAAC..."} or "quote: 0400...".
std::string_view longest_word(std::string_view text)
{
	static constexpr std::string_view gaps = " \t\r\n\"',:{}[]()<>";
	std::string_view longest;

	for (size_t at = 0; (at = text.find_first_not_of(gaps, at)) < text.size();) {
		size_t const end = std::min(text.find_first_of(gaps, at), text.size());

		if (end - at > longest.size())
			longest = text.substr(at, end - at);
		at = end;
	}
	return longest;
}

// An array of C, as xxd -i prints it.
std::string_view in_braces(std::string_view text)
{
	size_t const open = text.find('{');
	size_t const close = text.find('}');

	return open < close && close != text.npos ? text.substr(open + 1, close - open - 1)
						  : std::string_view{};
}

std::string_view trimmed(std::string_view text)
{
	while (!text.empty() && std::isspace(static_cast<unsigned char>(text.back())))
		text.remove_suffix(1);
	return text;
}

} // namespace

InputBytes bytes_of_text(std::string const &content)
{
	if (!is_text(content) || content.starts_with("-----BEGIN"))
		return {content, nullptr};
	// Before digits alone: the offsets of a dump are digits, too.
	if (auto const bytes = from_dump(content))
		return {*bytes, "hexadecimal"};
	for (std::string_view const text :
		{std::string_view{content}, in_braces(content), longest_word(content)}) {
		if (auto const bytes = from_groups(text); bytes && text.size() >= fewest_digits)
			return {*bytes, "hexadecimal"};
		if (auto const bytes = from_base64(trimmed(text)))
			return {*bytes, "base64"};
	}
	return {content, nullptr};
}

} // namespace tdxcall
