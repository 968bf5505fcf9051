// SPDX-License-Identifier: GPL-2.0
//
// Results on standard output: text as it comes, or one JSON object at the end.
#pragma once

#include <string>

#include "commands.hpp"
#include "json.hpp"

namespace tdxcall {

// For below a line of the input; as wide as the terminal, if that is where it goes.
std::string indented(std::string const &text);

class Output {
public:
	Output(bool as_json, std::string command);

	void add(Result const &result);
	// What line @number of the input says, below the line.
	void add(Result const &result, std::string const &line, unsigned number);
	// @result is the last one with more lines, known from line @number of the input.
	void extend(Result const &result, std::string const &line, unsigned number);
	// What all of the input comes to; null and "" for nothing.
	void first_cause(Json cause, std::string const &text);
	// A line that is an answer as it stands.
	void add_line(Json row, std::string const &line);

	// A member of the object besides the results; for programs only.
	void set(char const *key, Json value);

	bool empty() const { return !count; }
	// Done when there was a result.
	ExitCode finish();

private:
	bool json;
	Json object;
	std::string last;       // text of the last result
	unsigned last_line = 0; // of the input
	unsigned count = 0;
};

} // namespace tdxcall
