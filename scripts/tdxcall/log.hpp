// SPDX-License-Identifier: GPL-2.0
//
// Whole logs: what is known in them is explained once, in order, and the first cause at the end.
#pragma once

#include <optional>
#include <set>
#include <string>

#include "commands.hpp"
#include "message.hpp"
#include "named_value.hpp"
#include "output.hpp"
#include "reading.hpp"
#include "result.hpp"
#include "splat.hpp"

namespace tdxcall {

// What one line says, if it says anything.
struct LineReading {
	Result result;
	std::optional<LoggedCall> call;
	std::optional<FoundMessage> message;
};

std::optional<LineReading> read_log_line(std::string const &line, Hint const &hint);

// A number or a name; or nothing.
std::vector<Result> read_word(std::string const &word, Hint const &hint);

class Log {
public:
	Log(Options const &with, Output &to) : options{with}, output{to} {}

	void read(std::string const &line);
	// The end of the input; once.
	void finish();

private:
	struct Cause {
		std::string line;
		unsigned number;
		Json explanation;
		Weight weight;
		bool bring_up; // of the TDX module
	};

	void read_known(LineReading const &reading, std::string const &line);
	bool read_registers(std::string const &line);
	bool read_values(std::string const &line);
	bool read_answer(std::string const &line);
	void read_lone_word(std::string const &line);
	void end_splat();
	// Returns whether it is new.
	bool add(Result const &result, std::string const &line, unsigned at);
	void weigh(LineReading const &reading, std::string const &line);
	void weigh(Cause cause);

	Options const &options;
	Output &output;
	Splat splat;
	std::optional<AskedMsr> asked; // by the line before
	std::optional<LoggedCall> call;
	Registers inputs;
	Registers regs;
	std::string call_line;
	unsigned call_number = 0;
	bool call_shown = false;
	std::set<std::string> seen; // explanations
	std::vector<Cause> causes;
	unsigned number = 0;
	unsigned age = 0;       // lines since the call
	unsigned splat_age = 0; // lines since the last one of the splat
	unsigned known = 0;     // results of lines, not of lone words
};

} // namespace tdxcall
