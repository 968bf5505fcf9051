// SPDX-License-Identifier: GPL-2.0
#include "text_targets.hpp"

#include <sstream>

#include "../dump_text.hpp"
#include "../ioctl_failure.hpp"
#include "../log.hpp"
#include "../named_value.hpp"
#include "../number.hpp"
#include "../reading.hpp"
#include "../splat.hpp"
#include "target.hpp"

namespace tdxcall::fuzz {

namespace {

Words lines_of(std::string_view input)
{
	std::istringstream lines{std::string{input}};
	Words words;

	for (std::string line; std::getline(lines, line);)
		words.push_back(line);
	return words;
}

void check_all(std::vector<Result> const &results)
{
	for (Result const &result : results)
		check_result(result);
}

std::string hexadecimal(std::string_view bytes)
{
	constexpr char const *digits = "0123456789abcdef";
	std::string text;

	for (char const c : bytes) {
		text += digits[static_cast<unsigned char>(c) >> 4];
		text += digits[c & 0xf];
	}
	return text;
}

} // namespace

void log(std::string_view input)
{
	for (bool const json : {false, true}) {
		Options options;

		options.json = json;
		run_command([&] { return decode(options, {std::string{input} + "\n"}); });
	}
}

void line(std::string_view input)
{
	std::string const text{input.substr(0, input.find('\n'))};
	Splat splat;

	if (auto const reading = read_log_line(text, {}))
		check_result(reading->result);
	if (auto const failure = explain_ioctl_failure(text))
		check_result(*failure);
	check_all(read_named_values(text));
	check(find_registers(text).known.size() <= 16, "no more registers than there are");
	splat.read(text, 1);
	if (auto const status = splat.finish(true))
		check_result(explain_splat(*status));
	check(text.find(without_log_header(text)) != text.npos, "a header is taken off, no more");
}

void word(std::string_view input)
{
	std::string const text{input.substr(0, input.find('\n'))};

	check_all(read_word(text, {}));
	check_all(read_name(text, {}));
	auto const number = parse_number(text);

	if (!number)
		return;
	check(parse_number(hex(*number)) == number, "a number stays what it is");
	check(!read_number(*number, {}).empty() || !no_reading(*number).empty(),
		"a number has a reading, or it is said why not");
	for (std::string_view const kind : reading_kinds())
		check_all(read_number(*number, {{}, {}, false, std::string{kind}}));
}

void arguments(std::string_view input)
{
	using Command = ExitCode (*)(Options const &, Words const &);
	Words const words = lines_of(input);

	if (words.empty())
		return;
	for (Command const command : {bits, diff, leaf, field, decode}) {
		Options options;

		options.json = true;
		run_command([&] { return command(options, words); });
	}
}

void dump(std::string_view input)
{
	bytes_of_text(std::string{input});
	// What is surely no text of another form comes back from its hex digits.
	if (input.size() < 64)
		return;
	InputBytes const back = bytes_of_text(hexadecimal(input));

	check(back.form && back.bytes == input, "bytes in hex digits are the same bytes");
}

} // namespace tdxcall::fuzz
