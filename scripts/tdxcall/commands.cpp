// SPDX-License-Identifier: GPL-2.0
#include "commands.hpp"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iostream>
#include <sstream>

#include "log.hpp"
#include "named_value.hpp"
#include "number.hpp"
#include "output.hpp"
#include "result.hpp"
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

// A dump of registers out of context: the person says that it is of a TDX call.
std::vector<Result> read_registers(std::string const &line, Hint const &hint)
{
	Splat splat;

	splat.read(line, 1);
	if (auto status = splat.finish(true)) {
		status->call.kind = hint.kind.value_or(status->call.kind);
		if (hint.leaf) {
			status->call.leaf = *hint.leaf;
			status->call.by_name = hint.leaf_by_name;
		}
		return {explain_splat(*status)};
	}
	return {};
}

std::vector<Result> read_line(std::string const &line, Hint const &hint)
{
	if (auto const reading = read_log_line(line, hint))
		return {reading->result};
	std::vector<Result> const registers = read_registers(line, hint);
	return registers.empty() ? read_named_values(line) : registers;
}

ExitCode decode_lines(Options const &options, std::istream &lines)
{
	Output output{options.json, "decode"};
	Log log{options, output};

	for (std::string line; std::getline(lines, line);)
		log.read(line);
	log.finish();
	if (output.empty() && !options.json)
		std::cerr << "tdxcall: nothing in the input that is known: no TDX call with a "
			     "status, no message about TDX\n";
	return output.finish();
}

ExitCode decode_words(Options const &options, Words const &words)
{
	// A whole log as an argument: "$(dmesg)".
	if (std::string const text = joined(words); text.find('\n') != std::string::npos) {
		std::istringstream lines{text};

		return decode_lines(options, lines);
	}

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
			throw Failure{NotFound, "no TDX call with a status in this line, and no "
						"message that is known"};
		if (auto const number = parse_number(word); results.empty() && number)
			throw Failure{NotFound, no_reading(*number)};
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
	return words.empty() ? decode_lines(options, std::cin) : decode_words(options, words);
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

ExitCode messages(Options const &options)
{
	Json rows = Json::array();

	for (Message const *row : all_messages())
		rows.push_back({{"kind", "message"}, {"name", row->id}, {"value", nullptr},
			{"prefix", row->prefix}, {"format", row->format}, {"seen_in", row->seen_in},
			{"meaning", row->meaning},
			{"remedy", row->remedy ? Json(row->remedy) : Json(nullptr)}});
	return list(options, "messages", rows, {"NAME", "PREFIX", "FORMAT"},
		{"name", "prefix", "format"});
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
