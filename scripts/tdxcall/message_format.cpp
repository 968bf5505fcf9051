// SPDX-License-Identifier: GPL-2.0
#include "message_format.hpp"

#include <algorithm>
#include <cctype>

#include "tables.hpp"

namespace tdxcall {

namespace {

constexpr size_t digits_of_u64 = 16;

char lower(char c)
{
	return static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
}

bool starts_alike(std::string_view text, std::string_view start)
{
	if (text.size() < start.size())
		return false;
	return std::equal(start.begin(), start.end(), text.begin(),
		[](char a, char b) { return lower(a) == lower(b); });
}

template <typename Predicate>
size_t length_of(std::string_view text, Predicate fits)
{
	auto const end = std::find_if_not(text.begin(), text.end(), fits);

	return static_cast<size_t>(end - text.begin());
}

bool is_digit(char c)
{
	return std::isdigit(static_cast<unsigned char>(c));
}

bool is_hex(char c)
{
	return std::isxdigit(static_cast<unsigned char>(c));
}

// How much of @text the conversion takes; 0 is none.
size_t length_of_value(char conversion, std::string_view text)
{
	bool const minus = text.starts_with('-');
	size_t length = 0;

	switch (conversion) {
	case 'd':
	case 'E':
		length = length_of(text.substr(minus), is_digit);
		return length && length < digits_of_u64 ? length + minus : 0;
	case 'u':
	case 'G':
	case 'V':
		length = length_of(text, is_digit);
		return length < digits_of_u64 ? length : 0;
	case 'x':
	case 'S':
	case 'F':
	case 'Q':
		length = length_of(text, is_hex);
		return length <= digits_of_u64 ? length : 0;
	case 'L':
		length = length_of(text, is_word);
		return leaves_named(text.substr(0, length)).empty() ? 0 : length;
	default:
		return 0;
	}
}

class Matcher {
public:
	Matcher(std::string_view with, std::string_view in) : format{with}, text{in} {}

	bool match()
	{
		while (at < format.size()) {
			if (format[at] != '%') {
				std::string_view const literal = literal_at(format, at);

				if (!starts_alike(text.substr(next), literal) &&
					!last_without_dot(literal))
					return false;
				next = std::min(next + literal.size(), text.size());
				at += literal.size();
				continue;
			}
			char const conversion = format[at + 1];

			at += 2;
			if (!(conversion == '('                              ? take_choice()
				    : conversion == 's' || conversion == '*' ? take_text(conversion)
				    : conversion == 'A' || conversion == 'C'
					    ? take_names(conversion)
					    : take(conversion)))
				return false;
		}
		return next >= text.size() || !is_word(text[next]) || !is_word(text[next - 1]);
	}

	std::vector<Value> values;

private:
	// People leave the dot of a sentence away.
	bool last_without_dot(std::string_view literal) const
	{
		return at + literal.size() == format.size() && literal.ends_with('.') &&
		       literal.size() > 1 && text.size() - next == literal.size() - 1 &&
		       starts_alike(text.substr(next), literal.substr(0, literal.size() - 1));
	}

	bool take(char conversion)
	{
		size_t const length = length_of_value(conversion, text.substr(next));

		if (!length)
			return false;
		values.push_back({conversion, std::string{text.substr(next, length)}});
		next += length;
		return true;
	}

	bool take_choice()
	{
		size_t const end = format.find(')', at);
		std::string_view choices = format.substr(at, end - at);

		at = end + 1;
		while (!choices.empty()) {
			std::string_view const one = choices.substr(0, choices.find('|'));

			choices.remove_prefix(std::min(one.size() + 1, choices.size()));
			if (!starts_alike(text.substr(next), one))
				continue;
			if (next + one.size() < text.size() && is_word(text[next + one.size()]))
				continue;
			values.push_back({'(', std::string{text.substr(next, one.size())}});
			next += one.size();
			return true;
		}
		return false;
	}

	// Up to where the rest of the format fits; a name, where nothing is behind it.  With this
	// the format is at its end.
	bool take_text(char conversion)
	{
		size_t const least = conversion == 's';
		std::string_view const literal = literal_at(format, at);

		if (at == format.size()) {
			size_t const length = length_of(text.substr(next), is_word);

			if (length < least)
				return false;
			values.push_back({conversion, std::string{text.substr(next, length)}});
			next += length;
			return true;
		}
		for (size_t end = next + least;
			(end = find_alike(text, literal, end)) != std::string_view::npos; end++) {
			Matcher rest{*this};

			rest.values.push_back(
				{conversion, std::string{text.substr(next, end - next)}});
			rest.next = end;
			if (!rest.match())
				continue;
			*this = std::move(rest);
			return true;
		}
		return false;
	}

	// Names of bits, and nothing else, up to the end.
	bool take_names(char conversion)
	{
		std::string_view names = text.substr(next);

		values.push_back({conversion, std::string{names}});
		next = text.size();
		while (!names.empty()) {
			std::string_view const name = names.substr(0, names.find(' '));

			if (!is_name(name) && !name.starts_with("unknown:0x"))
				return false;
			names.remove_prefix(std::min(name.size() + 1, names.size()));
		}
		return true;
	}

	static bool is_name(std::string_view name)
	{
		return name.empty() || (std::isupper(static_cast<unsigned char>(name.front())) &&
					       length_of(name, is_word) == name.size());
	}

	std::string_view format;
	std::string_view text;
	size_t at = 0;   // in the format
	size_t next = 0; // in the text
};

} // namespace

bool is_word(char c)
{
	return std::isalnum(static_cast<unsigned char>(c)) || c == '_';
}

std::string lower(std::string_view text)
{
	std::string result{text};

	for (char &c : result)
		c = lower(c);
	return result;
}

size_t find_alike(std::string_view text, std::string_view what, size_t from)
{
	for (size_t at = from; at + what.size() <= text.size(); at++)
		if (starts_alike(text.substr(at), what))
			return at;
	return std::string_view::npos;
}

std::string_view literal_at(std::string_view format, size_t at)
{
	return format.substr(at, format.find('%', at) - at);
}

std::optional<std::vector<Value>> match_format(std::string_view format, std::string_view text)
{
	Matcher matcher{format, text};

	if (!matcher.match())
		return {};
	return std::move(matcher.values);
}

} // namespace tdxcall
