// SPDX-License-Identifier: GPL-2.0
#include "message_explain.hpp"

#include <algorithm>
#include <charconv>

#include "core/abi/bit_name.hpp"
#include "errno_name.hpp"
#include "lines.hpp"
#include "number.hpp"
#include "result.hpp"

namespace tdxcall {

namespace {

std::string word_text(tdx_word word, u64 value)
{
	char text[512];

	tdx_decode_word(word, value, text, sizeof(text));
	return text;
}

template <typename Number>
Number number_of(std::string_view text, int base)
{
	Number number{};

	std::from_chars(text.data(), text.data() + text.size(), number, base);
	return number;
}

void add_errno(Lines &lines, FoundMessage const &found, std::string const &text)
{
	int const number = number_of<int>(text, 10);

	lines.add("errno", errno_words(number));
	for (ErrnoMeaning const &row : errno_meanings)
		if (std::string_view{found.row->id}.starts_with(row.message) &&
			row.number == -number)
			lines.add("reason", row.text);
}

// Names of bits, as the kernel prints them: each with its number.
template <unsigned Rows>
void add_names(
	Lines &lines, char const *key, tdx::BitName const (&rows)[Rows], std::string_view names)
{
	static constexpr std::string_view unknown_key = "unknown:0x";
	u64 value = 0;
	std::string unknown;

	while (!names.empty()) {
		std::string_view const name = names.substr(0, names.find(' '));
		bool known = name.empty();

		for (tdx::BitName const &row : rows)
			if (name == row.name) {
				value |= 1ULL << row.bit;
				known = true;
			}
		if (name.starts_with(unknown_key) &&
			name.find_first_not_of("0123456789abcdefABCDEF", unknown_key.size()) ==
				std::string_view::npos) {
			value |= number_of<u64>(name.substr(unknown_key.size()), 16);
			known = true;
		}
		if (!known)
			unknown += ' ' + std::string{name};
		names.remove_prefix(std::min(name.size() + 1, names.size()));
	}
	lines.add(key, hex(value));
	for (tdx::BitName const &row : rows)
		if (value >> row.bit & 1)
			lines.add_one("bit", std::to_string(row.bit) + ' ' + row.name);
	for (tdx::BitName const &row : rows)
		value &= ~(1ULL << row.bit);
	if (value)
		lines.add("unknown_bits", hex(value));
	if (!unknown.empty())
		lines.add("unknown_names", unknown.substr(1));
}

void add_value(Lines &lines, FoundMessage const &found, Value const &value)
{
	switch (value.conversion) {
	case 'E':
		add_errno(lines, found, value.text);
		break;
	case 'F':
		lines.add(
			"features", word_text(TDX_WORD_FEATURES0, number_of<u64>(value.text, 16)));
		break;
	case 'V':
		lines.add("exit_reason",
			word_text(TDX_WORD_EXIT_REASON, number_of<u64>(value.text, 10)));
		break;
	case 'G': {
		u64 const leaf = number_of<u64>(value.text, 10);
		char const *name = leaf_name({TDX_CALL_TDCALL, leaf});

		lines.add("call", name ? name : "no known leaf function of TDCALL");
		break;
	}
	case 'Q': {
		u64 const status = number_of<u64>(value.text, 16);
		char const *name = status_name({TDX_CALL_VMCALL, status});

		lines.add("answer", (name ? std::string{name} : std::string{"unknown"}) + " (" +
					    hex(status) + ')');
		break;
	}
	case 'A':
		add_names(lines, "attributes", tdx::attribute_bits, value.text);
		break;
	case 'C':
		add_names(lines, "td_ctls", tdx::td_ctl_bits, value.text);
		break;
	default:
		break;
	}
}

void add_values(Lines &lines, FoundMessage const &found)
{
	for (Value const &value : found.values)
		add_value(lines, found, value);
	if (found.row->remedy)
		lines.add("remedy", found.row->remedy);
}

} // namespace

std::string errno_words(int number)
{
	for (ErrnoName const &row : errno_names)
		if (row.number == (number < 0 ? -number : number))
			return std::to_string(number) + ' ' + row.name + ", " + row.text;
	return std::to_string(number);
}

Result explain_message(FoundMessage const &found)
{
	Lines lines;

	lines.add("meaning", found.row->meaning);
	add_values(lines, found);
	lines.add("seen_in", found.row->seen_in);
	return {{{"kind", "message"}, {"name", found.row->id}, {"value", nullptr},
			{"text", found.row->meaning}, {"explanation", lines.json()}},
		lines.text()};
}

void add_message(Result &status, FoundMessage const &found)
{
	Lines lines;

	lines.add("message", found.row->meaning);
	add_values(lines, found);
	lines.add("seen_in", found.row->seen_in);
	lines.append_to(status);
	status.json["message"] = found.row->id;
}

} // namespace tdxcall
