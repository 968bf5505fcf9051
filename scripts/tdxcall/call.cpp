// SPDX-License-Identifier: GPL-2.0
//
// Calls by hand, from the command line or from a script.
#include <sstream>

#include <sched.h>

#include "call_script.hpp"
#include "commands.hpp"
#include "file.hpp"
#include "number.hpp"
#include "output.hpp"

namespace tdxcall {

namespace {

constexpr size_t most_script_bytes = 1 << 20;

// A vCPU is bound to the CPU that initialised it, and its flush must be made there.
void stay_on_this_cpu()
{
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET(static_cast<size_t>(sched_getcpu()), &set);
	sched_setaffinity(0, sizeof(set), &set);
}

std::string registers_text(Answer const &answer)
{
	std::string text;

	for (auto const &[name, value] : answer.registers)
		text += ' ' + name + '=' + hex(value);
	return text;
}

// A line that made no call had to do with a buffer.
Json row_of(std::string const &line, Answer const &answer)
{
	if (answer.status.empty())
		return {{"kind", "buffer"}, {"name", nullptr},
			{"value", answer.bytes.empty() ? Json(nullptr) : Json(answer.bytes)},
			{"input", line}};

	Json row{{"kind", "call"}, {"name", answer.status}, {"value", hex(answer.code)},
		{"input", line}, {"registers", Json::object()}};

	for (auto const &[name, value] : answer.registers)
		row["registers"][name] = hex(value);
	return row;
}

// A script is told in a line for each call.
std::string short_text(std::string const &line, Answer const &answer)
{
	if (!answer.status.empty())
		return line + ": " + answer.status + registers_text(answer);
	return answer.bytes.empty() ? line : line + ": " + answer.bytes;
}

std::string trimmed(std::string text)
{
	while (text.ends_with('\n'))
		text.pop_back();
	return text;
}

// The command line: a lone comma ends a line.
std::string lines_of(Words const &words)
{
	std::string text;

	for (std::string const &word : words)
		text += word == "," ? "\n" : word + ' ';
	return text;
}

} // namespace

ExitCode call(Options const &options, Words const &words)
{
	if (options.script.has_value() != words.empty())
		throw Failure{BadUsage, "call needs either a line or --script FILE"};

	bool const whole = !options.script;
	std::istringstream lines{
		whole ? lines_of(words)
		      : read_bytes(*options.script, most_script_bytes, "a script")};
	CallFile const file{options.debugfs};
	Output output{options.json, "call"};
	auto const tell = [&](std::string const &line, Answer const &answer) {
		output.add_line(row_of(line, answer), whole && !answer.text.empty()
							      ? trimmed(answer.text)
							      : short_text(line, answer));
	};
	auto const say = [&](std::string const &name, std::string const &value) {
		output.add_line(
			{{"kind", "bytes"}, {"name", name}, {"value", value}}, name + ": " + value);
	};
	CallScript script{file, tell, say};
	std::string problem;
	unsigned number = 0;

	stay_on_this_cpu();
	for (std::string line; problem.empty() && std::getline(lines, line);) {
		number++;
		try {
			script.run(line);
		} catch (Failure const &failure) {
			problem = (whole ? ""
					 : *options.script + ':' + std::to_string(number) + ": ") +
				  failure.what();
		}
	}
	// A script may do without a call.
	output.finish();
	if (!problem.empty())
		throw Failure{NotFound, problem};
	return Done;
}

} // namespace tdxcall
