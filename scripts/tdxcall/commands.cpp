// SPDX-License-Identifier: GPL-2.0
#include "commands.hpp"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iostream>

#include "number.hpp"
#include "output.hpp"
#include "table.hpp"

namespace tdxcall {

namespace {

std::string joined(Words const &words)
{
	std::string text;

	for (std::string const &word : words)
		text += (text.empty() ? "" : " ") + word;
	return text;
}

std::vector<Result> read_word(std::string const &word, Hint const &hint)
{
	auto const number = parse_number(word);

	return number ? read_number(*number, hint) : read_name(word, hint);
}

// @call without what the user says about it.
LoggedCall hinted(LoggedCall call, Hint const &hint)
{
	return {hint.kind.value_or(call.kind), hint.leaf.value_or(call.leaf), call.status};
}

std::vector<Result> read_line(std::string const &line, Hint const &hint)
{
	if (auto const call = find_call(line))
		return {explain_status(hinted(*call, hint), find_registers(line))};
	return {};
}

ExitCode decode_words(Options const &options, Words const &words)
{
	Output output{options.json, "decode"};
	// A log line may come without quotes.
	std::vector<Result> const line = read_line(joined(words), options.hint);

	for (Result const &result : line)
		output.add(result);
	if (!line.empty())
		return output.finish();

	for (std::string const &word : words) {
		std::vector<Result> results = read_word(word, options.hint);

		if (results.empty())
			results = read_line(word, options.hint);
		if (results.empty() && word.find(' ') != std::string::npos)
			throw Failure{NotFound, "no TDX call with a status in this line"};
		if (results.empty() && std::isdigit(static_cast<unsigned char>(word[0])))
			throw Failure{BadUsage, "\"" + word + "\" is not a number of 64 bits"};
		if (results.empty())
			throw Failure{
				NotFound, "\"" + word +
						  "\" is no name of a leaf function, status or "
						  "field"};
		for (Result const &result : results)
			output.add(result);
	}
	return output.finish();
}

// Lines of a log; registers of a failed call may stand in the lines right behind it.
class Log {
public:
	Log(Options const &with, Output &to) : options{with}, output{to} {}

	void read(std::string const &line)
	{
		constexpr unsigned lines_of_registers = 4;
		Registers const found = find_registers(line);

		number++;
		age++;
		if (auto const seen = find_call(line)) {
			call = hinted(*seen, options.hint);
			regs = found;
			age = 0;
			output.add(explain_status(*call, regs), line, number);
		} else if (call && age <= lines_of_registers && !found.empty()) {
			regs.add(found);
			output.extend(explain_status(*call, regs), line, number);
		} else {
			read_lone_word(line);
		}
	}

private:
	// Also lists of numbers or names, one on each line, can be decoded.
	void read_lone_word(std::string const &line)
	{
		size_t const start = line.find_first_not_of(" \t\r");

		if (start == std::string::npos)
			return;
		std::string const word =
			line.substr(start, line.find_last_not_of(" \t\r") - start + 1);

		if (word.find_first_of(" \t") != std::string::npos)
			return;
		for (Result const &result : read_word(word, options.hint))
			output.add(result, line, number);
	}

	Options const &options;
	Output &output;
	std::optional<LoggedCall> call;
	Registers regs;
	unsigned number = 0;
	unsigned age = 0; // lines since the call
};

ExitCode decode_log(Options const &options)
{
	Output output{options.json, "decode"};
	Log log{options, output};

	for (std::string line; std::getline(std::cin, line);)
		log.read(line);
	if (output.empty() && !options.json)
		std::cerr << "tdxcall: no TDX call with a status in the input\n";
	return output.finish();
}

// The cells of @keys, for people.
ExitCode list(Options const &options, char const *command, Json rows, Words const &heads,
	Words const &keys)
{
	if (options.json) {
		Output output{true, command};

		for (Json &row : rows)
			output.add({std::move(row), {}});
		return output.finish();
	}

	Table table{heads, {}};

	for (Json const &row : rows) {
		Words cells;

		for (std::string const &key : keys) {
			Json const &cell = row.at(key);

			cells.push_back(cell.is_string() ? cell.get<std::string>()
					: cell.is_null() ? std::string{}
							 : cell.dump());
		}
		table.rows.push_back(std::move(cells));
	}
	std::cout << format(table, terminal_width());
	return Done;
}

} // namespace

ExitCode decode(Options const &options, Words const &words)
{
	return words.empty() ? decode_log(options) : decode_words(options, words);
}

ExitCode leaf(Options const &options, Words const &words)
{
	Output output{options.json, "leaf"};

	for (std::string const &word : words) {
		auto const number = parse_number(word);
		std::vector<CallNumber> found;

		if (!number)
			found = leaves_named(word);
		for (auto const kind :
			{TDX_CALL_SEAMCALL, TDX_CALL_TDCALL, TDX_CALL_SEAMLDR, TDX_CALL_VMCALL}) {
			bool const twice = kind == TDX_CALL_SEAMCALL && number && *number >> 63;

			if (number && !twice && leaf_name({kind, *number}))
				found.push_back({kind, *number});
		}
		if (options.hint.kind)
			std::erase_if(found, [&](CallNumber const &one) {
				return one.kind != *options.hint.kind;
			});
		if (found.empty())
			throw Failure{NotFound, "no leaf function \"" + word + "\""};
		for (CallNumber const &one : found)
			output.add(explain_leaf(one));
	}
	return output.finish();
}

ExitCode field(Options const &options, Words const &words)
{
	Output output{options.json, "field"};

	for (std::string const &word : words) {
		auto const number = parse_number(word);
		std::vector<u64> const found = !number               ? fields_named(word)
					       : field_name(*number) ? std::vector{*number}
								     : std::vector<u64>{};

		if (found.empty())
			throw Failure{
				NotFound, "no metadata field \"" + word + "\"" +
						  (number ? "; decode takes its id apart" : "")};
		for (u64 const id : found)
			output.add(explain_field(id));
	}
	return output.finish();
}

ExitCode leaves(Options const &options)
{
	return list(options, "leaves", all_leaves(options.hint.kind),
		{"NAME", "CALL", "NUMBER", "SUMMARY"}, {"name", "call", "value", "summary"});
}

ExitCode fields(Options const &options)
{
	return list(options, "fields", all_fields(options.scope),
		{"NAME", "SCOPE", "ID", "BYTES", "CLASS"},
		{"name", "scope", "value", "bytes", "class_name"});
}

ExitCode statuses(Options const &options)
{
	return list(options, "statuses", all_statuses(), {"NAME", "VALUE", "MEANING"},
		{"name", "value", "meaning"});
}

ExitCode module_file(Options const &options, std::string const &name)
{
	std::filesystem::path const path = options.debugfs / "tdxcall" / name;
	std::ifstream file{path};

	if (!file)
		throw Failure{
			NeedsModule, path.string() + ": " + std::strerror(errno) + "; " + name +
					     " needs the kernel module tdxcall loaded, debugfs "
					     "mounted, and root"};

	Output output{options.json, name};

	for (std::string line; std::getline(file, line);) {
		size_t const colon = line.find(": ");

		if (colon == std::string::npos)
			continue;
		std::string const key = line.substr(0, colon);

		output.add_line(
			{{"kind", name}, {"name", key}, {"value", line.substr(colon + 2)}}, line);
	}
	if (file.bad())
		throw Failure{NeedsModule, path.string() + ": " + std::strerror(errno)};
	return output.finish();
}

} // namespace tdxcall
