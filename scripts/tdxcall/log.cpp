// SPDX-License-Identifier: GPL-2.0
#include "log.hpp"

#include <algorithm>

#include "call_inputs.hpp"
#include "ioctl_failure.hpp"
#include "lines.hpp"
#include "message_explain.hpp"
#include "module_measurement.hpp"
#include "named_value.hpp"
#include "number.hpp"
#include "result.hpp"

namespace tdxcall {

namespace {

constexpr u64 error_bit = 1ULL << 63;

// @call without what the user says about it.
LoggedCall hinted(LoggedCall call, Hint const &hint)
{
	return {hint.kind.value_or(call.kind), hint.leaf.value_or(call.leaf), call.status,
		hint.leaf ? hint.leaf_by_name : call.by_name};
}

Result explain_call(LoggedCall const &call, Registers const &inputs, Registers const &outputs)
{
	Result result = explain_status(call, outputs);

	add_inputs(result, call, inputs);
	return result;
}

bool of_group(std::string_view id, std::string_view group)
{
	return id.starts_with(group) && id.substr(group.size()).starts_with('.');
}

// Leaf functions of the bring-up are those of the platform; a line without one is of it too,
// mostly.
bool is_bring_up(LineReading const &reading)
{
	if (reading.message)
		return of_group(reading.message->row->id, "host") ||
		       of_group(reading.message->row->id, "old");
	if (!reading.call || reading.call->kind != TDX_CALL_SEAMCALL)
		return false;

	char const *name = leaf_name({reading.call->kind, reading.call->leaf});

	return !name || std::string_view{name}.starts_with("TDH.SYS.");
}

Weight weight_of(LineReading const &reading)
{
	if (reading.message)
		return reading.message->row->weight;
	if (reading.call)
		return reading.call->status & error_bit ? Weight::Failure : Weight::Normal;
	return Weight::Failure; // of an ioctl
}

} // namespace

std::vector<Result> read_word(std::string const &word, Hint const &hint)
{
	auto const number = parse_number(word);
	std::vector<Result> results = number ? read_number(*number, hint) : read_name(word, hint);

	if (results.empty())
		if (auto const mrseam = read_mrseam(word))
			results.push_back(*mrseam);
	return results;
}

std::optional<LineReading> read_log_line(std::string const &line, Hint const &hint)
{
	auto message = find_message(line);
	auto const call = find_call(line);

	if (!message)
		if (auto failure = explain_ioctl_failure(line))
			return LineReading{std::move(*failure), {}, {}};

	// Some messages have a number that is no status of a call, whatever it looks like.
	bool const has_status =
		!message || std::any_of(message->values.begin(), message->values.end(),
				    [](Value const &value) { return value.conversion == 'S'; });

	if (call && has_status) {
		LoggedCall const told = hinted(*call, hint);
		LineReading reading{
			explain_call(told, find_inputs(line), find_registers(line)), told, message};

		if (message)
			add_message(reading.result, *message);
		return reading;
	}
	if (message && has_status && message->row->weight == Weight::Failure)
		return {}; // its status is none
	if (message)
		return LineReading{explain_message(*message), {}, message};
	return {};
}

void Log::read(std::string const &line)
{
	constexpr unsigned longest_gap = 10; // lines of others within a splat

	number++;
	age++;

	auto const reading = read_log_line(line, options.hint);
	std::string_view const text = without_log_header(line);

	if (text.starts_with("------------[ cut here ]"))
		end_splat();
	if (splat.read(line, number)) {
		splat_age = 0;
		if (reading && reading->message && !reading->call)
			read_known(*reading, line);
		if (text.starts_with("---[ end trace"))
			end_splat();
		return;
	}
	if (!splat.empty() && ++splat_age > longest_gap)
		end_splat();
	if (reading) {
		end_splat();
		read_known(*reading, line);
	} else if (!read_answer(line) && !read_registers(line) && !read_values(line)) {
		read_lone_word(line);
	}
}

void Log::read_known(LineReading const &reading, std::string const &line)
{
	bool const detail = reading.message && reading.message->row->weight == Weight::Detail;

	// Registers of the call before, where that is known.
	if (detail && !reading.call && read_registers(line))
		return;
	if (reading.call) {
		call = reading.call;
		inputs = find_inputs(line);
		regs = find_registers(line);
		call_line = line;
		call_number = number;
		age = 0;
	}

	bool const is_new = add(reading.result, line, number);

	if (reading.call)
		call_shown = is_new;
	weigh(reading, line);
}

// Registers of a failed call may stand in the lines right behind it.
bool Log::read_registers(std::string const &line)
{
	constexpr unsigned lines_of_registers = 4;

	if (!call || age > lines_of_registers)
		return false;

	Registers const found = find_registers(line);

	if (found.empty())
		return false;
	regs.add(found);

	Result result = explain_call(*call, inputs, regs);

	if (auto const message = find_message(call_line))
		add_message(result, *message);
	if (call_shown)
		output.extend(result, line, number);
	else
		call_shown = add(result, call_line, call_number);
	seen.insert(result.text);
	return true;
}

// rdmsr prints the value alone, for every CPU if it is asked to.
bool Log::read_answer(std::string const &line)
{
	if (auto const now = msr_asked_for(line)) {
		asked = now;
		return true;
	}
	if (!asked)
		return false;
	std::vector<Result> const values = read_msr_answer(*asked, line);

	if (values.empty() || !asked->every_cpu)
		asked.reset();
	for (Result const &result : values)
		add(result, line, number);
	return !values.empty();
}

bool Log::read_values(std::string const &line)
{
	std::vector<Result> const values = read_named_values(line);

	for (Result const &result : values)
		add(result, line, number);
	return !values.empty();
}

// Also lists of numbers or names, one on each line, can be decoded.
void Log::read_lone_word(std::string const &line)
{
	size_t const start = line.find_first_not_of(" \t\r");

	if (start == std::string::npos)
		return;
	std::string const word = line.substr(start, line.find_last_not_of(" \t\r") - start + 1);

	if (word.find_first_of(" \t") != std::string::npos)
		return;
	for (Result const &result : read_word(word, options.hint)) {
		call.reset();
		output.add(result, line, number);
	}
}

void Log::end_splat()
{
	auto const status = splat.finish(false);

	splat_age = 0;
	if (!status)
		return;

	SplatStatus told = *status;

	told.call = hinted(told.call, options.hint);

	Result const result = explain_splat(told);

	add(result, told.line, told.number);
	weigh({told.line, told.number, result.json["explanation"], Weight::Failure, false});
}

bool Log::add(Result const &result, std::string const &line, unsigned at)
{
	known++;
	// Registers stand right behind their call: what follows other lines is of something else.
	if (at != call_number)
		call.reset();
	if (!seen.insert(result.text).second)
		return false;
	output.add(result, line, at);
	return true;
}

void Log::weigh(LineReading const &reading, std::string const &line)
{
	Weight const weight = weight_of(reading);

	if (weight == Weight::Success)
		std::erase_if(causes, [](Cause const &cause) { return cause.bring_up; });
	else if (weight == Weight::Excuse && !causes.empty())
		causes.pop_back();
	weigh({line, number, reading.result.json["explanation"], weight, is_bring_up(reading)});
}

void Log::weigh(Cause cause)
{
	if (cause.weight == Weight::Failure || cause.weight == Weight::Consequence)
		causes.push_back(std::move(cause));
}

void Log::finish()
{
	end_splat();

	auto first = std::find_if(causes.begin(), causes.end(),
		[](Cause const &cause) { return cause.weight == Weight::Failure; });

	if (first == causes.end())
		first = causes.begin();
	if (first == causes.end()) {
		output.first_cause(
			nullptr, known > 1 ? "no failure in the lines that are known" : "");
		return;
	}

	Lines brief;

	for (char const *key : {"status", "call", "ioctl", "errno", "cause", "meaning", "message",
		     "reason", "notes", "remedy"}) {
		if (!first->explanation.contains(key))
			continue;
		Json const &value = first->explanation[key];

		if (value.is_string())
			brief.add(key, value);
		else
			for (Json const &one : value)
				brief.add_one("note", one);
	}
	if (!first->explanation.contains("notes") && first->explanation.contains("advice"))
		brief.add("advice", first->explanation["advice"]);
	output.first_cause(
		{{"line", first->number}, {"input", first->line}, {"explanation", brief.json()}},
		known < 2 ? ""
			  : "first cause, line " + std::to_string(first->number) + ":\n" +
				    first->line + '\n' + indented(brief.text()));
}

} // namespace tdxcall
