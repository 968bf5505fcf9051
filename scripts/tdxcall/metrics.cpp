// SPDX-License-Identifier: GPL-2.0
//
// What was counted as a file for Prometheus' node exporter, which reads it at any time: it is
// written beside, and takes the old one's place when it is whole.
#include <cerrno>
#include <cstring>
#include <functional>
#include <iostream>
#include <sstream>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "commands.hpp"
#include "stats.hpp"

namespace tdxcall {

namespace {

// Upper ends of buckets, in powers of two: every second one that the module has.
constexpr unsigned first_end = 6, last_end = 36, step = 2;

std::string quoted(std::string const &value)
{
	std::string result{"\""};

	for (char const c : value) {
		if (c == '\\' || c == '"')
			result += '\\';
		result += c == '\n' ? ' ' : c;
	}
	return result + '"';
}

std::string labels(StatsRow const &row)
{
	return "{origin=" + quoted(row.origin) + ",kind=" + quoted(row.kind) +
	       ",name=" + quoted(row.name);
}

class Metrics {
	Stats const &stats;
	std::ostringstream text;

	void head(char const *name, char const *type, char const *help)
	{
		text << "# HELP " << name << ' ' << help << "\n# TYPE " << name << ' ' << type
		     << '\n';
	}

	void add_duration(StatsRow const &row)
	{
		static constexpr char const *name = "tdxcall_call_duration_seconds";

		for (unsigned end = first_end; end <= last_end; end += step) {
			u64 below = 0;
			for (auto const &bucket : row.histogram)
				if (bucket.from < 1ULL << end)
					below += bucket.count;
			text << name << "_bucket" << labels(row) << ",le=\""
			     << stats.seconds(static_cast<double>(1ULL << end)) << "\"} " << below
			     << '\n';
		}
		text << name << "_bucket" << labels(row) << ",le=\"+Inf\"} " << row.calls << '\n'
		     << name << "_sum" << labels(row) << "} "
		     << stats.seconds(static_cast<double>(row.cycles)) << '\n'
		     << name << "_count" << labels(row) << "} " << row.calls << '\n';
	}

	void add_reasons(
		char const *name, char const *help, std::map<std::string, u64> StatsRow::*counts)
	{
		head(name, "counter", help);
		for (StatsRow const &row : stats.rows)
			for (auto const &[reason, count] : row.*counts)
				text << name << labels(row) << ",reason=" << quoted(reason) << "} "
				     << count << '\n';
	}

public:
	explicit Metrics(Stats const &counted) : stats{counted} { text.precision(9); }

	std::string all()
	{
		head("tdxcall_statistics_on", "gauge", "Whether calls are counted now.");
		text << "tdxcall_statistics_on " << stats.on << '\n';
		head("tdxcall_calls_total", "counter",
			"TDX calls, TD exits and hypercalls that ended, by status.");
		for (StatsRow const &row : stats.rows)
			for (auto const &status : row.statuses)
				text << "tdxcall_calls_total" << labels(row)
				     << ",status=" << quoted(status.name) << "} " << status.count
				     << '\n';
		add_reasons("tdxcall_retries_total",
			"Attempts that followed a failed one, by reason.", &StatsRow::retries);
		add_reasons("tdxcall_given_up_total", "Calls that were not tried again, by reason.",
			&StatsRow::gave_up);
		head("tdxcall_fpu_sections_total", "counter", "FPU sections that calls opened.");
		for (StatsRow const &row : stats.rows)
			if (row.fpu_sections)
				text << "tdxcall_fpu_sections_total" << labels(row) << "} "
				     << row.fpu_sections << '\n';
		head("tdxcall_call_duration_seconds", "histogram", "How long calls took.");
		for (StatsRow const &row : stats.rows)
			add_duration(row);
		return text.str();
	}
};

[[noreturn]] void give_up(std::string const &name, std::string const &temporary)
{
	int const error = errno;

	if (!temporary.empty())
		unlink(temporary.c_str());
	throw Failure{NotFound, name + ": " + std::strerror(error)};
}

void replace(std::string const &name, std::string const &text)
{
	std::string temporary{name + ".XXXXXX"};
	int const fd = mkstemp(temporary.data());

	if (fd < 0)
		give_up(name, "");
	bool const written =
		write(fd, text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
		!fchmod(fd, 0644) && !fsync(fd);
	if (close(fd) || !written || std::rename(temporary.c_str(), name.c_str()))
		give_up(name, temporary);
}

} // namespace

ExitCode metrics(Options const &options, Words const &words)
{
	if (words.size() > 1)
		throw Failure{BadUsage, "metrics takes one file"};

	std::string const text{Metrics{read_stats(stats_file(options.debugfs))}.all()};

	if (words.empty())
		std::cout << text;
	else
		replace(words.front(), text);
	return Done;
}

} // namespace tdxcall
