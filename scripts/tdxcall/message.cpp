// SPDX-License-Identifier: GPL-2.0
#include "message.hpp"

#include <cctype>

#include "message_format.hpp"
#include "messages.hpp"

namespace tdxcall {

namespace {

// Longer lines are no lines of these programs; and the search takes the square of the length.
constexpr size_t longest_line = 2048;

// After it no message begins: the text is the end of a longer one.
bool goes_on(char c)
{
	return is_word(c) || c == '/' || c == '-' || c == '.';
}

// Words that nobody but TDX uses: a text that has one needs no prefix.
bool speaks_of_tdx(std::string_view text)
{
	for (char const *word : {"tdx", "seam", "tdmr", "pamt", "keyid", "hkid", "tdh_", "tdg_",
		     "#ve", "tdcall", "tdvmcall", "no_rbp_mod", "rbp", "getquote", "td_ctls",
		     "vp_enter", "x86/tme", "x86/mktme", "warning: "})
		if (find_alike(text, word, 0) != std::string_view::npos)
			return true;
	return false;
}

// Is what stands before the message that of the row?  Prefixes differ between kernels; without any
// it is somebody who quotes the message, or a line of another program.
bool fits_behind(std::string_view before, Message const &row)
{
	std::string_view prefix{row.prefix};

	if (before.empty())
		return true;
	if (prefix.empty())
		return speaks_of_tdx(row.format) || speaks_of_tdx(before);
	while (prefix.ends_with(' '))
		prefix.remove_suffix(1);
	if (prefix == "virt/tdx:" && before.ends_with("tdx: "))
		return true;
	if (find_alike(before, prefix, 0) != std::string_view::npos)
		return true;
	return speaks_of_tdx(row.format) && !before.ends_with(": ");
}

// The longest text between conversions; without the dot at the end, which may be missing.
std::string_view longest_literal(std::string_view format)
{
	std::string_view longest;

	if (format.ends_with('.'))
		format.remove_suffix(1);
	for (size_t at = 0; at < format.size();) {
		std::string_view const literal = literal_at(format, at);

		if (literal.size() > longest.size())
			longest = literal;
		at += literal.size();
		if (at < format.size())
			at = format[at + 1] == '(' ? format.find(')', at) + 1 : at + 2;
	}
	return longest;
}

// Of rows with the same text that with its own prefix counts, then that without any.
unsigned prefix_score(std::string_view before, Message const &row)
{
	return !*row.prefix ? 1 : before.ends_with(row.prefix) ? 2 : 0;
}

// Characters that a row explains: the longest row is the one that was meant.
size_t literal_size(Message const &row)
{
	std::string_view const format{row.format};
	size_t size = 0;

	for (size_t at = 0; at < format.size(); at++) {
		if (format[at] != '%')
			size++;
		else
			at++;
	}
	return size;
}

} // namespace

std::vector<Message const *> all_messages()
{
	std::vector<Message const *> all;

	for (Message const &row : host_messages)
		all.push_back(&row);
	for (Message const &row : kvm_messages)
		all.push_back(&row);
	for (Message const &row : guest_messages)
		all.push_back(&row);
	for (Message const &row : old_messages)
		all.push_back(&row);
	for (Message const &row : vmm_messages)
		all.push_back(&row);
	return all;
}

namespace {

struct Candidate {
	Message const *row;
	size_t size;         // of its literals
	std::string longest; // of them, in small letters
};

std::vector<Candidate> all_candidates()
{
	std::vector<Candidate> candidates;

	for (Message const *row : all_messages())
		candidates.push_back(
			{row, literal_size(*row), lower(longest_literal(row->format))});
	return candidates;
}

} // namespace

std::string_view without_log_header(std::string_view line)
{
	auto const trim = [&] {
		while (!line.empty() && std::isspace(static_cast<unsigned char>(line.front())))
			line.remove_prefix(1);
	};

	while (!line.empty() && std::isspace(static_cast<unsigned char>(line.back())))
		line.remove_suffix(1);
	trim();
	// <6>, kern :err :, a host's name before "kernel:", [time], [caller]
	if (line.starts_with('<') && line.find('>') < 4)
		line.remove_prefix(line.find('>') + 1);
	for (std::string_view const end : {" kernel: ", "kern  :"})
		if (size_t const at = line.find(end); at != std::string_view::npos && at < 100)
			line.remove_prefix(at + end.size());
	trim();
	while (line.starts_with('[') && line.find(']') < 40) {
		line.remove_prefix(line.find(']') + 1);
		trim();
	}
	return line;
}

std::optional<FoundMessage> find_message(std::string_view line)
{
	static std::vector<Candidate> const rows = all_candidates();
	std::string_view const text = without_log_header(line.substr(0, longest_line));
	std::string const small = lower(text);
	std::optional<FoundMessage> best;
	size_t best_size = 0;

	for (auto const &[row, size, longest] : rows) {
		// Most lines of a log are of nobody here.
		if (small.find(longest) == std::string::npos)
			continue;

		std::string_view const start = literal_at(row->format, 0);

		for (size_t at = 0; (at = find_alike(text, start, at)) != std::string_view::npos;
			at++) {
			std::string_view const before = text.substr(0, at);
			size_t const score = 3 * size + prefix_score(before, *row);

			if (score <= best_size)
				break;
			if (at && goes_on(text[at - 1]))
				continue;
			if (!fits_behind(before, *row))
				continue;
			if (auto values = match_format(row->format, text.substr(at))) {
				best = {row, std::move(*values)};
				best_size = score;
				break;
			}
		}
	}
	return best;
}

} // namespace tdxcall
