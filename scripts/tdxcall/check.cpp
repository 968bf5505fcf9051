// SPDX-License-Identifier: GPL-2.0
#include "check.hpp"

#include <cstdlib>
#include <iostream>
#include <map>
#include <sstream>

#include "check_machine.hpp"
#include "live_machine.hpp"
#include "output.hpp"
#include "recording.hpp"
#include "table.hpp"
#include "wrap.hpp"

namespace tdxcall {

namespace {

struct VerdictText {
	char const *word; // also in JSON
	char const *colour;
};

VerdictText text_of(Verdict verdict)
{
	switch (verdict) {
	case Verdict::Pass:
		return {"pass", "\033[32m"};
	case Verdict::Warn:
		return {"warn", "\033[33m"};
	case Verdict::Fail:
		return {"fail", "\033[31m"};
	case Verdict::Skip:
		return {"skip", "\033[2m"};
	case Verdict::Unknown:
		break;
	}
	return {"unknown", "\033[35m"};
}

struct Outcome {
	Finding finding;
	unsigned depth = 0;
};

// no-color.org
bool in_colour()
{
	char const *no = std::getenv("NO_COLOR");

	return terminal_width() && !(no && *no);
}

// What a recording says must not steer the terminal.
std::string without_controls(std::string text)
{
	constexpr char del = 0x7f;

	for (char &c : text)
		if ((c >= 0 && c < ' ') || c == del)
			c = '?';
	return text;
}

class Report {
public:
	explicit Report(bool json)
		: output{json, "check"}, colour{!json && in_colour()}, text{!json}
	{}

	void add(Check const &check, Outcome const &outcome)
	{
		Finding const &finding = outcome.finding;
		VerdictText const verdict = text_of(finding.verdict);

		count[finding.verdict]++;
		output.add_line(
			{{"kind", "check"}, {"name", check.id}, {"value", verdict.word},
				{"parent", check.parent ? Json(check.parent) : Json(nullptr)},
				{"needed", check.importance == Importance::Needed},
				{"text", check.title}, {"evidence", finding.evidence},
				{"remedy", finding.remedy.empty() ? Json(nullptr)
								  : Json(finding.remedy)}},
			{});
		if (text)
			print(check, outcome, verdict);
	}

	ExitCode finish(std::string const &machine, bool needed_failed, bool needed_unknown)
	{
		char const *word = needed_failed    ? "not ready"
				   : needed_unknown ? "unknown"
						    : "ready";
		std::string line = needed_failed    ? "not ready for TDX"
				   : needed_unknown ? "not known whether it is ready for TDX"
						    : "ready for TDX";

		output.set("machine", machine);
		output.set("verdict", word);
		for (Verdict const verdict : {Verdict::Pass, Verdict::Warn, Verdict::Fail,
			     Verdict::Skip, Verdict::Unknown})
			if (count[verdict])
				line += std::string{", "} + std::to_string(count[verdict]) + ' ' +
					text_of(verdict).word;
		line.replace(line.find(','), 1, ":");
		if (text)
			std::cout << '\n' << line << '\n';
		output.finish();
		return needed_failed ? NotFound : needed_unknown ? NotKnown : Done;
	}

private:
	static constexpr unsigned column = 9; // where the titles of the first level begin

	void print(Check const &check, Outcome const &outcome, VerdictText const &verdict)
	{
		constexpr unsigned usual_width = 80;
		unsigned const terminal = terminal_width();
		std::string const indent(2 * static_cast<size_t>(outcome.depth), ' ');
		Finding const &finding = outcome.finding;
		std::string lines = wrapped(
			std::string{check.title} + ": " + without_controls(finding.evidence),
			(terminal ? terminal : usual_width) - column, indent);

		if (!finding.remedy.empty())
			lines += wrapped("remedy: " + without_controls(finding.remedy),
				(terminal ? terminal : usual_width) - column, indent + "    ");

		std::istringstream each{lines};
		std::string head = verdict.word;

		head.resize(column, ' ');
		if (colour)
			head.insert(head.find(' '), "\033[0m").insert(0, verdict.colour);
		for (std::string line; std::getline(each, line);) {
			std::cout << head << line << '\n';
			head.assign(column, ' ');
		}
	}

	Output output;
	bool colour;
	bool text;
	std::map<Verdict, unsigned> count;
};

char const *word_of(Kind kind)
{
	switch (kind) {
	case Kind::Host:
		return "host";
	case Kind::Td:
		return "td";
	case Kind::Vm:
		return "vm";
	case Kind::Foreign:
		return "foreign";
	case Kind::Unknown:
		break;
	}
	return "unknown";
}

Finding answer(Check const &check, Facts &facts, Finding const *parent)
{
	if (parent && (parent->verdict == Verdict::Fail || parent->verdict == Verdict::Skip))
		return {Verdict::Skip, std::string{check.parent} + " did not pass"};

	Finding finding = check.ask(facts);

	if (finding.verdict == Verdict::Fail && check.importance == Importance::Advice)
		finding.verdict = Verdict::Warn;
	if (finding.verdict == Verdict::Pass || finding.verdict == Verdict::Skip)
		finding.remedy.clear();
	else if (finding.remedy.empty() &&
		 (finding.verdict != Verdict::Unknown || finding.undecided))
		finding.remedy = check.remedy;
	return finding;
}

} // namespace

ExitCode check_machine(Options const &options, Machine &machine)
{
	Facts facts{machine};
	Report report{options.json};
	std::map<std::string_view, Outcome> outcomes;
	bool needed_failed = false;
	bool needed_unknown = false;

	for (Check const &one : checks_of(facts.kind)) {
		Outcome const *parent = one.parent ? &outcomes.at(one.parent) : nullptr;
		Outcome const outcome{answer(one, facts, parent ? &parent->finding : nullptr),
			parent ? parent->depth + 1 : 0};
		bool const needed = one.importance == Importance::Needed;

		needed_failed |= needed && outcome.finding.verdict == Verdict::Fail;
		needed_unknown |= needed && outcome.finding.verdict == Verdict::Unknown;
		report.add(one, outcome);
		outcomes.insert({one.id, outcome});
	}
	return report.finish(word_of(facts.kind), needed_failed, needed_unknown);
}

ExitCode check(Options const &options)
{
	if (options.from) {
		Recording recording{*options.from};

		return check_machine(options, recording);
	}
	LiveMachine live;

	return check_machine(options, live);
}

} // namespace tdxcall
