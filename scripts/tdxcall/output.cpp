// SPDX-License-Identifier: GPL-2.0
#include "output.hpp"

#include <iostream>
#include <set>
#include <sstream>

#include "result.hpp"
#include "table.hpp"
#include "wrap.hpp"

namespace tdxcall {

namespace {

// Lines of @text that @known has not.
std::string new_lines(std::string const &text, std::string const &known)
{
	std::set<std::string> seen;
	std::istringstream old{known};
	std::istringstream lines{text};
	std::string result;

	for (std::string line; std::getline(old, line);)
		seen.insert(line);
	for (std::string line; std::getline(lines, line);)
		if (!seen.contains(line))
			result += line + '\n';
	return result;
}

} // namespace

std::string indented(std::string const &text)
{
	return wrapped(text, terminal_width(), "    ");
}

Output::Output(bool as_json, std::string command)
	: json{as_json}, object{{"schema", "tdxcall/1"}, {"command", std::move(command)},
				 {"results", Json::array()}}
{}

void Output::add(Result const &result)
{
	if (json)
		object["results"].push_back(result.json);
	else
		std::cout << (count ? "\n" : "") << wrapped(result.text, terminal_width(), "");
	count++;
}

void Output::add(Result const &result, std::string const &line, unsigned number)
{
	if (json) {
		Json row{{"line", number}, {"input", line}};

		row.update(result.json);
		object["results"].push_back(std::move(row));
	} else {
		// Two readings of one line stand below the line together.
		if (!count || last_line != number)
			std::cout << line << '\n';
		std::cout << indented(result.text) << std::flush;
	}
	last = result.text;
	last_line = number;
	count++;
}

void Output::extend(Result const &result, std::string const &line, unsigned number)
{
	if (json) {
		object["results"].back().update(result.json);
	} else {
		std::cout << line << '\n' << indented(new_lines(result.text, last)) << std::flush;
	}
	last = result.text;
	last_line = number;
}

void Output::first_cause(Json cause, std::string const &text)
{
	if (json)
		object["first_cause"] = std::move(cause);
	else if (!text.empty())
		std::cout << '\n' << text << (text.ends_with('\n') ? "" : "\n");
}

void Output::add_line(Json row, std::string const &line)
{
	if (json)
		object["results"].push_back(std::move(row));
	else
		std::cout << wrapped(line, terminal_width(), "");
	count++;
}

void Output::set(char const *key, Json value)
{
	object[key] = std::move(value);
}

ExitCode Output::finish()
{
	// Logs hold whatever a guest printed: bytes that are no UTF-8 are replaced.
	if (json)
		std::cout << object.dump(2, ' ', false, Json::error_handler_t::replace) << '\n';
	return count ? Done : NotFound;
}

} // namespace tdxcall
