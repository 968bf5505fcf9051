// SPDX-License-Identifier: GPL-2.0
#include "call_script.hpp"

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <cstring>
#include <sstream>

#include <sched.h>

#include "commands.hpp"
#include "number.hpp"

namespace tdxcall {

namespace {

bool is_name_letter(char c)
{
	return std::isalnum(static_cast<unsigned char>(c)) || c == '_';
}

// The first word, and what follows it.
std::pair<std::string, std::string> split(std::string const &line)
{
	constexpr char const *blanks = " \t\r";
	size_t const begin = line.find_first_not_of(blanks);

	if (begin == std::string::npos)
		return {};
	size_t const end = std::min(line.find_first_of(blanks, begin), line.size());
	size_t const next = std::min(line.find_first_not_of(blanks, end), line.size());

	return {line.substr(begin, end - begin), line.substr(next)};
}

// Before a word that begins with #, and the blanks before that.
std::string without_comment(std::string line)
{
	for (size_t at = line.find('#'); at != std::string::npos; at = line.find('#', at + 1))
		if (!at || line[at - 1] == ' ' || line[at - 1] == '\t')
			line.erase(at);
	line.erase(line.find_last_not_of(" \t\r") + 1);
	return line;
}

u64 number_of(std::string const &word)
{
	if (auto const number = parse_number(word))
		return *number;
	throw Failure{NotFound, "\"" + word + "\" is no number"};
}

} // namespace

CallScript::CallScript(CallFile const &to, Tell tell_answer, Say say_value)
	: file{to}, tell{std::move(tell_answer)}, say{std::move(say_value)}
{}

std::string CallScript::substituted(std::string const &line) const
{
	std::string text;

	for (size_t at = 0; at < line.size();) {
		if (line[at] != '$') {
			text += line[at++];
			continue;
		}
		size_t end = at + 1;
		while (end < line.size() && is_name_letter(line[end]))
			end++;
		std::string const name = line.substr(at + 1, end - at - 1);

		if (auto const result = results.find(name); result != results.end())
			text += result->second;
		else if (auto const variable = variables.find(name); variable != variables.end())
			text += variable->second;
		else
			throw Failure{NotFound, "there is no $" + name};
		at = end;
	}
	return text;
}

// Results of calls have names of their own.
void CallScript::let(std::string const &rest)
{
	auto const [name, value] = split(rest);
	bool const good = !name.empty() && std::ranges::all_of(name, is_name_letter);

	if (!good || value.empty())
		throw Failure{NotFound, "let NAME VALUE was expected"};
	if (name == "status" || (name.size() <= 3 && name.starts_with('r')))
		throw Failure{NotFound, "$" + name + " is a result of the last call"};
	variables[name] = value;
}

void CallScript::submit(std::string const &line, std::string const &status)
{
	Answer const answer = file.submit(line + '\n');

	tell(line, answer);
	if (answer.status.empty()) {
		if (!status.empty())
			throw Failure{NotFound, "no call was made that could end in " + status};
		return;
	}
	results.clear();
	results["status"] = hex(answer.code);
	for (auto const &[name, value] : answer.registers)
		results[name] = hex(value);
	if (status.empty() ? answer.is_error() : answer.status != status)
		throw Failure{NotFound,
			"the call ends in " + answer.status +
				(status.empty() ? "" : ", where " + status + " is expected")};
}

void CallScript::expect(std::string const &rest)
{
	auto const [status, line] = split(rest);

	if (line.empty())
		throw Failure{NotFound, "expect STATUS CALL was expected"};
	submit(line, status);
}

void CallScript::assert_values(std::string const &rest) const
{
	auto const [left, more] = split(rest);
	auto const [relation, right] = split(more);

	if (right.empty() || (relation != "==" && relation != "!="))
		throw Failure{NotFound, "assert VALUE == VALUE was expected, or !="};
	if ((number_of(left) == number_of(split(right).first)) != (relation == "=="))
		throw Failure{NotFound, "it does not hold: " + left + ' ' + relation + ' ' + right};
}

// Words of 64 bits as they lie in memory: measurements are read so.
void CallScript::bytes(std::string const &rest) const
{
	auto [name, words] = split(rest);
	std::string text;

	while (!words.empty()) {
		auto const [word, more] = split(words);
		u64 const number = number_of(word);

		for (unsigned shift = 0; shift < 64; shift += 8)
			for (unsigned const digit :
				{number >> (shift + 4) & 15, number >> shift & 15})
				text += "0123456789abcdef"[digit];
		words = more;
	}
	if (text.empty())
		throw Failure{NotFound, "bytes NAME VALUE... was expected"};
	say(name, text);
}

void CallScript::on_cpu(std::string const &rest) const
{
	u64 const cpu = number_of(split(rest).first);
	cpu_set_t set;

	CPU_ZERO(&set);
	if (cpu < CPU_SETSIZE)
		CPU_SET(cpu, &set);
	if (sched_setaffinity(0, sizeof(set), &set))
		throw Failure{NotFound, "CPU " + std::to_string(cpu) + ": " + std::strerror(errno)};
}

void CallScript::run(std::string const &given)
{
	std::string const line = substituted(without_comment(given));
	auto const [word, rest] = split(line);

	if (word.empty())
		return;
	if (word == "let")
		let(rest);
	else if (word == "expect")
		expect(rest);
	else if (word == "assert")
		assert_values(rest);
	else if (word == "bytes")
		bytes(rest);
	else if (word == "cpu")
		on_cpu(rest);
	else
		submit(line, "");
}

} // namespace tdxcall
